"""Which questions are shown, which answers stay, which texts are missing."""

from consult.questionnaires import reach, rules
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Page
from tests.questionnaires.cast import choices, question, words


def _is(code: str, value: object) -> Condition:
    return Condition("equals", question=code, value=value)


SEEN = question("yes_no", "seen", prefer_not=True)
WHERE = question("multiple_choice", "where", show_if=_is("seen", "yes"), other=True)
GAMES = question("scale", "often", show_if=Condition("includes", question="where", value="school"))
SAY = question("long_text", "say")
WHOLE = Definition(
    words("All"),
    words("Hello"),
    ("en", "ar"),
    (
        Page(words("One"), (SEEN, WHERE)),
        Page({}, (GAMES,)),
        Page(
            words("Three"),
            (SAY,),
            show_if=Condition("not", (Condition("at_least", question="often", value=4),)),
        ),
    ),
)


def _shown(**answers: object) -> list[list[str]]:
    return [[q.code for q in page.questions] for page in rules.visible(WHOLE, answers)]


def test_questions_follow_the_answers_given() -> None:
    assert _shown() == [["seen"], ["say"]]
    assert _shown(seen="no") == [["seen"], ["say"]]
    assert _shown(seen="yes") == [["seen", "where"], ["say"]]
    assert _shown(seen="yes", where=["home"]) == [["seen", "where"], ["say"]]
    assert _shown(seen="yes", where=["school"]) == [["seen", "where"], ["often"], ["say"]]
    assert _shown(seen="yes", where=["school"], often=5) == [["seen", "where"], ["often"]]


def test_an_answer_on_a_path_left_again_opens_nothing_and_is_not_kept() -> None:
    answers = {"seen": "no", "where": ["school", "other"], "often": 5, "unknown": "x"}
    texts = {"where-other": "In the bus", "say": "Be kind", "seen-other": "kept"}

    assert _shown(**answers) == [["seen"], ["say"]]
    assert rules.kept(WHOLE, answers, texts) == (
        {"seen": "no"},
        {"say": "Be kind", "seen-other": "kept"},
    )


def test_i_prefer_not_to_say_opens_nothing() -> None:
    assert _shown(seen="prefer-not-to-say") == [["seen"], ["say"]]
    assert not Condition("answered", question="seen").holds({"seen": "prefer-not-to-say"})


def test_every_missing_text_is_named_with_its_place_and_language() -> None:
    halves = choices("a", "b")
    del halves[1].text["ar"]
    asked = question("single_choice", "pick", choices=halves, hint={"en": "One only"})
    scale = question("scale", "rate", settings={"low": 1, "high": 3, "low_label": {"en": "no"}})
    whole = Definition(words("All"), {}, ("en", "ar"), (Page({}, (asked, scale)),))

    found = rules.missing_texts(whole, ["ar", "en"])

    assert [(p.where, p.params["language"]) for p in found] == [
        ("page 1, question pick, hint", "العربية"),
        ("page 1, question pick, choice 2", "العربية"),
        ("page 1, question rate, low_label", "العربية"),
    ]
    assert rules.missing_texts(whole, ["en"]) == []


def test_a_whole_questionnaire_has_no_problems() -> None:
    assert rules.problems(WHOLE) == []


def test_a_rule_is_tried_on_the_answers_that_can_be_given() -> None:
    limits = {"low": 1, "high": 5}
    scale = question("scale", "often", settings=limits)
    twice = question("multiple_choice", "two", settings={"at_most": 1})
    whole = Definition(words("All"), {}, ("en",), (Page({}, (scale, twice)),))

    def can(*parts: Condition) -> bool:
        return reach.Reach(whole).can_hold(Condition("all", parts))

    def at_least(number: int) -> Condition:
        return Condition("at_least", question="often", value=number)

    def at_most(number: int) -> Condition:
        return Condition("at_most", question="often", value=number)

    def has(code: str) -> Condition:
        return Condition("includes", question="two", value=code)

    assert can(at_least(5))
    assert not can(at_least(6))
    assert can(at_least(3), at_most(3))
    assert not can(at_least(4), at_most(3))
    assert can(has("home"), Condition("not", (has("school"),)))
    assert not can(has("home"), has("school"))


def test_many_rules_are_tried_in_bounded_work_and_the_rest_is_taken_to_be_fine() -> None:
    chain = [question("yes_no", "q0")]
    for number in range(1, 1500):
        rule = Condition("equals", question=f"q{number - 1}", value="yes")
        chain.append(question("yes_no", f"q{number}", show_if=rule))
    whole = Definition(words("All"), {}, ("en",), (Page({}, tuple(chain)),))
    tries = reach.Reach(whole)

    assert tries.surely_holds(Condition("equals", question="q1499", value="yes"))
    last = Condition("equals", question="q60", value="yes")
    turned = Condition("not", (Condition("equals", question="q59", value="yes"),))
    assert not tries.can_hold(Condition("all", (last, turned)))
    tries.left = 0
    assert tries.can_hold(Condition("all", (last, turned)))
    assert not tries.surely_holds(last)
