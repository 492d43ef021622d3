"""Addresses for machines: whether the product lives, and whether it can serve."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from consult.core import db, migrations
from consult.core.web import public

bp = Blueprint("core", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers; looks at nothing else."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the database answers and has the newest schema; 503 if not."""
    try:
        ready = migrations.is_current(db.database().engine)
    except SQLAlchemyError:
        ready = False
    text = "ready\n" if ready else "the database does not answer, or its schema is old\n"
    return Response(text, 200 if ready else 503, mimetype="text/plain")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Tell browsers for a year that there is no icon: a page costs no request too many."""
    return Response(status=204, headers={"Cache-Control": "public, max-age=31536000"})
