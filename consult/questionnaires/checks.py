"""What a good questionnaire should not have: advice, each with what to do, none of it a refusal.

``rules.problems`` and ``rules.missing_texts`` tell what keeps a questionnaire from opening; these
warn. Each check is a pure function, named as its problems' ``code``; a person may open in spite of
it and say why, and the trail keeps that.
"""

from collections.abc import Callable, Iterable, Iterator

from consult.core import reading as plain
from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires import timing, types
from consult.questionnaires.conditions import Condition
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.reach import Reach
from consult.questionnaires.xlsform import unsaid
from consult.screening.questions import Ask, asks_for

#: Questions from which a form is long, and from which half of young people leave it: measured on
#: forms of youth surveys, where half had left one of 27 questions before its end.
LONG, VERY_LONG = 15, 25
#: Minutes from which it takes long.
MOST_MINUTES = 10
#: Kinds that ask about the person. They come last, when trust is there and the topic is done.
PERSONAL = frozenset({"age_band", "region"})
#: Below so many words a formula says nothing about a text; Chinese signs count in threes.
FEWEST_WORDS = 30

_PUSHES = N_(
    "In %(language)s these words push towards one answer: “%(words)s”. Ask so that every answer "
    "is as easy to give."
)
_HARD = N_(
    "In %(language)s this is long, or asks two things at once. Make it shorter, or two questions."
)
_ASKS_WHO = N_(
    "In %(language)s this seems to ask who somebody is or how to find them: “%(words)s”. Take it "
    "out: no consultation needs to know."
)


def own_topic(definition: Definition) -> Iterator[Problem]:
    """Warn where young people cannot raise a topic of their own (TRUST.md R11)."""
    if not any(q.own_topic and types.of(q).free_text for q in definition.questions()):
        message = N_(
            "No question asks for topics of their own. Add one in own words, such as “Is there "
            "anything else we did not ask?”, and mark it so."
        )
        yield Problem("own_topic", message)


def length(definition: Definition) -> Iterator[Problem]:
    """Warn where there are so many questions that young people leave."""
    count = sum(1 for question in definition.questions() if types.of(question).asks)
    if count >= VERY_LONG:
        message = N_(
            "There are %(count)s questions. Half of young people leave a form of 27 questions "
            "before its end. Take out what the meeting does not need, or make two forms."
        )
        yield Problem("length_strong", message, {"count": count})
    elif count >= LONG:
        message = N_(
            "There are %(count)s questions. From %(most)s on more and more young people leave. "
            "Take out what the meeting does not need."
        )
        yield Problem("length", message, {"count": count, "most": LONG})


def time(definition: Definition) -> Iterator[Problem]:
    """Warn where answering takes long in the slowest language."""
    known = [tag for tag in definition.languages if tag in LANGUAGES]
    taken = {tag: timing.minutes(definition, tag) for tag in known}
    slowest = max(taken, key=lambda tag: taken[tag], default=None)
    if slowest and taken[slowest] > MOST_MINUTES:
        message = N_(
            "It takes about %(minutes)s minutes in %(language)s. Shorten texts or take questions "
            "out: more than %(most)s minutes are too long on a phone."
        )
        params = {"minutes": taken[slowest], "language": NAMES[slowest], "most": MOST_MINUTES}
        yield Problem("time", message, params)


def personal_early(definition: Definition) -> Iterator[Problem]:
    """Warn where age or region are asked before the topic."""
    asked = [(where, q) for where, q in _placed(definition) if types.of(q).asks]
    last = max((n for n, (_w, q) in enumerate(asked) if q.type not in PERSONAL), default=-1)
    for number, (where, question) in enumerate(asked):
        if question.type in PERSONAL and number < last:
            message = N_(
                "This asks about the person before the topic. Move it to the end: who is asked "
                "first who they are is less free to speak."
            )
            yield Problem("personal_early", message, where=where)


def sensitive(definition: Definition) -> Iterator[Problem]:
    """Warn where something hard or personal must be answered or cannot be left."""
    for where, question in _placed(definition):
        if not (question.sensitive or question.type in PERSONAL):
            continue
        if question.required:
            message = N_("This touches something personal or hard. Do not require an answer.")
            yield Problem("sensitive_required", message, where=where)
        elif question.sensitive and not question.prefer_not:
            message = N_(
                "This touches something hard. Offer “I prefer not to say”, so that leaving it is "
                "an answer too."
            )
            yield Problem("sensitive_no_way_out", message, where=where)


