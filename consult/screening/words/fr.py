"""French."""

from consult.screening.words import Danger, Language, Sign

_ANY = r"[^.!?\n]"
_WHO = (
    r"\b(?:il|elle|ils|elles|on|papa|pere|beau-pere|maman|mere|belle-mere|parents|oncle|tonton|tante"
    r"|frere|soeur|cousin|grand-pere|papi|voisin|prof|professeur|entraineur|copain|petit ami|ex"
    r"|homme|hommes|monsieur|type|mec|femme|adulte|garcons?|filles?|quelqu'un|gens|patron|ami"
    r"|inconnu|famille|mari|eleves|bande)\b"
)
_I = r"\b(?:je|j'|moi)"

FRENCH = Language(
    signs=(
        Sign(
            Danger.SELF_HARM,
            rf"{_I}{_ANY}{{0,25}}(?:veux|voudrais|envie de|pense a|vais|essaye de|essaie de|essayer de"
            rf"|tente de|decide de|songe a){_ANY}{{0,15}}\b(?:mourir|me tuer|me suicider|suicide\b|en finir"
            r"|mettre fin a (?:ma vie|mes jours)|me faire du mal|disparaitre|me couper|ma mort)",
        ),
        Sign(
            Danger.SELF_HARM,
            r"\bje (?:me (?:coupe|fais du mal|mutile|scarifie|brule|blesse|griffe|tue)\b"
            r"|me suis (?:coupee?|fait du mal|mutilee?|scarifiee?|brulee?|taillade)"
            r"|voudrais etre morte?|prefere(?:rais)? etre morte?)"
            r"|\bm'?ouvrir les veines|\bme (?:faire du mal|mutiler|scarifier)\b",
        ),
        Sign(
            Danger.SELF_HARM,
            rf"{_I}{_ANY}{{0,10}}\b(?:ne |n'|n)?(?:veux|peux|supporte|ai){_ANY}{{0,6}}plus"
            rf"{_ANY}{{0,12}}\b(?:vivre|envie de vivre|continuer|exister|etre (?:la|en vie)|la vie)\b",
            says_no=True,
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\b(?:mieux|heureux|plus simple)\b{_ANY}{{0,20}}(?:sans moi|si j'etais morte?|si je mourais"
            r"|si je n'etais (?:pas|plus))|\bj'aurais (?:prefere|aime) ne (?:pas|jamais) naitre",
            says_no=True,
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"(?:{_WHO}{_ANY}{{0,40}})\b(?:me|m'a|m'ont|m'|t)\s?(?:a |ont )?(?:touche\w{{0,3}}|viole\w{{0,3}}"
            r"|agresse\w{0,3}|abuse\w{0,3}|caresse\w{0,3}|tripote\w{0,3}|deshabille\w{0,3}|embrasse\w{0,3} de force)",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\b(?:j'ai ete|je suis|j'etais|je me suis fait|on m'a){_ANY}{{0,15}}\b(?:violee?|abusee?|agressee?"
            r"|violer|agresser|touchee?|attouchements?)\b|\babuse\w{0,2} de moi\b",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\b(?:m'oblige|m'a oblige\w?|me force|m'a force\w?|me demande|m'a demande|me fait)\b{_ANY}{{0,20}}"
            r"\b(?:coucher|me deshabiller|enlever mes|nue?\b|le toucher|la toucher|rapports?|sexuel\w{0,3})"
            rf"|\b(?:vient|entre|venait|monte) dans (?:ma chambre|mon lit)\b{_ANY}{{0,25}}(?:nuit|touche|soir)"
            r"|\bme touche\w{0,2} (?:la|les|le|en bas|entre|mes)",
        ),
        Sign(
            Danger.VIOLENCE,
            rf"{_WHO}{_ANY}{{0,40}}\b(?:me|m'a|m'ont|nous|nous a)\s?(?:toujours |encore |souvent |deja )?"
            r"(?:frappe\w{0,3}|bat\b|battent|battue?\w?|tape\w{0,3}|gifle\w{0,3}|cogne\w{0,3}|etrangle\w{0,3}"
            r"|brule\w{0,3}|fouette\w{0,3}|donne des coups|fait (?:du )?mal|jette|pousse\w{0,3}|maltraite\w{0,3})",
        ),
        Sign(
            Danger.VIOLENCE,
            rf"\bje (?:suis|me fais|me suis fait|recois|prends){_ANY}{{0,15}}\b(?:battue?|frappee?|frapper|battre"
            r"|tabasser|coups|maltraitee?|taper)\b|\bm'enferme\w{0,3}\b|\bmes bleus\b|\bpeur de rentrer\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"\b(?:me|m'a|m'ont|me) ?(?:demande\w{{0,3}}|reclame\w{{0,3}}|supplie\w{{0,3}}|force\w{{0,3}} a envoyer|dit d'envoyer)\b"
            rf"{_ANY}{{0,40}}\b(?:nues?|nus?|nudes?|intimes?|de mon corps|sans (?:mes )?(?:vetements|habits)"
            r"|en sous-vetements|deshabillee?|sexy)\b"
            rf"|\b(?:m'envoie|m'a envoye|m'envoyait|me montre|m'a montre)\b{_ANY}{{0,30}}\b(?:nue?s?|nus?|nudes?|porno\w{{0,8}}"
            r"|sexe|sexuel\w{0,3}|intimes?)\b|\bj'ai envoye\b[^.!?\n]{0,25}\b(?:nue?s?|nudes?|intimes?)\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"{_WHO}{_ANY}{{0,50}}\bveut (?:me (?:voir|rencontrer)|que je vienne|qu'on se voie){_ANY}{{0,40}}"
            r"\b(?:seule?s?|secret|chez lui|hotel|voiture|cachette|sans)"
            r"|\bnotre (?:petit )?secret\b|\bde (?:ne |n'?)?(?:rien|pas|ne pas)[^.!?\n]{0,12}(?:dire|parler)\b"
            r"|\bsi j'en parle\b|\bsi je (?:le )?dis\b",
            says_no=True,
        ),
        Sign(
            Danger.GROOMING,
            rf"\bme fai(?:t|sait|sent) (?:du )?chanter?\b|\bme fait du chantage\b|\bchantage avec mes\b"
            rf"|\b(?:menace\w{{0,3}}|va|vont){_ANY}{{0,20}}\b(?:publier|partager|envoyer|montrer|diffuser|poster)\b"
            rf"{_ANY}{{0,15}}\bmes (?:\w{{1,12}} )?(?:photos?|images?|nudes?|videos?)",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\b(?:a pris|ont pris|garde|gardent|prend|confisque\w{0,3}) mon passeport\b"
            r"|\bmes papiers\b[^.!?\n]{0,20}\b(?:pris|garde\w?|confisques?)\b"
            r"|\b(?:me (?:vend|vendent|loue)|m'a vendue?|vendre mon corps|vendre moi)\b"
            r"|\b(?:me (?:force|forcent|oblige|obligent)|m'a (?:forcee?|obligee?)|m'ont (?:forcee?|obligee?)) (?:a|de) "
            r"(?:travailler|mendier|me marier|epouser|me prostituer|coucher|voler|vendre)"
            r"|\b(?:me marier de force|me marier (?:a|avec) un|que j'epouse|que je me marie)\b"
            r"|\bcoucher avec des (?:hommes|clients|inconnus)\b",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\b(?:me laissent?|me laisse) (?:pas|plus) (?:sortir|partir|rentrer)\b"
            r"|\bje n(?:e|')? ?(?:peux|ai) (?:pas|plus) (?:le droit de )?(?:partir|sortir d|quitter)"
            r"|\btravaille\w{0,2}\b[^.!?\n]{0,25}\bsans (?:etre payee?|salaire)",
            says_no=True,
        ),
        Sign(
            Danger.IMMINENT,
            r"\b(?:va|vont|veut|veulent|menace\w{0,3} de|a essaye de|dit qu'il va) (?:me|nous) "
            r"(?:tuer|poignarder|egorger)\b|\b(?:je suis|nous sommes) en (?:grand )?danger\b"
            r"|\b(?:aidez|aide|sauvez|sauve)[- ]?(?:moi)\b[^.!?\n]{0,20}\b(?:vite|maintenant|svp|s'il (?:vous|te)|ce soir|urgent\w{0,3})"
            r"|\b(?:a|avec) un (?:couteau|pistolet|fusil)\b[^.!?\n]{0,40}\b(?:moi|porte|ici|dehors|nous|me)\b"
            r"|\bj'ai (?:pris|avale)\b[^.!?\n]{0,25}\b(?:cachets|medicaments|pilules|comprimes)\b"
            r"|\bje me cache de\b",
            urgent=True,
        ),
        Sign(
            Danger.IMMINENT,
            r"\bje (?:ne )?suis pas en securite\b|\bje suis plus en securite\b",
            urgent=True,
            says_no=True,
        ),
    ),
    no=r"\b(?:jamais|personne|aucun|pas)\b",
    now=r"\b(?:ce soir|cette nuit|aujourd'hui|maintenant|demain|tout de suite|adieu)\b",
)
