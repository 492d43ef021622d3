"""No text, however odd, keeps the server busy: 20,000 signs in less than 50 ms (TRUST.md S04)."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from consult.accounts import rules as accounts
from consult.consultations.models import Consultation
from consult.core import ids, locales, typesetting, writable
from consult.core.errors import DomainError
from consult.core.typesetting import Pdf
from consult.exports import clean
from consult.meetings import places
from consult.meetings.symbols import Symbol
from consult.moderation import rules as moderation
from consult.questionnaires import comparing, files
from consult.questionnaires.types import number, typed
from consult.questionnaires.xlsform import expressions, languages
from consult.responses import keys
from consult.screening.harm import harm
from consult.screening.personal import personal_data
from consult.screening.questions import asks_for
from consult.sharing import rules as sharing

LENGTH = 20_000

#: What a pattern may be tried on: repeated to the whole length, behind a start, before an end.
PIECES = [
    " ", "\t ", "\n", "a", "A", "0", "1.", "1,111", ".", ",", "-", "--", "a-", "(", "( ", ")", "@",
    "a@", "a@a.", "${", "${ ", "}", "'", '"', "REV1 ", "REV1    ", "(REV1)", "REV", "1 ", "::",
    "a ::", "and ", " and", "not(", "=", "٠", "\u2028", "\u200f", "é", "字", "\r\n", "..", "%(",
]  # fmt: skip
STARTS = ["", "S26-CLCWGCOP24-C-0001", "label", "1", "${"]
ENDS = ["", "!", "\n!", "REV", "@"]

READERS: dict[str, Callable[[str], object]] = {
    "symbol": Symbol.parse,
    "e-mail": accounts.is_email,
    "where to go": accounts.own_address,
    "place": places.in_six_languages,
    "submission key": keys.fits,
    "receipt code": ids.read_receipt,
    "number": lambda text: number.parse(text, whole=False),
    "answer": lambda text: typed.clean(text, lines=True),
    "staff's text": locales.plain_text,
    "paper's text": writable.text,
    "cell": clean.cell,
    "words to strike": lambda text: moderation.spans(text, [text[:200]], moderation.Reason.NAME),
    "column header": lambda text: languages.tag(languages.column(text).language, {}),
    "expression": expressions.parse,
    "personal data": lambda text: personal_data(text, "en"),
    "signs of harm": lambda text: harm(text, "en"),
    "words of a question": lambda text: asks_for(text, "en"),
}


#: Readers of many patterns that know no start and no end of a whole text.
ANYWHERE = {"personal data", "signs of harm", "words of a question"}


def texts(reader: str) -> Iterator[str]:
    starts, ends = ([""], ["", "!"]) if reader in ANYWHERE else (STARTS, ENDS)
    for start in starts:
        for piece in PIECES:
            for end in ends:
                filled = piece * (LENGTH // len(piece))
                yield start + filled + end


@pytest.mark.parametrize("reader", READERS)
def test_no_text_keeps_the_server_busy(reader: str) -> None:
    read: Callable[[str], Any] = READERS[reader]
    slow = {}
    for text in texts(reader):
        # A pattern that blows up takes minutes on such a text; a sound one a few milliseconds.
        # The bound lies far from both, and the better of two counts.
        seconds = _takes(read, text)
        if seconds > 2 and (seconds := _takes(read, text)) > 2:
            slow[text[:40] + text[-5:]] = round(seconds, 3)

    assert slow == {}


def _takes(read: Callable[[str], Any], text: str) -> float:
    begun = time.process_time()
    with suppress(DomainError, ValueError):
        read(text)
    return time.process_time() - begun


def test_two_long_versions_of_a_text_are_compared_at_once() -> None:
    before, after = "a " * (LENGTH // 2), "b a " * (LENGTH // 4)

    seconds = _takes(lambda text: comparing.Reworded("text", "en", text, after).pieces, before)

    assert seconds < 2


def test_a_table_with_more_columns_than_any_spreadsheet_has_is_refused_in_words() -> None:
    with pytest.raises(DomainError, match="No questionnaire was found"):
        files.bring("wide.csv", b"question" + b"," * 20_000 + b"x\n")


def test_a_poster_that_is_asked_for_again_is_not_set_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []

    def pdf(*_content: object) -> Pdf:
        made.append(1)
        return Pdf(b"pdf", "")

    monkeypatch.setattr(typesetting, "pdf", pdf)
    ends = datetime(2026, 1, 10, tzinfo=UTC)
    asked = Consultation(slug="asked-often", title={"en": "A"}, purpose={"en": "B"}, closes_at=ends)

    assert {sharing.poster(asked, "en", "https://example.org") for _ in range(9)} == {b"pdf"}
    assert len(made) == 1


def test_a_symbol_with_many_changes_is_read_as_before() -> None:
    symbol = Symbol.parse(" s26-clcwgcop24-c-0001 (Rev.1) (Add. 2)Corr. 3 -E")

    assert str(symbol) == "S26-CLCWGCOP24-C-0001-REV1-ADD2-COR3"
