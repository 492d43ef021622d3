"""Says numbers, percentages and lists inside a sentence, as each language writes them."""

from collections.abc import Iterable
from decimal import Decimal

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from consult.core.locales import Speaker

_BETWEEN = {"ar": "؛ ", "zh": "；", "fr": "\u202f; "}


class Voice(Speaker):
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._locale = Locale.parse("en_GB" if language == "en" else language)

    def number(self, number: int) -> str:
        """Return a whole number with the separators of the language."""
        return format_decimal(number, locale=self._locale)

    def percent(self, percent: int) -> str:
        """Return a whole percentage."""
        return format_percent(Decimal(percent) / 100, locale=self._locale)

    def listing(self, names: Iterable[str]) -> str:
        """Return "a, b and c"."""
        return format_list(list(names), locale=self._locale)

    def pairs(self, told: Iterable[tuple[str, str]]) -> str:
        """Return "a: 1; b: 2"."""
        return _BETWEEN.get(self.language, "; ").join(
            self.gettext("%(name)s: %(value)s", name=name, value=value) for name, value in told
        )
