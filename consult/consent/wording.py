"""What a young person agrees to, in words for their age; msgids, translated in the catalogues."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from consult.core.locales import LANGUAGES, N_, Speaker
from consult.questionnaires.types.base import PREFER_NOT

_YOUNGEST = N_(
    "You do not have to do this. You only tick answers. You can skip any question. You can stop "
    "when you want. If you like, ask a grown-up you trust to sit with you."
)
_CHILD = N_(
    "You do not have to take part. You can skip any question. You can stop when you want. Do not "
    "write your name or where you live. If you are not sure, talk to a grown-up you trust."
)
_TEENAGER = N_(
    "You choose if you take part. You can skip any question. You can stop when you want. Do not "
    "write names or places that show who you are. We count your answers, and we may show your "
    "words only if you say yes to that."
)
_ADULT = N_(
    "You choose if you take part. You can skip any question and stop when you want. Tell us what "
    "you think yourself, not what others might say. Do not write names or places that show who "
    "somebody is."
)
_UNSAID = N_(
    "You do not have to tell your age. You choose if you take part. You can skip any question. You "
    "can stop when you want. Do not write names or places that show who you are."
)

#: The wording of assent by age band, youngest first; the last is for those who do not tell.
ASSENT = {
    "under-10": _YOUNGEST,
    "10-12": _CHILD,
    "13-15": _TEENAGER,
    "16-17": _TEENAGER,
    "18-24": _ADULT,
    "25-plus": _ADULT,
    PREFER_NOT: _UNSAID,
}

#: What only those of 10 to 12 read, where they answer closed questions only.
ONLY_TICK = N_("You only tick answers here. You do not have to write anything.")


def assent(band: str | None, *, only_tick: bool = False) -> tuple[str, ...]:
    """Return the sentences (msgids) that somebody of an age band agrees to.

    Args:
        band: one of the bands; ``None`` when none was told.
        only_tick: the band gets closed questions only.
    """
    words = ASSENT[band or PREFER_NOT]
    return (ONLY_TICK, words) if only_tick and band != "under-10" else (words,)


def by_words(closed: Collection[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the bands that share a wording, with its sentences; youngest first.

    Args:
        closed: the bands that get closed questions only.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for band in ASSENT:
        found.setdefault(assent(band, only_tick=band in closed), []).append(band)
    return [(tuple(bands), words) for words, bands in found.items()]


#: The limits of secrecy (TRUST.md R03). ``secrecy.json`` tells who reviewed the wording, and when.
SECRECY = (
    N_("We do not know who you are, and we do not try to find out."),
    N_(
        "There is one limit. If you write that you or another child are in danger, we may tell "
        "people whose work is to keep children safe."
    ),
    N_("They cannot find you either, so no help can come to you from here."),
    N_("If something bad happens to you, or you are afraid, talk to somebody now:"),
    N_("Here you can get help"),
)


@dataclass(frozen=True)
class Review:
    """Who read the limits of secrecy in all six languages, and on which day; the digest of what."""

    reviewed_by: str
    reviewed_on: date
    digest: str


def secrecy_review() -> Review:
    """Return the record of the last review of :data:`SECRECY`."""
    told = json.loads(Path(__file__).with_name("secrecy.json").read_text("utf-8"))
    return Review(told["reviewed_by"], date.fromisoformat(told["reviewed_on"]), told["digest"])


def secrecy_digest() -> str:
    """Return the SHA-256 of the wording in six languages; a change asks for a new review."""
    said = {tag: [Speaker(tag).gettext(line) for line in SECRECY] for tag in LANGUAGES}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
