"""Staff come in, look around and go out: a phone, no script, three scripts of writing."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.accounts import service
from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.core.db import Database
from tests.conftest import PASSWORD, Cast
from tests.e2e.conftest import DESK, Visitor

Make = Callable[..., Visitor]


def sign_in(visitor: Visitor, email: str) -> None:
    """Fill in the form and send it."""
    visitor.go("/staff/sign-in")
    visitor.page.fill("#email", email)
    visitor.page.fill("#password", PASSWORD)
    visitor.press("main button")


@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_mei_comes_in_by_her_link_and_goes_out(
    visitor: Make, app: Flask, database: Database, language: str
) -> None:
    with database.transaction() as session:
        mei = service.add(
            session, "mei@example.org", Role.CHAIR, language=language, actor=COMMAND_LINE
        )
        token = service.new_link(session, mei, actor=COMMAND_LINE)
    her = visitor(language, script=False)

    her.go(f"/staff/welcome/{token}")
    her.check()
    her.page.fill("#password", "too short")
    her.press("main button")
    assert her.page.locator(".errors a").count() == 1
    her.check()
    her.page.fill("#password", PASSWORD)
    her.press("main button")
    assert her.page.url.endswith("/staff/")
    her.check()
    her.go("/staff/password")
    her.check()

    her.press("header button")
    assert her.page.url.endswith("/staff/sign-in")
    her.check()
    her.page.go_back()
    her.page.reload()
    assert "/staff/sign-in" in her.page.url

    sign_in(her, "mei@example.org")
    assert her.page.url.endswith("/staff/")
    assert her.page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    ("language", "screen"), [("ar", None), ("ar", DESK), ("en", None), ("fr", DESK)]
)
def test_the_administrator_looks_after_accounts(
    visitor: Make, accounts: Cast, language: str, screen: dict[str, int] | None
) -> None:
    admin = visitor(language, script=False, screen=screen)
    sign_in(admin, "admin@example.org")
    admin.page.select_option("#staff-language", language)
    admin.press("footer button")
    assert admin.page.locator("html").get_attribute("lang") == language

    admin.go("/staff/accounts")
    admin.check()
    admin.page.fill("#email", "yusuf@example.org")
    admin.page.select_option("#role", "vice-chair")
    admin.press("main > form button")
    admin.check()  # no region: the form says so
    assert admin.page.input_value("#email") == "yusuf@example.org"
    admin.page.select_option("#region", "AFR")
    admin.press("main > form button")
    admin.check()
    link = admin.page.locator("dd[dir=ltr]").inner_text()
    assert link.startswith(f"{admin.address}/staff/welcome/")

    admin.go("/staff/trail")
    admin.check()
    assert admin.page.locator("tbody tr").first.inner_text().count("yusuf@example.org") == 1


def test_sam_is_told_who_the_pages_are_for(visitor: Make) -> None:
    sam = visitor("es", script=False)
    sam.go("/staff/trail")
    assert "/staff/sign-in?next=/staff/trail" in sam.page.url
    sam.page.fill("#email", "sam@example.org")
    sam.page.fill("#password", "whatever it may be")
    sam.press("main button")
    assert sam.page.locator(".errors").count() == 1
    assert sam.page.input_value("#email") == "sam@example.org"
    sam.check()