def reading(definition: Definition) -> Iterator[Problem]:
    """Warn where the questions of a language are hard for a reader of eleven (TRUST.md R02).

    All its questions and hints are measured together: a formula says little about one of them.
    The page named is the hardest.
    """
    for tag in (one for one in definition.languages if one in LANGUAGES):
        pages = ["\n".join(_read(page.questions, tag)) for page in definition.pages]
        every = "\n".join(pages)
        length = len(every) / 3 if tag == "zh" else len(every.split())
        found = plain.measure(every, tag)
        if found.passes or length < FEWEST_WORDS:
            continue
        measured = [(plain.measure(text, tag).value, n) for n, text in enumerate(pages, 1) if text]
        hardest = (min if found.higher_is_easier else max)(measured)[1]
        message = N_(
            "In %(language)s the questions are hard to read for a child of eleven: %(value)s, and "
            "the limit is %(limit)s (%(formula)s). Use shorter sentences and everyday words."
        )
        measures = {"value": found.value, "limit": found.limit, "formula": found.formula}
        params = {"language": NAMES[tag]} | measures
        yield Problem("reading", message, params, where=f"page {hardest}")


def other_language(definition: Definition) -> Iterator[Problem]:
    """Warn where the texts of a language read like another one: a wrong file came back."""
    for tag in (one for one in definition.languages if one in LANGUAGES):
        found = reads_like(definition, tag)
        if found != tag:
            message = N_(
                "The texts kept as %(language)s read like %(other)s. Perhaps a file came back "
                "under the wrong language."
            )
            params = {"language": NAMES[tag], "other": NAMES[found]}
            yield Problem("other_language", message, params)


def reads_like(definition: Definition, tag: str) -> str:
    """Return the language that the texts of ``tag`` are in; ``tag`` where nothing speaks against.

    Texts that are the same in every language say nothing: names, mostly.
    """
    listed = [page.title for page in definition.pages]
    for question in definition.questions():
        listed += [question.text, question.hint, *(choice.text for choice in question.choices)]
    own = [text[tag] for text in listed if text.get(tag) and len(set(text.values())) > 1]
    return unsaid.guess(own) or tag


def wording(definition: Definition) -> Iterator[Problem]:
    """Warn of questions that ask who somebody is, push an answer, or are hard (TRUST.md R20)."""
    for where, question in _placed(definition):
        kind = types.of(question)
        for tag in definition.languages if kind.asks else ():
            text = question.text.get(tag, "")
            told = set()
            for asked in asks_for(text, tag) if tag in LANGUAGES else ():
                code = _WORDING.get(asked.kind, ("asks_personal", _ASKS_WHO))
                # A kind that asks for an address is kept apart, and has a gate of its own.
                if code[0] in told or (kind.contact and asked.kind is Ask.EMAIL):
                    continue
                told.add(code[0])
                params = {"language": NAMES[tag], "words": text[asked.start : asked.end]}
                yield Problem(code[0], code[1], params, where=where)


_WORDING = {Ask.LEADING: ("leading", _PUSHES), Ask.HARD: ("hard_words", _HARD)}


def unreachable(definition: Definition) -> Iterator[Problem]:
    """Warn where a question's rule and its page's rule can never hold together."""
    tries = Reach(definition)
    for number, page in enumerate(definition.pages, 1):
        for question in page.questions if page.show_if else ():
            if question.show_if is None or page.show_if is None:
                continue
            if not tries.can_hold(Condition("all", (page.show_if, question.show_if))):
                message = N_(
                    "Nobody can ever see this: its rule and the rule of its page exclude each "
                    "other. Change one of them."
                )
                where = f"page {number}, question {question.code}"
                yield Problem("unreachable", message, where=where)


def nothing_to_choose(definition: Definition) -> Iterator[Problem]:
    """Warn where somebody may be asked and find no choice that is offered."""
    tries = Reach(definition)
    for number, page in enumerate(definition.pages, 1):
        for question in page.questions:
            each = [choice.show_if for choice in question.choices]
            if question.other or not each or None in each:
                continue
            rules = tuple(rule for rule in (page.show_if, question.show_if) if rule)
            none = Condition("not", (Condition("any", tuple(question.narrowing)),))
            if tries.surely_holds(Condition("all", (*rules, none))):
                message = N_(
                    "Somebody can be asked this and find no answer to choose, because each choice "
                    "has a rule. Add a choice that is always offered, or “other”."
                )
                where = f"page {number}, question {question.code}"
                yield Problem("nothing_to_choose", message, where=where)


#: In the order they are told.
CHECKS: tuple[Callable[[Definition], Iterator[Problem]], ...] = (
    own_topic,
    length,
    time,
    personal_early,
    sensitive,
    reading,
    other_language,
    wording,
    unreachable,
    nothing_to_choose,
)


def findings(definition: Definition) -> list[Problem]:
    """Return all advice about a questionnaire, each with its place in words."""
    return [problem for check in CHECKS for problem in check(definition)]


def _placed(definition: Definition) -> Iterator[tuple[str, Question]]:
    for number, page in enumerate(definition.pages, 1):
        for question in page.questions:
            yield f"page {number}, question {question.code}", question


def _read(questions: Iterable[Question], tag: str) -> Iterator[str]:
    for question in questions:
        yield from (text[tag] for text in (question.text, question.hint) if text.get(tag))
