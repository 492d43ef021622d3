"""Two people at once: what of a change still fits a content that has moved on meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.questionnaires.editing.edits import Content, Edit, GoneError

_UNKNOWN = object()


@dataclass(frozen=True)
class Clash:
    """One part that two people changed: what is there now, and what was sent."""

    part: str
    theirs: Any
    mine: Any


class ConflictError(DomainError):
    """Somebody else changed the same part meanwhile; nothing was stored."""

    status: ClassVar[int] = 409

    def __init__(
        self, clashes: list[Clash], values: Mapping[str, Any] | None = None, *, gone: bool = False
    ) -> None:
        if gone:
            message = N_("Somebody took this out meanwhile. What you sent is shown below.")
        else:
            message = N_("Somebody else changed the same text meanwhile. Nothing is lost: compare.")
        super().__init__("edit_gone" if gone else "edit_conflict", message)
        self.clashes = clashes
        #: What this person changed and nobody else did; not stored either.
        self.values = dict(values or {})


@dataclass(frozen=True)
class Settled:
    """What is to be written, and on which page."""

    values: dict[str, Any] = field(default_factory=dict)
    page: int = 0


def settle(edit: Edit, before: Content | None, now: Content) -> Settled:
    """Return what of a change is to be written into the present content.

    A part that was not changed by this person stays as the other left it; a part that only this
    person changed is written; a part that both changed differently is a clash.

    Args:
        edit: the change.
        before: the content the person saw; ``None`` when it is not kept any more.
        now: the present content.

    Raises:
        ConflictError: names every clash; or what was to be changed is gone.
    """
    try:
        page = edit.page if before is None else same_page(before, edit.page, now)
        present = edit.read(now, page)
        seen = edit.read(before, edit.page) if before is not None else {}
    except GoneError as gone:
        clashes = [Clash(part, None, mine) for part, mine in edit.wanted.items()]
        raise ConflictError(clashes, gone=True) from gone
    values, clashes = {}, []
    for part, mine in edit.wanted.items():
        was, theirs = seen.get(part, _UNKNOWN), present.get(part)
        if mine in (was, theirs):
            continue
        if part in present and theirs == was:
            values[part] = mine
        else:
            clashes.append(Clash(part, theirs, mine))
    if clashes:
        raise ConflictError(clashes, values)
    return Settled(values, page)


def same_page(before: Content, number: int, now: Content) -> int:
    """Return where a page is now: the one that shares most questions with it, else its likeness.

    Raises:
        GoneError: no page is like it.
    """
    if number == 0 or before is now or before == now:
        return number
    if not 1 <= number <= len(before["pages"]):
        raise GoneError(number)
    was = before["pages"][number - 1]
    codes = {question["code"] for question in was["questions"]}
    shared = [len(codes & {q["code"] for q in page["questions"]}) for page in now["pages"]]
    if any(shared):
        return shared.index(max(shared)) + 1
    alike = [
        place
        for place, page in enumerate(now["pages"], 1)
        if (page.get("title"), page.get("show_if")) == (was.get("title"), was.get("show_if"))
    ]
    if not alike or (codes and number not in alike):
        raise GoneError(number)
    return min(alike, key=lambda place: abs(place - number))
