"""What the tests of every feature stand on: a meeting, a questionnaire, an open consultation.

The builders take a session and flush; whoever calls them commits. The clock is the real one, so
the consultation's window lies around now.
"""

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts import queries as account_queries
from consult.accounts import service as accounts
from consult.accounts.models import Account, Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations import impact
from consult.consultations import service as consultations
from consult.consultations.models import Consultation, Phase
from consult.consultations.plan import Plan
from consult.core import clock
from consult.core.locales import LANGUAGES, Localized
from consult.meetings import queries as meeting_queries
from consult.meetings import service as meetings
from consult.meetings.models import Meeting
from consult.questionnaires import service as questionnaires


def text(*words: str) -> Localized:
    """Return a text by language; the words come in the Union's order: ar, zh, en, fr, ru, es."""
    return dict(zip(LANGUAGES, words, strict=True))


def a_meeting(session: Session, number: int = 24) -> Meeting:
    """Return meeting 24 (19 January 2026) with agenda item 5; made on the first call."""
    found = meeting_queries.find(session, number)
    if found:
        return found
    meeting = meetings.add_meeting(session, number, date(2026, 1, 19), actor=COMMAND_LINE)
    title = text(
        "استشارة الشباب",
        "征求青年意见",
        "Consultation of young people",
        "Consultation des jeunes",
        "Консультации с молодёжью",
        "Consulta a los jóvenes",
    )
    meetings.add_agenda_item(session, meeting, "5", title, actor=COMMAND_LINE)
    return meeting


def a_consultation(session: Session, slug: str = "safety", **plan: Any) -> Consultation:
    """Return a consultation that is open now in six languages on meeting 24, agenda item 5.

    Args:
        session: open transaction; the caller commits it.
        slug: its name in addresses.
        plan: anything of ``consultations.plan.Plan`` that shall differ, and ``content`` for
            another questionnaire than :func:`questionnaire_content`.
    """
    draft = a_draft(session, slug, **plan)
    return consultations.open_(session, draft, actor=COMMAND_LINE)


def a_draft(session: Session, slug: str = "safety", **plan: Any) -> Consultation:
    """Return the same consultation before anybody approved it."""
    meeting = plan.pop("meeting", None) or a_meeting(session)
    content = plan.pop("content", None) or questionnaire_content()
    focal_point, deputy = called(session)
    now = clock.now()
    values: dict[str, Any] = {
        "meeting": meeting,
        "agenda_item": next(iter(meeting.agenda_items), None),
        "phase": Phase.BEFORE,
        "questionnaire": questionnaires.add(session, content, actor=COMMAND_LINE),
        "languages": LANGUAGES,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=30),
        "focal_point": focal_point,
        "deputy": deputy,
    }
    made = consultations.add(session, Plan(slug=slug, **(values | plan)), actor=COMMAND_LINE)
    impact.write(session, made, impact_answers(), actor=Actor(focal_point.email, focal_point.id))
    return made


def impact_answers() -> dict[str, str]:
    """Return a complete child-rights impact record."""
    return {name: f"Thought about: {name}" for name in impact.QUESTIONS}


def called(session: Session) -> tuple[Account, Account]:
    """Return who sees to texts that tell of harm, and who stands in; made on the first call."""
    first, second = (
        account_queries.by_email(session, email)
        or accounts.add(session, email, Role.SAFEGUARDING, actor=COMMAND_LINE)
        for email in ("focal-point@example.org", "deputy@example.org")
    )
    return first, second


def questionnaire_content() -> dict[str, Any]:
    """Return a questionnaire with one question of every type, on three pages, in six languages.

    Page 1: ``about`` (card), ``region``, ``age``; page 2: ``worry`` (scale 1–5), ``seen`` (single
    choice, other, prefer not), ``places`` (multiple choice, at most 2, other), ``rank``
    (ranking), ``who`` (matrix, rows ``parents`` and ``teachers``); page 3: ``told`` (yes/no),
    ``hours`` (number, 0–24), ``why_not`` (short text, only after ``told`` = no), ``idea`` (long
    text).
    """
    content = {
        "title": text(
            "أمانك على الإنترنت",
            "你的上网安全",
            "Your safety online",
            "Ta sécurité en ligne",
            "Твоя безопасность в интернете",
            "Tu seguridad en línea",
        ),
        "introduction": text(
            "نريد أن نعرف ما تراه على الإنترنت.",
            "我们想知道你在网上看到什么。",
            "We want to know what you see online.",
            "Nous voulons savoir ce que tu vois en ligne.",
            "Мы хотим знать, что ты видишь в интернете.",
            "Queremos saber qué ves en línea.",
        ),
        "languages": list(LANGUAGES),
        "pages": [
            {"questions": [_about(), _region(), _age()]},
            {"questions": [_worry(), _seen(), _places(), _rank(), _who()]},
            {"questions": [_told(), _hours(), _why_not(), _idea()]},
        ],
    }
    # A fresh copy in which nothing is shared: tests take parts away.
    copied: dict[str, Any] = json.loads(json.dumps(content))
    return copied


def _choice(code: str, *words: str) -> dict[str, Any]:
    return {"code": code, "text": text(*words)}


SCHOOL = _choice("school", "المدرسة", "学校", "School", "L'école", "Школа", "La escuela")
GAMES = _choice("games", "الألعاب", "游戏", "Games", "Les jeux", "Игры", "Los juegos")
CHATS = _choice("chats", "الدردشات", "聊天", "Chats", "Les messageries", "Чаты", "Los chats")
OFTEN = _choice("often", "كثيرًا", "经常", "Often", "Souvent", "Часто", "A menudo")
NEVER = _choice("never", "أبدًا", "从不", "Never", "Jamais", "Никогда", "Nunca")
PARENTS = _choice("parents", "الوالدان", "父母", "Parents", "Les parents", "Родители", "Los padres")
TEACHERS = _choice(
    "teachers", "المعلمون", "老师", "Teachers", "Les professeurs", "Учителя", "Los profesores"
)


