"""Words that tell of a hard topic. Written by us; a hint for whoever chooses what to read."""

from stories.flags import Topic
from stories.say.flags.rules import Rule, rule

# One word is enough. English, Spanish, French, Portuguese, Arabic, Hindi.
WORDS: dict[Topic, str] = {
    Topic.CHILD: (
        "child childhood toddler underage minor pedophile paedophile pedo molested molester "
        "groomed grooming schoolgirl "
        "infancia nina menor menores pederasta pedofilo "
        "enfance enfant fillette gamine mineure mineurs pedophile "
        "crianca pedofilia aliciou aliciava aliciada "
        "طفله طفولتي طفولتها قاصر قاصره متحرش بالاطفال "
        "बचपन नाबालिग बच्ची पॉक्सो"
    ),
    Topic.RAPE: (
        "rape raped rapes raping rapist penetrated penetrate penetration sodomized sodomised "
        "violo violaron violada violadas violado violacion violaciones violarme violador violando "
        "violaba violar penetro penetracion "
        "viol viols viole violee violees violer violeur violait violes penetre "
        "estupro estupros estuprou estupraram estuprada estuprado estuprador violou violaram violacao "
        "violacoes violava penetrou penetracao "
        "اغتصاب اغتصابي اغتصبني اغتصبوني اغتصب اغتصبت مغتصب يغتصبني مغتصبه الاغتصاب "
        "बलात्कार बलात्कारी रेप दुष्कर्म"
    ),
    Topic.VIOLENCE: (
        "beaten beating punched punches kicked choked choking choke strangled strangle strangling "
        "knife gun weapon bleeding blood bruises bruised bruise slapped stabbed dragged "
        "golpeo golpes golpeaba golpeada pego pegaba pega cuchillo navaja pistola sangre estrangulo "
        "ahorco ahorcaba moretones punetazo patadas arrastro "
        "frappe frappait frappee coups couteau pistolet sang saignais etrangle etranglee bleus gifle "
        "giflee battue "
        "espancou espancava espancada espancaram faca sangue estrangulou enforcou esganou murros socos "
        "pontapes bofetada bofetadas hematomas arrastou "
        "ضربني يضربني ضربوني بالضرب ضربا سكين سكينا مسدس سلاح خنقني خنق كدمات دماء الدم نزفت "
        "मारपीट पीटा पीटता पीटते मारा मारता थप्पड थप्पडों लात लातें घूंसा घूंसे चाकू बंदूक खून तेजाब एसिड"
    ),
    Topic.SELF_HARM: (
        "suicide suicidal overdose overdosed selfharm "
        "suicidio suicida suicidarme "
        "suicider suicidaire scarifier scarifiais scarification "
        "suicidei suicidar automutilacao mutilava "
        "انتحار الانتحار انتحر انتحرت "
        "आत्महत्या खुदकुशी सुसाइड"
    ),
    Topic.FAMILY: (
        "stepfather stepdad uncle grandfather grandpa granddad stepbrother incest "
        "padrastro tio abuelo hermanastro incesto "
        "oncle tonton inceste grandpere beaupere "
        "padrasto avo "
        "عمي خالي جدي "
        "चाचा मामा ताऊ फूफा मौसा दादा नाना ससुर देवर जेठ जीजा सौतेले सौतेला"
    ),
    Topic.PREGNANCY: (
        "pregnant pregnancy abortion miscarriage miscarried "
        "embarazada embarazo aborto aborte abortar embarazo "
        "enceinte grossesse avortement avorte avorter ivg "
        "gravida gravidez abortei engravidei engravidou "
        "حامل الحمل اجهاض اجهضت الاجهاض "
        "गर्भवती गर्भ गर्भपात प्रेग्नेंट प्रेगनेंट अबॉर्शन"
    ),
}

