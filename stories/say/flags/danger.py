"""Words that say that somebody may be in danger now, or is a child now. Written by us.

The present tense makes the difference: "i am 14" is a child, "i was 14" is not any more. Where it
is not clear they say danger: somebody looks a little sooner then, and that is all.
"""

from stories.say.flags.reading import THEY_NOW
from stories.say.flags.rules import rule

_NOT_AN_AGE = (
    "(?! (?:weeks?|months?|days?|hours?|minutes?|stone|kilos?|miles?|years? (?:older|younger|sober|"
    "clean|into|on|later|after)))"
)
_KIN = (
    "(?:daughter|son|child|kids?|children|baby|girls?|boys?|sister|brother|sisters|brothers|niece|"
    "nephew|stepdaughter|stepson|granddaughter|grandson|cousin)"
)
_DO = "(?:kill|hurt|find|hit|beat|rape|stab|shoot|take|come|do it|touch|get)"
_DOES = (
    "(?:touches|hits|hurts|rapes|beats|abuses|makes me|forces|threatens|sneaks|comes in|comes into|"
    "comes to|does it|does this|does that|lives with|lives in|locks|chokes|films)"
)
_DOING = (
    "(?:happening|doing|raping|hitting|coming|touching|hurting|beating|abusing|forcing|threatening|"
    "locking|stalking|following)"
)
# Somebody else, now.
_THEY = "(?:s?he (?:is|s)|s?hes|they (?:are|re)|theyre)"
_END = (
    "(?:die|kill myself|end it|end my life|end everything|hurt myself|be dead|take my own life|"
    "take my life)"
)

# That the writer may end her own life. It is a hard topic too.
INTENT = [
    rule("die kill end hurt dead life",
         rf" (?:i (?:just )?(?:want|need|plan|will|might)|i (?:am|m) (?:planning|going)|im (?:planning"
         rf"|going)|i (?:am|m) gonna|im gonna|i wanna)(?: to)? (?:just )?{_END} "),
    rule("live alive exist wake here",
         r" i (?:do not|don t|dont|no longer) (?:even )?want to (?:live|be alive|exist|wake up|be here)"),
    rule("suicidal suicide myself ending",
         r" (?:i (?:am|m|feel)|im)(?: so| still| feeling)? suicidal | thinking (?:about|of) "
         r"(?:suicide|killing myself|ending (?:it|my life))| i have suicidal "),
    rule("go take do",
         r" i (?:cannot|can t|cant) (?:go on|(?:take|do) (?:it|this) any ?more|take any more)"),
    rule("dead live", r" better off dead | no reason to live | nothing to live for "),
    rule("morir morirme matar matarme suicidarme vida vivir viva",
         r" quiero (?:morir|morirme|matarme|suicidarme|quitarme la vida) | me (?:quiero|voy a) "
         r"(?:morir|matar|suicidar) | voy a (?:matarme|suicidarme|quitarme la vida) | no quiero "
         r"(?:vivir|seguir viviendo|estar viva) "),
    rule("mourir tuer finir suicider vivre vie",
         r" je (?:veux|vais) (?:mourir|me tuer|en finir|me suicider) | envie (?:de mourir|d en finir) "
         r"| (?:veux|ai) plus (?:envie de )?vivre | mettre fin a mes jours "),
    rule("morrer matar suicidio suicidar vida viver viva aguento",
         r" quero (?:morrer|me matar|matar me|acabar com (?:tudo|a (?:minha )?vida)|tirar a (?:minha )?"
         r"(?:propria )?vida) | vou (?:me matar|matar me|me suicidar|suicidar me|acabar com tudo|tirar a "
         r"(?:minha )?(?:propria )?vida) | nao quero (?:mais )?(?:viver|estar viva) | (?:tenho |com )?vontade "
         r"de morrer (?:agora |hoje )?| penso em (?:suicidio|me matar|matar me|morrer) | (?:nao|ja nao) aguento "
         r"mais viver "),
    rule("اموت الموت انتحر سانتحر الانتحار نفسي اعيش اعيشش",
         r" (?:اريد|بدي|ابغي|عايزه|عاوزه|ابي) (?:ان )?(?:اموت|الموت|انتحر) | سانتحر | افكر (?:في|ب) ?"
         r"(?:ال)?انتحار | (?:ساقتل|راح اقتل|رح اقتل|هقتل) نفسي | (?:لا اريد|ما بدي|ما ابغي) (?:ان )?اعيش"),
    rule("मरना मर मरने जीना जीने जान खुद आत्महत्या खुदकुशी सुसाइड",
         r" मर(?:ना| जाना) चाह(?:ती|ता) हूं | (?:मरने|मर जाने) का मन (?:है|करता है|कर रहा है) | मैं मर जाऊं | "
         r"(?:आत्महत्या|खुदकुशी|सुसाइड) (?:करना चाह(?:ती|ता) हूं|कर लूं\S* |करने (?:जा रही|जा रहा|वाली|वाला) हूं|"
         r"के बारे में सोच(?:ती|ता|ती रहती|ता रहता) हूं) | अपनी जान (?:दे दूं|ले लूं)| जीना नहीं चाह(?:ती|ता) (?!थ)|"
         r" (?:अब|और) नहीं जीना (?!चाह)| जीने का मन नहीं (?:है|करता) (?!थ)| खुद को (?:खत्म कर|मार) (?:दूं|लूं|डालूं)"),
    rule("marna mar jeena jina",
         r" (?:marna|mar ja+na) chah(?:ti|ta) h(?:oo|u)n? | (?:jeena|jina) nah(?:i|in|een) chah(?:ti|ta) h"),
]  # fmt: skip

