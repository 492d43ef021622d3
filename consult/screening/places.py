"""Names, schools, addresses, dates of birth and ages, by language, as folded text.

Patterns marked ``KEPT`` read capitals, so they stand in plain letters without accents.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from consult.screening.contacts import Found
from consult.screening.folding import Folded, fold, folded_pattern

_CAP = r"[A-ZА-Я][\w'\-]{1,25}"
_CAPS = rf"{_CAP}(?: (?:de |del |la |le |al |bin |van |von )?{_CAP}){{0,2}}"
_WORDS = r"[\w'\-]{2,25}(?: [\w'\-]{2,25})?"
_HAN = r"[\u4e00-\u9fff]"
_DAY = (
    r"\d{1,4}(?:(?:st|nd|rd|th|er|º|-?го|-?е)?[\s./,年月日\-]{1,3}(?:of |de |del |d')?(?:\w{1,12}[\s./,\-]{1,2}(?:of |de |del )?)?\d{1,4}){0,2}[日年月号]?"
    r"|\d{1,2}(?:st|nd|rd|th|er)?\s(?:of |de )?[^\d\s.,!?]{3,12}(?:\s(?:de )?\d{4})?|[^\d\s.,!?]{3,12} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
)
_NOT_NAMES = fold(
    "not no so very too in on at the a an it its is was as for and but or mine used being never always written taken stolen everywhere online visible hidden real fake "
    "important private secret shown known safe your you his her their what who pas pas un une le la les mon ton son pour dans sur et mais tres affiche visible prive "
    "no un una el los las mi tu su en para y pero muy que cuando siempre nunca mal asi atencion не это в на и но мой моя никому никто никогда всегда часто видно было будет "
    "ليس غير في على من ما لا و هو هي كان تم قد مستعار خاص معروف not de des comment maman tous tout feo tonto idiota idiot dumb stupid fat gorda gordo names"
).low.split()
_NOT_HAN = "他她它你我们了不什么别自己大家那这家爸妈老小心救同去来回做在和"

#: Kind, whether capitals are read, pattern; the group ``own`` is the find where there is one.
_RULES: dict[str, list[tuple[str, bool, str]]] = {
    "en": [
        (
            "name",
            False,
            rf"\b(?:my (?:full |real |first |last )?name(?:'s| is|s)|(?:i am|i'm|im) called|people call me|they call me|call me|(?:s?he|who|girl|boy|man|teacher|friend|uncle) is called|name was|name is)[\s:]{{1,2}}(?P<own>{_WORDS})",
        ),
        (
            "name",
            True,
            rf"\b(?:I am|I'm|Im|i am|i'm|[Tt]his is|[Ii]ts|[Ii]t's me,?|[Rr]egards,?|[Ss]igned:?|[Yy]ours,?|[Ll]ove,) (?P<own>(?!I\b|OK|A\b|The\b|Muslim|Christian|Jewish|African|Asian|European|Arab)(?!\w{{3,20}}(?:an|ish|ese)\b){_CAPS})",
        ),
        (
            "name",
            True,
            rf"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Dd]r|[Tt]eacher|[Cc]oach|[Uu]ncle|[Aa]unt|[Ff]riend|[Bb]rother|[Ss]ister|[Cc]ousin|[Cc]lassmate|[Nn]eighbour|[Bb]oyfriend|[Gg]irlfriend|[Nn]amed|[Cc]alled)\.?,? (?:called |named |is )?(?P<own>{_CAPS})",
        ),
        (
            "school",
            True,
            rf"(?P<own>(?:(?:St\.? |Saint )?{_CAP} ){{1,4}}(?:[Ss]chool|[Hh]igh [Ss]chool|[Hh]igh|[Pp]rimary|[Ss]econdary|[Aa]cademy|[Cc]ollege|[Gg]rammar|[Ee]lementary|[Mm]iddle [Ss]chool)\b(?: School)?)",
        ),
        (
            "school",
            False,
            r"\b(?P<own>school (?:no\.?|number|n°|#)\s?\d{1,4})|\b(?:i go to|i attend|student at|pupil at|i study at|my school is(?: called)?|at school called|goes to)\s(?P<own2>(?!school|the|a |my|bed|sleep|work|church|many|any|public|private|an )[\w'.\-]{2,25}(?: [\w'.\-]{2,25}){0,3} (?:school|high|academy|college|primary|secondary|elementary))",
        ),
        (
            "address",
            False,
            r"\b(?P<own>\d{1,5}[a-z]?,? (?:[\w'\-]{2,20} ){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|square|close|court|terrace|way)\b\.?)",
        ),
        (
            "address",
            False,
            r"\b(?:my (?:home )?address(?: is|:)|i live (?:at|on)|we live (?:at|on)|my house is (?:at|on))\s?:?\s?(?P<own>(?!home|my|the|a |social|youtube|tiktok)[^\n.!?]{4,60})",
        ),
        (
            "address",
            False,
            r"\b(?P<own>(?:flat|apartment|apt|house) (?:no\.? ?|number )?\d{1,4}[a-z]?\b[^\n.!?]{0,40})",
        ),
        (
            "birth-date",
            False,
            rf"\b(?:i was born (?:on|in)|my (?:birthday|birth ?date|date of birth|bday|dob)(?: is| was|'s)?(?: on)?|born on|dob)[\s:]{{1,3}}(?:the )?(?P<own>{_DAY})",
        ),
        (
            "age",
            False,
            r"\b(?:i am|i'm|im)\s(?P<own>\d{1,2})(?:\b(?! (?:percent|%|hours|minutes)))",
        ),
    ],
    "fr": [
        (
            "name",
            False,
            rf"\b(?:je m'?appelle|je me nomme|mon (?:nom|prenom)(?: complet)?(?: est| c'est| :|:)|on m'appelle|(?:il|elle|qui) s'appelle|s'appelle|nomme)[\s:]{{1,2}}(?P<own>{_WORDS})",
        ),
        (
            "name",
            True,
            rf"\b(?:[Jj]e suis|[Mm]oi c'est|[Cc]'est|[Ss]igne:?) (?P<own>(?!Musulman|Francais|Chretien)(?!\w{{3,20}}(?:ais|aise|ien|ienne|ain|aine|ois)\b){_CAPS})",
        ),
        (
            "name",
            True,
            rf"\b(?:M\.|Mme|Mlle|[Mm]onsieur|[Mm]adame|[Pp]rof|[Oo]ncle|[Tt]ante|[Ff]rere|[Ss]oeur|[Cc]ousine?|[Cc]opine|[Cc]opain|[Aa]mie?|[Vv]oisine?|[Pp]rofesseur) (?P<own>{_CAPS})",
        ),
        (
            "school",
            True,
            rf"(?P<own>\b(?:[Cc]ollege|[Ll]ycee|[Ee]cole(?: primaire| elementaire| maternelle)?|[Ii]nstitut) (?:(?:de |du |des |la |l')?{_CAP}[ \-]?){{1,4}})",
        ),
        (
            "school",
            False,
            r"\b(?P<own>(?:college|lycee|ecole) (?:n°|no|numero|nº)\s?\d{1,4})|\b(?:mon (?:college|lycee|ecole) (?:s'appelle|est|c'est)|mon ecole s'appelle|eleve (?:au|a)|scolarisee? (?:au|a))\s(?P<own2>(?!le |la |un |college et|maison)[^\n.!?,]{3,40})",
        ),
        (
            "address",
            False,
            r"\b(?P<own>\d{1,4}(?: bis| ter)?,? ?(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allee|quai|cite|route|passage)\b[^\n.!?,]{2,40})",
        ),
        (
            "address",
            False,
            r"\b(?:mon adresse(?: est| c'est)?|j'habite (?:au|a l'adresse)|j'habite (?=\d|rue|avenue|cite|residence|boulevard)|je vis au)\s?:?\s?(?P<own>(?!maroc|mali|canada|senegal|cameroun|benin|togo|bresil|liban|niger|tchad|japon|mail|quotidien|milieu|sein|village|centre|bord|jour)[^\n.!?]{4,60})",
        ),
        (
            "birth-date",
            False,
            rf"\b(?:je suis nee?(?: le| en)?|mon anniversaire(?: est|,? c'est)?(?: le)?|ma date de naissance(?: est)?(?: le)?|nee? le)[\s:]{{1,3}}(?:le )?(?P<own>{_DAY})",
        ),
        ("age", False, r"\bj'?ai (?P<own>\d{1,2}) ?ans\b"),
    ],
    "es": [
        (
            "name",
            False,
            rf"\b(?:me llamo|mi nombre(?: completo)?(?: es|:)|me dicen|mis amigos me dicen|(?:el|ella|que|quien) se llama|se llama|llamad[oa])[\s:]{{1,2}}(?P<own>{_WORDS})",
        ),
        (
            "name",
            True,
            rf"\b(?:[Ss]oy|[Aa]tentamente,?|[Ff]irmado:?) (?P<own>(?!Musulman|Catolic)(?!\w{{3,20}}(?:ano|ana|enos?|ena|eno)\b){_CAPS})",
        ),
        (
            "name",
            True,
            rf"\b(?:[Ss]r\.?|[Ss]ra\.?|[Ss]rta\.?|[Dd]on|[Dd]ona|[Pp]rofe|[Pp]rofesora?|[Tt]i[oa]|[Hh]erman[oa]|[Pp]rim[oa]|[Aa]mig[oa]|[Vv]ecin[oa]|[Nn]ovi[oa]|[Ee]ntrenador) (?P<own>{_CAPS})",
        ),
        (
            "school",
            True,
            rf"(?P<own>\b(?:[Cc]olegio|[Ii]nstituto|[Ee]scuela|[Ll]iceo|IES|CEIP|[Pp]reparatoria|[Ss]ecundaria|[Pp]rimaria) (?:(?:de |del |la |los |las |El |y )?{_CAP} ?){{1,4}}(?:\d{{1,3}})?)",
        ),
        (
            "school",
            False,
            r"\b(?P<own>(?:escuela|colegio|instituto|secundaria|liceo) (?:n°|no\.?|numero|nº|#|tecnica)\s?\d{1,4})|\b(?:mi (?:colegio|escuela|instituto|liceo) (?:se llama|es el|es la)|estudio en (?:el|la) (?=colegio|escuela|instituto|liceo))\s?(?P<own2>(?!mejor|peor|lugar)[^\n.!?,]{3,40})",
        ),
        (
            "address",
            False,
            r"\b(?P<own>(?:calle|c/|avenida|av\.|avda\.?|plaza|paseo|carrera|cra\.?|camino|pasaje|jiron)\s[^\n.!?]{2,30}?\s?(?:#|n°|nº|num\.?|numero|no\.?|,)?\s?\d{1,5}(?:-\d{1,4})?)",
        ),
        (
            "address",
            False,
            r"\b(?:mi (?:direccion|domicilio)(?: es|:)?|vivo en (?:la )?(?=calle|avenida|av\.|plaza|pasaje|carrera|casa|jiron|manzana))\s?:?\s?(?P<own>(?!de |ip|correo)[^\n.!?]{4,60})",
        ),
        (
            "birth-date",
            False,
            rf"\b(?:naci (?:el|en)|mi cumple(?:anos)?(?: es)?(?: el)?|mi fecha de nacimiento(?: es)?(?: el)?|nacid[oa] el)[\s:]{{1,3}}(?:el )?(?P<own>{_DAY})",
        ),
        ("age", False, r"\btengo (?P<own>\d{1,2}) ?(?:anos|anitos)\b"),
    ],
    "ru": [
        (
            "name",
            False,
            rf"\b(?:меня зовут|мо[её] имя|мое полное имя|звать меня|(?:ее|его|которого|которую|подругу|друга|учителя|брата|сестру) зовут|зовите меня|по имени|фамилия)[\s:\-]{{1,3}}(?P<own>{_WORDS})",
        ),
        (
            "name",
            True,
            rf"\b(?:Я|[Ээ]то|С уважением,?|[Пп]одпись:?)[ ,\-]{{1,3}}(?P<own>{_CAP}(?: {_CAP}){{0,2}})",
        ),
        (
            "name",
            True,
            rf"\b(?:[Дд]руг\w{{0,2}}|[Пп]одруг\w{{1,2}}|[Бб]рат\w{{0,2}}|[Сс]естр\w{{1,2}}|[Дд]яд\w|[Тт]ет\w|[Уу]чител\w{{1,5}}|[Оо]дноклассни\w{{2,3}}|[Сс]осед\w{{0,2}}|[Тт]ренер\w{{0,2}}|[Гг]осподин|[Пп]ар[ен]\w{{1,3}})(?: по имени)? (?P<own>{_CAP}(?: {_CAP}){{0,2}})",
        ),
        (
            "school",
            False,
            r"\b(?P<own>(?:школ\w{1,2}|гимнази\w{1,2}|лице\w{1,3}|колледж\w{0,2}|интернат\w{0,2})\s?(?:№|номер|n|no|#)?\s?\d{1,4})",
        ),
        (
            "school",
            True,
            rf"(?P<own>\b(?:[Шш]кол\w{{1,2}}|[Гг]имнази\w{{1,2}}|[Лл]ице\w{{1,3}}|[Кк]олледж\w{{0,2}}) (?:имени |им\. ?|«)?{_CAP}(?: {_CAP}){{0,2}}»?)|(?P<own2>\b{_CAP}(?:ская|ской|скую|ском|ский) (?:школ\w{{1,2}}|гимнази\w{{1,2}}|лице\w{{1,3}}))",
        ),
        (
            "address",
            False,
            r"\b(?P<own>(?:ул\.?|улиц\w|проспект\w?|пр-т|пр\.|переул\w{2,3}|пер\.|бульвар\w?|шоссе|площад\w|набережн\w{2})\s[^\n.!?]{2,40}?,?\s?(?:д\.?|дом\w?)?\s?\d{1,4}[^\n.!?]{0,20})|(?P<own2>\bдом\w?\s\d{1,4},?\s(?:кв\.?|квартир\w)\s?\d{1,4})",
        ),
        (
            "address",
            False,
            r"\b(?:мой (?:домашний )?адрес|живу по адресу|я живу на улице|живу на (?:улице|проспекте))[\s:\-]{1,3}(?P<own>(?!почты|электрон)[^\n!?]{4,60})",
        ),
        (
            "birth-date",
            False,
            rf"\b(?:я родил(?:ся|ась)|мой день рождени[яе]|мо[яе] дата рождения|дата рождения|день рождения у меня|родил(?:ся|ась))[\s:\-]{{1,3}}(?:в )?(?P<own>{_DAY})",
        ),
        ("age", False, r"\b(?:мне (?P<own>\d{1,2}) ?(?:лет|год\w?))"),
    ],
    "ar": [
        (
            "name",
            False,
            rf"(?:\b[وف]?اسمي(?: الكامل| الحقيقي)?(?: هو)?|\b[وف]?(?:أنا )?أدعى|\bينادونني|\bيسمونني|\b[وف]?(?:و)?اسمه(?:ا)?(?: هو| هي)?|\b[وف]?(?:ي|ت)دعى|\b[وف]?(?:ا)?سميت)[\s:]{{1,2}}(?P<own>{_WORDS})",
        ),
        (
            "name",
            False,
            r"\b[وف]?(?:الأستاذ|الأستاذة|السيد|السيدة|المعلم|المعلمة|المدرب|عمي|خالي|صديقي|صديقتي|أخي|أختي|زميلي|زميلتي|جاري) (?P<own>(?:محمد|أحمد|محمود|علي|عمر|عمرو|خالد|يوسف|حسن|حسين|إبراهيم|عبد ?\w{2,10}|سامي|كريم|طارق|ياسر|سعيد|فاطمة|مريم|ليلى|عائشة|سارة|نور|هدى|زينب|أمينة|سلمى|رنا|منى|هند|دعاء|ياسمين|رانيا|آية|ندى)(?: \w{2,12})?)",
        ),
        (
            "school",
            False,
            r"(?P<own>\b[وف]?(?:ب|ل|ال)?(?:مدرسة|مدرسه|ثانوية|إعدادية|متوسطة|ابتدائية|معهد|أكاديمية|كلية) (?:\w{2,15} ){1,4}?(?:الابتدائية|الثانوية|الإعدادية|المتوسطة|الخاصة|الدولية|للبنات|للبنين|النموذجية|الأهلية|الحكومية|الأساسية|التجريبية))",
        ),
        (
            "school",
            False,
            r"\b[وف]?(?:أدرس|ادرس|أتعلم|أذهب|طالب|طالبة|تلميذ|تلميذة|اسم مدرستي|مدرستي (?:هي|اسمها)|التحقت)(?: في| ب| إلى| هو| هي)?\s?(?P<own>(?:ب)?(?:مدرسة|ثانوية|إعدادية|متوسطة|معهد|أكاديمية|ابتدائية) (?!في|ال[حعق]|جديد|بعيد|كبير|خاصة|حكومية|داخلية|من|و)\w{2,15}(?: \w{2,15}){0,2})|\b[وف]?(?:اسم مدرستي|مدرستي (?:هي|اسمها))\s(?P<own2>\w{2,15}(?: \w{2,15}){0,2})",
        ),
        (
            "address",
            False,
            r"(?P<own>\b[وف]?(?:شارع|زنقة|حي|درب|حارة|عمارة|طريق) (?:\w{2,15}[ ،,]{1,2}){1,4}?(?:رقم|عمارة|بناية|منزل|بيت|شقة|فيلا)?\s?(?:رقم )?\d{1,4})|(?P<own2>\b\d{1,4},? (?:شارع|زنقة|نهج) \w{2,15}(?: \w{2,15}){0,2})",
        ),
        (
            "address",
            False,
            r"\b[وف]?(?:عنواني(?: هو)?|عنوان (?:بيتي|منزلي|سكني)(?: هو)?|أسكن في (?=شارع|حي|زنقة|عمارة|منزل)|أعيش في (?=شارع|حي |عمارة)|بيتي في (?=شارع|حي)|منزلي في (?=شارع|حي)|يقع بيتي)\s?:?\s?(?P<own>(?!البريد|الإلكتروني)[^\n.!?؟]{4,50})",
        ),
        (
            "birth-date",
            False,
            rf"\b[وف]?(?:ولدت|مواليد|تاريخ ميلادي(?: هو)?|عيد ميلادي(?: هو)?|تاريخ ولادتي)(?: في| يوم| بتاريخ| سنة| عام)?(?: يوم)?[\s:]{{1,3}}(?P<own>{_DAY})",
        ),
        ("age", False, r"\b[وف]?(?:عمري|سني|أبلغ)(?: هو| من العمر)? (?P<own>\d{1,2})"),
    ],
    "zh": [
        (
            "name",
            False,
            rf"(?:我叫做?|我的名字(?:是|叫)|我名叫|我的全名是|我姓名|大家叫我|叫我|名字(?:是|叫)|名叫|真名(?:是|叫)|(?:他|她|老师|同学|朋友|叔叔|舅舅|哥哥|弟弟|姐姐|妹妹)叫)(?P<own>(?![{_NOT_HAN}]{{2}}|[他她它你我]|小心|什么|做|不|了|去|来|过)(?:{_HAN}{{2,4}}?(?=[，。、！？\s,.!?]|$|今年|在|是|来自|住|和)|{_HAN}{{2,3}}|[a-z]{{2,20}}))",
        ),
        (
            "name",
            False,
            rf"(?:我是|同学|朋友|闺蜜|同桌)(?P<own>(?:[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]{_HAN}{{1,2}})(?=[，。、！？\s,.!?]|$|今年|在|来自|住|和|打|总|说|被|，))",
        ),
        (
            "name",
            False,
            r"(?P<own>[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤](?:某某|老师|阿姨|叔叔|先生|女士|同学))",
        ),
        (
            "school",
            False,
            rf"(?:我在|就读于|我是|我上|来自|我读|在|我们学校是|我的学校是|我们学校叫|学校叫|读)(?P<own>(?!(?:乡|农村|小学|中学|高中|初中|学校|一所|这所|那所|我|他|很|有|全|各|所|大|普|不|每|许))(?:{_HAN}|\d){{2,12}}?(?:小学|中学|高中|附中|学校|学院|大学|一中|二中|三中|四中|实小)(?!生))",
        ),
        (
            "school",
            False,
            r"(?P<own>(?:[\u4e00-\u9fff]{2,4}[市县区])?第?[一二三四五六七八九十\d]{1,3}(?:中学|小学|高中|中(?=[，。\s初高,的读上]|$)))",
        ),
        (
            "address",
            False,
            rf"(?P<own>(?:{_HAN}{{2,10}}(?:市|区|县|镇|村))?{_HAN}{{1,8}}(?:路|街|大道|巷|弄|胡同|道)(?:[\d一二三四五六七八九十百零]{{1,5}})(?:号|弄)(?:[^\s，。！？]{{0,15}}(?:室|楼|栋|单元|号))?)|(?P<own2>{_HAN}{{2,8}}(?:小区|花园|新村|公寓|苑|家园)[\d一二三四五六七八九十]{{1,4}}(?:号楼|栋|幢|单元|号)[^\s，。！？]{{0,12}})",
        ),
        (
            "address",
            False,
            r"(?:我(?:的)?(?:家)?(?:的)?(?:家庭)?地址(?:是|在|：|:)|我家(?:住)?(?:地址)?(?:在|是)|我住在)(?P<own>(?!农村|乡下|城市|城里|网上|山区|学校|外地|国外|北方|南方)[^\n。！？，,]{2,30}(?:号|楼|栋|单元|室|小区|村|路|街|巷|弄|花园|镇))",
        ),
        (
            "birth-date",
            False,
            r"(?:我(?:是)?(?:出)?生(?:于|在|日期是)|我的?(?:出生日期|生日)(?:是|为|在|：|:)?|出生于|出生日期(?:是)?(?:：|:)?|我是)\s?(?P<own>(?:\d{4}|[{}一二三四五六七八九零〇]{4})年(?:[\d一二三四五六七八九十]{1,3}月)?(?:[\d一二三四五六七八九十]{1,3}[日号])?(?=出?生|[日号月]|[，。\s,.!！]|$)|\d{1,2}月\d{1,2}[日号]|\d{4}[-./]\d{1,2}[-./]\d{1,2})",
        ),
        ("age", False, r"(?:我|今年)(?:今年|现在)?(?P<own>\d{1,2}|十[一二三四五六七八九]?)岁"),
    ],
}


@cache
def _compiled(tag: str) -> list[tuple[str, bool, re.Pattern[str]]]:
    return [
        (kind, kept, re.compile(pattern if kept else folded_pattern(pattern)))
        for kind, kept, pattern in _RULES[tag]
    ]


def found(folded: Folded, tags: Sequence[str]) -> Iterator[Found]:
    """Yield kind, start and end of each find in the folded text, by the rules of languages."""
    for tag in tags:
        for kind, kept, pattern in _compiled(tag):
            text = folded.kept if kept else folded.low
            for match in pattern.finditer(text):
                own = next((n for n, part in match.groupdict().items() if part), None)
                if own is None:
                    continue
                start, end = match.span(own)
                if kind != "name" or _is_name(folded.low[start:end]):
                    yield kind, start, end


def _is_name(low: str) -> bool:
    words = low.split()
    return bool(words) and words[0] not in _NOT_NAMES and not words[0].isdigit()
