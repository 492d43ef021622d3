"""Ways to reach somebody: pages, e-mail, phones, names in chats and networks, as folded text."""

import re
from collections.abc import Iterator

from consult.screening.folding import Folded, folded_pattern

Found = tuple[str, int, int]

_ENDS = (
    "com|net|org|info|edu|gov|io|me|co|app|int|ru|su|fr|es|mx|ar|cl|pe|cn|hk|tw|uk|us|ca|ch|be|de"
    "|it|eg|sa|ae|ma|tn|dz|jo|lb|qa|kw|sn|ci|cm|kz|by|ua|tv|gg|ly|рф|ком|ру|كوم|نت"
)
_HOSTS = (
    "gmail|mail|yahoo|hotmail|outlook|live|icloud|proton|protonmail|yandex|rambler|qq|163|126"
    "|sina|foxmail|orange|laposte|free|example|جيميل|ياهو|هوتميل|اوتلوك|джимейл|яндекс|мейл"
)
_AT = r"@|\(at\)|\[at\]|\bat\b|\barrob[ao]\b|\barobas\w?\b|\barobase\b|\bсобак[аи]\b|\bсобачка\b|艾特|圈a|\bات\b|\bآت\b"
_DOT = r"\.|\(dot\)|\[dot\]|\bdot\b|\bpunto\b|\bpoint\b|\bточка\b|点|\bنقطة\b|\bدوت\b"

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。]{2,200}")
_PAGE = re.compile(
    rf"(?<![\w@.\-])(?:[a-z0-9\-]{{1,40}}\.){{1,3}}(?:{_ENDS})(?:/[^\s<>\"'，。]{{1,100}})(?![\w@])"
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}(?:@|\s@\s)[\w\-]{1,63}(?:\s?\.\s?[\w\-]{2,63}){1,4}"
)
_SPELLED = re.compile(
    folded_pattern(
        rf"(?<![\w.+\-])[\w.+\-]{{1,64}}\s{{0,2}}(?:{_AT})\s{{0,2}}(?:"
        rf"(?:{_HOSTS})\b|[\w\-]{{2,63}}(?=\s{{0,2}}(?:{_DOT})))"
        rf"(?:\s{{0,2}}(?:{_DOT})\s{{0,2}}[\w\-]{{2,20}}){{0,2}}\s{{0,2}}(?:{_DOT})\s{{0,2}}(?:{_ENDS})\b"
    )
)
#: Chinese has no blanks: what stands before the sign for "at" must be Latin.
_SPELLED_ZH = re.compile(
    rf"[a-z0-9][\w.+\-]{{1,40}}\s?(?:艾特|圈a|at)\s?[a-z0-9\-]{{2,30}}\s?(?:点|\.)\s?(?:{_ENDS})",
    re.ASCII,
)

