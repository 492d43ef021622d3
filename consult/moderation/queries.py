"""Free texts to review: how many wait, which is next, what was decided, what may be quoted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import NotFoundError
from consult.core.locales import N_, Localized
from consult.moderation import rules
from consult.moderation.models import Decision, TextReview
from consult.questionnaires.types.base import OTHER
from consult.responses import queries as responses
from consult.responses.models import Response
from consult.screening.personal import Finding, Kind, personal_data

_UNCONFIRMED = and_(
    TextReview.decision != Decision.KEEP_BACK, TextReview.second_reviewer_id.is_(None)
)

#: How many texts a page of the list shows.
PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """The texts of one question: how many are undecided, decided, and not for quoting."""

    consultation: Consultation
    text_code: str
    question: Localized
    undecided: int
    decided: int
    #: Decided by one person: another has to confirm it before it can be quoted.
    to_confirm: int
    #: Their authors did not agree to be quoted: there is nothing to decide.
    not_for_quoting: int


@dataclass(frozen=True)
class Text:
    """One free text with its response, and the decision on it if there is one."""

    response: Response
    text_code: str
    text: str
    review: TextReview | None

    @property
    def redactions(self) -> list[rules.Redaction]:
        """Return what is struck."""
        return [rules.Redaction.of(one) for one in self.review.redactions] if self.review else []

    @cached_property
    def findings(self) -> list[Finding]:
        """Return what the rules take for personal data."""
        return personal_data(self.text, self.response.language)

    @property
    def marked(self) -> list[tuple[str, Kind | None]]:
        """Return the text in pieces, each find with its kind."""
        return list(rules.marked(self.text, self.findings))

    @property
    def shown(self) -> str:
        """Return the text as it may be quoted."""
        return rules.struck(self.text, self.redactions)


def question_of(session: Session, consultation: Consultation, text_code: str) -> Localized:
    """Return the words of the question a text answers.

    Raises:
        NotFoundError: the consultation asks no such question.
    """
    code = text_code.removesuffix(f"-{OTHER}")
    if consultation.version is not None:
        words = consultations.words_asked(session, consultation).get(code)
        if words is not None:
            return words
    raise NotFoundError("question_unknown", N_("This consultation has no such question."))


def waiting(session: Session, consultations: Iterable[Consultation]) -> list[Waiting]:
    """Return the questions with free texts, in the order they are asked."""
    return [line for consultation in consultations for line in _of_one(session, consultation)]


def _of_one(session: Session, consultation: Consultation) -> Iterator[Waiting]:
    if consultation.version is None:
        return
    quotable: Counter[str] = Counter()
    others: Counter[str] = Counter()
    stored = select(Response.id, Response.text_codes, Response.may_be_quoted).where(
        Response.consultation_id == consultation.id, Response.texts.is_not(None)
    )
    restricted = responses.restricted(session, consultation.id)
    for key, codes, agreed in session.execute(stored.execution_options(yield_per=2000)):
        ordinary = (code for code in codes if (key, code) not in restricted)
        (quotable if agreed else others).update(ordinary)
    decided, to_confirm = _decided(session, consultation), _to_confirm(session, consultation)
    for asked, words in consultations.words_asked(session, consultation).items():
        for code in (asked, f"{asked}-{OTHER}"):
            if quotable[code] or others[code]:
                yield Waiting(
                    consultation,
                    code,
                    words,
                    quotable[code] - decided[code],
                    decided[code],
                    to_confirm[code],
                    others[code],
                )


def _decided(session: Session, consultation: Consultation) -> Counter[str]:
    codes = (
        select(TextReview.text_code)
        .join(TextReview.response)
        .where(Response.consultation_id == consultation.id, Response.may_be_quoted)
    )
    return Counter(session.scalars(codes))


def _to_confirm(session: Session, consultation: Consultation) -> Counter[str]:
    codes = (
        select(TextReview.text_code)
        .join(TextReview.response)
        .where(Response.consultation_id == consultation.id, Response.may_be_quoted, _UNCONFIRMED)
    )
    return Counter(session.scalars(codes))


def next_undecided(session: Session, consultation: Consultation, text_code: str) -> UUID | None:
    """Return the response whose text is to be read next; the random key orders them."""
    found = (
        select(Response.id, Response.text_codes)
        .outerjoin(
            TextReview,
            and_(TextReview.response_id == Response.id, TextReview.text_code == text_code),
        )
        .where(
            Response.consultation_id == consultation.id,
            Response.may_be_quoted,
            Response.texts.is_not(None),
            TextReview.id.is_(None),
        )
        .order_by(Response.id)
        .execution_options(yield_per=200)
    )
    restricted = responses.restricted(session, consultation.id)
    with closing(session.execute(found)) as rows:
        ordinary = (row for row in rows if (row[0], text_code) not in restricted)
        return next((key for key, codes in ordinary if text_code in codes), None)


def text(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    text_code: str,
    response_id: UUID,
) -> Text:
    """Return one free text.

    Raises:
        NotFoundError: there is none, or its author has withdrawn it.
    """
    response = session.get(Response, response_id)
    written = responses.texts_of(keys, response).get(text_code) if response else None
    if response is None or written is None or response.consultation_id != consultation.id:
        message = N_("This text is not here. Its author may have withdrawn it.")
        raise NotFoundError("text_unknown", message)
    review = session.scalars(
        select(TextReview)
        .filter_by(response_id=response_id, text_code=text_code)
        .options(joinedload(TextReview.reviewer), joinedload(TextReview.second_reviewer))
    ).first()
    return Text(response, text_code, written, review)


def decided(
    session: Session, keys: Keyring, consultation: Consultation, text_code: str, page: int = 1
) -> list[Text]:
    """Return a page of the texts that were decided on, by the response's random key."""
    reviews = session.scalars(
        select(TextReview)
        .join(TextReview.response)
        .where(Response.consultation_id == consultation.id, TextReview.text_code == text_code)
        .order_by(TextReview.response_id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
        .options(
            joinedload(TextReview.response),
            joinedload(TextReview.reviewer),
            joinedload(TextReview.second_reviewer),
        )
    )
    return list(_texts(keys, reviews))


def not_for_quoting(
    session: Session, keys: Keyring, consultation: Consultation, text_code: str, page: int = 1
) -> list[Text]:
    """Return a page of the texts whose authors did not agree to be quoted."""
    wanted = (
        select(Response)
        .where(
            Response.consultation_id == consultation.id,
            Response.may_be_quoted.is_(False),
            Response.texts.is_not(None),
        )
        .order_by(Response.id)
        .execution_options(yield_per=200)
    )
    first = (page - 1) * PAGE
    restricted = responses.restricted(session, consultation.id)
    with closing(session.scalars(wanted)) as rows:
        ordinary = (one for one in rows if (one.id, text_code) not in restricted)
        with_it = (one for one in ordinary if text_code in one.text_codes)
        chosen = list(islice(with_it, first, first + PAGE + 1))
    return [Text(one, text_code, responses.texts_of(keys, one)[text_code], None) for one in chosen]


def quotable(session: Session, keys: Keyring, consultations: Sequence[Consultation]) -> list[Text]:
    """Return the texts that two people found fit to quote, by consultation, question, random key.

    TRUST.md R28: nobody's decision alone lets a text out.
    """
    reviews = session.scalars(
        select(TextReview)
        .join(TextReview.response)
        .where(
            Response.consultation_id.in_([one.id for one in consultations]),
            Response.may_be_quoted,
            TextReview.decision != Decision.KEEP_BACK,
            TextReview.second_reviewer_id.is_not(None),
            TextReview.second_reviewer_id != TextReview.reviewer_id,
        )
        .order_by(Response.consultation_id, TextReview.text_code, TextReview.response_id)
        .options(joinedload(TextReview.response))
    )
    return list(_texts(keys, reviews))


def _texts(keys: Keyring, reviews: Iterable[TextReview]) -> Iterator[Text]:
    for review in reviews:
        written = responses.texts_of(keys, review.response).get(review.text_code)
        if written is not None:
            yield Text(review.response, review.text_code, written, review)