# That somebody is a child as she writes.
MINOR = [
    rule("am m im", rf" (?:i (?:am|m)|im) (?:only |just |still |now |currently )?AGE(?= ){_NOT_AN_AGE}"),
    rule("minor underage kid child age grade",
         r" (?:i (?:am|m)|im) (?:(?:only|just|still) )?(?:a )?(?:minor|underage|under age|kid|child) |"
         r" (?:i (?:am|m)|im) in (?:the )?\S+ grade "),
    rule("turn turning", r" i (?:turn|(?:am|m) turning) (?:1[0-8]|thirteen|fourteen|fifteen|sixteen) "),
    rule("is s", rf" (?:is|s) (?:only |just |still )?AGE (?:and )?(?:years? old )?SOME"
                 rf"(?:still|alone|{_DOES}|every|wants|is going|will) "),
    rule("tengo", r" tengo (?:solo |apenas |ahora )?AGE (?:ano?s|anitos)(?! (?:de |en |sin |casad|"
                  r"trabaj|viv|siendo))| tengo (?:1[0-7]) (?:y|pero) ", language="es"),
    rule("menor nina", r" soy (?:una |un )?(?:menor|nina|nino) ", language="es"),
    rule("tiene", r" tiene AGE anos SOME(?:todavia|sigue|aun|la toca|solo|sola) ", language="es"),
    rule("ai jai", r" j ?ai (?:que |seulement |juste |encore )?AGE ans(?! (?:de |d |que ))", language="fr"),
    rule("mineure mineur", r" je suis (?:une |encore )?mineure? ", language="fr"),
    rule("fille fils soeur frere niece", r" a AGE ans SOME(?:encore|toujours|continue|seule?) ",
         language="fr"),
    rule("tenho", r" tenho (?:so |apenas |agora |ainda )?AGE aninhos? | tenho (?:so |apenas |agora |ainda )?AGE "
                  r"anos(?! (?:de |a |em |sem |casad|trabalh|viv|sendo))| tenho (?:1[0-7]) (?:e|mas) ",
         language="pt"),
    rule("menor crianca", r" sou (?:uma |um |ainda )?(?:menor|crianca) "),
    rule("tem", r" tem AGE anos SOME(?:ainda|continua|sozinh[ao]) ", language="pt"),
    rule("عمري", r"(?<! كان)(?<! وكان)(?<! لما) عمري (?:الان |حاليا )?AGE(?:ه)? ", language="ar"),
    rule("قاصر قاصره طفله طفل", r" انا (?:قاصر|قاصره|طفله|طفل) (?!كنت)"),
    rule("साल वर्ष बरस उम्र", r" AGE (?:साल|वर्ष|बरस) (?:की|का) हूं | मेरी उम्र (?:अभी |सिर्फ |बस |केवल )?AGE "
                              r"(?:साल |वर्ष |बरस )?(?:की )?है ", language="hi"),
    rule("नाबालिग बच्ची बच्चा", r" मैं (?:अभी |अब भी |एक )?(?:नाबालिग|बच्ची|बच्चा)(?: ही)? हूं | नाबालिग हूं "),
    rule("क्लास कक्षा पढती पढता दसवीं ग्यारहवीं बारहवीं नौवीं आठवीं सातवीं",
         r" (?:छठी|सातवीं|आठवीं|नौवीं|दसवीं|ग्यारहवीं|बारहवीं|(?:[5-9]|1[0-2]) ?(?:वीं|वी|th)) (?:क्लास |कक्षा )?में "
         r"(?:पढती |पढता )?हूं "),
    rule("साल वर्ष बरस", r" AGE (?:साल|वर्ष|बरस) (?:की|का) है SOME(?:अब भी|अभी भी|रोज|अकेली|अकेला|अकेले) ", language="hi"),
    rule("saal sal", r" (?:main?|mein) (?:abhi |sirf |bas )?AGE sa+l k[ia] h(?:oo|u)n? "),
]  # fmt: skip

