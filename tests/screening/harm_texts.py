"""Made-up texts about harm, put together from parts: told by somebody, and talked about.

``TOLD_WHILE_WRITING`` was at hand while the rules were written; ``TOLD`` was written afterwards
and the rules were not changed to fit single lines of it.
"""

from collections.abc import Iterator
from itertools import product

#: Templates by language, with ``{who}``, ``{when}`` and ``{frame}`` filled in every combination.
TOLD: dict[str, dict[str, list[str]]] = {
    "en": {
        "who": ["my stepdad", "my uncle", "the man next door", "my older brother", "our coach"],
        "when": ["since last year", "when nobody is home", "almost every night"],
        "text": [
            "{who} hurts me {when}.",
            "I never told anybody but {who} touches me {when}.",
            "{when} {who} hit me with a cable and I am scared to go home.",
            "{who} keeps asking me for naked pictures {when}.",
            "I want to end my life because of {who}, {when} it gets worse.",
            "{who} makes me work and won't let me leave, {when}.",
            "{who} said he is going to kill me, {when}.",
        ],
    },
    "fr": {
        "who": ["mon beau-père", "mon oncle", "le voisin", "mon grand frère", "notre entraîneur"],
        "when": ["depuis un an", "quand je suis seule", "presque chaque nuit"],
        "text": [
            "{who} me fait mal {when}.",
            "Je n'ai rien dit mais {who} me touche {when}.",
            "{when} {who} m'a frappé avec un câble et j'ai peur de rentrer.",
            "{who} me demande des photos de mon corps {when}.",
            "J'ai envie de mourir à cause de ça, {who} recommence {when}.",
            "{who} me force à travailler et ne me laisse pas sortir {when}.",
            "{who} a dit qu'il va me tuer, {when}.",
        ],
    },
    "es": {
        "who": ["mi padrastro", "mi tío", "el vecino", "mi hermano mayor", "nuestro entrenador"],
        "when": ["desde hace un año", "cuando no hay nadie", "casi todas las noches"],
        "text": [
            "{who} me hace daño {when}.",
            "No se lo he contado a nadie pero {who} me toca {when}.",
            "{when} {who} me golpeó con un cable y tengo miedo de volver a casa.",
            "{who} me pide fotos desnuda {when}.",
            "Quiero acabar con mi vida por culpa de {who}, {when} es peor.",
            "{who} me obliga a trabajar y no me deja salir {when}.",
            "{who} dijo que me va a matar, {when}.",
        ],
    },
    "ru": {
        "who": ["отчим", "мой дядя", "сосед", "старший брат", "наш тренер"],
        "when": ["уже год", "когда никого нет дома", "почти каждую ночь"],
        "text": [
            "{when} {who} бьёт меня.",
            "Я никому не говорила, но {who} трогает меня {when}.",
            "{who} избил меня проводом, {when}, и я боюсь идти домой.",
            "{who} просит голые фотки, {when}.",
            "Я хочу покончить с собой, {who} мучает, {when}.",
            "{who} заставляет работать и не отпускает, {when}.",
            "{who} сказал, что убьёт меня, {when}.",
        ],
    },
    "ar": {
        "who": ["زوج أمي", "عمي", "جارنا", "أخي الكبير", "مدربنا"],
        "when": ["منذ سنة", "عندما لا يكون أحد في البيت", "تقريبا كل ليلة"],
        "text": [
            "{who} يؤذيني {when}.",
            "لم أقل لأحد لكن {who} يلمسني {when}.",
            "{when} {who} ضربني بسلك وأخاف من العودة إلى البيت.",
            "{who} يطلب مني صورا عارية {when}.",
            "أفكر في الانتحار بسبب {who}، {when} يصبح أسوأ.",
            "{who} يجبرني على العمل ولا يسمح لي بالخروج {when}.",
            "{who} قال إنه سيقتلني، {when}.",
        ],
    },
    "zh": {
        "who": ["继父", "叔叔", "隔壁邻居", "哥哥", "我们的教练"],
        "when": ["从去年开始", "家里没人的时候", "几乎每天晚上"],
        "text": [
            "{when}{who}都会打我。",
            "我没告诉任何人，{who}{when}摸我的身体。",
            "{when}{who}用电线抽我，我怕回家。",
            "{who}{when}总要我发裸照给他。",
            "因为{who}，我真的不想活了，{when}更难受。",
            "{who}逼我干活，{when}不让我出门。",
            "{who}说要杀了我，{when}。",
        ],
    },
}

