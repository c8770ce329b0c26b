"""What may stay in clear of words that wait: whether somebody may be in danger now, and which hard
topics there are. Sentences that we made up, as people type them."""

import pytest

from stories import lifecycle
from stories.flags import Lane, Topic
from stories.models import Submission
from stories.say.flags import flags_of
from stories.testimony import Occurrence, Testimony
from tests import desk

URGENT = [
    # Danger now.
    "he is coming back tonight and i dont know where to go",
    "He's outside right now. Please help me.",
    "hes in the next room i cant talk",
    "he said he will kill me if i tell",
    "she keeps hitting me, every week",
    "my boss still makes me stay after hours and locks the door",
    "it happens every friday when mum works",
    "I am not safe at home.",
    "i m afraid he will find us",
    "My stepfather lives with us and he still comes into my room.",
    "he wont let me leave the house",
    "he is alone with my little sister on weekends",
    "el me va a matar si hablo",
    "Me sigue pegando. No sé qué hacer.",
    "estoy encerrada en el baño",
    "va a volver esta noche",
    "Il revient ce soir et j'ai peur.",
    "il me frappe encore et personne ne le sait",
    "je suis en danger",
    "j ai peur qu il me retrouve",
    "ele vai me matar se eu contar",
    "Continua a bater-me. Não sei o que fazer.",
    "estou trancada na casa de banho",
    "ele volta hoje à noite",
    "Ainda mora comigo e ninguém sabe.",
    "tenho medo que ele volte",
    "Ele está lá fora. Socorro!",
    "não me deixa sair de casa",
    "انا في خطر",
    "لا يزال يضربني كل يوم",
    "سيقتلني إذا عرف",
    "वह आज रात फिर आएगा।",
    "अगर मैंने बताया तो वह मुझे मार डालेगा",
    "वो मुझे जान से मारने की धमकी देता है",
    "वह अब भी मेरे कमरे में आता है।",
    "पति रोज़ पीटते हैं, कहाँ जाऊँ",
    "वह बाहर खड़ा है",
    "पापा घर आ रहे हैं",
    "मैं बाथरूम में बंद हूँ",
    "मैं घर में सुरक्षित नहीं हूँ",
    "डर लगता है कि वह मुझे ढूँढ लेगा",
    "मुझे घर से निकलने नहीं देते",
    "कोई मुझे बचाओ!",
    "woh mujhe maar dega",
    "please bachao",
    # A child now.
    "i am 14 and he still comes into my room",
    "im 16",
    "I'm fifteen. He is my coach.",
    "i am in ninth grade",
    "tengo 13 años y mi tío me toca",
    "Soy menor de edad.",
    "J'ai 15 ans et mon prof m'écrit la nuit",
    "je suis mineure",
    "tenho 13 anos e meu tio me toca",
    "Tenho catorze anos.",
    "Sou menor de idade.",
    "عمري 15 سنة",
    "मैं १४ साल की हूँ और वह मेरे कोच हैं।",
    "मेरी उम्र पंद्रह साल है",
    "मैं नाबालिग हूँ",
    "मैं दसवीं में पढ़ती हूँ",
    "मेरी बेटी 9 साल की है और वह अब भी उससे अकेले मिलता है",
    "main 15 saal ki hoon",
    "my daughter is 9 and he still sees her alone",
    # Who may end her life.
    "i want to die",
    "I don't want to live anymore.",
    "im going to kill myself",
    "i cant go on",
    "quiero morirme",
    "je veux en finir",
    "quero morrer",
    "não quero mais viver",
    "أريد أن أموت",
    "मैं मरना चाहती हूँ।",
    "अब जीने का मन नहीं करता",
    "main mar jana chahta hoon",
]
USUAL = [
    "i was 14 and he was my teacher",
    "I was fifteen when it started. I am 34 now.",
    "He came back that night and waited outside.",
    "i wanted to die that winter. i am glad i did not",
    "He told me that nobody would believe me.",
    "I am 12 years sober.",
    "i am 16 weeks pregnant by the man i married",
    "My desk was moved to the other building.",
    "he was alone with me in the lift",
    "Tenía 13 años y nadie me creyó.",
    "tengo 40 años y lo cuento ahora",
    "J'avais 15 ans. Il était mon entraîneur.",
    "il m'a frappée devant tout le monde",
    "Tinha 13 anos e ninguém acreditou.",
    "tenho 15 anos de casada e só conto agora",
    "Ele me bateu na frente de todos. Fui ao pronto-socorro sozinha.",
    "Nessa noite ele voltou.",
    "Ele disse que voltava amanhã. Não voltou.",
    "Tinha medo que ele voltasse",
    "fiquei com medo que me despedissem",
    "كان عمري 15 سنة",
    "كان يضربني كل يوم",
    "तब मैं 14 साल की थी। वह मेरे टीचर थे।",
    "मैं आज भी सोचती हूँ, आज भी याद आता है",
    "वह रोज़ मेरे कमरे में आता था",
    "उसने मुझे मारा था। अब वह दूसरे शहर में काम करता है।",
    "मैं मरना चाहती थी, अब नहीं।",
    "वे मुझे बाहर जाने नहीं देते थे",
    "मेरे घर आने का रास्ता बंद था",
    "वह अब भी उसी दफ़्तर में है।",
    "my daughter is 30 and has a house of her own",
    "Nobody was safe there then.",
    "i am safe now and he is in another country",
    "",
]


