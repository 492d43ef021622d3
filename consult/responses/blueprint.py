"""Where the pages of answering are registered, and what they all need of the application."""

from typing import cast

from flask import Blueprint, current_app

from consult.core.crypto import Keyring
from consult.responses.guard import Guard

bp = Blueprint("responses", __name__)

#: Methods that look and change nothing. A link checker's HEAD must never count as an answer.
READING = {"GET", "HEAD"}


def keys() -> Keyring:
    """Return the server's secrets."""
    return cast("Keyring", current_app.extensions["keys"])


def guard() -> Guard:
    """Return the counters of this process."""
    return cast("Guard", current_app.extensions.setdefault("guard", Guard()))
