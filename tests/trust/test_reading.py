"""Young people's pages are read at eleven (R02), and press nobody (R08)."""

import re

import pytest

from consult.core import reading
from consult.core.locales import LANGUAGES, Speaker
from tests.trust.pages import PAGES, messages, sentences

EASY = {
    "en": "We ask what you think. You can stop when you want. It is up to you.",
    "fr": "Nous te demandons ton avis. Tu peux arrêter quand tu veux.",
    "es": "Queremos saber qué ves en la red. Puedes parar cuando quieras.",
    "ru": "Мы хотим знать, что ты видишь в сети. Ты можешь уйти, когда хочешь.",
    "ar": "نحن نريد أن نعرف رأيك. يمكنك أن تقف متى أردت.",
    "zh": "我们想知道你怎么想。你想停就停。",
}
HARD = {
    "en": "Participation necessitates comprehensive acknowledgement of confidentiality provisions "
    "governing institutional dissemination of individually attributable contributions.",
    "fr": "La participation nécessite l’acceptation préalable des dispositions réglementaires "
    "relatives à la confidentialité des contributions individuellement identifiables.",
    "es": "La participación requiere la aceptación previa de las disposiciones reglamentarias "
    "relativas a la confidencialidad de las contribuciones individualmente identificables.",
    "ru": "Участие предполагает предварительное согласие с положениями законодательства "
    "относительно конфиденциальности персонифицированных высказываний респондентов.",
    "ar": "تستوجب المشاركة الموافقة المسبقة على الأحكام والإجراءات المتعلقة بالمحافظة على السرية "
    "المؤسسية للمساهمات والمعلومات المتعلقة بالمشاركين والمستجيبين واستخداماتها المستقبلية",
    "zh": "参与本次征询须事先充分知悉并明确认可有关机构针对可归因于特定个体之陈述所制定的保密规程",
}


@pytest.mark.trust("R02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_formula_of_each_language_tells_easy_from_hard(language: str) -> None:
    easy, hard = (reading.measure(text[language], language) for text in (EASY, HARD))

    assert easy.passes, easy
    assert not hard.passes, hard
    assert (easy.value > hard.value) is easy.higher_is_easier
    assert reading.measure(" 12 – ", language).passes


@pytest.mark.trust("R02")
@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        # The formulas by hand: words a sentence, syllables a word.
        ("The cat sat on the mat.", "en", round(0.39 * 6 + 11.8 * 1 - 15.59, 1)),
        ("La casa es roja.", "es", round(206.835 - 4 - 62.3 * 6 / 4, 1)),
        ("Le chat dort.", "fr", round(207 - 1.015 * 3 - 73.6 * 3 / 3, 1)),
        ("Мама мыла раму.", "ru", round(206.835 - 1.3 * 3 - 60.1 * 6 / 3, 1)),
        ("我们上网。你呢？", "zh", 3.0),
        # Two words, ten letters that are not alef, none longer than five, less two.
        ("رجل كبير", "ar", round(200.791 - 1.015 * 2 - 24.181 * 5 / 2, 1)),
    ],
)
def test_the_formulas_are_those_of_their_authors(text: str, language: str, value: float) -> None:
    assert reading.measure(text, language).value == value


@pytest.mark.trust("R02")
def test_rare_characters_alone_make_a_chinese_text_too_hard() -> None:
    told = reading.measure("魑魅魍魉。", "zh")

    assert len(reading.common_characters()) == 1500
    assert (told.value, told.common_share, told.passes) == (4.0, 0.0, False)


@pytest.mark.trust("R02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_young_people_is_read_at_eleven(language: str) -> None:
    hard = {
        page: told
        for page in PAGES
        if not (told := reading.measure(sentences(page, language), language)).passes
    }

    assert hard == {}


#: Words that press, reward or shame; matched at the beginning of a word (Chinese: anywhere).
PRESSING = {
    "en": "hurry last.chance only.today running.out don.t.miss streak reward prize win badge "
    "points bonus congratulations almost.there you.must you.have.to everyone.else disappoint",
    "fr": "vite dépêche dernière.chance récompense prix gagne badge points bonus félicitations "
    "presque.fini tu.dois tout.le.monde.a déçu",
    "es": "date.prisa última.oportunidad recompensa premio gana insignia puntos enhorabuena "
    "casi.has.terminado debes tienes.que.responder decepcion",
    "ru": "спеши торопись последний.шанс награда приз выигра значок баллы бонус поздравляем "
    "почти.готово обязан ты.должен ты.должна разочар",
    "ar": "أسرع آخر.فرصة مكافأة جائزة اربح شارة نقاط تهانينا يجب.عليك لا.تفوت",
    "zh": "赶快 最后机会 奖励 奖品 赢取 徽章 积分 恭喜 你必须 别错过 快要完成 让大家失望",
}
#: Where such a word says the opposite: nobody has to.
_SAYS_NO = re.compile(r"do not have to|does not have to|no tienes que")


@pytest.mark.trust("R08")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_young_people_presses_rewards_or_shames(language: str) -> None:
    words = "|".join(PRESSING[language].split())
    pressing = re.compile(words if language == "zh" else rf"(?<!\w)(?:{words})", re.IGNORECASE)
    said = Speaker(language)
    found = [
        text
        for page, paths in PAGES.items()
        if page != "privacy"
        for path in paths
        for message in messages(path)
        for text in [said.gettext(message if isinstance(message, str) else message[0])]
        if pressing.search(_SAYS_NO.sub("", text))
    ]

    assert found == []
    assert pressing.search(PRESSING[language].split()[0].replace(".", " "))
