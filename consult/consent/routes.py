"""The page that tells what is kept about a young person, and what is not."""

from itertools import groupby

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from consult.consent import notice
from consult.core.web import public

bp = Blueprint("consent", __name__)


@bp.get("/<language:lang>/privacy")
@public
def privacy(lang: str) -> ResponseReturnValue:  # noqa: ARG001 - the address tells the language
    """Tell it in short for a child, and below it all, line by line, for an adult."""
    by_retention = sorted(notice.kept(), key=lambda line: line.retention)
    groups = [(r, list(lines)) for r, lines in groupby(by_retention, lambda line: line.retention)]
    return render_template(
        "consent/privacy.html", groups=groups, days=current_app.config["RETENTION_DAYS"]
    )
