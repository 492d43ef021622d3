"""The doors of summaries share one blueprint: staff pages, and the page for young people."""

from typing import cast

from babel.numbers import format_decimal
from flask import Blueprint, current_app

from consult.accounts.access import only
from consult.accounts.models import Role
from consult.core import i18n
from consult.core.crypto import Keyring

bp = Blueprint("summaries", __name__)

#: Where the staff pages begin.
STAFF = "/staff/summaries"

desk = only(Role.SECRETARIAT, Role.CHAIR, Role.ADMIN)

#: Stands where a count is hidden, as in papers.
HIDDEN = "–"


@bp.app_template_filter("counted")
def counted(count: int | None) -> str:
    """Return a count as the page's language writes it, or the sign for a hidden one."""
    return HIDDEN if count is None else str(format_decimal(count, locale=i18n.language()))


def keys() -> Keyring:
    """Return the keys that open texts."""
    return cast("Keyring", current_app.extensions["keys"])
