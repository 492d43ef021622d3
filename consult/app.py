"""Puts the application together: settings, core, then each feature's doors."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from consult import config
from consult.cli import register_commands, speak_plainly
from consult.core import crypto, db, i18n, ids, web

#: Features with templates, lowest first.
FEATURES = (
    "core",
    "accounts",
    "audit",
    "helplines",
    "problems",
    "meetings",
    "questionnaires",
    "consultations",
    "consent",
    "sharing",
    "invitations",
    "contacts",
    "responses",
    "facilitation",
    "safeguarding",
    "moderation",
    "themes",
    "summaries",
    "summaries.results",
    "takingpart",
    "followups",
    "exports",
    "public",
    "demo",
)


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Return the application.

    Args:
        settings: override what ``config.from_environment`` gives.
    """
    app = Flask("consult", static_folder="core/static", template_folder=None)
    app.config.from_mapping(config.from_environment() | (settings or {}))
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    keys = crypto.Keyring.load(app.config["KEYS"])
    app.extensions["keys"] = keys
    app.config["SECRET_KEY"] = ids.digest(keys.lookup, "flask", "secret key")
    app.jinja_loader = ChoiceLoader([PackageLoader(f"consult.{name}") for name in FEATURES])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    web.init_app(app)
    i18n.init_app(app)
    _open_doors(app)
    web.require_marks(app)
    if hops := app.config["PROXIES"]:
        behind = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)
        app.wsgi_app = behind  # type: ignore[method-assign]  # the way Flask's manual says
    return app


def _open_doors(app: Flask) -> None:
    """Register each feature's ``routes.bp`` and ``cli.commands``, where it has them."""
    register_commands(app)
    for name in FEATURES:
        if find_spec(f"consult.{name}.routes"):
            app.register_blueprint(import_module(f"consult.{name}.routes").bp)
        if find_spec(f"consult.{name}.cli"):
            for command in import_module(f"consult.{name}.cli").commands:
                speak_plainly(command)
                app.cli.add_command(command)
