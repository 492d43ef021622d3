"""English."""

from consult.screening.words import Danger, Language, Sign

_ANY = r"[^.!?\n]"
_WHO = (
    r"\b(?:he|she|they|dad|daddy|father|mom|mum|mother|step-?(?:dad|father|mom|mother|brother)"
    r"|parents?|uncle|aunt|auntie|brother|sister|cousin|grand(?:pa|father|ma|mother)|neighbou?r"
    r"|teacher|coach|tutor|boyfriend|girlfriend|ex|man|men|guy|woman|adult|boys?|girls?|someone"
    r"|somebody|people|boss|friend|stranger|family|husband|gang|kids)\b"
)

ENGLISH = Language(
    signs=(
        Sign(
            Danger.SELF_HARM,
            rf"\bi\b{_ANY}{{0,25}}\b(?:want|wanna|wish|going|gonna|plan|planning|tried|try|trying"
            rf"|thinking|think (?:about|of)|thought (?:about|of)|decided|will)\b{_ANY}{{0,20}}"
            r"\b(?:to die|dead|dying|(?:kill|killing|hurt|hurting|harm|harming|cut|cutting) myself"
            r"|suicide|(?:end|ending) (?:it all|my life|everything|it)|take my (?:own )?life"
            r"|disappear for ?ever|never wake up)\b",
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\bi\b{_ANY}{{0,20}}\b(?:cut|cutting|hurt|hurting|harm|harming|burn|burning|burned"
            r"|kill|starve|starving|scratch|scratching|punish|hit) "
            r"(?:myself|my (?:own )?(?:arms?|wrists?|legs?|skin))\b",
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\bi\b{_ANY}{{0,10}}\b(?:don'?t|do not|can'?t|cannot|can not|no longer){_ANY}{{0,15}}"
            r"\b(?:want to (?:live|be alive|exist|be here|wake up)|go on(?: living)?|keep living"
            r"|live (?:anymore|any more|any longer|like this)|wanna live|see a reason to live"
            r"|take it any ?more)\b",
            says_no=True,
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\b(?:better|easier|happier)\b{_ANY}{{0,25}}\b(?:without me\b|off without me"
            r"|if i (?:was|were|am) (?:dead|gone|not here)|if i died|if i disappeared)",
            says_no=True,
        ),
        Sign(
            Danger.SELF_HARM,
            r"\bi wish (?:that )?i (?:was|were|had) (?:dead|never (?:been )?born|not born)",
            says_no=True,
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"{_WHO}{_ANY}{{0,40}}\b(?:touch(?:es|ed|ing)?|rap(?:es?|ed|ing)|molest(?:s|ed|ing)?"
            r"|abus(?:es|ed|ing)|grop(?:es?|ed|ing)|undress(?:es|ed)?|assault(?:s|ed)?"
            r"|feels?(?: up)?) (?:me\b|my (?:body|private|breasts?|chest|bottom|butt|thighs?))",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\bi(?: (?:was|am|got|get|have been|am being|keep being)|'m|'ve been)\b{_ANY}{{0,20}}"
            r"\b(?:raped|molested|sexually|abused|groped|being touched)\b",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\b(?:made|makes|make|forced|forces|forcing|tells|told|asks|asked) me\b{_ANY}{{0,25}}"
            r"\b(?:have sex|undress|take off my|get naked|touch (?:him|her|his|them)|sexual"
            r"|lie down with|do things (?:i|that))",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\b(?:comes?|came|gets?|climbs?) (?:in ?to|in) my (?:room|bed)\b{_ANY}{{0,30}}"
            r"\b(?:night|touch|sleep)",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            r"\b(?:touch(?:ed|es|ing)?|hurts?) me (?:down there|there|in (?:a )?(?:bad|wrong|my)|"
            r"where (?:he|she|they|i)|under my)",
        ),
        Sign(
            Danger.VIOLENCE,
            rf"{_WHO}{_ANY}{{0,40}}\b(?:hits?|hitting|beats?|beating|slaps?|slapped|punch(?:es|ed)?"
            r"|kick(?:s|ed)?|chok(?:es?|ed)|strangl(?:es?|ed)|burn(?:s|ed|t)|whip(?:s|ped)?"
            r"|hurts?|hurting|stabb?(?:s|ed)?|push(?:es|ed) me down|threw|throws?|attack(?:s|ed)?)"
            rf"(?: (?:things|bottles|stuff|plates) at)?"
            r" (?:on )?(?:me\b|us\b|my (?:mom|mum|mother|sister|brother|face|head))",
        ),
        Sign(
            Danger.VIOLENCE,
            rf"\bi(?: (?:get|got|am|was|have been|keep getting)|'m|'ve been)\b{_ANY}{{0,20}}"
            r"\b(?:beaten|hit|slapped|punched|kicked|whipped|locked (?:in|up)|burned)\b",
        ),
        Sign(
            Danger.VIOLENCE,
            r"\blocks? me (?:in|up|out)\b|\b(?:my|have|hide (?:the|my)) bruises\b"
            r"|\b(?:afraid|scared|frightened) (?:to go|of going|to be at|to come) home\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"\b(?:ask(?:s|ed|ing)?|want(?:s|ed)?|begs?|begged|told|tells|pressur(?:es|ed|ing)"
            rf"|demands?)\b{_ANY}{{0,12}}\b(?:me|my|for)\b{_ANY}{{0,30}}"
            r"\b(?:nudes?|naked|of my body|without (?:my |any )?clothes|in (?:my )?underwear"
            r"|undress|intimate|sexy|private parts|body pics?)\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"\b(?:sends?|sent|sending|shows?|showed) me\b{_ANY}{{0,30}}"
            r"\b(?:nudes?|naked|dick|sexual|porn\w{0,8}|intimate|private parts)",
        ),
        Sign(
            Danger.GROOMING,
            rf"{_WHO}{_ANY}{{0,50}}\bwants? (?:to meet|me to (?:come|meet|visit))\b{_ANY}{{0,40}}"
            r"\b(?:alone|secret\w{0,2}|his (?:house|place|car|flat)|hotel|without my|not tell)",
            says_no=True,
        ),
        Sign(
            Danger.GROOMING,
            r"\b(?:it(?:'s| is)|this is|keep it|stays?) our (?:little )?secret\b"
            r"|\btold me (?:not to|to not|never to) tell|\bsays? (?:i (?:must|should|can) ?not|don'?t)"
            r" tell|\bif i tell (?:anyone|anybody|my)",
            says_no=True,
        ),
        Sign(
            Danger.GROOMING,
            r"\b(?:blackmail(?:s|ed|ing)?|extort(?:s|ed|ing)?) me\b"
            rf"|\b(?:threaten(?:s|ed|ing)?|says? (?:he|she|they)(?:'ll| will)|will|going to)\b"
            rf"{_ANY}{{0,20}}\b(?:post|share|send|leak|show|publish)\b{_ANY}{{0,15}}\bmy "
            r"(?:\w{1,12} )?(?:photos?|pics?|pictures?|nudes?|videos?)\b"
            rf"|\bi sent\b{_ANY}{{0,25}}\b(?:nudes?|naked|of my body)\b",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\b(?:took|takes|keeps?|kept|hid|has|have) my (?:passport|papers|documents)\b"
            r"|\b(?:sells?|sold|selling|rents?) (?:me\b|my body)"
            r"|\bforc(?:es?|ed|ing) me (?:to|into) (?:work|beg|marry|marriage|sell|sleep|steal)"
            r"|\b(?:makes?|made) me (?:work|beg|sell|steal)\b"
            r"|\bmarry me off\b|\bwants? me to marry\b|\b(?:i am|i'm) being (?:forced|made) to"
            r"|\bme to marry (?:a|an|him|my)\b|\bsleep with (?:men|customers|clients|strangers)\b",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\b(?:won'?t|will not|don'?t|doesn'?t|not) let me (?:leave|go (?:home|out|back))\b"
            r"|\bi (?:can'?t|cannot|am not allowed to|may not) (?:leave|get out of) "
            r"(?:this|the|their|his)\b|\b(?:work|working)\b[^.!?\n]{0,30}\bwithout (?:being paid|pay)",
            says_no=True,
        ),
        Sign(
            Danger.IMMINENT,
            r"\b(?:going to|gonna|will|wants? to|threaten(?:s|ed)? to|tried to|tries to|'ll) "
            r"(?:kill|stab|shoot) (?:me|us|my)\b"
            r"|\bi(?:'m| am) (?:in (?:great |real )?danger|hiding from)\b"
            r"|\b(?:please )?(?:help|save) me\b[^.!?\n]{0,20}\b(?:now|please|quick\w{0,2}|tonight|urgent\w{0,2})"
            r"|\b(?:has|with|holding|got) a (?:knife|gun)\b[^.!?\n]{0,40}\b(?:me|us|outside|door|here)\b"
            rf"|\bi\b{_ANY}{{0,20}}\b(?:took|taken|swallowed|have got|have|take)\b{_ANY}{{0,20}}\bpills\b",
            urgent=True,
        ),
        Sign(Danger.IMMINENT, r"\bi(?:'m| am) not safe\b", urgent=True, says_no=True),
    ),
    no=r"\b(?:never|nobody|no one|not|don'?t|doesn'?t|didn'?t|hasn'?t|haven'?t|isn'?t|wasn'?t)\b",
    now=r"\b(?:tonight|today|right now|now|tomorrow|this evening|in an hour|goodbye)\b",
)
