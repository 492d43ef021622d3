"""Made-up answers to the demonstration's questionnaire: the same on every machine.

The shares below are invented. They are uneven on purpose: languages go with regions, opinions go
a little with age, and one region hardly answers, so that a reader sees hidden cells and who was
not heard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from consult.demo.content import MadeUpText
from consult.responses.models import Mode

#: Of the closed consultation's answers; Plenipotentiary Resolution 179 asks for consultations.
SEED = 179

PREFER_NOT = "prefer-not-to-say"

Weights = Mapping[str, float]

REGIONS: Weights = {"ASP": 25, "EUR": 22, "ARB": 20, "AMS": 20, "CIS": 12.5, "AFR": 0.25}
LANGUAGES: Mapping[str, Weights] = {
    "AFR": {"en": 55, "fr": 45},
    "AMS": {"es": 65, "en": 30, "fr": 5},
    "ARB": {"ar": 86, "fr": 8, "en": 6},
    "ASP": {"zh": 60, "en": 40},
    "CIS": {"ru": 94, "en": 6},
    "EUR": {"fr": 38, "en": 26, "es": 22, "ru": 9, "ar": 5},
}
AGES: Weights = {"10-12": 18, "13-15": 39, "16-17": 26, "18-24": 17}
#: How answers reached us; some came from groups with a facilitator, or on paper.
MODES: Weights = {Mode.OPEN: 88, Mode.FACILITATED: 8, Mode.PAPER: 4}
_OLDER = {"16-17", "18-24"}

_HOW_OFTEN: Mapping[str, Weights] = {
    "10-12": {"never": 18, "rarely": 30, "sometimes": 32, "often": 14, "every_day": 6},
    "13-15": {"never": 8, "rarely": 22, "sometimes": 36, "often": 24, "every_day": 10},
    "16-17": {"never": 5, "rarely": 17, "sometimes": 36, "often": 30, "every_day": 12},
    "18-24": {"never": 6, "rarely": 20, "sometimes": 40, "often": 26, "every_day": 8},
}
# How safe somebody feels goes with how much they see.
_SAFE: Mapping[str, Weights] = {
    "never": {"1": 2, "2": 6, "3": 20, "4": 42, "5": 30},
    "rarely": {"1": 3, "2": 10, "3": 28, "4": 40, "5": 19},
    "sometimes": {"1": 5, "2": 18, "3": 38, "4": 29, "5": 10},
    "often": {"1": 12, "2": 30, "3": 35, "4": 17, "5": 6},
    "every_day": {"1": 25, "2": 34, "3": 25, "4": 12, "5": 4},
}
#: Share of those who see each thing as cyberbullying.
_WHAT_IT_IS = {
    "messages": 0.84,
    "left_out": 0.5,
    "photos": 0.78,
    "fake_account": 0.69,
    "lies": 0.72,
    "threats": 0.88,
}
_HELPS_YOUNGER: Weights = {
    "report": 30, "lessons": 24, "adults": 20, "friends": 14, "rules": 8, "talk": 10,
}  # fmt: skip
_HELPS_OLDER: Weights = {
    "report": 34, "lessons": 14, "adults": 14, "friends": 12, "rules": 16, "talk": 20,
}  # fmt: skip
_FIRST_YOUNGER: Weights = {"family": 46, "school": 26, "friends": 18, "companies": 10}
_FIRST_OLDER: Weights = {"family": 32, "school": 20, "friends": 24, "companies": 24}
_HOW_WELL: Mapping[str, Weights] = {
    "school": {"well": 36, "a_little": 40, "not_at_all": 14, "dont_know": 10},
    "companies": {"well": 11, "a_little": 35, "not_at_all": 38, "dont_know": 16},
    "government": {"well": 14, "a_little": 33, "not_at_all": 27, "dont_know": 26},
}
_KNOWS_WHERE = {"AFR": 0.5, "AMS": 0.5, "ARB": 0.46, "ASP": 0.6, "CIS": 0.52, "EUR": 0.68}

#: Share of those who leave a question, page by page: the end tires.
_LEFT = {"first": 0.02, "middle": 0.05, "end": 0.09}


@dataclass
class MadeUpResponse:
    """One made-up young person's answers; ``day`` counts from the consultation's first day."""

    day: int
    language: str
    mode: Mode
    may_be_quoted: bool
    answers: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def make(
    count: int,
    days: int,
    texts: Mapping[str, Mapping[str, tuple[MadeUpText, ...]]],
    *,
    seed: int,
) -> list[MadeUpResponse]:
    """Return made-up responses, the same for the same arguments.

    Args:
        count: how many.
        days: length of the window they come in, in days.
        texts: by text code and language; each is given by at most one response.
        seed: another seed gives other responses.
    """
    random = Random(seed)  # noqa: S311 - invented answers, wanted alike everywhere; no secret
    made = [_response(random, days) for _ in range(count)]
    for code, by_language in texts.items():
        for language, entries in by_language.items():
            takers = [one for one in made if one.language == language and _may_write(one, code)]
            random.shuffle(takers)
            for one, entry in zip(takers, entries, strict=False):
                _write(one, code, entry)
    return made


def _may_write(one: MadeUpResponse, code: str) -> bool:
    if code == "where":
        return one.answers.get("know_where") == "yes"
    if code.endswith("-other"):
        return bool(one.answers.get(code.removesuffix("-other")))
    return True


def _write(one: MadeUpResponse, code: str, entry: MadeUpText) -> None:
    one.texts[code] = entry.text
    # The review has something to decide only where the author agreed to be quoted.
    one.may_be_quoted |= entry.chosen or entry.keep_back or bool(entry.strike)
    if code.endswith("-other"):
        one.answers[code.removesuffix("-other")].append("other")


def _response(random: Random, days: int) -> MadeUpResponse:
    region = _one(random, REGIONS)
    age = _one(random, AGES)
    answers = {
        code: value
        for code, value, left in _answers(random, region, age)
        if random.random() >= _LEFT[left]
    }
    if "how_often" in answers and random.random() < 0.04:
        answers["how_often"] = PREFER_NOT
    return MadeUpResponse(
        # Most answer in the first days, when the link is new.
        day=int(random.triangular(0, days, days / 6)),
        language=_one(random, LANGUAGES[region]),
        mode=Mode(_one(random, MODES)),
        may_be_quoted=random.random() < 0.85,
        answers=answers,
    )


def _answers(random: Random, region: str, age: str) -> Iterator[tuple[str, Any, str]]:
    """Yield question code, value and the part of the questionnaire it stands in."""
    older = age in _OLDER
    often = _one(random, _HOW_OFTEN[age])
    yield "age", age if random.random() > 0.03 else PREFER_NOT, "first"
    yield "region", region if random.random() > 0.03 else PREFER_NOT, "first"
    seen = [code for code, share in _WHAT_IT_IS.items() if random.random() < share]
    yield "what_is_it", seen or ["threats"], "first"
    yield "how_often", often, "middle"
    helps = _HELPS_OLDER if older else _HELPS_YOUNGER
    yield "what_helps", _some(random, helps, random.choice((1, 2, 3, 3))), "middle"
    yield "safe", int(_one(random, _SAFE[often])), "middle"
    first = _FIRST_OLDER if older else _FIRST_YOUNGER
    yield "who_first", _some(random, first, len(first)), "middle"
    rows = {row: _one(random, weights) for row, weights in _HOW_WELL.items()}
    yield "how_well", rows, "middle"
    knows = random.random() < _KNOWS_WHERE[region] + (0.06 if older else -0.06)
    yield "know_where", "yes" if knows else "no", "end"


def _one(random: Random, weights: Weights) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _some(random: Random, weights: Weights, count: int) -> list[str]:
    """Return ``count`` different codes, those with more weight sooner."""
    left, drawn = dict(weights), []
    for _ in range(count):
        drawn.append(_one(random, left))
        del left[drawn[-1]]
    return drawn