@pytest.mark.pure
@pytest.mark.parametrize("text", URGENT)
def test_somebody_who_may_be_in_danger_now_comes_first(text):
    for typed in (text, text.lower().replace(".", "").replace(",", ""), text.upper()):
        assert flags_of([Occurrence(typed)]).lane == Lane.URGENT, typed


@pytest.mark.pure
@pytest.mark.parametrize("text", USUAL)
def test_what_is_over_is_not_danger_now(text):
    assert flags_of([Occurrence(text)]).lane == Lane.USUAL


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("He stood too close in the lift.", []),
        ("i was nine and he was my uncle", [Topic.CHILD, Topic.FAMILY]),
        ("he raped me and i got pregnant", [Topic.RAPE, Topic.PREGNANCY]),
        ("He beat me. After that I took an overdose.", [Topic.VIOLENCE, Topic.SELF_HARM]),
        ("me violó cuando tenía ocho años", [Topic.CHILD, Topic.RAPE]),
        ("Mon oncle m'a frappée avec un couteau.", [Topic.VIOLENCE, Topic.FAMILY]),
        ("je suis tombee enceinte", [Topic.PREGNANCY]),
        (
            "meu padrasto me violou quando eu tinha oito anos",
            [Topic.CHILD, Topic.RAPE, Topic.FAMILY],
        ),
        ("bateu-me e eu estava grávida", [Topic.VIOLENCE, Topic.PREGNANCY]),
        ("O meu pai, nessa noite, acreditou.", []),
        ("اغتصبني وأنا طفلة", [Topic.CHILD, Topic.RAPE]),
        (
            "जब मैं आठ साल की थी, मेरे मामा ने मेरा बलात्कार किया।",
            [Topic.CHILD, Topic.RAPE, Topic.FAMILY],
        ),
        ("उसने थप्पड़ मारा। मैं गर्भवती थी।", [Topic.VIOLENCE, Topic.PREGNANCY]),
        ("पिता ने मुझे छुआ, और मैं मरना चाहती थी", [Topic.SELF_HARM, Topic.FAMILY]),
        ("मैंने पापा को बताया, और उन्होंने यक़ीन किया।", []),
        ("i want to die", [Topic.SELF_HARM]),
        ("my father came into my room", [Topic.FAMILY]),
        ("I told my father, and he believed me.", []),
        ("I was 19 weeks into the job.", []),
    ],
)
def test_a_hard_topic_is_known_by_its_words(text, topics):
    assert flags_of([Occurrence(text)]).topics == sum(topics)


@pytest.mark.pure
def test_what_was_ticked_says_it_too():
    assert flags_of([Occurrence("x", age="under13"), Occurrence(by="family")]).topics == (
        Topic.CHILD | Topic.FAMILY
    )
    assert flags_of([Occurrence("x", age="18-24", by="stranger")]).topics == 0


@pytest.mark.django_db
def test_the_flags_stay_with_sealed_words_and_go_with_the_decision(says, today):
    kept = says("i am 14 and he still comes into my room")
    assert (kept.lane, kept.topics) == (Lane.URGENT, Topic.CHILD)
    assert (says("He moved too.").lane, says().lane) == (Lane.USUAL, Lane.USUAL)
    other = says("i was 9 and he was my uncle")
    desk.approve(kept)
    lifecycle.decline(other.pk)
    flags = Submission.objects.filter(pk__in=[kept.pk, other.pk]).values_list("lane", "topics")
    assert set(flags) == {(Lane.USUAL, 0)}


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["He moved too.", "i am 14 and he still does it"])
def test_an_answer_waits_before_the_others_and_behind_danger(desk_key, today, words):
    kept = desk.received(Testimony((Occurrence(words),)), day=today, receipt=b"r" * 32)
    lifecycle.ask(kept.pk, to_her=b"x", version=1)
    kept.refresh_from_db()
    before = kept.lane
    assert before == (Lane.URGENT if "14" in words else Lane.USUAL)
    lifecycle.answer(kept.pk, asked=1, from_her=b"y", version=1, sealed_to=1)
    kept.refresh_from_db()
    assert kept.lane == min(before, Lane.ANSWERED)
