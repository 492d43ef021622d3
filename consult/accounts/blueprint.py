"""The blueprint of accounts: with it come sessions, the gate and the bar on top of staff pages."""

from datetime import timedelta
from typing import cast

from flask import Blueprint, Flask, current_app
from flask.blueprints import BlueprintSetupState

from consult.accounts import access, navigation
from consult.accounts.passwords import Passwords
from consult.core.throttle import Throttle

bp = Blueprint("accounts", __name__, url_prefix="/staff")
bp.before_app_request(access.gate)

_WINDOW = timedelta(minutes=15)


class Guesses:
    """Counts wrong passwords: per person and network, per network, and per person in all.

    The first limit is low, the last high: nobody can keep a chair out of her account by
    guessing at it from elsewhere.
    """

    def __init__(self) -> None:
        self._both = Throttle(10, _WINDOW)
        self._network = Throttle(40, _WINDOW)
        self._email = Throttle(100, _WINDOW)

    def are_too_many(self, email: str, network: str) -> bool:
        """Tell whether another guess must wait."""
        return (
            self._both.is_full(f"{email}|{network}")
            or self._network.is_full(network)
            or self._email.is_full(email)
        )

    def count(self, email: str, network: str) -> None:
        """Count a wrong guess."""
        self._both.count(f"{email}|{network}")
        self._network.count(network)
        self._email.count(email)

    def forget(self, email: str, network: str) -> None:
        """Start again after the right password."""
        self._both.forget(f"{email}|{network}")


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    app = cast("Flask", state.app)
    access.install(app)
    app.extensions["passwords"] = Passwords(app.config["ARGON2"])
    app.extensions["guesses"] = Guesses()
    app.jinja_env.globals.update(staff_places=navigation.places, staff_account=access.signed_in)


def passwords() -> Passwords:
    """Return the running application's password hashing."""
    return cast("Passwords", current_app.extensions["passwords"])


def guesses() -> Guesses:
    """Return the running application's count of wrong passwords."""
    return cast("Guesses", current_app.extensions["guesses"])
