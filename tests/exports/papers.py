"""A rich paper in six languages, built by hand, with everything that has ever broken a document."""

from dataclasses import replace

from consult.core.locales import LANGUAGES
from consult.summaries.paper import (
    ConsultationResult,
    Paper,
    QuestionResult,
    Quote,
    Row,
    Table,
)

LONG = ("They took my photo from the class group and wrote words under it. " * 95)[:6000]
LONG_ARABIC = ("أخذوا صورتي من مجموعة الصف وكتبوا تحتها كلاماً جارحاً. " * 120)[:6000]
LONG_CHINESE = ("他们从班级群里拿走我的照片，在下面写了伤人的话。" * 280)[:6000]

CONTROLS = "before\x00\x07\x0b\x1f\ufffe\x85after"
EMOJI = "It hurts 😢👩🏽‍💻🇳🇬 ❤️"
BIDI = "left \u202eright\u202c \u2067عربي\u2069 left"
FORMULA = '=HYPERLINK("http://example.org","win")'
MARKUP = "<script>alert(1)</script> & \"quoted\" 'single' ]]>"
LINES = "first line\r\nsecond line\tafter a tab\rthird line"


def six(ar: str, zh: str, en: str, fr: str, ru: str, es: str) -> dict[str, str]:
    """Return a text in all six languages."""
    return dict(zip(LANGUAGES, (ar, zh, en, fr, ru, es), strict=True))


TITLE = six(
    "ما قاله الشباب عن التنمر الإلكتروني",
    "青年人谈网络欺凌",
    "What young people said about cyberbullying",
    "Ce que les jeunes ont dit du cyberharcèlement",
    "Что молодые люди сказали о кибербуллинге",
    "Lo que dijeron los jóvenes sobre el ciberacoso",
)
NARRATIVE = six(
    "يرى معظم المجيبين أن نشر صورة دون إذن تنمر.\nيريدون أن يجدوا شخصاً بالغاً يثقون به.",
    "多数回答者认为未经许可发布照片就是欺凌。\n他们希望身边有可以信赖的成年人。",
    "Most who answered call it bullying when a picture is posted without asking.\n"
    "They want one adult they can trust.",
    "La plupart voient un harcèlement dans une photo publiée sans accord.\n"
    "Ils veulent un adulte de confiance.",
    "Большинство считает травлей публикацию снимка без разрешения.\n"
    "Им нужен взрослый, которому можно доверять.",
    "La mayoría llama acoso a publicar una foto sin permiso.\nQuieren un adulto en quien confiar.",
)
QUESTION = six(
    "أي هذه الأفعال تعده تنمراً إلكترونياً؟",
    "以下哪些行为属于网络欺凌？",
    "Which of these would you call cyberbullying?",
    "Lesquels de ces actes sont du cyberharcèlement ?",
    "Что из этого вы назвали бы кибербуллингом?",
    "¿Cuáles de estos actos son ciberacoso?",
)
ANSWERS = (
    six(
        "نشر صورة شخص دون إذنه",
        "未经许可发布他人照片",
        "Posting a picture of somebody without asking",
        "Publier la photo de quelqu'un sans son accord",
        "Публикация чужого снимка без разрешения",
        "Publicar la foto de alguien sin permiso",
    ),
    six(
        "إبعاد شخص عن المجموعة",
        "把某人踢出群聊",
        "Leaving somebody out of a group",
        "Exclure quelqu'un d'un groupe",
        "Исключение из группы",
        "Excluir a alguien de un grupo",
    ),
    six(
        "رسائل جارحة متكررة",
        "反复发送伤人的信息",
        "Hurtful messages again and again",
        "Des messages blessants répétés",
        "Повторные обидные сообщения",
        "Mensajes hirientes repetidos",
    ),
    six("أمر آخر", "其他", "Something else", "Autre chose", "Другое", "Otra cosa"),
)
REGIONS = {
    "AFR": six("أفريقيا", "非洲", "Africa", "Afrique", "Африка", "África"),
    "AMS": six("الأمريكتان", "美洲", "Americas", "Amériques", "Америка", "Américas"),
    "ARB": six(
        "الدول العربية",
        "阿拉伯国家",
        "Arab States",
        "États arabes",
        "Арабские государства",
        "Estados Árabes",
    ),
    "ASP": six(
        "آسيا والمحيط الهادئ",
        "亚太",
        "Asia and the Pacific",
        "Asie-Pacifique",
        "Азиатско-Тихоокеанский регион",
        "Asia y el Pacífico",
    ),
    "CIS": six(
        "رابطة الدول المستقلة",
        "独联体",
        "Commonwealth of Independent States",
        "Communauté des États indépendants",
        "Содружество Независимых Государств",
        "Comunidad de Estados Independientes",
    ),
    "EUR": six("أوروبا", "欧洲", "Europe", "Europe", "Европа", "Europa"),
}
BY_REGION = six("حسب المنطقة", "按区域", "By region", "Par région", "По регионам", "Por región")
BY_MODE = six(
    "حسب طريقة الإجابة",
    "按回答方式",
    "By way of answering",
    "Par manière de répondre",
    "По способу ответа",
    "Por forma de responder",
)
BY_PHASE = six("حسب المرحلة", "按阶段", "By phase", "Par phase", "По этапам", "Por fase")


