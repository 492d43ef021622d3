"""What every page shares: marks, headers, the language of the address, errors, assets."""

import gzip
import hashlib
import logging
import re
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.ext import Extension
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from consult.core import i18n, locales
from consult.core.errors import DomainError
from consult.core.panels import panels

View = TypeVar("View", bound=Callable[..., Any])

log = logging.getLogger("consult")

PUBLIC = "public"

# TRUST.md B5. Referrer-Policy must not be "no-referrer": Flask-WTF would refuse every POST.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Referrer-Policy": "same-origin",
}

#: Where "Leave quickly" goes: a plain page that says nothing about the reader, and that answers in
#: every country. It is only linked.
EXIT = "https://www.bing.com/"

#: The same for the few pages that start the worker which keeps the form for when there is no line:
#: one policy by name, in ``answer.js``, which makes the address of the worker and nothing else.
WORKER_POLICY = HEADERS["Content-Security-Policy"].replace(
    "trusted-types 'none'", "trusted-types worker; worker-src 'self'"
)

_STATIC = Path(__file__).parent / "static"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")
_SMALLEST_COMPRESSED = 500


def public(view: View) -> View:
    """Mark a view that anybody may reach, without an account."""
    cast("Any", view).audience = PUBLIC
    return view


class _LeanPages(Extension):
    """Takes the room before the lines of a page's template: a browser reads it as one space.

    What is put into the page stays as it is.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja calls it so
        """Return the source that is compiled."""
        return re.sub(r"(?m)^[ \t]+", " ", source) if name and name.endswith(".html") else source


class _IntegerConverter(IntegerConverter):
    """Matches a number that every database can look for; a longer one leads nowhere."""

    def __init__(self, url_map: Map, **limits: Any) -> None:
        super().__init__(url_map, **({"max": 2**31 - 1} | limits))


class _LanguageConverter(BaseConverter):
    """Matches one of the six language tags in an address."""

    regex = "|".join(locales.LANGUAGES)


def init_app(app: Flask) -> None:
    """Install the converters of addresses, the checks before and the headers after."""
    app.jinja_env.add_extension(_LeanPages)
    app.url_map.converters |= {"language": _LanguageConverter, "int": _IntegerConverter}
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.before_request(_refuse_odd_addresses)
    app.before_request(_refuse_foreign_posts)
    app.after_request(_finish)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(Exception, _unexpected)
    app.jinja_env.globals.update(
        EXIT=EXIT,
        asset=asset,
        told=i18n.told,
        placed=i18n.placed,
        page_language=i18n.language,
        same_page_in=same_page_in,
        panels=panels,
    )
    public(app.view_functions["static"])


def require_marks(app: Flask) -> None:
    """Stop an application in which some view does not say who may reach it.

    Raises:
        RuntimeError: names the views without ``@public`` or ``@only(...)``.
    """
    unmarked = [n for n, view in app.view_functions.items() if not hasattr(view, "audience")]
    if unmarked:
        raise RuntimeError(f"views without a mark: {', '.join(sorted(unmarked))}")


@cache
def _asset_version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file; it changes with the content, so it is kept for ever."""
    # Built by hand: the page that refuses a foreign host name has no map of addresses.
    return f"/static/{name}?v={_asset_version(name)}"


def same_page_in(language: str) -> str:
    """Return this page's address in another language."""
    if request.endpoint and "lang" in (request.view_args or {}):
        return url_for(request.endpoint, **{**(request.view_args or {}), "lang": language})
    return f"/{language}/"


def gzipped(body: bytes) -> bytes:
    """Return the body compressed, the same bytes each time."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def with_worker(response: Response) -> Response:
    """Let a page start the worker that keeps it for when there is no line."""
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


def static_text(name: str) -> str:
    """Return a static file that is served under an address of its own."""
    return (_STATIC / name).read_text("utf-8")


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    # An address that leads nowhere still says in which language to tell so.
    lang = values["lang"] if values and "lang" in values else request.path[1:].split("/", 1)[0]
    if lang in locales.LANGUAGES:
        g.language = lang


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = i18n.language()


def _refuse_odd_addresses() -> None:
    """No page has a NUL in its address, and PostgreSQL refuses to look for one."""
    if "\0" in request.path:
        abort(404)


def _refuse_foreign_posts() -> None:
    """Refuse a form sent from another site (TRUST.md B2.4).

    Pages for young people carry no token, so this check stands in for it.
    """
    if request.method in _SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and not _is_ours(origin):
        abort(403)


def _is_ours(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False  # half an IPv6 address, say


#: What a script or style sheet has for the reader of the source only, by kind: comments, and the
#: room before a line (no script has a text that goes over several lines).
_FOR_READERS = {
    "text/javascript": re.compile(rb"(?m)^[ \t]*(//.*)?\n?"),
    "text/css": re.compile(rb"/\*.*?\*/|\n", re.DOTALL),
}

#: What asks again for a file that is kept for ever anyway, or names it to be saved.
_USELESS = ("Accept-Ranges", "Content-Disposition", "ETag", "Last-Modified")


def _without_what_is_for_readers(response: Response) -> None:
    """Leave out what browsers do not read: a phone on a bad line pays for every byte."""
    for_readers = _FOR_READERS.get(response.mimetype or "")
    if for_readers:
        response.direct_passthrough = False
        response.set_data(for_readers.sub(b"", response.get_data()))


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code == 200:
        # The ?v= in the address follows the content.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        for name in _USELESS:
            response.headers.pop(name, None)
        _without_what_is_for_readers(response)
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return _compress(response)


def _compress(response: Response) -> Response:
    """Compress what anybody may read; a page of staff holds a token beside typed text (BREACH)."""
    view = current_app.view_functions.get(request.endpoint or "")
    if (
        getattr(view, "audience", PUBLIC) != PUBLIC
        or (response.is_streamed and request.endpoint != "static")
        or response.status_code in {204, 304}
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_COMPRESSIBLE)
    ):
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= _SMALLEST_COMPRESSED:
        response.set_data(gzipped(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _refused(refusal: DomainError) -> ResponseReturnValue:
    return render_template("core/refused.html", refusal=refusal), refusal.status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error  # a redirect that werkzeug itself asks for
    page = render_template("core/error.html", status=status)
    response = Response(page, status)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer a request for a host that is not ours, on a page that needs no address of ours."""
    return render_template("core/foreign_host.html"), 400


def _unexpected(error: Exception) -> ResponseReturnValue:
    # No message and no address: either may hold what a young person typed.
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-6:]))
    log.error("unexpected %s in %s at %s", type(error).__name__, request.endpoint, where)
    return render_template("core/error.html", status=500), 500
