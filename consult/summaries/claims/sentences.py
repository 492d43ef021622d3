"""The sentence of each kind of claim, in six languages.

A sentence is made from a claim's values alone, so it can say nothing that has no evidence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, N_, Localized
from consult.summaries.claims.claim import Claim, Value
from consult.summaries.claims.voice import Voice

#: Numbers that stand in the sentences themselves: how sure an interval is.
SURE_PERCENT = 95


@dataclass(frozen=True)
class Told:
    """The values of a claim as one language writes them, and the bare numbers for plural forms."""

    words: Mapping[str, str]
    numbers: Mapping[str, int]


def render(claim: Claim) -> Localized:
    """Return the claim's sentence in every language in which its names are there.

    Raises:
        InvalidError: the claim rests on nothing, or one of its numbers does not
            (``claim_unsupported``).
    """
    if not claim.supported:
        raise InvalidError(
            "claim_unsupported",
            N_("This statement has no evidence, so it cannot be shown: %(key)s"),
            key=claim.key,
        )
    said = {tag: _in(claim, tag) for tag in LANGUAGES}
    return {tag: text for tag, text in said.items() if text}


def _in(claim: Claim, language: str) -> str:
    if any(v.text and not v.text.get(language, "").strip() for v in claim.values):
        return ""
    voice = Voice(language)
    return SENTENCES[claim.sentence](voice, _told(claim, voice))


def _told(claim: Claim, voice: Voice) -> Told:
    words: dict[str, str] = {}
    lists: dict[str, list[Value]] = {}
    for value in claim.values:
        name, _colon, _entry = value.name.partition(":")
        if name != value.name:
            lists.setdefault(name, []).append(value)
        else:
            words[name] = _word(value, voice)
    for name, values in lists.items():
        words[name] = _list(values, voice)
    numbers = {v.name: v.number for v in claim.values if v.number is not None}
    return Told(words, numbers)


def _word(value: Value, voice: Voice) -> str:
    if value.number is None:
        return value.text[voice.language].strip()
    return voice.percent(value.number) if value.is_percent else voice.number(value.number)


def _list(values: list[Value], voice: Voice) -> str:
    if all(value.number is None or not value.text for value in values):
        return voice.listing(_word(value, voice) for value in values)
    return voice.pairs(
        (value.text[voice.language].strip(), voice.number(value.number or 0)) for value in values
    )


def _took_part(say: Voice, told: Told) -> str:
    return say.ngettext(
        "%(count)s young person took part in “%(title)s”.",
        "%(count)s young people took part in “%(title)s”.",
        told.numbers["count"],
        **told.words,
    )


def _groups(say: Voice, told: Told) -> str:
    return say.gettext(N_("“%(title)s”, %(table)s: %(groups)s."), **told.words)


def _silent(say: Voice, told: Told) -> str:
    return say.gettext(
        N_("“%(title)s”, %(table)s: nobody answered from these groups: %(groups)s."), **told.words
    )


def _hidden(say: Voice, told: Told) -> str:
    return say.gettext(
        N_(
            "“%(title)s”, %(table)s: the number is hidden for %(groups)s. It is small, or it would"
            " give a small one away."
        ),
        **told.words,
    )


def _most_often(say: Voice, told: Told) -> str:
    return say.ngettext(
        "“%(question)s” The answer given most often was “%(answer)s”: %(percent)s of the"
        " %(base)s young person who answered.",
        "“%(question)s” The answer given most often was “%(answer)s”: %(percent)s of the"
        " %(base)s young people who answered.",
        told.numbers["base"],
        **told.words,
    )


def _most_often_first(say: Voice, told: Told) -> str:
    return say.ngettext(
        "“%(question)s” Put first most often: “%(answer)s”, by %(percent)s of the %(base)s young"
        " person who answered.",
        "“%(question)s” Put first most often: “%(answer)s”, by %(percent)s of the %(base)s young"
        " people who answered.",
        told.numbers["base"],
        **told.words,
    )


def _tied(say: Voice, told: Told) -> str:
    return say.ngettext(
        "“%(question)s” These answers were given most often and equally often: %(answers)s. Each"
        " was given by %(percent)s of the %(base)s young person who answered.",
        "“%(question)s” These answers were given most often and equally often: %(answers)s. Each"
        " was given by %(percent)s of the %(base)s young people who answered.",
        told.numbers["base"],
        **told.words,
    )


def _apart(say: Voice, told: Told) -> str:
    return say.gettext(
        N_(
            "“%(question)s” Not all groups answered alike. The answer “%(answer)s” was given by"
            " %(high_percent)s in one group (%(high)s; answers: %(high_base)s) and by"
            " %(low_percent)s in another (%(low)s; answers: %(low_base)s)."
        ),
        **told.words,
    )


def _theme_read(say: Voice, told: Told) -> str:
    if "total" not in told.numbers:
        return say.ngettext(
            "“%(question)s” People read the answers. %(count)s answer carries the theme"
            " “%(theme)s”.",
            "“%(question)s” People read the answers. %(count)s answers carry the theme"
            " “%(theme)s”.",
            told.numbers["count"],
            **told.words,
        )
    return say.ngettext(
        "“%(question)s” People read every answer, %(total)s in all. %(count)s of them carries the"
        " theme “%(theme)s”.",
        "“%(question)s” People read every answer, %(total)s in all. %(count)s of them carry the"
        " theme “%(theme)s”.",
        told.numbers["count"],
        **told.words,
    )


def _theme_estimated(say: Voice, told: Told) -> str:
    sure = say.percent(SURE_PERCENT)
    if "total" not in told.numbers:
        return say.gettext(
            N_(
                "“%(question)s” Estimated from %(read)s answers that people read: about %(count)s"
                " answers carry the theme “%(theme)s” (%(sure)s interval: %(low)s to %(high)s)."
            ),
            sure=sure,
            **told.words,
        )
    return say.gettext(
        N_(
            "“%(question)s” Estimated from %(read)s answers that people read: about %(count)s of"
            " all %(total)s answers carry the theme “%(theme)s” (%(sure)s interval: %(low)s to"
            " %(high)s)."
        ),
        sure=sure,
        **told.words,
    )


def _quoted(say: Voice, told: Told) -> str:
    return say.gettext(N_("“%(question)s” One young person answered in these words:"), **told.words)


def _note(_say: Voice, told: Told) -> str:
    return told.words["text"]


#: The sentences by name.
SENTENCES: dict[str, Callable[[Voice, Told], str]] = {
    "took_part": _took_part,
    "groups": _groups,
    "silent": _silent,
    "hidden": _hidden,
    "most_often": _most_often,
    "most_often_first": _most_often_first,
    "tied": _tied,
    "apart": _apart,
    "theme_read": _theme_read,
    "theme_estimated": _theme_estimated,
    "quoted": _quoted,
    "note": _note,
}
