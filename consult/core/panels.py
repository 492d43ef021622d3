"""Parts of a staff page that features higher up add to a page of one below them.

A feature may not import one above it. Its page asks here what there is to show about its subject,
so that the next step is one click away: ``{% for panel in panels("meeting", meeting) %}``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Show = TypeVar("Show", bound=Callable[..., Any])


@dataclass(frozen=True)
class Panel:
    """A template and what it shows."""

    template: str
    shown: Any


_OFFERS: dict[str, list[tuple[str, Callable[..., Any]]]] = {}


def offer(place: str, template: str) -> Callable[[Show], Show]:
    """Have a function's result shown by ``template`` at ``place``; ``None`` shows nothing."""

    def register(show: Show) -> Show:
        _OFFERS.setdefault(place, []).append((template, show))
        return show

    return register


def panels(place: str, subject: object) -> list[Panel]:
    """Return the panels of a place about this subject, those of lower features first."""
    found = [(template, show(subject)) for template, show in _OFFERS.get(place, [])]
    return [Panel(template, shown) for template, shown in found if shown is not None]
