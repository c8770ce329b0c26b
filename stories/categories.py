"""What an example can be marked with: stable codes, translated labels. All optional.

The codes stand in the database, in addresses and in `/numbers.json`; they are
never renamed. Content notes stand in addresses by their place in the list: a new one
comes at its end.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# ISO 3166-1 alpha-2, and XK for Kosovo, which has no code of its own there.
COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
    DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)


class Setting(TextChoices):
    WORK = "work", _("At work")
    SCHOOL = "school", _("School or university")
    PUBLIC = "public", _("In public")
    TRANSPORT = "transport", _("On a bus, a train, on the way")
    HOME = "home", _("At home")
    ONLINE = "online", _("Online or by phone")
    HEALTH = "health", _("Doctor, clinic or care")
    FAITH = "faith", _("Church, mosque, temple")
    SPORT = "sport", _("Sport")
    MILITARY = "military", _("Military or police")
    OTHER = "other", _("Somewhere else")


class By(TextChoices):
    STRANGER = "stranger", _("A stranger")
    COLLEAGUE = "colleague", _("A colleague")
    AUTHORITY = "authority", _("Someone with power over me")
    CLASSMATE = "classmate", _("A classmate")
    PARTNER = "partner", _("A partner")
    FORMER_PARTNER = "former_partner", _("A former partner")
    FAMILY = "family", _("Family")
    FRIEND = "friend", _("A friend")
    OTHER = "other", _("Someone else")


class Age(TextChoices):
    UNDER_13 = "under13", _("Under 13")
    FROM_13 = "13-17", _("13 to 17")
    FROM_18 = "18-24", _("18 to 24")
    FROM_25 = "25-34", _("25 to 34")
    FROM_35 = "35-49", _("35 to 49")
    FROM_50 = "50plus", _("50 or older")


class Reported(TextChoices):
    NO = "no", _("Not reported")
    TOLD_SOMEONE = "told_someone", _("Told someone")
    NOTHING = "yes_nothing", _("Reported, and nothing happened")
    ACTED = "yes_acted", _("Reported, and something was done")


class Note(TextChoices):
    """What a story holds, said before it is opened. Chosen by the desk."""

    RAPE = "rape", _("rape")
    TOUCH = "touch", _("touching")
    VIOLENCE = "violence", _("violence")
    CHILD = "child", _("a child")
    FAMILY = "family", _("in the family")
    THREAT = "threat", _("threats")
    PICTURES = "pictures", _("pictures")
    DRUGGED = "drugged", _("drugs or drink given")
    SLURS = "slurs", _("slurs")
    BODY = "body", _("injury or pregnancy")
    SELF_HARM = "self_harm", _("suicide or self-harm")


# In the order in which the form asks and the wall answers.
CATEGORIES: dict[str, type[TextChoices]] = {
    "setting": Setting,
    "by": By,
    "age": Age,
    "reported": Reported,
}

# As the wall says it of many, and as the form asks it of one.
QUESTIONS = {
    "setting": _("Where it happened"),
    "by": _("By whom"),
    "age": _("How old they were when it happened"),
    "reported": _("What came of it"),
}
ASKED = {**QUESTIONS, "age": _("How old you were then")}

# What could point at a person in a text, by the kinds that `say.identifiers` tells apart.
HINTS = {
    "name": _("a name"),
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "handle": _("a name on a platform"),
    "link": _("a link"),
    "address": _("an address"),
    "postcode": _("a postcode"),
    "card": _("a card number"),
    "account": _("an account number"),
    "identity": _("an identity number"),
    "plate": _("a number plate"),
    "organisation": _("an employer or a school"),
    "date": _("a date"),
}


def note_labels(codes: Iterable[str]) -> list[str]:
    """The translated labels of content notes, in the list's order; unknown codes are left out."""
    chosen = set(codes)
    return [str(note.label) for note in Note if note.value in chosen]


# Of whoever was younger, a story holds a child, whether or not the desk has labelled it so.
CHILDREN = frozenset({Age.UNDER_13, Age.FROM_13})


def held(notes: Iterable[str], ages: Iterable[str]) -> set[str]:
    """What a story holds, for readers who leave some of it out: by the desk's notes, and by how old
    those were whom it happened to."""
    return {*notes, *({Note.CHILD.value} if CHILDREN.intersection(ages) else ())}


def note_bits(codes: Iterable[str]) -> int:
    """Content notes as one number, a bit for each in the list's order: so a new one stands at its
    end. Raises ValueError for a code that does not exist."""
    return sum(1 << list(Note).index(Note(code)) for code in set(codes))


def noted(bits: int) -> tuple[str, ...]:
    """The content notes that `note_bits` makes this number of, in the list's order. Raises
    ValueError for a number that it makes of none."""
    if not 0 <= bits < 1 << len(Note):
        raise ValueError(bits)
    return tuple(note.value for at, note in enumerate(Note) if bits >> at & 1)


def label(category: str, code: str) -> str:
    """The translated label of a code. Raises ValueError for one that does not exist."""
    return str(CATEGORIES[category](code).label)