def _about() -> dict[str, Any]:
    words = text(
        "يمكنك ترك أي سؤال.",
        "任何问题都可以不答。",
        "You may leave out any question.",
        "Tu peux laisser toute question de côté.",
        "Любой вопрос можно пропустить.",
        "Puedes dejar cualquier pregunta sin responder.",
    )
    return {"code": "about", "type": "card", "text": words}


def _region() -> dict[str, Any]:
    words = text(
        "أين تعيش؟",
        "你住在哪个区域？",
        "Where do you live?",
        "Où vis-tu ?",
        "Где ты живёшь?",
        "¿Dónde vives?",
    )
    return {"code": "region", "type": "region", "text": words, "prefer_not": True}


def _age() -> dict[str, Any]:
    words = text(
        "كم عمرك؟",
        "你多大了？",
        "How old are you?",
        "Quel âge as-tu ?",
        "Сколько тебе лет?",
        "¿Cuántos años tienes?",
    )
    return {"code": "age", "type": "age_band", "text": words, "prefer_not": True}


def _worry() -> dict[str, Any]:
    words = text(
        "كم تقلق على الإنترنت؟",
        "你上网时有多担心？",
        "How much do you worry online?",
        "À quel point t'inquiètes-tu en ligne ?",
        "Насколько ты тревожишься в интернете?",
        "¿Cuánto te preocupas en línea?",
    )
    settings = {"low": 1, "high": 5}
    return {"code": "worry", "type": "scale", "text": words, "settings": settings}


def _seen() -> dict[str, Any]:
    words = text(
        "هل رأيت تنمرًا على الإنترنت؟",
        "你在网上见过欺凌吗？",
        "Have you seen bullying online?",
        "As-tu vu du harcèlement en ligne ?",
        "Видел ли ты травлю в интернете?",
        "¿Has visto acoso en línea?",
    )
    more = {"choices": [OFTEN, NEVER], "other": True, "prefer_not": True}
    return {"code": "seen", "type": "single_choice", "text": words, **more}


def _places() -> dict[str, Any]:
    words = text(
        "أين رأيته؟ اختر اثنين على الأكثر.",
        "在哪里见过？最多选两项。",
        "Where did you see it? Choose at most two.",
        "Où l'as-tu vu ? Choisis-en deux au plus.",
        "Где ты её видел? Выбери не больше двух.",
        "¿Dónde lo viste? Elige dos como máximo.",
    )
    more = {"choices": [SCHOOL, GAMES, CHATS], "other": True, "settings": {"at_most": 2}}
    return {"code": "places", "type": "multiple_choice", "text": words, **more}


def _rank() -> dict[str, Any]:
    words = text(
        "أين نبدأ؟ رتِّبها.",
        "先从哪里做起？请排序。",
        "Where should we begin? Put them in order.",
        "Par où commencer ? Mets-les dans l'ordre.",
        "С чего начать? Расставь по порядку.",
        "¿Por dónde empezar? Ponlos en orden.",
    )
    return {"code": "rank", "type": "ranking", "text": words, "choices": [SCHOOL, GAMES, CHATS]}


def _who() -> dict[str, Any]:
    words = text(
        "من يساعدك؟",
        "谁会帮助你？",
        "Who helps you?",
        "Qui t'aide ?",
        "Кто тебе помогает?",
        "¿Quién te ayuda?",
    )
    more = {"choices": [OFTEN, NEVER], "settings": {"rows": [PARENTS, TEACHERS]}}
    return {"code": "who", "type": "matrix", "text": words, **more}


def _told() -> dict[str, Any]:
    words = text(
        "هل أخبرت أحدًا؟",
        "你告诉过别人吗？",
        "Did you tell somebody?",
        "En as-tu parlé à quelqu'un ?",
        "Ты кому-нибудь рассказал об этом?",
        "¿Se lo contaste a alguien?",
    )
    return {"code": "told", "type": "yes_no", "text": words, "prefer_not": True}


def _hours() -> dict[str, Any]:
    words = text(
        "كم ساعة تقضيها على الإنترنت في اليوم؟",
        "你每天上网几小时？",
        "How many hours a day are you online?",
        "Combien d'heures par jour es-tu en ligne ?",
        "Сколько часов в день ты в интернете?",
        "¿Cuántas horas al día estás en línea?",
    )
    settings = {"minimum": 0, "maximum": 24}
    return {"code": "hours", "type": "number", "text": words, "settings": settings}


def _why_not() -> dict[str, Any]:
    words = text(
        "لماذا لم تخبر أحدًا؟",
        "为什么没有告诉别人？",
        "Why did you not tell anybody?",
        "Pourquoi n'en as-tu parlé à personne ?",
        "Почему ты никому не рассказал?",
        "¿Por qué no se lo contaste a nadie?",
    )
    rule = {"question": "told", "equals": "no"}
    return {"code": "why_not", "type": "short_text", "text": words, "show_if": rule}


def _idea() -> dict[str, Any]:
    words = text(
        "ما الذي يجب أن يتغير؟",
        "应该改变什么？",
        "What should change?",
        "Qu'est-ce qui devrait changer ?",
        "Что нужно изменить?",
        "¿Qué debería cambiar?",
    )
    return {"code": "idea", "type": "long_text", "text": words}
