"""An address to write back to; asked only by a consultation that keeps contacts apart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import Answer, Fields
from consult.questionnaires.types.text import FreeText

#: RFC 5321 allows 254 characters. What is in front of the ``@`` may be in any script (RFC 6531).
LONGEST = 254
_ADDRESS = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]{2,}")


class Email(FreeText):
    """One e-mail address. Sealed like free text, never counted (TRUST.md R20)."""

    name: ClassVar[str] = "email"
    place: ClassVar[int] = 120
    template: ClassVar[str] = "questionnaires/types/email.html"
    settings: ClassVar[frozenset[str]] = frozenset()
    contact: ClassVar[bool] = True
    longest: ClassVar[int] = LONGEST
    lines: ClassVar[bool] = False

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield that an address must not be forced out of anybody."""
        yield from super().check(question)
        if question.required:
            message = N_("Nobody has to give an e-mail address. Do not require it.")
            yield Problem("email_required", message)

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the address; what does not look like one is kept as it was typed."""
        answer = super().read(question, fields)
        written = answer.texts.get(question.code)
        if written is None or _ADDRESS.fullmatch(written):
            return answer
        message = N_("Write one e-mail address, such as name@example.org.")
        problems = (kind.problem(question, "email_unread", message),)
        sent = ((kind.name_of(question), written),)
        return replace(answer, texts={}, problems=problems, sent=sent)
