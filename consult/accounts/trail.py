"""The page of the audit trail. It stands here because ``audit`` lies below accounts."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from consult.accounts.access import only
from consult.accounts.blueprint import bp
from consult.accounts.models import Role
from consult.audit import queries
from consult.core import db

_PER_PAGE = 50


@bp.get("/trail")
@only(Role.ADMIN, Role.CHAIR)
def trail() -> ResponseReturnValue:
    """Show who did what, newest first; ``?before=N`` continues below line N."""
    before = request.args.get("before", type=int)
    if "before" in request.args and (before is None or not 0 < before < 2**31):
        abort(404)
    lines = queries.lines(db.session, before=before, limit=_PER_PAGE)
    return render_template(
        "accounts/trail.html",
        lines=lines,
        older=lines[-1].number if lines and lines[-1].number > 1 else None,
        broken=queries.first_broken(db.session),
        is_newest=before is None,
    )
