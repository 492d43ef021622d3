"""Two people in the workshop: what fits together goes together, what does not is shown."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.questionnaires.editing import choices, edits
from consult.questionnaires.editing.edits import Edit
from consult.questionnaires.editing.merging import ConflictError, same_page, settle
from tests import cast

PARTS = [f"text:{tag}" for tag in ("en", "fr", "ar")] + ["choice often:en", "hint:en"]


def made(edit: Edit, before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    settled, content = settle(edit, before, now), deepcopy(now)
    edit.apply(content, settled.values, settled.page)
    return content


@given(
    st.dictionaries(st.sampled_from(PARTS), st.sampled_from(["A", "B"])),
    st.dictionaries(st.sampled_from(PARTS), st.sampled_from(["A", "B"])),
)
def test_texts_of_one_question_merge_or_clash_and_none_is_lost(
    hers: dict[str, str], his: dict[str, str]
) -> None:
    start = cast.questionnaire_content()
    first = made(edits.set_words(hers, code="seen"), start, start)
    clashing = {part for part in hers.keys() & his.keys() if hers[part] != his[part]}
    edit = edits.set_words(his, code="seen")

    if clashing:
        with pytest.raises(ConflictError) as refused:
            settle(edit, start, first)
        told = {one.part: (one.theirs, one.mine) for one in refused.value.clashes}
        assert told == {part: (hers[part], his[part]) for part in clashing}
        assert refused.value.values.items() <= his.items()
    else:
        both = made(edit, start, first)
        read = edit.read(both, 0)
        assert {part: read[part] for part in hers | his} == hers | his


def test_a_form_that_was_not_touched_takes_nothing_back() -> None:
    start = cast.questionnaire_content()
    now = made(edits.set_words({"text:en": "Theirs?"}, code="seen"), start, start)
    old = edits.set_words({"text:en": "Have you seen bullying online?"}, code="seen")

    assert made(old, start, now) == now


def test_who_deletes_what_another_changed_is_asked_again() -> None:
    start = cast.questionnaire_content()
    now = made(edits.set_words({"text:en": "Better?"}, code="seen"), start, start)

    with pytest.raises(ConflictError):
        settle(edits.delete_question("seen"), start, now)
    gone = made(edits.delete_question("seen"), start, start)
    with pytest.raises(ConflictError) as refused:
        settle(edits.set_words({"text:en": "Mine?"}, code="seen"), start, gone)
    assert refused.value.clashes[0].mine == "Mine?"
    with pytest.raises(ConflictError):
        settle(choices.delete("seen", "choice", "often"), start, gone)


def test_a_page_is_found_again_after_others_moved_it() -> None:
    start = cast.questionnaire_content()
    now = made(edits.move_page(3, -1), start, start)

    assert [same_page(start, number, now) for number in (1, 2, 3)] == [1, 3, 2]
    wanted = edits.set_words({"title:en": "Last"}, page=3)
    assert made(wanted, start, now)["pages"][1]["title"] == {"en": "Last"}


def test_moving_copying_and_adding_keep_every_code_single() -> None:
    content = cast.questionnaire_content()
    steps = [
        edits.copy_question("seen"),
        edits.copy_question("seen"),
        edits.move_question("region", -1),
        edits.move_question("worry", -1),
        edits.move_to_page("idea", 1),
        edits.add_questions([{"code": "seen", "type": "yes_no", "text": {"en": "Seen?"}}], 2),
        edits.add_page({"en": "More"}),
        choices.add("seen", "choice", ["Often", "Sometimes"], "en"),
    ]
    for step in steps:
        content = made(step, content, content)

    codes = [[question["code"] for question in page["questions"]] for page in content["pages"]]
    assert codes[0] == ["region", "about", "age", "worry", "idea"]
    assert codes[1] == ["seen", "seen_3", "seen_2", "places", "rank", "who", "seen_4"]
    offered = [one["code"] for one in edits.question_of(content, "seen")["choices"]]
    assert offered == ["often", "never", "often_2", "sometimes"]
