"""Questions that ask for what nobody needs to know are pointed at in six languages (R20)."""

import pytest

from consult.core.locales import LANGUAGES
from consult.screening.questions import Ask, asks_for
from tests.cast import questionnaire_content

ASKING = {
    "en": [
        "What is your name?",
        "What is your email address?",
        "What is your phone number?",
        "What is your home address?",
        "Which school do you go to?",
        "When were you born?",
        "Don't you think that games are bad?",
    ],
    "fr": [
        "Quel est ton nom ?",
        "Quelle est ton adresse e-mail ?",
        "Quel est ton numéro de téléphone ?",
        "Quelle est ton adresse ?",
        "Quel est le nom de ton école ?",
        "Quelle est ta date de naissance ?",
        "Ne penses-tu pas que les jeux sont mauvais ?",
    ],
    "es": [
        "¿Cómo te llamas?",
        "¿Cuál es tu correo electrónico?",
        "¿Cuál es tu número de teléfono?",
        "¿Cuál es tu dirección?",
        "¿Cómo se llama tu escuela?",
        "¿Cuál es tu fecha de nacimiento?",
        "¿No crees que los juegos son malos?",
    ],
    "ru": [
        "Как тебя зовут?",
        "Твоя электронная почта?",
        "Твой номер телефона?",
        "Твой домашний адрес?",
        "В какой школе ты учишься?",
        "Когда ты родился?",
        "Разве ты не согласен, что игры вредны?",
    ],
    "ar": [
        "ما اسمك؟",
        "ما بريدك الإلكتروني؟",
        "ما رقم هاتفك؟",
        "ما عنوانك؟",
        "ما اسم مدرستك؟",
        "ما تاريخ ميلادك؟",
        "ألا تعتقد أن الألعاب سيئة؟",
    ],
    "zh": [
        "你叫什么名字？",
        "你的电子邮箱是什么？",
        "你的手机号码是多少？",
        "你的家庭地址是什么？",
        "你在哪所学校上学？",
        "你的生日是哪天？",
        "难道你不觉得游戏不好吗？",
    ],
}
KINDS = [Ask.NAME, Ask.EMAIL, Ask.PHONE, Ask.ADDRESS, Ask.SCHOOL, Ask.BIRTH_DATE, Ask.LEADING]


@pytest.mark.trust("R20")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_is_pointed_at(language: str) -> None:
    for text, kind in zip(ASKING[language], KINDS, strict=True):
        found = asks_for(text, language)
        assert kind in {one.kind for one in found}, text
        assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.trust("R20")
@pytest.mark.parametrize("language", LANGUAGES)
def test_good_questions_are_left_alone(language: str) -> None:
    for page in questionnaire_content()["pages"]:
        for question in page["questions"]:
            assert asks_for(question["text"][language], language) == [], question["text"][language]


def test_a_long_question_and_two_at_once_are_hard() -> None:
    assert [one.kind for one in asks_for("word " * 31, "en")] == [Ask.HARD]
    assert Ask.HARD in {one.kind for one in asks_for("Is it safe? Or do you worry?", "en")}
