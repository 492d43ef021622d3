"""Which page comes next while somebody answers, with no script and nothing stored in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.questionnaires.definition import Definition, Page
from consult.responses.rules import Sheet


class Go(StrEnum):
    """What the pressed button asks for: the form field ``go``."""

    #: Show this page again as it is: another language, all on one page, page by page.
    STAY = "stay"
    BACK = "back"
    NEXT = "next"
    REVIEW = "review"
    SEND = "send"


class Show(StrEnum):
    """What is shown next."""

    FORM = "form"
    REVIEW = "review"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Step:
    """What comes next.

    ``page`` is the number of the page to show, ``None`` for the whole form. ``faulty`` are the
    codes of questions whose problems are told, in order; ``opened`` those that the answers made
    appear and that were not on the page sent.
    """

    show: Show
    page: int | None = None
    faulty: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()


def next_step(
    definition: Definition, sheet: Sheet, *, go: Go, page: int | None, shown: frozenset[str] | None
) -> Step:
    """Decide what comes after a page was sent.

    Args:
        definition: the version answered.
        sheet: what was filled in so far.
        go: the pressed button.
        page: number of the page sent, from 1; ``None`` for the whole form.
        shown: codes of the questions that were on the page sent; ``None`` when it did not say.
    """
    if go is Go.STAY:
        return Step(Show.FORM, page and nearest(definition, sheet, page))
    if go is Go.BACK:
        return Step(Show.FORM, page and _before(definition, sheet, page))
    here = [p for p in sheet.pages if page in {None, number_of(definition, p)}]
    if go is Go.NEXT and page is not None:
        stop = _stop(here, sheet, page, shown)
        following = _after(definition, sheet, page)
        return stop or (Step(Show.FORM, following) if following else _review(definition, sheet))
    if go is Go.REVIEW:
        return _stop(here, sheet, page, shown) or _review(definition, sheet, whole=page is None)
    faulty = tuple(sheet.problems)
    if faulty:
        return Step(Show.FORM, page and _page_of(definition, faulty[0]), faulty)
    return Step(Show.RECEIPT)


def number_of(definition: Definition, page: Page) -> int:
    """Return the number under which a page is found, whatever other pages are hidden."""
    return _page_of(definition, page.questions[0].code)


def numbers(definition: Definition, sheet: Sheet) -> list[int]:
    """Return the numbers of the pages that the answers lead to."""
    return [number_of(definition, page) for page in sheet.pages]


def nearest(definition: Definition, sheet: Sheet, page: int) -> int:
    """Return the page itself, or the one before it that is shown."""
    shown = numbers(definition, sheet)
    return max((n for n in shown if n <= page), default=shown[0] if shown else 1)


def _page_of(definition: Definition, code: str) -> int:
    for number, page in enumerate(definition.pages, 1):
        if any(question.code == code for question in page.questions):
            return number
    raise KeyError(code)


def _before(definition: Definition, sheet: Sheet, page: int) -> int:
    shown = numbers(definition, sheet)
    return max((n for n in shown if n < page), default=nearest(definition, sheet, page))


def _after(definition: Definition, sheet: Sheet, page: int) -> int | None:
    return min((n for n in numbers(definition, sheet) if n > page), default=None)


def _stop(
    pages: Iterable[Page], sheet: Sheet, page: int | None, shown: frozenset[str] | None
) -> Step | None:
    """Return the same page again when it has mistakes or more questions came up on it."""
    codes = [question.code for p in pages for question in p.questions]
    faulty = tuple(c for c in codes if c in sheet.problems and (shown is None or c in shown))
    opened = () if shown is None else tuple(code for code in codes if code not in shown)
    return Step(Show.FORM, page, faulty, opened) if faulty or opened else None


def _review(definition: Definition, sheet: Sheet, *, whole: bool = False) -> Step:
    """Return the review page, or the first page that still has a mistake."""
    faulty = tuple(sheet.problems)
    if not faulty:
        return Step(Show.REVIEW)
    return Step(Show.FORM, None if whole else _page_of(definition, faulty[0]), faulty)