def region_table() -> Table:
    """Return participation by region: one hidden, one empty."""
    counts = {"AFR": 120, "AMS": 0, "ARB": 240, "ASP": 101, "CIS": None, "EUR": None}
    rows = tuple(
        Row(code, REGIONS[code], n, None if n is None else round(n / 6))
        for code, n in counts.items()
    )
    return Table(BY_REGION, rows, base=600, no_answer=3, prefer_not=None, adds_up=True)


def mode_table() -> Table:
    """Return participation by mode, without percentages."""
    link = six("رابط مفتوح", "公开链接", "Open link", "Lien ouvert", "Открытая ссылка", "Enlace")
    paper = six("على الورق", "纸质", "On paper", "Sur papier", "На бумаге", "En papel")
    rows = (Row("open", link, 583, None), Row("paper", paper, 20, None))
    return Table(BY_MODE, rows, base=603, no_answer=0, prefer_not=0, adds_up=True)


def phase_table() -> Table:
    """Return the responses before and during the meeting."""
    before = six("قبل الاجتماع", "会前", "Before", "Avant", "До", "Antes")
    during = six("أثناء الاجتماع", "会中", "During", "Pendant", "Во время", "Durante")
    rows = (Row("before", before, 603, None), Row("during", during, 0, None))
    return Table(BY_PHASE, rows, base=603, no_answer=0, prefer_not=0, adds_up=True)


def multiple_choice() -> QuestionResult:
    """Return a question with a hidden cell, percentages and quotes in several scripts."""
    counts = (412, 158, 1233, None)
    percents = (68, 26, 99, None)
    rows = tuple(
        Row(f"c{number}", label, counts[number], percents[number])
        for number, label in enumerate(ANSWERS)
    )
    quotes = (
        Quote("لا أحد يرد عندما نبلغ. […] نريد من يسمعنا.", "ar", "ARB", "13-15"),
        Quote("没有人会回复举报，我们希望有人倾听。", "zh", "ASP", ""),
        Quote("On ne sait pas à qui parler.", "fr", "", "16-17"),
        Quote("Хочу, чтобы учителя знали, что делать.", "ru", "CIS", "13-15"),
        Quote("Nadie responde cuando denunciamos.", "es", "AMS", "18-24"),
        Quote(LINES, "en", "AFR", "13-15"),
        Quote(CONTROLS, "en", "", ""),
        Quote(EMOJI, "en", "AFR", "10-12"),
        Quote(BIDI, "en", "", ""),
        Quote(FORMULA, "en", "", ""),
        Quote(MARKUP, "en", "", ""),
    )
    table = Table(QUESTION, rows, base=603, no_answer=12, prefer_not=7, adds_up=False)
    return QuestionResult("what", "multiple_choice", QUESTION, (table,), quotes, texts=None)


