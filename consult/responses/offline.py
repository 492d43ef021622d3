"""What a phone needs while it has no line: the worker, and the page of answers that wait."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from consult.core.web import public, static_text, with_worker
from consult.responses.blueprint import bp


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """Give the worker, from the top of the site so that it may serve pages in every language."""
    answer = Response(static_text("sw.js"), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/<language:lang>/waiting")
@public
def waiting(lang: str) -> ResponseReturnValue:
    """Show what waits on this phone to be sent; the phone fills it in, we know nothing of it."""
    return with_worker(make_response(render_template("responses/waiting.html", language=lang)))
