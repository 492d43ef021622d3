"""A file becomes a questionnaire, or a sentence says why not."""

import pytest

from consult.core.errors import InvalidError
from consult.questionnaires import files
from tests.questionnaires.test_format import DESCRIPTION


def test_a_json_file_is_read_with_or_without_its_byte_order_mark() -> None:
    text = DESCRIPTION.split("```json\n")[1].split("```")[0]
    read = files.read("kind.json", text.encode("utf-8-sig"))
    assert read == files.read("KIND.JSON", text.encode())
    assert read.languages == ("en", "fr")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.json", b"", "json_unread"),
        ("x.json", b'{"title": ', "json_unread"),
        ("x.json", b"\xff\xfe\x00", "json_not_utf8"),
        ("x.json", b"[" * 100_000, "json_odd"),
        ("x.json", b'{"title": NaN}', "json_odd"),
        ("x.json", b"9" * 5000, "json_odd"),
        ("x.json", b"[1, 2]", "questionnaire_invalid"),
        ("x.json", b" " * (files.MOST_BYTES + 1), "file_large"),
        ("x.pdf", b"%PDF-1.7", "file_kind"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        files.read(name, content)
    assert refused.value.code == code
