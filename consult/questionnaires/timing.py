"""How long a questionnaire takes to answer: reading by language, and a while for each answer.

Reading: words per minute of grown readers of the International Reading Speed Texts, from
Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance: The New
International Reading Speed Texts IReST" (Investigative Ophthalmology & Visual Science 53, 2012,
table 2; Chinese in characters). Readers of ten to twelve manage about two thirds of that, which is
our assumption, as are the seconds per answer; both err on the slow side.
"""

import re

from consult.questionnaires import types
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.matrix import rows

#: Words a minute; for Chinese characters a minute.
WORDS_PER_MINUTE = {"ar": 138, "zh": 255, "en": 228, "fr": 195, "ru": 184, "es": 218}
#: Share of a grown reader's speed.
YOUNG_SHARE = 2 / 3

#: Seconds to decide and tap, by kind; a matrix and a ranking take it for each row or choice.
SECONDS = {
    "single_choice": 6,
    "multiple_choice": 10,
    "scale": 6,
    "ranking": 5,
    "matrix": 5,
    "statements": 5,
    "yes_no": 4,
    "number": 10,
    "date": 15,
    "email": 20,
    "short_text": 25,
    "long_text": 60,
    "age_band": 4,
    "region": 5,
    "card": 0,
}
#: For a kind that is not in the list above.
_OTHERWISE = 10

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def seconds(definition: Definition, language: str) -> float:
    """Return the seconds that answering every question takes in a language."""
    return sum(
        _reading(" ".join(text.get(language, "") for _place, text in _texts(q)), language)
        + _deciding(q)
        for q in definition.questions()
    )


def minutes(definition: Definition, language: str) -> int:
    """Return the whole minutes, at least one."""
    return max(1, round(seconds(definition, language) / 60))


def _texts(question: Question) -> list[tuple[str, dict[str, str]]]:
    found = list(types.of(question).texts(question))
    own = {choice.code for choice in question.choices}
    # The product's own choices are read too.
    offered = [o for o in types.of(question).options(question) if o.code not in own]
    return found + [("choice", option.text) for option in offered]


def _reading(text: str, language: str) -> float:
    count = len(_CHINESE.findall(text)) if language == "zh" else len(text.split())
    return count * 60 / (WORDS_PER_MINUTE.get(language, 184) * YOUNG_SHARE)


def _deciding(question: Question) -> float:
    each = SECONDS.get(question.type, _OTHERWISE)
    if question.type in {"matrix", "statements"}:
        return each * len(rows(question))
    return each * len(question.choices) if question.type == "ranking" else each
