"""Translation inside a request: Flask-Babel on catalogues read straight from ``.po`` files."""

import re
from collections.abc import Sequence
from typing import Any

import flask_babel
from babel.support import Translations
from flask import Flask, g, has_request_context, request

from consult.core import locales, times
from consult.core.errors import DomainError, Problem
from consult.core.locales import N_


class _PoDomain(flask_babel.Domain):  # type: ignore[misc]  # ships no types
    """Serves the catalogues of ``core.locales``; there is no compile step."""

    def get_translations(self) -> Translations:
        return locales.catalogue(language())


class _Babel(flask_babel.Babel):  # type: ignore[misc]  # ships no types
    """Flask-Babel with the one domain above."""

    _po_domain = _PoDomain()

    @property
    def domain_instance(self) -> _PoDomain:
        return self._po_domain


def init_app(app: Flask) -> None:
    """Give pages the language of their address, and templates the usual functions."""
    _Babel(app, locale_selector=language, default_locale="en")
    app.jinja_env.globals.update(
        LANGUAGES=locales.LANGUAGES,
        LANGUAGE_NAMES=locales.NAMES,
        direction=locales.direction,
    )
    app.jinja_env.filters.update(
        in_language=lambda text: locales.pick(text, language()),
        day=lambda day: times.say_day(day, language()),
        # Takes the first and the last day.
        days=lambda span: times.say_days(span[0], span[1], language()),
        moment=lambda at, zone="UTC": times.say_moment(at, language(), zone),
        # A symbol keeps its order inside an Arabic sentence, also where it breaks into two lines.
        isolated=lambda symbol: f"\u2066{symbol}\u2069",
    )


def language() -> str:
    """Return the language of this page: from the address, the staff account, or the browser."""
    if not has_request_context():
        return "en"
    chosen = getattr(g, "language", None)
    if chosen in locales.NAMES:
        return str(chosen)
    return preferred_language()


def preferred_language(offered: Sequence[str] = locales.LANGUAGES) -> str:
    """Return the best of the languages offered for this browser; English when none fits.

    A country's own form of a language stands for the language: ``ar-EG, en;q=0.5`` asks for
    Arabic first, where werkzeug's ``best_match`` would prefer the exact ``en``.
    """
    for tag, quality in request.accept_languages:
        language = tag.split("-")[0].lower()
        if quality > 0 and language in offered:
            return language
    return "en" if "en" in offered else offered[0]


def _(message: str, **params: Any) -> str:
    """Return the sentence in the page's language."""
    return str(flask_babel.gettext(message, **params))


def ngettext(singular: str, plural: str, num: int, **params: Any) -> str:
    """Return the plural form that fits ``num`` in the page's language."""
    return str(flask_babel.ngettext(singular, plural, num, **params))


def _l(message: str, **params: Any) -> Any:
    """Return a sentence that is translated when it is shown (form labels)."""
    return flask_babel.lazy_gettext(message, **params)


def told(refusal: DomainError | Problem) -> str:
    """Return a refusal's sentence in the page's language."""
    return _(refusal.message, **refusal.params)


#: The words of which a place in a questionnaire is made: some name a thing, some stand alone.
_PLACES = {
    "page": N_("page %(name)s"),
    "question": N_("question %(name)s"),
    "choice": N_("choice %(name)s"),
    "row": N_("row %(name)s"),
    "title": N_("title"),
    "text": N_("text"),
    "hint": N_("hint"),
    "show_if": N_("rule"),
}
_BETWEEN = {"ar": "، ", "zh": "，"}


def placed(where: str) -> str:
    """Return a place in a questionnaire, such as ``page 2, question q3``, in the page's language.

    A place in a file stays as it is: it is looked for there.
    """
    if not re.match(r"page \d", where):
        return where
    found = []
    for part in where.split(", "):
        word, _blank, name = part.partition(" ")
        found.append(_(_PLACES[word], name=name) if word in _PLACES else part)
    return _BETWEEN.get(language(), ", ").join(found)
