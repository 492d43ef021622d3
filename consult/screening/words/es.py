"""Spanish."""

from consult.screening.words import Danger, Language, Sign

_ANY = r"[^.!?\n]"
_WHO = (
    r"\b(?:el|ella|ellos|ellas|papa|padre|padrastro|mama|madre|madrastra|padres|tio|tia|hermano"
    r"|hermana|hermanastro|primo|abuelo|vecino|profe|profesor|profesora|maestro|entrenador|novio|ex"
    r"|hombre|hombres|senor|tipo|chico|chicos|chica|mujer|adulto|alguien|gente|jefe|amigo|amigos"
    r"|desconocido|familia|marido|companeros|banda|nos|me)\b"
)

SPANISH = Language(
    signs=(
        Sign(
            Danger.SELF_HARM,
            rf"\b(?:quiero|queria|quisiera|ganas de|pienso en|pensado en|pensando en|voy a|intente"
            rf"|he intentado|trate de|decidi|planeo)\b{_ANY}{{0,15}}\b(?:morir(?:me)?|matarme|suicidarme|(?:el |mi )?suicidio"
            r"|quitarme la vida|acabar con (?:mi vida|todo)|hacerme dano|desaparecer|cortarme|estar muert[oa]"
            r"|terminar con mi vida|lastimarme)\b",
        ),
        Sign(
            Danger.SELF_HARM,
            r"\bme (?:corto|corte|hago dano|lastimo|autolesiono|quemo|aranio|arano|hice dano|hiero|castigo)\b"
            r"|\b(?:ojala|preferiria|desearia) (?:estar|estuviera|estuviese) muert[oa]\b"
            r"|\bojala (?:me )?(?:muriera|muriese)\b",
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\b(?:ya )?no (?:quiero|puedo|aguanto|soporto|tengo ganas de|tengo fuerzas para){_ANY}{{0,15}}"
            r"\b(?:vivir|seguir(?: viviendo| asi)?|existir|estar (?:aqui|viv[oa])|despertar(?:me)?|mas con (?:mi|esta) vida)\b",
            says_no=True,
        ),
        Sign(
            Danger.SELF_HARM,
            rf"\b(?:mejor|felices|mas facil)\b{_ANY}{{0,25}}(?:sin mi\b|si (?:yo )?(?:estuviera muert[oa]|muriera|no estuviera|no existiera))"
            r"|\bojala no hubiera nacido|\bno haber nacido",
            says_no=True,
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"{_WHO}{_ANY}{{0,40}}\bme (?:ha |han |esta |estaba )?(?:toc[aoe]\w{{0,4}}|viol[aoe]\w{{0,4}}|manose\w{{0,4}}"
            r"|abus[aoe]\w{0,4}|acaric\w{1,5}|desnud\w{1,5}|bes[aoe]\w{0,3} a la fuerza)\b"
            r"|\b(?:abus[aoe]\w{0,4}) de mi\b|\bme (?:violaron|violo|manosearon|tocaron|abusaron)\b"
            r"|\bme toca(?:n|ba|ban)? (?:mis|las|los|la|el|ahi|abajo|donde|cuando|por|en|todas)",
        ),
        Sign(
            Danger.SEXUAL_ABUSE,
            rf"\b(?:fui|he sido|soy|estoy siendo)\b{_ANY}{{0,15}}\b(?:violad[oa]|abusad[oa]|manosead[oa]|agredid[oa] sexual\w{{0,5}})"
            rf"|\bme (?:obliga\w{{0,3}}|obligo|fuerza\w?|forzo|hace|hizo|pide|pidio)\b{_ANY}{{0,20}}\b(?:acostarme|desnudarme|desvestirme|quitarme la"
            r"|tener (?:sexo|relaciones)|tocarlo|tocarle|tocarla|cosas sexuales)"
            rf"|\b(?:entra|entraba|viene|se mete|venia|se metia) (?:a|en) mi (?:cuarto|habitacion|cama|pieza)\b{_ANY}{{0,25}}(?:noche|toca)",
        ),
        Sign(
            Danger.VIOLENCE,
            rf"{_WHO}{_ANY}{{0,40}}\b(?:me|nos) (?:ha |han |esta |estan |estaba |sigue |siempre )?(?:peg[aoue]\w{{0,4}}|golpe\w{{1,5}}"
            r"|da una paliza|da palizas|dan palizas|dio una paliza|patea\w{0,3}|patearon|abofete\w{1,4}|empuj[ao]\w{0,4}|quem[ao]\w{0,4}|estrangul\w{1,4}|ahorc\w{1,4}"
            r"|lastim[ao]\w{0,4}|maltrat[ao]\w{0,4}|azot[ao]\w{0,4}|hace dano|hacen dano|hizo dano|tira cosas|lanza cosas|ataca\w{0,4})\b",
        ),
        Sign(
            Danger.VIOLENCE,
            r"\b(?:soy|fui|estoy siendo|he sido) (?:golpead[oa]|maltratad[oa]|pegad[oa]|agredid[oa])\b"
            r"|\bme (?:encierra|encierran|encerro)\b|\bmis moretones\b|\bmoratones\b[^.!?\n]{0,20}\bescond"
            r"|\bmiedo (?:de|a) (?:volver|llegar|regresar|ir) a (?:mi )?casa\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"\bme (?:ha |han |esta |estaba |sigue )?(?:pid\w{{1,5}}|ped\w{{1,4}}|exig\w{{1,3}}|ruega|insiste en|dice que (?:le )?mande|obliga a mandar)\b{_ANY}{{0,40}}"
            r"\b(?:desnud[oa]s?|nudes?|intimas?|de mi cuerpo|sin ropa|en ropa interior|packs?|sexys?|sexuales)\b"
            rf"|\bme (?:ha |han )?(?:mand[aoe]\w{{0,3}}|envi[aoe]\w{{0,3}}|muestra|mostro|ensena|enseno)\b{_ANY}{{0,30}}"
            r"\b(?:desnud[oa]s?|nudes?|porno\w{0,8}|sexual\w{0,3}|intim[oa]s?|partes)\b"
            r"|\b(?:le|les) (?:mande|envie)\b[^.!?\n]{0,25}\b(?:desnud[oa]s?|nudes?|intimas?|sin ropa)\b",
        ),
        Sign(
            Danger.GROOMING,
            rf"\bquiere (?:verme|conocerme|que (?:vaya|nos veamos|quedemos)|quedar conmigo|encontrarse conmigo){_ANY}{{0,40}}"
            r"\b(?:a solas|sol[oa]s?|secreto|su casa|hotel|coche|carro|escondidas|sin)\b"
            r"|\bnuestro (?:pequeno )?secreto\b|\bque no (?:se lo |le |lo )?(?:diga|cuente)\b|\bsi (?:lo )?(?:cuento|digo)\b",
            says_no=True,
        ),
        Sign(
            Danger.GROOMING,
            rf"\bme (?:chantajea\w{{0,3}}|chantajeo|extorsiona\w{{0,3}})\b"
            rf"|\b(?:amenaza\w{{0,3}}|amenazo|va a|van a)\b{_ANY}{{0,15}}\b(?:publicar|compartir|enviar|mandar|subir|mostrar|difundir)\b"
            rf"{_ANY}{{0,15}}\bmis (?:\w{{1,12}} )?(?:fotos?|imagenes|nudes?|videos?)",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\b(?:quitaron|quito|tiene|tienen|guarda|guardan|escondio) mi pasaporte\b|\bme (?:quitaron|quito) (?:el pasaporte|los papeles|mis papeles|los documentos)\b"
            r"|\bme (?:vende|venden|vendio|vendieron|alquila)\b|\bvender mi cuerpo\b"
            r"|\bme (?:obliga|obligan|obligo|obligaron|fuerza|fuerzan|hace|hacen) a? ?(?:trabajar|mendigar|casarme|prostituirme|robar|vender|pedir limosna|acostarme)"
            r"|\b(?:quiere|quieren) (?:casarme|que me case)\b|\bcasarme a la fuerza\b|\bacostarme con (?:hombres|clientes|desconocidos)\b",
        ),
        Sign(
            Danger.TRAFFICKING,
            r"\bno me (?:deja|dejan) (?:salir|ir(?:me)?|volver|marchar(?:me)?)\b|\bno puedo (?:salir de (?:esta|aqui|la|este)|irme de|escapar)\b"
            r"|\btrabajo\b[^.!?\n]{0,25}\bsin (?:que me paguen|sueldo|paga)\b",
            says_no=True,
        ),
        Sign(
            Danger.IMMINENT,
            r"\b(?:va a|van a|quiere|quieren|amenaza con|amenazo con|intento) (?:matarme|matarnos|apunalarme|dispararme)\b"
            r"|\bme (?:va|van|quiere|quieren) (?:a )?(?:matar|apunalar)\b|\bestoy en (?:grave |mucho )?peligro\b"
            r"|\b(?:ayudenme|ayudame|ayuda|salvenme)\b[^.!?\n]{0,20}\b(?:ya|ahora|por favor|rapido|esta noche|urgente)\b"
            r"|\b(?:tiene|con) (?:un cuchillo|una pistola|un arma)\b[^.!?\n]{0,40}\b(?:mi|me|puerta|aqui|afuera|fuera|nosotros)\b"
            r"|\b(?:me tome|he tomado|me trague|tome|tengo) [^.!?\n]{0,20}\b(?:pastillas|pildoras)\b|\bme escondo de\b",
            urgent=True,
        ),
        Sign(
            Danger.IMMINENT,
            r"\bno estoy (?:a salvo|segur[oa] (?:en|aqui))\b",
            urgent=True,
            says_no=True,
        ),
    ),
    no=r"\b(?:nunca|nadie|jamas|no)\b",
    now=r"\b(?:esta noche|hoy|ahora|manana|ya mismo|adios|esta tarde)\b",
)
