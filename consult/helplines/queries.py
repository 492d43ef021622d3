"""Finding help lines: those staff keep, else the shipped ones."""

import json
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.errors import NotFoundError
from consult.core.locales import N_
from consult.helplines.countries import MEMBERS
from consult.helplines.models import HelpCountry
from consult.helplines.rules import Line

_SHIPPED = Path(__file__).parent / "helplines.json"

#: International lists, by name and address. They are only linked, never loaded.
DIRECTORIES = (
    ("Child Helpline International", "https://childhelplineinternational.org/helplines/"),
    ("Find A Helpline", "https://findahelpline.com/"),
)


@cache
def shipped() -> dict[str, tuple[Line, ...]]:
    """Return the shipped lines of every Member State; an empty tuple says "none known here"."""
    read = json.loads(_SHIPPED.read_text("utf-8"))
    return {
        code: tuple(
            Line.read({"key": f"{code}-{place}"} | line) for place, line in enumerate(lines, 1)
        )
        for code, lines in read.items()
    }


def lines_of(session: Session, code: str) -> tuple[Line, ...]:
    """Return a country's help lines.

    Raises:
        NotFoundError: no Member State has this code.
    """
    if code not in MEMBERS:
        message = N_("We do not know this country. Choose one from the list.")
        raise NotFoundError("country_unknown", message)
    kept = session.get(HelpCountry, code)
    return shipped()[code] if kept is None else tuple(map(Line.read, kept.lines))


def every_line(session: Session) -> dict[str, tuple[Line, ...]]:
    """Return the help lines of every Member State by its code."""
    kept = {
        row.code: tuple(map(Line.read, row.lines)) for row in session.scalars(select(HelpCountry))
    }
    return shipped() | kept


def line(session: Session, code: str, key: str) -> Line:
    """Return one line of a country.

    Raises:
        NotFoundError: there is none of this key.
    """
    for found in lines_of(session, code):
        if found.key == key:
            return found
    message = N_("This help line is not there any more. Look at the list again.")
    raise NotFoundError("help_line_unknown", message)