#: Talk about harm: what this platform's consultations are full of.
TALKED: dict[str, dict[str, list[str]]] = {
    "en": {
        "what": [
            "Bullying",
            "Online abuse",
            "Violence against children",
            "Suicide",
            "Grooming",
            "Blackmail with photos",
            "Child trafficking",
        ],
        "where": [
            "on social media",
            "in online games",
            "at schools",
            "in our country",
            "in group chats",
        ],
        "text": [
            "{what} is a big problem {where} and adults should listen.",
            "I think {what} {where} must be stopped by law.",
            "Schools should teach us what to do about {what} {where}.",
            "Many children do not report {what} {where} because they are afraid.",
            "Nobody ever hurt me, but I read about {what} {where}.",
            "Companies earn money while {what} happens {where}.",
        ],
    },
    "fr": {
        "what": [
            "Le harcèlement",
            "L'abus en ligne",
            "La violence contre les enfants",
            "Le suicide",
            "Le grooming",
            "Le chantage aux photos",
            "La traite des enfants",
        ],
        "where": [
            "sur les réseaux sociaux",
            "dans les jeux en ligne",
            "à l'école",
            "dans notre pays",
            "dans les messageries",
        ],
        "text": [
            "{what} est un grand problème {where} et les adultes devraient écouter.",
            "Je pense que la loi doit arrêter ça : {what} {where}.",
            "L'école devrait nous apprendre quoi faire : {what} {where}.",
            "Beaucoup d'enfants n'en parlent pas : {what} {where} leur fait peur.",
            "Personne ne m'a fait de mal, mais j'ai lu des choses : {what} {where}.",
            "Les entreprises gagnent de l'argent pendant ce temps : {what} {where}.",
        ],
    },
    "es": {
        "what": [
            "El acoso",
            "El abuso en línea",
            "La violencia contra los niños",
            "El suicidio",
            "El grooming",
            "El chantaje con fotos",
            "La trata de niños",
        ],
        "where": [
            "en las redes sociales",
            "en los juegos en línea",
            "en las escuelas",
            "en nuestro país",
            "en los chats",
        ],
        "text": [
            "{what} es un gran problema {where} y los adultos deben escuchar.",
            "Creo que la ley debe parar esto: {what} {where}.",
            "La escuela debería enseñarnos qué hacer: {what} {where}.",
            "Muchos niños no lo denuncian: {what} {where} les da miedo.",
            "Nadie me ha hecho daño, pero he leído sobre esto: {what} {where}.",
            "Las empresas ganan dinero mientras pasa esto: {what} {where}.",
        ],
    },
    "ru": {
        "what": [
            "Травля",
            "Насилие в сети",
            "Насилие над детьми",
            "Самоубийство",
            "Груминг",
            "Шантаж фотографиями",
            "Торговля детьми",
        ],
        "where": ["в соцсетях", "в онлайн-играх", "в школах", "в нашей стране", "в чатах"],
        "text": [
            "{what} {where} — большая проблема, и взрослые должны слушать.",
            "Я думаю, {what} {where} должно быть запрещено законом.",
            "Школа должна учить нас, что делать, когда есть {what} {where}.",
            "Многие дети молчат, потому что {what} {where} пугает.",
            "Меня никто никогда не бил, но я читаю про это: {what} {where}.",
            "Компании зарабатывают, пока есть {what} {where}.",
        ],
    },
    "ar": {
        "what": [
            "التنمر",
            "الإساءة على الإنترنت",
            "العنف ضد الأطفال",
            "الانتحار",
            "الاستدراج",
            "الابتزاز بالصور",
            "الاتجار بالأطفال",
        ],
        "where": [
            "على مواقع التواصل",
            "في الألعاب",
            "في المدارس",
            "في بلدنا",
            "في مجموعات الدردشة",
        ],
        "text": [
            "{what} مشكلة كبيرة {where} وعلى الكبار أن يسمعونا.",
            "أعتقد أن القانون يجب أن يوقف {what} {where}.",
            "يجب أن تعلمنا المدرسة ماذا نفعل أمام {what} {where}.",
            "كثير من الأطفال لا يبلغون عن {what} {where} لأنهم خائفون.",
            "لم يؤذني أحد لكني قرأت عن {what} {where}.",
            "الشركات تربح المال بينما يحدث {what} {where}.",
        ],
    },
    "zh": {
        "what": ["欺凌", "网络虐待", "对儿童的暴力", "自杀", "诱骗", "用照片勒索", "贩卖儿童"],
        "where": ["在社交媒体上", "在网络游戏里", "在学校里", "在我们国家", "在聊天群里"],
        "text": [
            "{what}{where}是个大问题，大人应该听我们说。",
            "我认为法律必须制止{what}{where}发生。",
            "学校应该教我们怎么应对{where}的{what}。",
            "很多孩子因为害怕不敢说{where}的{what}。",
            "没有人伤害过我，但我读到过{where}的{what}。",
            "公司赚钱的时候，{what}{where}发生着。",
        ],
    },
}


def filled(parts: dict[str, list[str]]) -> Iterator[str]:
    """Yield every combination of the parts."""
    names = [name for name in parts if name != "text"]
    for template in parts["text"]:
        for values in product(*(parts[name] for name in names)):
            yield template.format(**dict(zip(names, values, strict=True)))
