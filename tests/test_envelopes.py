"""What the desk opens out of a row is what was put into that row, field and version, or nothing."""

import os
import random
import secrets
from itertools import cycle

import pytest

from stories import envelopes, sealing
from stories.envelopes import FROM_HER, TO_HER, WORDS
from stories.models import Submission
from stories.sealing import KeyPair, Unopenable
from stories.testimony import Occurrence, Testimony
from tests.desk import PAIR

pytestmark = pytest.mark.django_db

FULL = os.environ.get("PROVE") == "full"
TRIES = 1_000 if FULL else 100
ROWS = 20
# The fields of a row, and how the desk or she opens each.
COLUMNS = {WORDS: "envelope", TO_HER: "to_her", FROM_HER: "from_her"}


@pytest.fixture
def rows(says) -> list[tuple[Submission, KeyPair]]:
    """Rows with words, the edited version for her and her answer, and the key of her receipt."""
    return [filled(says(f"He moved too, {number}.")) for number in range(ROWS)]


def filled(kept: Submission) -> tuple[Submission, KeyPair]:
    receipt = sealing.new_pair()
    edited = Testimony((Occurrence("He moved."),))
    kept.receipt = receipt.public
    kept.to_her = envelopes.shut(edited, to=receipt.public, key=kept.pk, field=TO_HER)
    kept.from_her = envelopes.shut_message("Yes.", to=PAIR.public, key=kept.pk, field=FROM_HER)
    kept.save()
    return kept, receipt


def opened(key: int, field: str, pair: KeyPair) -> object:
    """What stands in the row of the database, opened as the desk opens it, or she."""
    kept = Submission.objects.get(pk=key)
    if field == FROM_HER:
        return envelopes.opened_message(kept, pair, field=field)
    return envelopes.opened_testimony(kept, pair, field=field)


def opens(key: int, field: str, pair: KeyPair) -> bool:
    try:
        opened(key, field, pair)
    except Unopenable:
        return False
    return True


def pair_of(field: str, receipt: KeyPair) -> KeyPair:
    return receipt if field == TO_HER else PAIR


def test_each_opens_in_its_place(rows):
    for kept, receipt in rows:
        for field in COLUMNS:
            assert opened(kept.pk, field, pair_of(field, receipt))


def test_none_opens_after_one_bit_has_changed(rows):
    found = 0
    for turn, field in zip(range(TRIES), cycle(COLUMNS), strict=False):
        kept, receipt = rows[turn % ROWS]
        changed = bytearray(getattr(kept, COLUMNS[field]))
        bit = secrets.randbelow(8 * len(changed))
        changed[bit // 8] ^= 1 << bit % 8
        here = Submission.objects.filter(pk=kept.pk)
        here.update(**{COLUMNS[field]: bytes(changed)})
        found += opens(kept.pk, field, pair_of(field, receipt))
        here.update(**{COLUMNS[field]: getattr(kept, COLUMNS[field])})
    assert found == 0
    test_each_opens_in_its_place(rows)


def test_none_opens_in_another_row(rows):
    """Even where the key fits: her own receipt's may be that of two rows, as after new words."""
    found = 0
    for _, field in zip(range(TRIES), cycle(COLUMNS), strict=False):
        (one, mine), (other, _) = random.sample(rows, 2)
        here = Submission.objects.filter(pk=other.pk)
        here.update(**{COLUMNS[field]: getattr(one, COLUMNS[field])})
        found += opens(other.pk, field, pair_of(field, mine))
        here.update(**{COLUMNS[field]: getattr(other, COLUMNS[field])})
    assert found == 0


def test_none_opens_in_another_field(rows):
    found = 0
    for turn in range(TRIES):
        kept, receipt = rows[turn % ROWS]
        source, field = random.sample(list(COLUMNS), 2)
        here = Submission.objects.filter(pk=kept.pk)
        here.update(**{COLUMNS[field]: getattr(kept, COLUMNS[source])})
        found += any(opens(kept.pk, field, pair) for pair in (PAIR, receipt))
        here.update(**{COLUMNS[field]: getattr(kept, COLUMNS[field])})
    assert found == 0


def test_none_opens_as_another_version(rows):
    found = 0
    for turn, field in zip(range(TRIES), cycle(COLUMNS), strict=False):
        kept, receipt = rows[turn % ROWS]
        here = Submission.objects.filter(pk=kept.pk)
        here.update(version=1 + secrets.randbelow(30_000))
        found += opens(kept.pk, field, pair_of(field, receipt))
        here.update(version=kept.version)
    assert found == 0