_PHONE_WORDS = re.compile(
    folded_pattern(
        r"phone|mobile|\bcell\b|\bcall\b|text me|whats ?app|number is|\bnum\b|telegram|viber|signal"
        r"|telephone|portable|appel|numero|telefon|movil|celular|llama|marca|тел|номер|звони|мобильн|пиши|ватсап|вотсап|вайбер"
        r"|رقم|هاتف|جوال|موبايل|اتصل|تليفون|واتس|电话|手机|号码|打给|联系|拨|微信|qq|加我"
    )
)
_PHONE = re.compile(
    r"(?<![\w@#])(?:\+\s?|\(\+?)?\d(?:[\s().\-/]{0,3}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w])|(?<=[\u4e00-\u9fff])\d(?:[\s.\-]{0,2}\d){6,14}|(?<![\d@#])\d(?:[\s.\-]{0,2}\d){6,14}(?=[\u4e00-\u9fff])"
)
_CHINESE_DIGITS = "零〇一二三四五六七八九幺两"
_CHINESE_PHONE = re.compile(
    rf"[{_CHINESE_DIGITS}](?:[\s、，,\-]{{0,2}}[{_CHINESE_DIGITS}]){{6,14}}"
)
_DIGIT_WORDS = (
    (
        "zero",
        "oh",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "double",
    ),
    ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    ("ноль", "нуль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"),
    ("صفر", "واحد", "اثنان", "اثنين", "ثلاثة", "اربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
)
_WORD_PHONES = [
    re.compile(folded_pattern(rf"\b(?:{'|'.join(w)})(?:[\s,\-]{{1,2}}(?:{'|'.join(w)})\b){{6,14}}"))
    for w in _DIGIT_WORDS
]
_DATE = re.compile(
    r"(?:19|20)\d\d[-./\s]\d{1,2}[-./\s]\d{1,2}|\d{1,2}[-./\s]\d{1,2}[-./\s](?:19|20)\d\d"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_YEARS = re.compile(r"(?:(?:1[5-9]|20)\d\d[\s().\-/]{0,3}){1,5}")
_SHORTEST_BARE = 9
_NEAR = 30

_HANDLE = re.compile(r"(?<![\w@.])@[\w](?:[\w.]{1,30})(?!\w)|(?<![\w.])[\w.]{2,32}#\d{4}(?!\d)")
_NETWORKS = (
    r"insta(?:gram)?|\big\b|snap(?:chat)?|tik ?tok|discord|telegram|\btg\b|whats ?app|skype|roblox|steam|facebook|\bfb\b|twitter"
    r"|\bvk\b|\bqq\b|wechat|weixin|vx|微信号?|抖音号?|小红书|快手|qq号?|انستا\w{0,4}|انستغرام\w?|سناب\w{0,4}|تيك توك|تلغرام|تليجرام|تلجرام|ديسكورد|فيسبوك"
    r"|инст\w{0,5}|телег\w{0,6}|тик ?ток\w{0,2}|дискорд\w{0,2}|снап\w{0,5}|вк\b|вконтакте|роблокс\w{0,2}|стим\w{0,2}|user ?name|usuario|pseudo|ник\b|никнейм|\bnick(?:name)?\b|用户名|账号|网名|حسابي|يوزري?"
)
_LINK = r"is|it'?s|es|est|c'est|account|user|me|as|at|id|on|compte|cuenta|como|это|мой|моя|ник|hand?le|name|هو|هي|اسمه|على|في|号|是|叫|账号|搜|为"
_NAMED = re.compile(
    folded_pattern(
        rf"(?:{_NETWORKS})[\s:=\-,(«\"]{{0,3}}(?:(?:{_LINK})[\s:=\-,«\"]{{1,3}}|[号是叫为])?(?:(?:{_LINK})[\s:=\-«\"]{{1,3}}|[号是叫为])?"
        r"(?P<own>[a-z0-9_.\-]{3,32})(?![\w])"
    )
)
_NAMED_BY_COLON = re.compile(
    folded_pattern(rf"(?:{_NETWORKS})\s?[:=：]\s?(?P<own>[a-z0-9_.\-]{{3,32}})")
)
_ADD_ME = re.compile(
    r"\b(?:add|follow|message|dm|find) me (?:on )?(?:\w{2,12} )?(?:at |as |@|: ?)?(?P<own>[a-z][a-z0-9.]{0,28}[_0-9][a-z0-9_.]{0,20})"
)
_OWN_SIGN = re.compile(r"[0-9_.]")


def found(folded: Folded) -> Iterator[Found]:
    """Yield kind, start and end of each find in the folded text."""
    text = folded.low
    for pattern in (_URL, _PAGE):
        yield from (("url", *match.span()) for match in pattern.finditer(text))
    if "@" in text:
        yield from (("email", *match.span()) for match in _EMAIL.finditer(text))
    for pattern in (_SPELLED, _SPELLED_ZH):
        yield from (("email", *match.span()) for match in pattern.finditer(text))
    yield from _handles(text)
    yield from _phones(text)


def _handles(text: str) -> Iterator[Found]:
    yield from (("handle", *match.span()) for match in _HANDLE.finditer(text))
    for match in _NAMED_BY_COLON.finditer(text):
        yield "handle", *match.span("own")
    for pattern in (_NAMED, _ADD_ME):
        for match in pattern.finditer(text):
            own = match.group("own").strip(".-")
            if _OWN_SIGN.search(own) and not own.isdigit():
                yield "handle", match.start("own"), match.start("own") + len(own)


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        if _is_phone(match.group(), text[max(0, match.start() - _NEAR) : match.start()]):
            yield "phone", *match.span()
    for pattern in (_CHINESE_PHONE, *_WORD_PHONES):
        yield from (("phone", *match.span()) for match in pattern.finditer(text))


def _is_phone(written: str, before: str) -> bool:
    digits = sum(sign.isdigit() for sign in written)
    bare = written.strip(" ()")
    if bare.startswith("+") or _PHONE_WORDS.search(before):
        return True
    if _DATE.fullmatch(bare) or _YEARS.fullmatch(bare):
        return False
    if _THOUSANDS.fullmatch(bare) and (digits < _SHORTEST_BARE or bare.endswith("000")):
        return False
    separated = len(bare) > digits
    return digits >= _SHORTEST_BARE or (separated and digits >= 8)