# Of a child that she was.
_AGE_THEN = (
    r"(?! (?:weeks?|months?|days?|hours?|minutes?|stone|miles?|years? (?:older|younger|later)))"
)
RULES: dict[Topic, list[Rule]] = {
    Topic.CHILD: [
        rule("was", rf" was(?:(?<= i was)|(?<=he was)) (?:only |just |about )?(?:[1-4]|AGE)(?= ){_AGE_THEN}"),
        rule("aged age", rf" aged? (?:[1-4]|AGE)(?= ){_AGE_THEN}"),
        rule("kid girl boy little", r" (?:i was|as) (?:just |only |still )?a (?:little |small |young )?"
                                    r"(?:kid|girl|boy) "),
        rule("tenia", r" tenia (?:solo |apenas |unos )?(?:[1-4]|AGE) (?:anos|anitos) ", language="es"),
        rule("avais avait", r" (?:j avais|javais|elle avait) (?:que |seulement |a peine )?(?:[1-4]|AGE) "
                            r"ans ", language="fr"),
        rule("tinha", r" tinha (?:so |apenas |uns |entao )?(?:[1-4]|AGE) (?:anos|aninhos) ", language="pt"),
        rule("petite petit", r" (?:j etais|etant|quand) (?:encore |j etais )?(?:toute )?petite? "),
        rule("عمري وعمري", r" و?عمري (?:وقتها |حينها )?(?:[1-4]|AGE)", language="ar"),
        rule("صغيره طفل", r" (?:كنت|وانا) (?:طفله?|صغيره?) "),
        rule("साल वर्ष बरस उम्र", r" (?:[1-4]|AGE) (?:साल|वर्ष|बरस) (?:की|का) (?:थी|था) | उम्र (?:\S+ )?(?:[1-4]|AGE) "
                                  r"(?:साल |वर्ष )?(?:की )?थी ", language="hi"),
        rule("छोटी छोटा बच्चा", r" मैं (?:\S+ ){0,2}(?:छोटी|छोटा|बच्चा)(?: सी| सा| ही)? (?:थी|था) "),
    ],
    Topic.RAPE: [
        rule("forced himself inside inserted", r" forced himself | inside (?:me|of me) | inserted "),
        rule("dentro", r" dentro de mi "),
        rule("en", r" en moi "),
        rule("forca", r" (?:me forcou|forcou me|a forca) "),
        rule("जबरदस्ती", r" जबरदस्ती (?:की|किया|संबंध|सेक्स) "),
    ],
    Topic.VIOLENCE: [
        rule("hit beat hits beats kill kills", r" (?:hit|hits|beat|beats) (?:me|her|us|him|my) | kill (?:me|us|"
                                               r"her|him|my) "),
        rule("matarme matar tuer tuerait", r" (?:matarme|va a matar|me mata|me tuer|me tuerait) "),
        rule("bateu batia bate bater", r" (?:me|nos) (?:bateu|batia|bate|bater) | (?:bateu|batia|bate|bater) (?:me|nos) "),
        rule("سيقتلني يقتلني", r" (?:سيقتلني|يقتلني) "),
        rule("गला मार", r" गला (?:दबा|घोंट)| मार (?:डाल|देगा|देंगे)"),
    ],
    Topic.SELF_HARM: [
        rule("self myself life die", r" self harm| (?:kill|killed|killing|cut|cutting|hurt|hurting|harm|"
             r"harming) myself | (?:wanted|want|wish|wished) (?:to|i could) die | (?:end|ending|take|took) my "
             r"(?:own )?life "),
        rule("cortarme cortaba morir vida", r" (?:cortarme|me cortaba|queria morir|quise morir|quiero morir|"
                                            r"quitarme la vida) "),
        rule("mourir tuer finir", r" (?:voulais|voulu|veux|envie de) (?:mourir|me tuer|en finir) "),
        rule("cortar cortava morrer vida", r" (?:me cortava|cortava me|me cortar|cortar me|queria morrer|quis "
                                           r"morrer|quero morrer|tirar a (?:minha )?(?:propria )?vida) "),
        rule("نفسي اموت", r" (?:اقتل|قتل|اجرح|اذيت|ايذاء|جرحت) نفسي | ان اموت "),
        rule("मरना मर जान नस खुद", r" (?:मरना|मर जाना) चाह| अपनी जान (?:दे|ले)| नस काट| खुद को (?:काट|चोट|नुकसान|खत्म)"),
    ],
    Topic.FAMILY: [
        rule("father dad daddy brother cousin mother mum mom",
             r" my (?:own )?(?:father|dad|daddy|brother|cousin|mother|mum|mom) (?:\S+ ){0,3}(?:touched|touches|"
             r"raped|rapes|abused|abuses|molested|hit|hits|beat|beats|came into|comes into|made me|makes me|"
             r"forced|forces|used to come) "),
        rule("padre papa hermano primo", r" mi (?:propio )?(?:padre|papa|hermano|primo) (?:\S+ ){0,2}(?:me|"
                                         r"abus\S+|viol\S+|toc\S+|peg\S+) "),
        rule("pere papa frere cousin", r" (?:mon (?:propre )?(?:pere|papa|frere|cousin) (?:\S+ )?(?:m|me)|"
                                       r"(?:beau|grand) pere) "),
        rule("pai irmao primo", r" meu (?:proprio )?(?:pai|irmao|primo) (?:\S+ ){0,2}(?:me|abus\S+|viol\S+|toc\S+|"
                                r"bat\S+|estupr\S+) "),
        rule("ابي والدي بابا اخي امي", r" (?:ابي|والدي|بابا|اخي) (?:\S+ )?\S+ني | زوج امي "),
        rule("पापा पिता बाप अब्बू भाई कजिन", r" (?:पापा|पिता|बाप|अब्बू|भाई|कजिन)(?: जी)? ने (?:\S+ ){0,4}(?:छुआ|छूआ|मारा|पीटा|"
                                             r"जबरदस्ती|बलात्कार|रेप|दबोचा) "),
    ],
}  # fmt: skip
