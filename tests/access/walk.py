"""Every address of the application, with values in its places.

Where a test takes the ``consultation`` fixture, most of them lead to something that is there.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consult.core.db import Database
from consult.tables import metadata

#: By name where the cast has such a thing, else by kind; whatever else is called "nothing".
_NAMED: dict[str, object] = {
    # Its one version beside what is written by now.
    "after": 0,
    "before": 1,
    "country": "CH",
    "item": "5",
    "kind": "xlsform",
    "lang": "en",
    "line": "CH-1",
    "medium": "po",
    "number": 24,
    "page": 1,
    "queue": "audit",
    "requirement": "gc12-a",
    "slug": "safety",
    "tag": "en",
    "text_code": "idea",
}
_KINDS: dict[str, object] = {
    "UUIDConverter": UUID(int=7),
    "_IntegerConverter": 7,
    "PathConverter": "nothing.css",
}
#: Where a name means another thing than elsewhere: a page or question of the cast's questionnaire.
_IN_THE_WORKSHOP = {"number": 1, "code": "worry"}


@dataclass(frozen=True)
class Door:
    """One address under one method."""

    endpoint: str
    method: str
    address: str

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.endpoint})"

    def knock(self, browser: FlaskClient, **options: Any) -> TestResponse:
        """Send the request; a staff browser adds its form token."""
        options["buffered"] = True
        if self.method == "POST":  # where a staff browser puts its token
            return browser.post(self.address, **options)
        return browser.open(self.address, method=self.method, **options)


def doors(app: Flask, **named: object) -> Iterator[Door]:
    """Return every address of the application; signing out comes last.

    Args:
        app: the application.
        named: values for places of that name, such as ``account_id``.
    """
    places = app.url_map.bind("localhost")
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "accounts.sign_out")
    for rule in rules:
        address = places.build(rule.endpoint, _values(rule) | named_in(rule, named))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(rule.endpoint, method, address)


def named_in(rule: Rule, named: dict[str, object]) -> dict[str, object]:
    """Return those of the values whose place the address has."""
    return {name: value for name, value in named.items() if name in rule.arguments}


def _values(rule: Rule) -> dict[str, object]:
    kinds = {name: type(rule._converters[name]).__name__ for name in rule.arguments}
    named = _NAMED | (_IN_THE_WORKSHOP if ".editing." in rule.endpoint else {})
    return {name: named.get(name, _KINDS.get(kind, "nothing")) for name, kind in kinds.items()}


def content(database: Database) -> str:
    """Return a digest of all that people stored: no sessions, and nothing reckoned from the rest.

    Snapshots of closed answers, and what was shown of them, follow from the answers.
    """
    said = hashlib.sha256()
    with database.session(read_only=True) as session:
        for table in metadata.sorted_tables:
            if table.name not in {"staff_session", "answer_snapshot", "released_table"}:
                rows = session.execute(select(table)).all()
                said.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return said.hexdigest()