# That somebody is in danger as she writes.
NOW = [
    rule("tonight",
         r" (?:he|she|they|dad|father|stepdad|stepfather|husband|boyfriend|ex) SOME(?:is|s|are|will|ll|"
         r"going|comes|coming|wants|says) (?:\S+ ){0,6}tonight | tonight (?:he|she|they|when) | "
         r"(?:safe|afraid|scared|danger) (?:\S+ ){0,6}tonight "),
    rule("coming", rf" {_THEY}(?: now| right now| still)? coming (?:back|home|over|for|to|here|tonight) ", also=THEY_NOW),
    rule("here outside downstairs", rf" {_THEY}(?: now| right now| still)? (?:here|outside|downstairs) ", also=THEY_NOW),
    rule("house room door way", rf" {_THEY}(?: now| still)? (?:in the (?:house|room|other|next)|at (?:the|my|"
                                r"our) door|on (?:his|her|the|their) way) ", also=THEY_NOW),
    rule("following watching waiting", rf" {_THEY}(?: now| still)? (?:following me|watching me|waiting (?:for "
                                       r"me|outside)) ", also=THEY_NOW),
    rule("going gonna trying", rf" {_THEY} (?:going to|gonna|trying to) (?:\S+ )?{_DO} (?:me|us|her|him|them|"
                               r"my|our|back|again|for) ", also=THEY_NOW),
    rule("will ll wants tries", rf" (?:s?he|they) (?:will|ll|wants to|tries to|said he will|said he ll) "
                                rf"(?:\S+ )?{_DO} (?:me|us|her|him|them|my|our|back|again|for) "),
    rule("comes gets finds", r" (?:when|before|until) (?:he|she|they) (?:comes?|gets?) (?:home|back) | "
                             r"if (?:he|she|they) finds? (?:out|me|this|us) "),
    rule("still", rf" still {_DOES} | still (?:{_DOING}|goes on|going on) | still (?:\S+ )?being "
                  r"(?:abused|raped|beaten|hit|followed|stalked) "),
    rule("keeps", rf" keeps (?:on )?{_DOING} "),
    rule("happens", r" (?:it|this|that) happens (?:every|each|almost) "),
    rule("danger hiding trapped locked held",
         r" (?:i (?:am|m)|im|we are|we re) (?:still |so |now |really )?(?:in danger|hiding|trapped|"
         r"locked (?:in|up)|being held) "),
    rule("safe", r" (?:am|m|im|are|re) (?:really )?not (?:really )?safe | (?:do not|don t|dont) feel safe "
                 r"(?:at home|here|in my) "),
    rule("let lets", r" (?:t|wont|not|doesnt|never) lets? (?:me|us|her) (?:leave|go|out) (?!of )"),
    rule("right", r" (?:s?hes?|they) (?:\S+ ){0,5}right now "),
    rule("afraid scared terrified", r" (?:am|m|im) (?:so |really |still )?(?:afraid|scared|terrified) "
         r"(?:that )?(?:he|she|they) (?:will|ll|is going|are going|might|comes|may) "),
    rule("please plz pls", r" (?:please|plz|pls) (?:someone )?(?:help (?:me|us|her)|call the police) "
                           r"| help me (?:please|plz|pls) "),
    rule("help police", r" help (?:right )?now | call the police now "),
    rule("threatens threatening gun knife weapon threats",
         r" (?:threatens|threatening|threatened) to kill (?:me|us|her|him|my|himself) (?:if i (?:tell|"
         r"leave|go|talk)|again|now) | threatens (?:me|us|to) | (?:he|she) has a (?:gun|knife|weapon) | "
         r"(?:sends|gets|getting|sending) (?:me )?death threats "),
    rule("alone", rf" (?:is|s|are|hes|left) alone with (?:my|her|his|our|the|their) (?:\S+ )?{_KIN} "),
    rule("touches hits hurts rapes beats abuses",
         rf" (?:he|she|they) (?:touches|hits|hurts|rapes|beats|abuses) (?:my|her|his|our|the) (?:\S+ )?{_KIN} "),
    # Spanish
    rule("noche", r" (?:el|va|viene|vuelve|vendra|volvera|regresa) (?:\S+ ){0,5}esta noche | esta noche "
                  r"(?:el|va|viene|vuelve|me) "),
    rule("va viene quiere", r" (?:me va a|va a|quiere|viene a) (?:matar|pegar|violar|encontrar|volver|"
                            r"venir|hacer|buscar|golpear|regresar)(?:me|nos|la|los)? "),
    rule("esta", r" (?:el|ella) esta (?:aqui|afuera|fuera|abajo|en la puerta|en la casa|en casa|viniendo|"
                 r"con mi hij\S+|con mis hij\S+|solo con) "),
    rule("sigue siguen continua", r" (?:me |la |lo )?(?:sigue|siguen|continua) (?:pegando|violando|tocando|"
         r"haciendo|viniendo|abusando|amenazando|pasando|golpeando|obligando)\S* "),
    rule("todavia aun", r" (?:todavia|aun) (?:me|la|nos) (?:pega|toca|viola|golpea|obliga|amenaza|persigue|"
                        r"hace)\S* | todavia (?:me pasa|ocurre|vivo con el) "),
    rule("deja amenaza", r" no me deja (?:salir|ir) | (?:me )?amenaza con (?:matar|hacer)| me amenaza "),
    rule("peligro encerrada encerrado escondida escondido atrapada secuestrada",
         r" estoy (?:en peligro|encerrad|escondid|atrapad|secuestrad)"),
    rule("miedo", r" tengo (?:mucho )?miedo (?:de )?(?:que )?(?:venga|vuelva|me mate|regrese|me encuentre|"
                  r"me haga|se entere)"),
    rule("ayuda ayudenme auxilio", r" (?:necesito ayuda (?:ya|ahora|urgente)|ayudenme|ayuda por favor|"
                                   r"auxilio) "),
    # French
    rule("soir nuit demain bientot", r" (?:il|elle) (?:\S+ ){0,3}(?:revient|va|vient|arrive|rentre|veut) "
         r"(?:\S+ ){0,4}(?:ce soir|cette nuit|demain|bientot) | ce soir (?:il|elle) (?:va|vient|rentre|revient) "),
    rule("va veut", r" (?:il|elle|ils) (?:va|veut|vont) (?:me |nous |la |le )?(?:revenir|tuer|frapper|violer|"
                    r"retrouver|recommencer|rentrer|venir) "),
    rule("est", r" (?:il|elle) est (?:encore )?(?:dehors|ici|en bas|devant (?:la|ma) porte|derriere la porte|"
                r"avec ma fille|avec mes enfants|seul avec|en route) "),
    rule("continue encore toujours",
         r" (?:il|elle|ca|cela) continue(?: encore| toujours| a me| de me| a la) | (?:me|la) (?:touche|frappe|"
         r"viole|bat|force|menace|suit) (?:encore|toujours) "),
    rule("danger enfermee enferme cachee cache coincee sequestree",
         r" je suis (?:en danger|enfermee?|cachee?|coincee?|sequestree?) "),
    rule("peur", r" j ?ai (?:tellement |tres )?peur (?:qu il|qu elle|qu ils) (?:\S+ )?(?:revienne|vienne|tue|"
                 r"rentre|recommence|trouve|retrouve|fasse|apprenne)"),
    rule("laisse menace", r" me laisse pas (?:sortir|partir) | (?:il|elle) (?:me )?menace de (?:me |nous |la )?"
                          r"(?:tuer|frapper)"),
    rule("aidez secours", r" (?:aidez moi|au secours|a l aide) "),
    # Portuguese
    rule("noite amanha", r" (?:vai|vem|volta|chega) (?:\S+ ){0,4}(?:esta noite|hoje a noite|amanha) | (?:esta noite|"
                         r"hoje a noite) (?:ele|ela) (?:vai|vem|volta) "),
    rule("vai vao quer vem", r" (?:vai|vao|quer|vem) (?:me |nos )(?:matar|bater|estuprar|violar|encontrar|achar|"
                             r"buscar|machucar|magoar|fazer) | (?:vai|vao|quer|vem) (?:matar|bater|violar|procurar|"
                             r"buscar|encontrar)(?: me| nos) | (?:ele|ela|eles) (?:vai|vao) voltar "),
    rule("esta", r" (?:ele|ela) esta (?:aqui|la fora|ca fora|la embaixo|la em baixo|na porta|a porta|em casa|na sala|"
                 r"no quarto|a caminho|vindo|a vir|chegando|a chegar|sozinh[ao] com|com (?:a |o |os |as )?(?:minhas?|"
                 r"meus?) (?:filh|irma)\S*) "),
    rule("continua continuam", r" continuam? (?:a )?(?:me |nos )?(?:bat|viol|estupr|toc|abus|ameac|persegu|obrig|"
                               r"acontec|agred|agrid|entrar)\S* "),
    rule("ainda", r" ainda (?:me|nos) (?:bate|toca|viola|estupra|obriga|ameaca|persegue|agride|procura) | ainda "
                  r"(?:acontece|(?:vivo|moro) com ele|(?:vive|mora) (?:comigo|aqui|connosco|conosco)) "),
    rule("deixa ameaca", r" nao (?:me|nos) deixa (?:sair|ir) | (?:me|nos) ameaca | ameaca(?: me| nos) | ameaca (?:de "
                         r"morte|matar) "),
    rule("perigo trancada trancado escondida escondido presa sequestrada",
         r" estou (?:em perigo|trancad[ao]|escondid[ao]|presa (?:em|no|na)|sequestrad[ao]) "),
    rule("medo", r" (?:tenho|estou com) (?:muito |tanto )?medo (?:de )?que (?:ele |ela |eles )?(?:venham?|voltem?|"
                 r"me|nos|saiba|descubra|apareca) "),
    rule("ajuda ajudem socorro", r" preciso de ajuda (?:ja|agora|urgente) | ajudem me | me ajudem? (?:por favor )?| "
                                 r"ajuda por favor |(?<! pronto) socorro "),
    # Arabic
    rule("الليله", r" (?:سياتي|سيعود|سيرجع|يرجع|راجع|جاي|قادم|ياتي)(?: \S+){0,4} الليله "),
    rule("سيقتلني يقتلني بيقتلني هيقتلني سيضربني يهددني بيهددني سيعود سيرجع هيرجع",
         r" (?:سيقتلني|بيقتلني|هيقتلني|سيضربني|يهددني|بيهددني|سيعود|سيرجع|هيرجع) | (?:راح|رح|سوف|يريد ان|"
         r"بده) يقتلني "),
    rule("يزال زال مازال لسه لسا", r" (?:لا يزال|ولا يزال|ما زال|مازال|ما يزال|لسه|لسا) (?:\S+ ){0,2}?"
                                   r"[يب]\S+(?:ني|نا) "),
    rule("هو", r" هو (?:الان )?(?:هنا|بره|برا|بالخارج|عند الباب|في البيت|مع ابنتي|مع بنتي|مع اولادي) "),
    rule("خطر محبوسه مختبئه محتجزه", r" انا (?:الان )?(?:في خطر|محبوسه|مختبئه|محتجزه) "),
    rule("خائفه خايفه خائف خايف اخاف", r" (?:خائفه?|خايفه?|اخاف) (?:من )?(?:ان |انه )?(?:يرجع|يعود|يقتلني|ياتي|"
                                       r"يجي|يعرف) "),
    rule("ساعدوني النجده انقذوني", r" (?:ساعدوني|النجده|انقذوني) "),
    # Hindi
    rule("रात", r" आज रात (?:\S+ ){0,4}(?:आएगा|आयेगा|आएंगे|आएगी|लौटेगा|आ रहा|आ रहे|मारेगा|करेगा) | (?:आएगा|आयेगा|"
                r"लौटेगा|आ रहा है) (?:\S+ ){0,2}आज रात "),
    rule("मार मारेगा मारेंगे पीटेगा छोडेगा छोडेंगे",
         r" (?:मुझे|मुझको|मेरे को|हमें|हमको|उसे|को) (?:\S+ ){0,3}(?:मार (?:डालेगा|देगा|डालेंगे|देंगे|डालेगी|देगी)|"
         r"मारेगा|मारेंगे|पीटेगा|नहीं छोडेगा|नहीं छोडेंगे) "),
    rule("धमकी धमकाता धमकाते", r" धमकी (?:देता|देते|देती|दे रहा|दे रहे|दे रही) (?:है|हैं) | धमकाता है | धमकाते हैं "),
    rule("मारता मारते मारती पीटता पीटते पीटती छूता छूते सताता सताते",
         r" (?:मारता|मारते|मारती|पीटता|पीटते|पीटती|छूता|छूते|सताता|सताते) (?:है|हैं) "),
    rule("भी रोज हर", r" (?:अब भी|अभी भी|आज भी|रोज|हर (?:दिन|रात|हफ्ते|शाम)) (?:\S+ ){0,4}(?:(?:कमरे में|घर में|घर|पास) "
                      r"(?:आता|आते|घुसता)|(?:जबरदस्ती|तंग|परेशान|मारपीट|गलत काम|यही|ऐसा|पीछा|ब्लैकमेल) (?:करता|करते|कर "
                      r"रहा|कर रहे)|(?:होता|हो रहा)) (?:है|हैं) "),
    rule("बाहर दरवाजे घर कमरे यहीं नीचे", r" (?:वह|वो|वे|पापा|पति) (?:अभी |इस समय |अब )?(?:बाहर|दरवाजे पर|घर (?:में|पर)|"
                                          r"(?:बगल के )?कमरे में|यहीं|नीचे) (?:ही )?(?:है|हैं|खडा है|खडे हैं|बैठा है|बैठे हैं) "),
    rule("रहा रहे", r" (?:वह|वो|पापा|पति) (?:\S+ ){0,2}(?:आ|लौट|पीछा कर|मार|पीट|ढूंढ) (?:रहा|रहे) (?:है|हैं) "),
    rule("खतरे बंद छिपी छिपा छुपी छुपा कैद फंसी फंसा",
         r" (?:खतरे में|बंद|छिपी|छिपा|छुपी|छुपा|कैद|कैद में|फंसी|फंसा) (?:हुई |हुआ )?हूं "),
    rule("सुरक्षित", r" सुरक्षित (?:महसूस )?नहीं (?:हूं|कर(?:ती|ता) हूं|कर रह(?:ी|ा) हूं) | (?:घर|यहां) (?:\S+ )?सुरक्षित नहीं "
                     r"(?:हूं|हैं) "),
    rule("डर", r" डर (?:है|लगता है|लग रहा है) (?:कि )?(?:\S+ ){0,4}(?:आ (?:जाएगा|जाएंगे)|मार (?:डालेगा|देगा)|ढूंढ (?:लेगा|"
               r"लेंगे)|लौट आएगा|(?:फिर|वापस) (?:आएगा|करेगा)) "),
    rule("जाने निकलने", r" (?:जाने|निकलने) नहीं (?:देता|देते|देती|दे रहा|दे रहे) (?!थ)"),
    rule("बचाओ बचा बचाइए मदद पुलिस", r" (?:मुझे|हमें|कोई) (?:मुझे )?(?:बचाओ|बचा लो|बचाइए|बचा लीजिए) | (?:मेरी|हमारी) मदद "
                                     r"(?:करो|करें|कीजिए|कर दो) | पुलिस (?:को )?(?:बुलाओ|बुलाएं|बुला दो|भेजो|भेजें) "),
    rule("dega dalega daalega denge", r" (?:mujhe|mujhko|hume|humein|hamein) (?:\S+ ){0,2}ma+r (?:dega|da+lega|denge) "),
    rule("bachao", r" (?:mujhe|humein|koi|please|plz|pls) bachao | bachao (?:mujhe|please|plz|pls) "),
]  # fmt: skip
