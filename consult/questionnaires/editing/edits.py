"""Single changes of a questionnaire's content, as data that can be tried on a newer content."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires.definition import Choice, Question
from consult.questionnaires.editing import copying, words
from consult.questionnaires.format import FLAGS
from consult.questionnaires.types import REGISTRY

#: The JSON of ``format.md``; edits change it in place.
Content = dict[str, Any]
#: Values of the parts a change replaces, by the name of the part.
Values = Mapping[str, Any]


class GoneError(LookupError):
    """What should be changed is not there any more."""


def _nothing(_content: Content, _page: int) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Edit:
    """One change.

    ``wanted`` are new values of single parts, ``read`` tells the present ones: so two people may
    change different parts at once. ``apply`` gets those values that are to be written. ``page`` is
    the number of the page it is about, 0 when it is about none; pages have no name, so it is looked
    up anew where the content has moved on (``merging.same_page``).
    """

    act: str
    apply: Callable[[Content, Values, int], None]
    about: Mapping[str, Any] = field(default_factory=dict)
    wanted: Values = field(default_factory=dict)
    read: Callable[[Content, int], dict[str, Any]] = _nothing
    page: int = 0


def place_of(content: Content, code: str) -> tuple[list[Any], int, int]:
    """Return the list a question stands in, its index there, and its page's index.

    Raises:
        GoneError: there is no such question.
    """
    for number, page in enumerate(content["pages"]):
        for index, question in enumerate(page["questions"]):
            if question["code"] == code:
                return page["questions"], index, number
    raise GoneError(code)


def question_of(content: Content, code: str) -> dict[str, Any]:
    """Return one question.

    Raises:
        GoneError: there is no such question.
    """
    listed, index, _page = place_of(content, code)
    found: dict[str, Any] = listed[index]
    return found


def page_of(content: Content, number: int) -> dict[str, Any]:
    """Return one page by its number.

    Raises:
        GoneError: there is no such page.
    """
    if not 1 <= number <= len(content["pages"]):
        raise GoneError(number)
    found: dict[str, Any] = content["pages"][number - 1]
    return found


def codes(content: Content) -> Iterator[str]:
    """Yield the codes of all questions."""
    for page in content["pages"]:
        for question in page["questions"]:
            yield question["code"]


def free_code(taken: set[str], wish: str = "") -> str:
    """Return a code nobody has: the one wished for, or with a number at its end."""
    if wish and wish not in taken:
        return wish
    stem = f"{wish[:56]}_" if wish else "q"
    number = 2 if wish else 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def set_words(wanted: Values, *, code: str = "", page: int = 0) -> Edit:
    """Change texts of a question, of a page, or, with neither, of the title page.

    Args:
        wanted: texts by ``part:language``, see ``words``.
        code: of the question.
        page: number of the page.
    """

    def holder(content: Content, at: int) -> dict[str, Any]:
        if code:
            return question_of(content, code)
        return page_of(content, at) if page else content

    return Edit(
        "words",
        lambda content, new, at: words.write(holder(content, at), new),
        {"code": code} if code else {"page": page},
        wanted,
        lambda content, at: words.read(holder(content, at)),
        page,
    )


#: What a kind begins with, where it cannot be without.
FIRST_SETTINGS: dict[str, Values] = {
    "scale": {"low": 1, "high": 5},
    "date": {"precision": "day", "earliest": "2020-01-01", "latest": "2030-12-31"},
}


def set_kind(code: str, kind: str) -> Edit:
    """Make a question one of another kind; what the new kind does not know goes."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        question = question_of(content, code)
        new = REGISTRY[kind]
        settings = {n: v for n, v in question.get("settings", {}).items() if n in new.settings}
        settings = {**FIRST_SETTINGS.get(kind, {}), **settings}
        if new.has_choices and question["type"] == "yes_no":
            question["choices"] = [{"code": c.code, "text": c.text} for c in _yes_no()]
        if not new.has_choices:
            question.pop("choices", None)
        for choice in question.get("choices", ()) if not new.may_narrow else ():
            choice.pop("show_if", None)
        if not new.may_offer_other:
            question.pop("other", None)
        if not new.asks or new.contact:
            question.pop("required", None)
        if not new.asks:
            question.pop("prefer_not", None)
        question["type"], question["settings"] = kind, settings

    def read(content: Content, _page: int) -> dict[str, Any]:
        return {"type": question_of(content, code)["type"]}

    return Edit("question.kind", apply, {"code": code, "kind": kind}, {"type": kind}, read)


def _yes_no() -> tuple[Choice, ...]:
    return REGISTRY["yes_no"].options(Question("q", "yes_no", {}))


def set_parts(code: str, wanted: Values) -> Edit:
    """Change what a question is: flags, kind, settings that are no texts, its rule."""

    def read(content: Content, _page: int) -> dict[str, Any]:
        question = question_of(content, code)
        settings = question.get("settings", {})
        present = {name: question.get(name, settings.get(name)) for name in wanted}
        # A flag that is left out is a flag that is not set.
        return {n: v or False if isinstance(wanted[n], bool) else v for n, v in present.items()}

    def apply(content: Content, new: Values, _page: int) -> None:
        question = question_of(content, code)
        for name, value in new.items():
            holder = question if name in FLAGS else question.setdefault("settings", {})
            if value is None or value is False:
                holder.pop(name, None)
            else:
                holder[name] = value

    return Edit("question.settings", apply, {"code": code}, wanted, read)


