"""Oksana brings a questionnaire from a spreadsheet and looks at it: phone, no script."""

from collections.abc import Callable
from typing import Any

import pytest

from consult.core.db import Database
from tests.conftest import Cast
from tests.e2e.conftest import Visitor
from tests.e2e.test_staff_comes_in import sign_in
from tests.questionnaires.spreadsheets import workbook

Make = Callable[..., Visitor]

pytestmark = pytest.mark.browser

HEADER: list[object] = ["type", "name", "label::English (en)", "label::العربية", "parameters"]
GOOD: list[list[object]] = [
    HEADER,
    ["begin_group", "you", "About you", "عنك"],
    ["select_one yn or_other", "seen", "Seen bullying?", "هل رأيت تنمرًا؟"],
    ["range", "worry", "How much worry?", "كم تقلق؟", "start=1 end=5"],
    ["image", "photo", "A photo?", "صورة؟"],
    ["end_group"],
]
CHOICES: list[list[object]] = [
    ["list_name", "name", "label::English (en)", "label::العربية"],
    ["yn", "yes", "Yes", "نعم"],
    ["yn", "no", "No", "لا"],
]


def _choose(her: Visitor, rows: list[list[object]]) -> None:
    content = workbook(survey=rows, choices=CHOICES)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sent: Any = {"name": "form.xlsx", "mimeType": kind, "buffer": content}
    her.page.set_input_files("#file", sent)
    her.press("form[enctype] button")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_spreadsheet_is_brought_mended_stored_and_looked_at(
    visitor: Make, database: Database, accounts: Cast, language: str
) -> None:
    with database.transaction() as session:
        session.merge(accounts.oksana).language = language
    oksana = visitor(language=language, script=False)
    sign_in(oksana, accounts.oksana.email)
    oksana.go("/staff/questionnaires/")
    oksana.check()
    oksana.press("a.button[href$='/bring']")
    oksana.check()

    _choose(oksana, [*GOOD, ["hologram", "x", "X?", "؟"]])
    assert "survey, row 7, column type" in oksana.page.get_by_role("alert").inner_text()
    oksana.check()

    _choose(oksana, GOOD)
    assert "survey, row 5, column type" in oksana.page.locator(".card").inner_text()
    oksana.check()
    oksana.press(".card button")
    oksana.check()

    for tag, words in (("ar", "هل رأيت تنمرًا؟"), ("en", "Seen bullying?")):
        oksana.press(f"#in-{tag} a")
        assert oksana.page.locator("html").get_attribute("lang") == tag
        assert oksana.page.get_by_role("group", name=words).count() == 1
        oksana.check()
        oksana.page.go_back()
    oksana.go("/staff/questionnaires/")
    oksana.check()
