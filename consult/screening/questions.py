"""Questions that ask for what a consultation must not know, or that push an answer (TRUST.md R20).

For whoever writes a questionnaire, before it opens: pure rules over the words of a question.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from consult.screening.folding import fold, folded_pattern


class Ask(StrEnum):
    """What is wrong with a question's words."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    SCHOOL = "school"
    BIRTH_DATE = "birth-date"
    #: Its words push one answer.
    LEADING = "leading"
    #: It is long, or asks two things at once.
    HARD = "hard"


@dataclass(frozen=True, order=True)
class Asked:
    """A place in a question; code points, ``end`` excluded."""

    start: int
    end: int
    kind: Ask


_LEXICON: dict[str, dict[Ask, str]] = {
    "en": {
        Ask.NAME: r"\b(?:your|full|first|last|family|sur|nick|real) ?names?\b|\bwhat are you called\b|\bwrite (?:down )?who you are\b|\bname and (?:age|surname|school)\b",
        Ask.EMAIL: r"\b(?:your|an?) e-?mail\b|\be-?mail address\b|\b(?:give|write|leave|enter|type) (?:us )?(?:your )?e-?mail\b",
        Ask.PHONE: r"\b(?:your|a|tele|mobile|cell) ?phone ?numbers?\b|\byour (?:number|mobile|whatsapp|phone no)\b|\bphone number\b|\bhow can we (?:reach|contact|call) you\b",
        Ask.ADDRESS: r"\b(?:your|home|postal|street) address\b|\bwhere exactly do you live\b|\b(?:which|what|your) (?:street|house|town|city|village|postcode|zip)\b",
        Ask.SCHOOL: r"\bname of (?:your|the) school\b|\b(?:which|what) school\b|\byour school'?s name\b|\bwhere do you go to school\b",
        Ask.BIRTH_DATE: r"\bdate of birth\b|\bbirth ?(?:date|day)\b|\bwhen were you born\b|\b(?:what|which) (?:day|year) were you born\b|\byear of birth\b",
        Ask.LEADING: r"\b(?:don'?t|do not|wouldn'?t|shouldn'?t|isn'?t|aren'?t) (?:you|it|they|we) (?:think|agree|feel|say|true)\b|\bdo you agree that\b|\b(?:obviously|of course|surely|everyone knows|as we all know|clearly)\b|\bhow (?:bad|terrible|great|wonderful|harmful|dangerous) (?:is|are|do)\b|\bwouldn'?t you\b",
    },
    "fr": {
        Ask.NAME: r"\b(?:ton|votre|tes|vos|quel est le) (?:nom|prenom|noms|prenoms|surnom|pseudo)\b|\bcomment (?:t'appelles-tu|tu t'appelles|vous appelez-vous)\b|\bnom et prenom\b|\bnom de famille\b",
        Ask.EMAIL: r"\b(?:ton|votre|une?) (?:adresse )?(?:e-?mail|mail|courriel|adresse electronique)\b|\badresse (?:e-?mail|mail|electronique)\b",
        Ask.PHONE: r"\b(?:ton|votre|un) (?:numero|telephone|portable|whatsapp)\b|\bnumero de (?:telephone|portable|mobile)\b|\bcomment (?:te|vous) (?:joindre|contacter|appeler)\b",
        Ask.ADDRESS: r"\b(?:ton|votre|l') ?adresse\b(?! (?:e-?mail|mail|electronique))|\bou habites-tu exactement\b|\bdans quelle (?:rue|ville)\b|\bcode postal\b|\bquel village\b|\b(?:ta|votre) (?:rue|ville)\b",
        Ask.SCHOOL: r"\bnom de (?:ton|votre|l') ?(?:ecole|college|lycee|etablissement)\b|\bquel(?:le)? (?:est (?:ton|votre) )?(?:ecole|college|lycee)\b|\bdans quelle? (?:ecole|college|lycee)\b",
        Ask.BIRTH_DATE: r"\bdate de naissance\b|\bquand (?:es-tu|etes-vous) nee?\b|\bquel jour (?:es-tu|etes-vous) nee?\b|\b(?:ton|votre) anniversaire\b|\bannee de naissance\b",
        Ask.LEADING: r"\bne (?:penses-tu|pensez-vous|trouves-tu|trouvez-vous|crois-tu) pas\b|\bes-tu d'accord (?:pour dire )?que\b|\betes-vous d'accord (?:pour dire )?que\b|\b(?:evidemment|bien sur|tout le monde sait|clairement|n'est-ce pas)\b|\ba quel point est-ce (?:grave|mauvais|dangereux|genial)\b",
    },
    "es": {
        Ask.NAME: r"\b(?:tu|su|tus|sus|cual es el) (?:nombre|apellido|nombres|apellidos|apodo)\b|\bcomo te llamas\b|\bcomo se llama usted\b|\bnombre (?:y apellidos?|completo)\b",
        Ask.EMAIL: r"\b(?:tu|su|un) (?:correo|e-?mail|mail)\b|\bcorreo electronico\b|\bdireccion de (?:correo|e-?mail)\b",
        Ask.PHONE: r"\b(?:tu|su|un) (?:numero|telefono|movil|celular|whatsapp)\b|\bnumero de (?:telefono|movil|celular)\b|\bcomo (?:podemos )?(?:contactarte|llamarte|localizarte)\b",
        Ask.ADDRESS: r"\b(?:tu|su) (?:direccion|domicilio|calle|ciudad|pueblo)\b(?! de (?:correo|e-?mail))|\bdonde vives exactamente\b|\ben que (?:calle|ciudad|pueblo)\b|\bcodigo postal\b",
        Ask.SCHOOL: r"\bnombre de (?:tu|su|la|el) ?(?:escuela|colegio|instituto|liceo)\b|\b(?:que|cual) (?:es tu )?(?:escuela|colegio|instituto|liceo)\b|\ba que (?:escuela|colegio|instituto|liceo) vas\b|\bcomo se llama tu (?:escuela|colegio|instituto|liceo)\b",
        Ask.BIRTH_DATE: r"\bfecha de nacimiento\b|\bcuando naciste\b|\b(?:que|en que) (?:dia|ano) naciste\b|\b(?:tu|su) cumpleanos\b|\bano de nacimiento\b",
        Ask.LEADING: r"\bno (?:crees|piensas|opinas|te parece|cree usted) que\b|\bestas de acuerdo (?:en|con) que\b|\b(?:obviamente|por supuesto|todo el mundo sabe|claramente|verdad que|como todos sabemos)\b|\bque tan (?:malo|grave|terrible|peligroso|bueno) (?:es|son)\b",
    },
    "ru": {
        Ask.NAME: r"\b(?:тво[её]|ваше|полное|укажи|напиши|укажите|напишите) (?:имя|фио|полное имя|свое имя)\b|\bкак (?:тебя|вас) зовут\b|\b(?:твоя|ваша|твою|вашу) фамили\w\b|\bимя и фамили\w\b|\bфио\b",
        Ask.EMAIL: r"\b(?:тво[йею]\w{0,2}|ваш\w{0,2}|электронн\w{2,3}) (?:e-?mail|имейл|почт\w|электронн\w{2,3})\b|\bадрес электронной почты\b|\bemail\b|\be-mail\b",
        Ask.PHONE: r"\b(?:тво[йею]\w?|ваш) (?:номер|телефон|мобильный|вотсап|ватсап)\b|\bномер (?:телефона|мобильного)\b|\bкак с тобой связаться\b|\bкак с вами связаться\b|\bтвоего телефона\b",
        Ask.ADDRESS: r"\b(?:тво[йею]|ваш|домашний) адрес\b(?! электрон)|\bгде именно ты живешь\b|\bна какой улице\b|\bв каком (?:городе|селе|доме)\b|\b(?:твой|ваш) город\b|\bпочтовый индекс\b",
        Ask.SCHOOL: r"\b(?:название|номер|имя) (?:твоей |вашей |своей )?(?:школы|гимназии|лицея|колледжа)\b|\bв какой школе\b|\bкакая (?:у тебя )?школа\b|\bв каком (?:лицее|колледже)\b",
        Ask.BIRTH_DATE: r"\bдат\w (?:твоего |вашего )?рождения\b|\bкогда (?:ты |вы )?(?:родил(?:ся|ась|ись))\b|\bкогда у тебя день рождения\b|\b(?:твой|ваш) день рождения\b|\bгод рождения\b|\bв каком году ты родил",
        Ask.LEADING: r"\bне (?:думаешь|считаешь|кажется|думаете|считаете) ли\b|\bразве (?:ты |вы )?не\b|\bсогласн\w (?:ли )?(?:ты|вы)\b|\bсоглас(?:ен|на|ны) ли\b|\b(?:конечно|очевидно|все знают|разумеется|ясно, что)\b|\bнасколько (?:плох\w|ужасн\w|опасн\w|вредн\w)\b|\bправда ли, что\b",
    },
    "ar": {
        Ask.NAME: r"(?:ما|ماهو|ما هو) (?:هو )?اسم(?:ك|كم)\b|\bاسمك\b|\bاسمكم\b|\bالاسم (?:الكامل|واللقب|الأول)\b|\bلقبك\b|\bاكتب اسم",
        Ask.EMAIL: r"\b(?:بريدك|بريدكم|البريد|ايميلك|إيميلك) ?(?:الإلكتروني)?\b|\bالإيميل\b",
        Ask.PHONE: r"\bرقم (?:هاتفك|جوالك|الهاتف|الجوال|موبايلك|هاتفكم|تليفونك|الموبايل)\b|\bهاتفك\b|\bرقمك\b|كيف (?:نتصل|يمكننا الاتصال|نتواصل) (?:بك|معك)",
        Ask.ADDRESS: r"\b(?:عنوانك|عنوانكم|عنوان (?:منزلك|بيتك|سكنك))\b|\b(?:في )?(?:أي|اي) (?:شارع|مدينة|حي|قرية)\b|\bأين تسكن (?:بالضبط|تحديدا)|\bمدينتك\b|\bالرمز البريدي\b|\bعنوان السكن\b",
        Ask.SCHOOL: r"\bاسم (?:مدرستك|المدرسة|مدرستكم|ثانويتك)\b|\b(?:في )?(?:أي|اي|أية) (?:مدرسة|ثانوية)\b|\bما هي مدرستك\b|\bما اسم مدرستك\b",
        Ask.BIRTH_DATE: r"\bتاريخ (?:ميلادك|الميلاد|ولادتك|الولادة)\b|\bمتى (?:ولدت|وُلدت)\b|\bعيد ميلادك\b|\b(?:سنة|عام) (?:ميلادك|الميلاد)\b|\bفي أي (?:يوم|سنة|عام) ولدت\b",
        Ask.LEADING: r"\bألا (?:تعتقد|ترى|تظن|توافق|تتفق)\b|\bهل (?:توافق|تتفق) (?:على|معنا|مع) أن\b|\b(?:بالطبع|طبعا|من الواضح|كما نعلم|الكل يعرف|بالتأكيد|أليس كذلك)\b|\bما مدى (?:سوء|خطورة|ضرر)\b",
    },
    "zh": {
        Ask.NAME: r"(?:你|您)(?:的)?(?:姓名|名字|全名|真名|大名)|(?:你|您)叫什么|(?:填写|写下|留下|请写)[^，。？]{0,4}(?:姓名|名字)|贵姓",
        Ask.EMAIL: r"(?:你|您)(?:的)?(?:邮箱|电子邮件|电子邮箱|邮件地址)|电子邮(?:件|箱)(?:地址)?|邮箱(?:地址|是)",
        Ask.PHONE: r"(?:你|您)(?:的)?(?:电话|手机|手机号|联系方式|微信|qq)|(?:电话|手机)号码?|联系方式|怎么(?:联系|找到)(?:你|您)|微信号",
        Ask.ADDRESS: r"(?:你|您)(?:的)?(?:家)?(?:的)?(?:家庭)?(?:地址|住址)|家庭(?:地址|住址)|(?:住在|在)哪(?:个|条|座)(?:街|路|小区|城市|村|镇)|具体住在哪|邮政编码",
        Ask.SCHOOL: r"(?:你|您)(?:的)?(?:学校|就读学校)(?:的)?(?:名称|名字|叫|是哪)|学校(?:名称|名字)|哪(?:所|个|家)(?:学校|中学|小学|高中)|在哪(?:里|儿)?上学|就读于哪",
        Ask.BIRTH_DATE: r"出生(?:日期|年月|年份|年月日)|(?:你|您)(?:的)?生日|(?:你|您)?(?:是)?(?:什么时候|哪天|哪年|何时|哪一年)(?:出)?生",
        Ask.LEADING: r"(?:难道|你不(?:觉得|认为)|您不(?:觉得|认为)|是不是应该|不是吗|对不对|你同意[^，。？]{0,12}吗|大家都知道|众所周知|当然|显然|毫无疑问)|(?:多么|有多)(?:糟糕|可怕|严重|危险|好)",
    },
}

#: A question is hard from here on: words, or signs where there are no blanks.
_MOST_WORDS, _MOST_SIGNS = 30, 60
_TWO_AT_ONCE = re.compile(r"[?？؟][^?？؟]{3,200}[?？؟]")


@cache
def _compiled(tag: str) -> list[tuple[Ask, re.Pattern[str]]]:
    return [(kind, re.compile(folded_pattern(words))) for kind, words in _LEXICON[tag].items()]


def asks_for(text: str, language: str) -> list[Asked]:
    """Return what a question must not ask, and what makes it a bad question, by place.

    Args:
        text: the question as young people read it.
        language: its tag, one of the six.

    Returns:
        One entry per place; :attr:`Ask.HARD` spans the whole question. Empty: nothing is wrong.
    """
    folded = fold(text)
    found = [
        Asked(*folded.span(*match.span()), kind)
        for kind, pattern in _compiled(language)
        for match in pattern.finditer(folded.low)
    ]
    signs = len(text.strip())
    long = signs > _MOST_SIGNS if language == "zh" else len(text.split()) > _MOST_WORDS
    if signs and (long or _TWO_AT_ONCE.search(text)):
        found.append(Asked(0, len(text), Ask.HARD))
    return sorted(found)
