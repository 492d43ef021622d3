"""Finds the numbers in what a person wrote, in six languages, and those that have no evidence."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_, NAMES, Localized
from consult.summaries.claims.claim import Claim
from consult.summaries.claims.sentences import SURE_PERCENT

#: Signs between thousands, and before decimals, by language (CLDR; both kinds of Arabic digits).
_GROUPS = {"ar": ",٬", "zh": ",", "en": ",", "fr": " .", "ru": " ", "es": ". "}
_POINTS = {"ar": ".٫", "zh": ".", "en": ".", "fr": ",", "ru": ",", "es": ","}
# Marks that fix the direction of a number beside a percent sign.
_UNSEEN = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹₀-₉]")
_HAN = re.compile(
    "百分之([〇零一二两三四五六七八九十百]+)|([〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万]+)"
)
_HAN_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


@dataclass(frozen=True)
class Written:
    """A number as it stands in a text; ``percent`` where a percent sign stands beside it."""

    shown: str
    value: Fraction
    percent: bool


def written(text: str, language: str) -> Iterator[Written]:
    """Yield the numbers of a text that are written in digits, of whatever script, in order.

    Chinese numerals of two signs and more count as well; number words of other languages do not.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    plain = "".join(_ascii(sign) for sign in plain)
    groups, points = re.escape(_GROUPS[language]), re.escape(_POINTS[language])
    whole_number = rf"(?<!\d)(\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)|\d+)"
    pattern = rf"{whole_number}(?:[{points}](\d+))?(?:/(\d+))?(\s*[%٪])?"
    # A fraction sign such as "½" comes apart into digits around U+2044.
    for found in re.finditer(pattern, plain.replace("\u2044", "/")):
        whole, decimals, below, sign = found.groups()
        value = Fraction(re.sub(r"\D", "", whole))
        if decimals:
            value += Fraction(int(decimals), 10 ** len(decimals))
        if below and int(below):
            value /= int(below)
        before = plain[: found.start()].rstrip()
        percent = bool(sign) or before.endswith(("百分之", "%", "٪"))
        yield Written(found.group().strip(), value, percent)
    if language == "zh":
        for found in _HAN.finditer(plain):
            percent = found.group(1) is not None
            yield Written(found.group(), Fraction(_han(found.group(1) or found.group(2))), percent)


def _ascii(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _han(signs: str) -> int:
    if not set(signs) & set(_HAN_PLACES):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in signs))
    total = section = digit = 0
    for sign in signs:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10000, 0, 0
        else:
            section += (digit or 1) * _HAN_PLACES[sign]
            digit = 0
    return total + section + digit


def unsupported(text: str, language: str, claims: list[Claim]) -> list[str]:
    """Return the numbers of a text that are none of the claims' values, as they are written.

    A percentage must be one; another number may be any value, or stand in a name of the claims
    (an age band, a question).
    """
    values = [value for claim in claims for value in claim.values]
    percents = {Fraction(v.number) for v in values if v.number is not None and v.is_percent}
    counts = {Fraction(v.number) for v in values if v.number is not None}
    percents.add(Fraction(SURE_PERCENT))
    names: set[Fraction] = set()
    for value in values:
        if value.name == "text":  # a note's own words prove nothing
            continue
        names |= {one.value for one in written(value.text.get(language, ""), language)}
    return [
        one.shown
        for one in written(text, language)
        if one.value not in (percents | names if one.percent else counts | names)
    ]


def check(text: Localized, claims: list[Claim], field: str) -> None:
    """Refuse a text with a number that has no evidence.

    Raises:
        InvalidError: names each such number and its language (``number_unsupported``).
    """
    problems = [
        Problem("number_unsupported", NOT_IN_EVIDENCE, {"number": number}, f"{field}-{tag}")
        for tag, told in text.items()
        for number in unsupported(told, tag, claims)
    ]
    if problems:
        languages = ", ".join(dict.fromkeys(NAMES[p.where.rpartition("-")[2]] for p in problems))
        raise InvalidError(
            "number_unsupported",
            N_("Some numbers are not in the evidence. Look at: %(languages)s"),
            problems=problems,
            languages=languages,
        )


NOT_IN_EVIDENCE = N_(
    "The number %(number)s is not in the evidence. Use the numbers of this statement only."
)
