"""Words that mean the same thing in papers: whoever looks for one of them finds the others too.

A delegate types the word of their country or of the Union's texts, young people are asked in plain
ones: «кибербуллинг» is what a summary calls «травля в интернете». A star stands for any ending.
"""

#: Each line holds the names of one thing, in all languages.
FAMILIES: tuple[tuple[str, ...], ...] = (
    (
        *("cyberbull*", "cyber bull*", "online bull*"),
        *("cyberharcèlement", "cyberintimidation", "harcèlement en ligne"),
        *("ciberacoso", "ciberbull*", "acoso en línea", "acoso cibernético"),
        *("кибербуллинг*", "кибертравл*", "интернет травл*", "травл* в интернете", "травл* в сети"),
        *("تنمر إلكتروني", "التنمر الإلكتروني", "تنمر سيبراني", "التنمر السيبراني"),
        *("网络欺凌", "网络霸凌", "网上欺凌"),
    ),
    (
        *("artificial intelligence", "ai", "intelligence artificielle", "inteligencia artificial"),
        *("ia", "искусственн* интеллект*", "ии", "ذكاء اصطناعي", "الذكاء الاصطناعي", "人工智能"),
    ),
    (
        *("age verification", "age assurance", "age check*"),
        *("vérification de l'âge", "contrôle de l'âge"),
        *("verificación de la edad", "verificación de edad", "control de la edad"),
        *("проверк* возраста", "подтвержден* возраста"),
        *("التحقق من العمر", "التحقق من السن", "年龄验证", "年龄核实"),
    ),
)
