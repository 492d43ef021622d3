"""The summary in plain words, one page, for young people: drafted from the same claims."""

import hashlib
import json
from collections.abc import Iterator, Sequence

from consult.core.locales import LANGUAGES, N_, Localized
from consult.summaries.claims.claim import Claim, Kind, Value
from consult.summaries.claims.voice import Voice

#: How many findings, contrasts and themes stand on the page.
MOST_FINDINGS, MOST_CONTRASTS, MOST_THEMES = 6, 2, 4


#: "Out of 100 of you" is how the page says a share.
OUT_OF = Claim("out-of", Kind.NOTE, "note", "", (Value("whole", 100),))


def digest(text: Localized) -> str:
    """Return what tells that the page somebody approves is the one they read."""
    told = json.dumps(text, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def write(claims: Sequence[Claim]) -> Localized:
    """Return the page in our own words, one paragraph a line; nothing without claims.

    Args:
        claims: those that are kept, in the paper's order.
    """
    if not claims:
        return {}
    said = {tag: "\n".join(_lines(claims, tag)) for tag in LANGUAGES if _is_whole(claims, tag)}
    return {tag: text for tag, text in said.items() if text}


_MOST_OFTEN = {"most_often", "most_often_first"}

#: Whom we did not hear, and of whom we do not tell it.
_MISSED = {
    "silent": N_("Nobody wrote to us from these places: %(places)s."),
    "hidden": N_(
        "For these places we do not say how many wrote, so that nobody can be found: %(places)s."
    ),
}


def _is_whole(claims: Sequence[Claim], tag: str) -> bool:
    return all(not v.text or v.text.get(tag, "").strip() for c in claims for v in c.values)


def _lines(claims: Sequence[Claim], tag: str) -> Iterator[str]:
    say = Voice(tag)
    yield say.gettext(
        N_("People from many countries meet to make the internet safer. We asked what you think.")
    )
    for claim in _some(claims, "took_part", len(claims)):
        yield _answered(say, claim)
    findings = [c for c in claims if c.sentence in _MOST_OFTEN and _is_plain(c)]
    for claim in findings[:MOST_FINDINGS]:
        yield from _finding(say, claim)
    apart = [c for c in _some(claims, "apart", len(claims)) if _is_plain(c)][:MOST_CONTRASTS]
    if apart:
        yield say.gettext(N_("Not all think the same."))
    for claim in apart:
        yield from _difference(say, claim)
    themes = [c for c in claims if c.sentence.startswith("theme_")][:MOST_THEMES]
    if themes:
        names = (_text(c, "theme", tag) for c in themes)
        yield say.gettext(N_("You also wrote to us. You wrote about: %(themes)s."),
                          themes=say.listing(names))  # fmt: skip
    for claim in claims:
        if claim.key.endswith("/region") and claim.sentence in _MISSED:
            names = (v.text[tag].strip() for v in claim.values if v.name.startswith("groups:"))
            yield say.gettext(_MISSED[claim.sentence], places=say.listing(names))
    yield say.gettext(
        N_("The people at the meeting read this. Later we tell you here what they do with it.")
    )


def _is_plain(claim: Claim) -> bool:
    """Whether the answer is in words: a number of a scale tells a child nothing."""
    return any(sign.isalpha() for text in _value(claim, "answer").text.values() for sign in text)


def _some(claims: Sequence[Claim], sentence: str, most: int) -> list[Claim]:
    return [claim for claim in claims if claim.sentence == sentence][:most]


def _answered(say: Voice, claim: Claim) -> str:
    count = _value(claim, "count").number or 0
    return say.ngettext(
        "%(count)s of you answered.", "%(count)s of you answered.", count, count=say.number(count)
    )


def _finding(say: Voice, claim: Claim) -> Iterator[str]:
    yield _text(claim, "asked", say.language)
    yield say.gettext(
        N_("What you chose most: “%(answer)s”. Out of 100 of you, %(share)s chose it."),
        answer=_text(claim, "answer", say.language),
        share=say.number(_value(claim, "percent").number or 0),
    )


def _difference(say: Voice, claim: Claim) -> Iterator[str]:
    yield _text(claim, "question", say.language)
    yield say.gettext(
        N_(
            "“%(answer)s”: %(high_share)s out of 100 chose this in one group (%(high)s). In"
            " another (%(low)s) it was %(low_share)s."
        ),
        answer=_text(claim, "answer", say.language),
        high=_text(claim, "high", say.language),
        low=_text(claim, "low", say.language),
        high_share=say.number(_value(claim, "high_percent").number or 0),
        low_share=say.number(_value(claim, "low_percent").number or 0),
    )


def _value(claim: Claim, name: str) -> Value:
    return next(value for value in claim.values if value.name == name)


def _text(claim: Claim, name: str, tag: str) -> str:
    return _value(claim, name).text[tag].strip()
