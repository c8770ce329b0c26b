"""What phones set instead of a typewriter's signs changes nothing of what is seen in a text."""

import datetime

import pytest

from stories.fingerprints import are_alike, fingerprint
from stories.language import likely
from stories.say.flags import flags_of
from stories.say.identifiers import find
from stories.signs import typewritten
from stories.testimony import Occurrence

pytestmark = pytest.mark.pure

PRINTED = (
    "“It’s Raj Patel’s office”, they said… and ‘Dr. Lee’ laughed — Mark – or Marc—told me. "
    "I don’t know whether he’s still there, but my boss Anna O’Neill saw it, and she is coming "
    "for me now. Call me at 020 7946 0018. “Maria”… Jean–Luc. I’m fifteen and he won’t stop."
)
TYPED = (
    "\"It's Raj Patel's office\", they said! and `Dr. Lee' laughed ~ Mark ~ or Marc~told me. "
    "I don't know whether he's still there, but my boss Anna O'Neill saw it, and she is coming "
    "for me now. Call me at 020 7946 0018. \"Maria\"! Jean~Luc. I'm fifteen and he won't stop."
)


def test_a_text_stays_as_long_and_is_ascii_where_nothing_else_kept_it_out():
    assert typewritten(PRINTED) == TYPED
    assert len(TYPED) == len(PRINTED)
    assert typewritten("“María”") == '"María"'


def test_the_same_is_seen_in_both():
    assert find(PRINTED, "en") == find(TYPED, "en") != []
    # Letters beyond ASCII, so that it is cut the other way, and the same is found before them.
    assert find(f"{PRINTED} Ñ", "en") == find(PRINTED, "en")
    assert likely(PRINTED, otherwise="") == likely(TYPED, otherwise="") == "en"
    assert flags_of((Occurrence(text=PRINTED),)) == flags_of((Occurrence(text=TYPED),))
    assert flags_of((Occurrence(text=PRINTED),)).topics
    day = datetime.date(2017, 10, 15)
    assert fingerprint(PRINTED, day) == fingerprint(TYPED, day)
    assert are_alike(fingerprint(PRINTED, day), fingerprint(TYPED, day))


@pytest.mark.parametrize("french", ["« Jusqu’à hier », dit-il, et j’ai rien dit à personne."])
def test_signs_inside_words_of_other_languages_stay_inside_them(french):
    assert likely(french, otherwise="") == "fr"
    assert likely(french.replace("’", "'"), otherwise="") == "fr"
