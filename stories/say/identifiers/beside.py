"""What stands beside a word and tells that it is a name: a title, a role, "called", an act."""

import re

from stories.say.identifiers.reading import NUMBER, Reading
from stories.say.identifiers.words import (
    ACT,
    BE,
    CALLED,
    DOES,
    ME,
    NAME_LIKE,
    NAMED,
    NOT_A_NAME,
    ROLE,
    TITLE,
    WORD,
)

# Titles that may have a full stop: Dr. Somebody, but not "I am a nurse. Somebody".
_SHORT_TITLES = frozenset(
    "mr mrs ms mx dr prof sgt capt lt col sen gov pres rev fr st sr sra srta dra lic ing m mme "
    "mlle me pr".split()
)
_ROLE_GAPS = frozenset({" ", ", ", " - ", ": "})
NAME_JOINS = frozenset({" ", "  ", "-", "'", "’", ".", ". "})
# How verbs and plurals end: salió, salía, domingos; fechou, dizia, ligações.
_FORMS = {
    "es": re.compile(r"(?:[íáéó]|ía[ns]?|[aeo]s|iban|imos)$"),
    "pt": re.compile(
        r"(?:[áéíóúãê]|ou|ei|iu|eu|ia[ms]?|ava[ms]?|[aei]ram|ndo|[aeo]s|[aei]mos|[aei]ra|ções|"
        r"[aei]sse[ms]?|[aei]r(?:-?\w+)?|ad[ao]|id[ao]|inh[ao])$"
    ),
}


def is_titled(reading: Reading, place: int, kind: int = TITLE) -> bool:
    """Whether "Mr", "Dr", "señora" stands before."""
    before = place - 1
    if not reading.flag(before) & kind:
        return False
    gap = reading.gap(place)
    if gap in {". ", "."}:
        return reading.keys[before] in _SHORT_TITLES
    # One letter is a title only with its full stop: M. Dupont, but not "il m'a".
    return gap.strip(" ") == "" and len(reading.raws[before]) > 1


def is_called(reading: Reading, place: int) -> bool:
    """Whether "called", "se llama", "his name is" stands before."""
    before = reading.flag(place - 1, None)
    gap = reading.gap(place)
    if before & CALLED and gap == " ":
        return True
    # Chama-se, chamava-se.
    if reading.key(place - 1) == "se" and reading.gap(place - 1) == "-":
        return bool(reading.flag(place - 2) & CALLED) and gap == " "
    # People call me somebody.
    if reading.key(place - 1) == "me" and reading.key(place - 2) in {"call", "calls", "called"}:
        return gap == " " and not reading.flags[place] & WORD
    if before & NAMED and gap.strip(" ") == "":
        # "His name jamal", as people type.
        return not reading.flags[place] & ~NAME_LIKE
    if before & NAMED and gap.strip() in {":", "-"}:
        return True
    # O nome dele é.
    whose = reading.key(place - 2) in {"dele", "dela"}
    two_before = reading.flag(place - 3 if whose else place - 2)
    if before & BE and two_before & NAMED and gap == " ":
        return True
    # What's your name? Somebody.
    return bool(before & NAMED and "?" in gap)


def has_role(reading: Reading, place: int) -> bool:
    """Whether "my boss", "my uncle" stands before."""
    if not reading.flag(place - 1) & ROLE:
        return False
    gap = reading.gap(place)
    return gap == " " or (gap in _ROLE_GAPS and not reading.flags[place] & WORD)


def acts(reading: Reading, last: int) -> bool:
    """Whether what follows is what only a person does: told me, grabbed me."""
    following = reading.flag(last + 1, " ")
    if following & ACT:
        return not following & ME or bool(reading.flag(last + 2) & (ACT | DOES | ME))
    return bool(following & DOES and reading.flag(last + 2, " ") & ME and not following & BE)


def is_plausible(reading: Reading, place: int) -> bool:
    """Whether an unknown word in lower case could be a name by its look."""
    key = reading.key(place)
    if reading.flag(place) or reading.shape(place) == NUMBER or len(key) < 3:
        return False
    return not NOT_A_NAME.search(key) and not is_inflected(reading, place)


def is_inflected(reading: Reading, place: int) -> bool:
    """Whether it ends as the verbs and plurals of its language do, in Spanish and Portuguese."""
    forms = _FORMS.get(reading.lexicon.language)
    return forms is not None and bool(forms.search(reading.raws[place]))