def ruled(content: Content, code: str, page: int, choice: str = "") -> dict[str, Any]:
    """Return what has a rule: a question, one of its choices, or, without a code, a page.

    Raises:
        GoneError: it is not there.
    """
    if not choice:
        return question_of(content, code) if code else page_of(content, page)
    for one in question_of(content, code).get("choices", ()):
        if one["code"] == choice:
            found: dict[str, Any] = one
            return found
    raise GoneError(choice)


def set_rule(code: str, rule: Any, page: int = 0, choice: str = "") -> Edit:
    """Change when a question, a page (without a code) or a choice is shown."""

    def holder(content: Content, at: int) -> dict[str, Any]:
        return ruled(content, code, at, choice)

    def apply(content: Content, new: Values, at: int) -> None:
        for value in new.values():
            if value is None:
                holder(content, at).pop("show_if", None)
            else:
                holder(content, at)["show_if"] = value

    about: dict[str, Any] = {"code": code} if code else {"page": page}
    about |= {"choice": choice} if choice else {}
    return Edit(
        "rule",
        apply,
        about,
        {"rule": rule},
        lambda c, at: {"rule": holder(c, at).get("show_if")},
        page,
    )


def set_languages(wanted: list[str]) -> Edit:
    """Change which languages it is written in; texts in the others stay where they are."""

    def apply(content: Content, new: Values, _page: int) -> None:
        content["languages"] = new.get("languages", content["languages"])

    return Edit(
        "languages",
        apply,
        {},
        {"languages": wanted},
        lambda content, _page: {"languages": content["languages"]},
    )


def add_page(title: Mapping[str, str], after: int = 0) -> Edit:
    """Add an empty page after another, or at the end."""

    def apply(content: Content, _new: Values, at: int) -> None:
        index = at or len(content["pages"])
        content["pages"].insert(
            index, ({"title": dict(title)} if title else {}) | {"questions": []}
        )

    return Edit("page.add", apply, {"title": dict(title)}, page=after)


def move_page(number: int, step: int) -> Edit:
    """Move a page up (-1) or down (1); at the end it stays."""

    def apply(content: Content, _new: Values, at: int) -> None:
        page_of(content, at)
        _moved(content["pages"], at - 1, step)

    return Edit("page.move", apply, {"page": number}, page=number)


def delete_page(number: int) -> Edit:
    """Take a page out with its questions, unless somebody changed them meanwhile."""

    def apply(content: Content, _new: Values, at: int) -> None:
        page_of(content, at)
        if len(content["pages"]) == 1:
            message = N_("The last page stays. Delete its questions, or change them.")
            raise InvalidError("page_last", message)
        del content["pages"][at - 1]

    def read(content: Content, at: int) -> dict[str, Any]:
        return {"whole": deepcopy(page_of(content, at))}

    return Edit("page.delete", apply, {"page": number}, {"whole": None}, read, number)


def add_questions(added: list[dict[str, Any]], page: int, act: str = "question.add") -> Edit:
    """Add questions at the end of a page; a code that is taken gets a number.

    Their rules look at each other, and go on doing so under the new codes.
    """

    def apply(content: Content, _new: Values, at: int) -> None:
        listed = page_of(content, at)["questions"]
        taken = set(codes(content))
        names: dict[str, str] = {}
        for question in added:
            code = names[question["code"]] = free_code(taken, question["code"])
            taken.add(code)
            listed.append(copying.renamed(question, names) | {"code": code})

    about = {"page": page, "codes": [question["code"] for question in added]}
    return Edit(act, apply, about, page=page)


def copy_question(code: str) -> Edit:
    """Put a copy under a question."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        listed, index, _number = place_of(content, code)
        copied = deepcopy(listed[index])
        copied["code"] = free_code(set(codes(content)), code)
        listed.insert(index + 1, copied)

    return Edit("question.copy", apply, {"code": code})


def move_question(code: str, step: int) -> Edit:
    """Move a question up or down; beyond the end of its page it goes to the next one."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        listed, index, number = place_of(content, code)
        if 0 <= index + step < len(listed):
            _moved(listed, index, step)
        elif 0 <= number + step < len(content["pages"]):
            target = content["pages"][number + step]["questions"]
            target.insert(0 if step > 0 else len(target), listed.pop(index))

    return Edit("question.move", apply, {"code": code})


def move_to_page(code: str, page: int) -> Edit:
    """Move a question to the end of another page."""

    def apply(content: Content, _new: Values, at: int) -> None:
        target = page_of(content, at)["questions"]
        listed, index, _number = place_of(content, code)
        target.append(listed.pop(index))

    return Edit("question.move", apply, {"code": code}, page=page)


def delete_question(code: str) -> Edit:
    """Take a question out, unless somebody changed it meanwhile."""

    def apply(content: Content, _new: Values, _page: int) -> None:
        listed, index, _number = place_of(content, code)
        del listed[index]

    def read(content: Content, _page: int) -> dict[str, Any]:
        return {"whole": deepcopy(question_of(content, code))}

    return Edit("question.delete", apply, {"code": code}, {"whole": None}, read)


def _moved(listed: list[Any], index: int, step: int) -> None:
    target = index + step
    if 0 <= target < len(listed):
        listed.insert(target, listed.pop(index))
