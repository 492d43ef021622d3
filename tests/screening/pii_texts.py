"""Made-up texts with personal data, put together from parts after the rules were written."""

from collections.abc import Iterator

#: By language: sentences with ``{x}`` and what stands there, by kind.
HOLDING: dict[str, dict[str, tuple[list[str], list[str]]]] = {
    "en": {
        "email": (
            ["you can write to {x} please", "Mail: {x}.", "it is {x} ok"],
            [
                "lena.k@example.org",
                "t0m_99@mail.example.com",
                "zoe at gmail dot com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            ],
        ),
        "phone": (
            ["my number is {x}", "call {x} after school", "Reach me: {x}!"],
            ["+44 7700 900123", "07700-900-456", "(020) 7946 0018", "+1.202.555.0147"],
        ),
        "handle": (
            ["I am {x} there", "find me, {x}"],
            ["@lena_k2010", "@zoe.draws", "tomtom#4821"],
        ),
        "url": (
            ["see {x}", "my page {x} has it"],
            ["https://example.org/u/lena", "www.example.com/me"],
        ),
        "name": (
            ["Hello, my name is {x}.", "My best friend is called {x}", "They call me {x}"],
            ["Amira", "Jonas Weber", "Priya", "Chidi Okafor"],
        ),
        "school": (
            ["I go to {x} and it is bad there", "At {x} nobody helps"],
            ["Oakfield Primary School", "Saint Mary High School", "Riverside Academy"],
        ),
        "address": (
            ["I live at {x}", "our flat is {x}"],
            ["12 Green Lane", "221 Baker Street", "7 Old Mill Road"],
        ),
    },
    "fr": {
        "email": (
            ["écris-moi à {x}", "Mon mail : {x}.", "c'est {x} voilà"],
            [
                "lena.k@example.org",
                "tom_99@mail.example.fr",
                "zoe arobase gmail point com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｆｒ",
            ],
        ),
        "phone": (
            ["mon numéro : {x}", "appelle le {x} après l'école", "Joins-moi : {x} !"],
            ["06 12 34 56 78", "+33 6 12 34 56 78", "06.12.34.56.78", "+221 77 123 45 67"],
        ),
        "handle": (
            ["je suis {x} là-bas", "cherche {x}"],
            ["@lena_k2010", "@zoe.dessine", "tomtom#4821"],
        ),
        "url": (
            ["voir {x}", "ma page {x} le montre"],
            ["https://example.org/u/lena", "www.example.com/moi"],
        ),
        "name": (
            ["Bonjour, je m'appelle {x}.", "Ma copine s'appelle {x}", "Mon prénom est {x}"],
            ["Amira", "Jonas Weber", "Aïcha", "Léa Martin"],
        ),
        "school": (
            ["Je suis au {x} et c'est dur", "Au {x} personne n'aide"],
            ["collège Jean Moulin", "lycée Victor Hugo", "collège Pasteur"],
        ),
        "address": (
            ["J'habite {x}", "notre appartement est {x}"],
            ["12 rue des Lilas", "221 avenue Jean Jaurès", "7 impasse du Moulin"],
        ),
    },
    "es": {
        "email": (
            ["escríbeme a {x}", "Mi correo: {x}.", "es {x} vale"],
            [
                "lena.k@example.org",
                "tom_99@mail.example.es",
                "zoe arroba gmail punto com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｅｓ",
            ],
        ),
        "phone": (
            ["mi número es {x}", "llama al {x} después de clase", "Contacto: {x}!"],
            ["612 345 678", "+34 612 345 678", "+52 55 1234 5678", "11-4567-8901"],
        ),
        "handle": (["allí soy {x}", "búscame, {x}"], ["@lena_k2010", "@zoe.dibuja", "tomtom#4821"]),
        "url": (
            ["mira {x}", "mi página {x} lo muestra"],
            ["https://example.org/u/lena", "www.example.com/yo"],
        ),
        "name": (
            ["Hola, me llamo {x}.", "Mi amiga se llama {x}", "Mi nombre es {x}"],
            ["Amira", "Jonas Weber", "Lucía", "Ana Pérez"],
        ),
        "school": (
            ["Voy al {x} y es duro", "En el {x} nadie ayuda"],
            ["Colegio San José", "Instituto Cervantes", "Colegio Simón Bolívar"],
        ),
        "address": (
            ["Vivo en {x}", "nuestra casa está en {x}"],
            ["calle Mayor 12", "avenida de la Paz 221", "calle del Molino, 7"],
        ),
    },
    "ru": {
        "email": (
            ["пиши на {x}", "Почта: {x}.", "это {x} да"],
            [
                "lena.k@example.org",
                "tom_99@mail.example.ru",
                "zoe собака gmail точка com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｒｕ",
            ],
        ),
        "phone": (
            ["мой номер {x}", "звони {x} после школы", "Связь: {x}!"],
            ["+7 912 345-67-89", "8 (912) 345-67-89", "89123456789", "+375 29 123 45 67"],
        ),
        "handle": (["там я {x}", "найди меня, {x}"], ["@lena_k2010", "@zoe.risuet", "tomtom#4821"]),
        "url": (
            ["смотри {x}", "моя страница {x} тут"],
            ["https://example.org/u/lena", "www.example.com/ya"],
        ),
        "name": (
            ["Привет, меня зовут {x}.", "Мою подругу зовут {x}, ее зовут {x}", "Моё имя {x}"],
            ["Амира", "Иван Петров", "Настя", "Оля Сидорова"],
        ),
        "school": (
            ["Я учусь, {x}, и там тяжело", "{x}: никто не помогает"],
            ["школа № 57", "гимназия 12", "лицей № 3"],
        ),
        "address": (
            ["Я живу: {x}", "наша квартира: {x}"],
            ["улица Ленина, 12", "проспект Мира, дом 221", "ул. Садовая, д. 7"],
        ),
    },
    "ar": {
        "email": (
            ["اكتب لي على {x} من فضلك", "بريدي: {x}", "هو {x} نعم"],
            [
                "lena.k@example.org",
                "tom_99@mail.example.com",
                "zoe آت gmail دوت com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            ],
        ),
        "phone": (
            ["رقمي {x}", "اتصل على {x} بعد المدرسة", "للتواصل: {x}!"],
            ["٠١٠١٢٣٤٥٦٧٨", "+20 101 234 5678", "0101-234-5678", "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧"],
        ),
        "handle": (["هناك أنا {x}", "ابحث عني {x}"], ["@lena_k2010", "@zoe.rasm", "tomtom#4821"]),
        "url": (
            ["انظر {x}", "صفحتي {x} فيها"],
            ["https://example.org/u/lena", "www.example.com/ana"],
        ),
        "name": (
            ["مرحبا، اسمي {x}.", "صديقتي اسمها {x}", "أنا أدعى {x}"],
            ["أميرة", "يوسف علي", "نور", "سلمى حسن"],
        ),
        "school": (
            ["أدرس في {x} وهي صعبة", "أنا طالب في {x}"],
            ["مدرسة النور الابتدائية", "مدرسة الأمل", "ثانوية الخليج"],
        ),
        "address": (
            ["أسكن في {x}", "عنواني {x}"],
            ["شارع النيل رقم 12", "شارع الجامعة 221", "حي الزهور عمارة 7"],
        ),
    },
    "zh": {
        "email": (
            ["请写信到 {x} 谢谢", "邮箱：{x}。", "是 {x} 哦"],
            [
                "lena.k@example.org",
                "tom_99@mail.example.cn",
                "zoe艾特gmail点com",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｃｎ",
            ],
        ),
        "phone": (
            ["我的电话是{x}", "放学后打{x}给我", "联系：{x}！"],
            ["13812345678", "138-1234-5678", "一三八一二三四五六七八", "+86 138 1234 5678"],
        ),
        "handle": (["我在那里是 {x}", "找我 {x}"], ["@lena_k2010", "@zoe.hua", "tomtom#4821"]),
        "url": (
            ["看 {x}", "我的主页 {x} 有"],
            ["https://example.org/u/lena", "www.example.com/wo"],
        ),
        "name": (
            ["你好，我叫{x}。", "我的名字是{x}，你呢", "我的朋友叫{x}"],
            ["李小梅", "王芳", "陈家豪", "张伟"],
        ),
        "school": (
            ["我在{x}上学，很难", "我就读于{x}，没人帮忙"],
            ["阳光小学", "北京市第五中学", "实验中学"],
        ),
        "address": (
            ["我家住在{x}", "我家地址是{x}"],
            ["人民路12号", "幸福小区3号楼", "中山大道221号"],
        ),
    },
}

#: A sentence without personal data, to stand before.
BEFORE = {
    "ar": "أريد أن يكون الإنترنت مكانا آمنا للجميع.",
    "zh": "我希望网络对每个人都安全。",
    "en": "I want the internet to be safe for everybody.",
    "fr": "Je veux un internet sûr pour tout le monde.",
    "ru": "Я хочу, чтобы интернет был безопасным для всех.",
    "es": "Quiero que internet sea seguro para todos.",
}


def filled(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, text and what stands in it."""
    before = BEFORE[language]
    for kind, (sentences, parts) in HOLDING[language].items():
        for sentence in sentences:
            for part in parts:
                text = sentence.format(x=part)
                yield kind, text, part
                yield kind, f"{before} {text}", part
