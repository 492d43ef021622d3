"""Decisions about one free text: what is struck, and what is left to read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.moderation.models import Decision
from consult.responses.models import Response
from consult.screening.personal import Finding, Kind

#: Stands for what was struck, in every language and output.
GAP = "[…]"


class Reason(StrEnum):
    """Why words are struck."""

    NAME = "name"
    PLACE = "place"
    CONTACT = "contact"
    SOMEBODY_ELSE = "somebody-else"
    OTHER = "other"


REASON_NAMES = {
    Reason.NAME: N_("A name"),
    Reason.PLACE: N_("A place or school"),
    Reason.CONTACT: N_("An address, number or account"),
    Reason.SOMEBODY_ELSE: N_("About somebody else"),
    Reason.OTHER: N_("Another reason"),
}


@dataclass(frozen=True, order=True)
class Redaction:
    """A struck span in code points, ``end`` excluded."""

    start: int
    end: int
    reason: Reason

    def stored(self) -> dict[str, Any]:
        """Return the JSON that ``TextReview.redactions`` keeps."""
        return {"start": self.start, "end": self.end, "reason": self.reason.value}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Redaction":
        """Read what :meth:`stored` gave."""
        return cls(stored["start"], stored["end"], Reason(stored["reason"]))


#: For which reason a find of the rules is struck.
REASON_OF: dict[Kind, Reason] = {
    Kind.NAME: Reason.NAME,
    Kind.PHONE: Reason.CONTACT,
    Kind.EMAIL: Reason.CONTACT,
    Kind.HANDLE: Reason.CONTACT,
    Kind.URL: Reason.CONTACT,
    Kind.ADDRESS: Reason.CONTACT,
    Kind.SCHOOL: Reason.PLACE,
    Kind.BIRTH_DATE: Reason.OTHER,
    Kind.AGE: Reason.OTHER,
}

#: What a find looks like, as msgids.
KIND_NAMES: dict[Kind, str] = {
    Kind.NAME: N_("name"),
    Kind.PHONE: N_("phone number"),
    Kind.EMAIL: N_("e-mail address"),
    Kind.HANDLE: N_("account name"),
    Kind.URL: N_("web address"),
    Kind.SCHOOL: N_("school"),
    Kind.ADDRESS: N_("home address"),
    Kind.BIRTH_DATE: N_("date of birth"),
    Kind.AGE: N_("exact age"),
}


def marked(text: str, findings: Sequence[Finding]) -> Iterator[tuple[str, Kind | None]]:
    """Yield the pieces of a text in their order, each find with its kind."""
    after = 0
    for one in findings:
        if one.start > after:
            yield text[after : one.start], None
        yield text[one.start : one.end], one.kind
        after = one.end
    if after < len(text):
        yield text[after:], None


def spans(text: str, pieces: Iterable[str], reason: Reason) -> list[Redaction]:
    """Return every place where one of the pieces stands in a text.

    A name that stands three times is struck three times. A piece is looked for as it is written,
    but any run of blanks in it fits any run of blanks in the text: a form may change line ends.

    Raises:
        InvalidError: names each piece that is not in the text.
    """
    found: list[Redaction] = []
    problems = []
    for piece in (piece.strip() for piece in pieces):
        if not piece:
            continue
        pattern = r"\s+".join(re.escape(word) for word in piece.split())
        places = [Redaction(*match.span(), reason) for match in re.finditer(pattern, text)]
        found += places
        if not places:
            message = N_("These words are not in the text as you wrote them: “%(words)s”.")
            problems.append(Problem("words_absent", message, {"words": piece[:80]}, "strike"))
    if problems:
        raise InvalidError(
            "words_absent", N_("Copy the words to strike out of the text."), problems=problems
        )
    return merged(found)


def merged(redactions: Iterable[Redaction]) -> list[Redaction]:
    """Return the redactions in order, those that touch or overlap as one."""
    whole: list[Redaction] = []
    for one in sorted(redactions):
        if whole and one.start <= whole[-1].end:
            last = whole.pop()
            one = Redaction(last.start, max(last.end, one.end), last.reason)  # noqa: PLW2901 - grown
        whole.append(one)
    return whole


def struck(text: str, redactions: Sequence[Redaction]) -> str:
    """Return the text with each struck span as ``[…]``.

    Raises:
        ValueError: a span is not inside the text; the text is not the one that was reviewed.
    """
    kept, after = [], 0
    for one in merged(redactions):
        if not 0 <= one.start < one.end <= len(text):
            raise ValueError(f"span {one.start}–{one.end} in a text of {len(text)}")
        kept += [text[after : one.start], GAP]
        after = one.end
    return "".join([*kept, text[after:]])


def pieces(text: str, redactions: Sequence[Redaction]) -> list[str]:
    """Return the struck words, each once, in their order."""
    return list(dict.fromkeys(text[one.start : one.end] for one in merged(redactions)))


def check(
    response: Response, text: str, decision: Decision, redactions: Sequence[Redaction]
) -> None:
    """Refuse a decision that may not be.

    Raises:
        InvalidError: the author did not agree to be quoted; nothing is struck although the
            decision says so; or nothing would be left to read.
    """
    quotes = decision is not Decision.KEEP_BACK
    if quotes and not response.may_be_quoted:
        message = N_("The author did not agree to be quoted. This text can only be kept back.")
        raise InvalidError("not_agreed", message)
    if decision is Decision.QUOTE_REDACTED and not redactions:
        message = N_("Write the words to strike, or choose that it may be quoted as it is.")
        raise InvalidError("nothing_struck", message)
    if decision is Decision.QUOTE_REDACTED and not _says_something(struck(text, redactions)):
        message = N_("Nothing would be left to read. Keep this text back instead.")
        raise InvalidError("all_struck", message)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text.replace(GAP, ""))
