"""How a paper says numbers, days, meetings and people in one language."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from consult.core import times
from consult.core.locales import LANGUAGES, Speaker
from consult.core.regions import REGION_NAMES, Region
from consult.summaries.paper import day

#: Stands where a count is hidden.
HIDDEN = "–"


class Words(Speaker):
    """Speaks one language: its sentences, and its ways to write numbers and dates."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        # The Union writes "19 January 2026", not "January 19, 2026".
        self.locale = Locale.parse("en_GB" if language == "en" else language)

    def number(self, number: int | Decimal) -> str:
        """Return a number with the separators of the language."""
        return format_decimal(number, locale=self.locale)

    def count(self, count: int | None) -> str:
        """Return a count, or the sign for a hidden one."""
        return HIDDEN if count is None else self.number(count)

    def percent(self, percent: int | None) -> str:
        """Return a whole percentage, or the sign for a hidden one."""
        if percent is None:
            return HIDDEN
        return format_percent(Decimal(percent) / 100, locale=self.locale)

    def day(self, iso: str) -> str:
        """Return a date in words."""
        return times.say_day(day(iso), self.language)

    def days(self, first: str, last: str) -> str:
        """Return a date, or the span of two, in words."""
        return times.say_days(day(first), day(last), self.language)

    def moment(self, iso: str) -> str:
        """Return a date with its time in UTC."""
        return times.say_moment(datetime.fromisoformat(iso), self.language)

    def listing(self, items: Iterable[str]) -> str:
        """Return "a, b and c"."""
        return format_list(list(items), locale=self.locale)

    def meeting(self, number: int) -> str:
        """Return "24th meeting"."""
        return self.gettext("%(ordinal)s meeting", ordinal=self._ordinal(number))

    def _ordinal(self, number: int) -> str:
        """Return the part of the ordinal that the sentence of the language does not carry."""
        form = self.locale.ordinal_form(number)
        if self.language == "en":
            return f"{number}{ {'one': 'st', 'two': 'nd', 'few': 'rd'}.get(form, 'th') }"
        if self.language == "fr":
            return f"{number}{'re' if form == 'one' else 'e'}"
        return str(number)

    def language_name(self, tag: str) -> str:
        """Return a language's name, or its tag where it has none here."""
        try:
            parsed = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return tag
        return self.locale.languages.get(parsed.language) or tag

    def pairs(self, told: Iterable[tuple[str, str]]) -> str:
        """Return "a: 1; b: 2" with the colons and semicolons of the language."""
        between = {"ar": "؛ ", "zh": "；", "fr": "\u202f; "}.get(self.language, "; ")
        return between.join(
            self.gettext("%(name)s: %(value)s", name=name, value=value) for name, value in told
        )

    def languages(self, tags: Iterable[str]) -> str:
        """Return the names of languages, in the Union's order."""
        order = [*LANGUAGES, *sorted(set(tags) - set(LANGUAGES))]
        return self.listing(self.language_name(tag) for tag in order if tag in set(tags))

    def region(self, code: str) -> str:
        """Return a region's name, or the code where it is none of the six."""
        return self.gettext(REGION_NAMES[Region(code)]) if code in set(Region) else code

    def ages(self, band: str) -> str:
        """Return an age band, ``13-15``, in words."""
        return self.gettext("aged %(ages)s", ages=band.replace("-", "–"))
