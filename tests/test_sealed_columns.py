"""Whatever is sealed to the desk's key is carried over when the key is turned, and goes when her
words go: also a column that nobody has thought of yet."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models

from moderation import keys
from moderation.models import DeskKey
from stories import envelopes, lifecycle, sealing
from stories.models import SEALED_TO_DESK, SEALED_TO_HER, SealingKey, Submission
from stories.sealing import SEAL_BYTES, SIZES, Unopenable
from tests import desk
from tests.desk import PAIR, PASSPHRASE

SEALED = (*SEALED_TO_DESK, *SEALED_TO_HER)
# A turn gives these to every keyring anew (`keys.admit`); test_keys sees that it does.
GIVEN = (DeskKey, "envelope")
# More statements than a turn of a few rows can make: one that never ends is red and does not hang.
PLENTY = 1_000


def wide_enough() -> Iterator[tuple[type[models.Model], str]]:
    """Every column in which an envelope has room: a binary one without a limit, or with one that
    the smallest envelope does not exceed."""
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            most = column.max_length
            if isinstance(column, models.BinaryField) and (
                most is None or most >= SIZES[0] + SEAL_BYTES
            ):
                yield model, column.name


@pytest.mark.pure
def test_every_column_that_an_envelope_fits_is_known_to_be_one_and_whose():
    """A new one goes into SEALED_TO_DESK or SEALED_TO_HER, or the turn learns of its table."""
    assert set(wide_enough()) == {GIVEN, *((Submission, name) for name in SEALED)}
    assert sorted(envelopes.COLUMNS.values()) == sorted(SEALED)


@pytest.mark.pure
def test_nothing_keeps_an_old_key_but_what_a_turn_seals_anew():
    """What else says to which key it belongs has to go with that key, or the key never goes."""
    keeping = {
        (model, column.name)
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey)
        and column.related_model is SealingKey
        and column.remote_field.on_delete is not models.CASCADE
    }
    assert keeping == {(Submission, "sealed_to")}


def fill(kept: Submission, columns: tuple[str, ...], *, to: bytes) -> None:
    """An envelope of its own in each of these columns, and nothing in any other."""
    held = dict.fromkeys(SEALED) | {
        name: sealing.seal(name.encode(), to=to, about=name) for name in columns
    }
    Submission.objects.filter(pk=kept.pk).update(**held)


def opens(kept: Submission, pair: sealing.KeyPair) -> set[str]:
    """The columns of a row that a key opens, as they stand in the database."""
    found = set()
    for name, envelope in Submission.objects.filter(pk=kept.pk).values(*SEALED)[0].items():
        try:
            content = sealing.opened(bytes(envelope or b""), pair=pair, about=name)
        except Unopenable:
            continue
        assert content == name.encode()
        found.add(name)
    return found


def turned(by: User) -> sealing.KeyPair:
    """Turns the key, and returns the one that was made for it."""
    count = 0

    def stops(execute, sql, params, many, context):
        nonlocal count
        count += 1
        assert count <= PLENTY, "it does not end"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stops):
        keys.turn(keys.open_with(PASSPHRASE, person=by))
    (pair,) = keys.open_with(PASSPHRASE, person=by).values()
    return pair


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [*((name,) for name in SEALED_TO_DESK), SEALED_TO_DESK])
def test_a_turn_carries_over_whatever_is_sealed_to_the_desk(says, lead, columns):
    desk.admit(lead)
    kept, hers = says("He moved too."), sealing.new_pair()
    fill(kept, columns, to=PAIR.public)
    assert opens(kept, PAIR) == set(columns)
    fresh = turned(lead)
    assert opens(kept, fresh) == set(columns)
    assert opens(kept, PAIR) == set()
    # What is sealed to her receipt is not the desk's to seal anew.
    fill(kept, SEALED_TO_HER, to=hers.public)
    before = Submission.objects.values_list(*SEALED_TO_HER).get(pk=kept.pk)
    turned(lead)
    assert Submission.objects.values_list(*SEALED_TO_HER).get(pk=kept.pk) == before
    assert opens(kept, hers) == set(SEALED_TO_HER)


@pytest.mark.django_db
def test_a_key_that_nothing_is_sealed_to_any_more_goes_although_a_row_names_it(says, lead):
    desk.admit(lead)
    kept = says("He moved too.")
    fill(kept, (), to=PAIR.public)
    turned(lead)
    assert not keys.is_turning()


def steps_of_a_turn(by: User) -> int:
    """How many steps of its own SQLite makes for a turn, in tens."""
    tens = 0

    def ten() -> int:
        nonlocal tens
        tens += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(ten, 10)
    try:
        turned(by)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return tens


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite counts its steps for us")
def test_a_turn_passes_by_who_was_only_counted_a_few_times_however_much_it_seals(
    says, lead, monkeypatch
):
    """There may be millions, and whoever is removed is removed in one request."""
    monkeypatch.setattr(keys, "_AT_ONCE", 2)
    desk.admit(lead)
    for number in range(40):
        says(f"He moved too, {number}.")
    alone = steps_of_a_turn(lead)
    counted = 600
    for _ in range(counted):
        says()
    # By one row about three steps, and three times. With each few it was 43.
    assert 10 * (steps_of_a_turn(lead) - alone) < 20 * counted


@pytest.mark.django_db
def test_none_of_it_outlives_her_words(says):
    kept = says("He moved too.")
    fill(kept, SEALED, to=PAIR.public)
    assert opens(kept, PAIR) == set(SEALED)
    lifecycle.withdraw(kept.pk)
    assert set(Submission.objects.values_list(*SEALED).get(pk=kept.pk)) == {None}