def free_text() -> QuestionResult:
    """Return a question of free text with quotes of 6,000 characters."""
    text = six(
        "ماذا يجب أن يحدث؟",
        "应该怎么做？",
        "What should happen?",
        "Que faudrait-il faire ?",
        "Что нужно сделать?",
        "¿Qué debería pasar?",
    )
    quotes = (
        Quote(LONG, "en", "AFR", "13-15"),
        Quote(LONG_ARABIC, "ar", "ARB", "16-17"),
        Quote(LONG_CHINESE, "zh", "ASP", "10-12"),
    )
    return QuestionResult("should", "long_text", text, (), quotes, texts=471)


def few_answers() -> QuestionResult:
    """Return a scale that fewer than thirty answered: no percentages, a mean."""
    text = six(
        "ما مدى قلقك؟",
        "你有多担心？",
        "How worried are you?",
        "Es-tu inquiet ?",
        "Насколько вы обеспокоены?",
        "¿Cuánto te preocupa?",
    )
    rows = tuple(Row(str(n), dict.fromkeys(LANGUAGES, str(n)), n + 5, None) for n in (1, 2, 3))
    table = Table(text, rows, base=21, no_answer=0, prefer_not=0, adds_up=True, mean="2.1")
    return QuestionResult("worry", "scale", text, (table,), (), texts=None)


def consultation() -> ConsultationResult:
    """Return a demonstration consultation before the meeting."""
    return ConsultationResult(
        slug="cyberbullying",
        title=six(
            "التنمر الإلكتروني",
            "网络欺凌",
            "Cyberbullying",
            "Le cyberharcèlement",
            "Кибербуллинг",
            "El ciberacoso",
        ),
        phase="before",
        opens_at="2025-12-01T08:00:00+00:00",
        closes_at="2026-01-12T22:00:00+00:00",
        languages=LANGUAGES,
        demonstration=True,
        responses=603,
        smallest_cell=5,
        participation=(("region", region_table()), ("mode", mode_table())),
        questions=(multiple_choice(), free_text(), few_answers()),
    )


def paper() -> Paper:
    """Return the signed paper."""
    return Paper(
        meeting_number=24,
        meeting_starts_on="2026-01-19",
        meeting_ends_on="2026-01-20",
        meeting_place=six("جنيف", "日内瓦", "Geneva", "Genève", "Женева", "Ginebra"),
        symbol="S26-CLCWGCOP24-C-0007",
        signed_on="2026-01-15",
        agenda_item="5",
        agenda_title=six(
            "مشاورة الشباب",
            "青年磋商",
            "Consultation of young people",
            "Consultation des jeunes",
            "Консультация с молодежью",
            "Consulta a los jóvenes",
        ),
        purpose="information",
        title=TITLE,
        abstract=six(
            "أجاب 603 من الشباب على أسئلة عن التنمر الإلكتروني.",
            "603名青年回答了关于网络欺凌的问题。",
            "603 young people answered questions about cyberbullying.",
            "603 jeunes ont répondu à des questions sur le cyberharcèlement.",
            "На вопросы о кибербуллинге ответили 603 молодых человека.",
            "603 jóvenes respondieron preguntas sobre el ciberacoso.",
        ),
        narrative=NARRATIVE,
        phases=phase_table(),
        consultations=(consultation(),),
    )


def real_paper() -> Paper:
    """Return the paper as if young people had given the answers."""
    return replace(paper(), consultations=(replace(consultation(), demonstration=False),))


def draft() -> Paper:
    """Return the paper before the chair signed it."""
    return replace(paper(), symbol="", signed_on="")
