"""What the desk opens out of a row is what was put into that row, field and version, or nothing."""

import json
import os
import random
import secrets
from functools import partial
from itertools import cycle

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import decisions, letters
from moderation.models import Decision, Kind, Reason
from stories import envelopes, lifecycle, receipts, sealing
from stories.categories import CATEGORIES, COUNTRIES, Note, note_labels
from stories.envelopes import EDITED, FROM_HER, TO_HER, WORDS
from stories.language import CODES
from stories.models import State, Submission
from stories.sealing import KeyPair, Unopenable
from stories.testimony import MAX_EXAMPLES, Occurrence, Testimony, shown
from tests import pages
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
        other = 1 + secrets.randbelow(30_000)
        here.update(version=other, answers=other)
        # Her words are the first version for ever: others are another row.
        found += opens(kept.pk, field, pair_of(field, receipt)) != (field == WORDS)
        here.update(version=kept.version, answers=kept.answers)
    assert found == 0


def test_no_older_envelope_opens_where_a_newer_one_was_put(at_desk, moderator, words_of_hers):
    """Question, answer, question, answer, and what she is told: each put back where the next is."""
    words, key = words_of_hers

    def row() -> Submission:
        return Submission.objects.get(pk=key)

    def opens_back(column: str, older: bytes) -> bool:
        newer = getattr(row(), column)
        Submission.objects.filter(pk=key).update(**{column: older})
        page = Client().post("/yours/", {"receipt": words}).content.decode()
        if column == "from_her":
            page = at_desk.get(f"/admin/review/{row()}/").content.decode()
        Submission.objects.filter(pk=key).update(**{column: newer})
        return "the first" in page

    told, answers = [], []
    for number in ("first", "second"):
        decisions.ask(row(), f"Is this the {number}?", by=moderator)
        told.append(bytes(row().to_her or b""))
        pages.pressed(words, "answer", answer=f"It is the {number}.")
        answers.append(bytes(row().from_her or b""))
        page = at_desk.get(f"/admin/review/{row()}/").content.decode()
        assert f"It is the {number}." in page
    assert not opens_back("from_her", answers[0])
    decisions.ask(row(), "Is this the third?", by=moderator)
    assert not opens_back("to_her", told[0])
    # What she answered last is still there for the desk when it takes its question back.
    decisions.undo(Decision.objects.filter(kind=Kind.ASK).latest("pk"), by=moderator)
    assert "It is the second." in at_desk.get(f"/admin/review/{row()}/").content.decode()
    decisions.decline(row(), by=moderator, reason=Reason.SPAM, told="We could not.")
    assert "We could not." in Client().post("/yours/", {"receipt": words}).content.decode()
    assert not opens_back("to_her", told[0])


def test_no_older_edit_opens_for_a_second_reader(says):
    kept = says("He moved too.")
    first = letters.for_second(kept, Testimony((Occurrence("He moved."),)))
    lifecycle.propose(kept.pk, edited=first[0], version=kept.version + 1, sealed_to=first[1])
    lifecycle.take_back_yes(kept.pk)
    kept.refresh_from_db()
    other, key = letters.for_second(kept, Testimony((Occurrence("He."),)))
    lifecycle.propose(kept.pk, edited=other, version=kept.version + 1, sealed_to=key)
    assert envelopes.opened_testimony(row_of(kept), PAIR, field=EDITED).text() == "He."
    Submission.objects.filter(pk=kept.pk).update(edited=first[0])
    with pytest.raises(Unopenable):
        envelopes.opened_testimony(row_of(kept), PAIR, field=EDITED)


def test_of_two_that_seal_at_once_one_is_told(says):
    kept = says("He moved too.")
    lifecycle.mark_danger(kept.pk)
    envelope, key = letters.for_second(kept, Testimony((Occurrence("He moved."),)))
    lifecycle.propose(kept.pk, edited=envelope, version=1, sealed_to=key)
    lifecycle.take_back_yes(kept.pk)
    for late in (
        lambda: lifecycle.propose(kept.pk, edited=envelope, version=1, sealed_to=key),
        lambda: lifecycle.ask(kept.pk, to_her=envelope, version=1),
        lambda: lifecycle.decline(kept.pk, to_her=envelope, version=1),
    ):
        with pytest.raises(lifecycle.Conflict):
            late()


def test_words_before_new_ones_do_not_open_in_their_row(words_of_hers):
    words, key = words_of_hers
    before = bytes(Submission.objects.get(pk=key).envelope or b"")
    answer = Client().post(
        "/yours/",
        {
            "receipt": words,
            "action": "replace",
            "examples-TOTAL_FORMS": "1",
            "examples-0-text": "He stood there.",
        },
    )
    assert answer.status_code == 200
    new = Submission.objects.get(receipt=receipts.pair_of(words).public)
    assert new.pk != key
    assert envelopes.opened_testimony(new, PAIR).text() == "He stood there."
    Submission.objects.filter(pk=new.pk).update(envelope=before)
    assert not opens(new.pk, WORDS, PAIR)


def row_of(kept: Submission) -> Submission:
    return Submission.objects.get(pk=kept.pk)


@pytest.fixture
def words_of_hers(says) -> tuple[str, int]:
    """The ten words of a receipt, and the row that they lead to."""
    words, kept = receipts.words_of(secrets.token_bytes(32), "en"), says("He moved too.")
    Submission.objects.filter(pk=kept.pk).update(receipt=receipts.pair_of(words).public)
    return words, kept.pk


# What stands in one ---------------------------------------------------------------

SAID = {
    "examples": [{"text": "He moved.", "setting": "work"}],
    "country": "FR",
    "language": "en",
    "quotable": True,
    "see_first": False,
    "notes": ["touch"],
}
WRONG: list[dict[str, object]] = [
    {"more": ""},
    {"examples": None},
    {"examples": [{"text": "He moved.", "where": "work"}]},
    {"examples": [{"text": "He moved.", "setting": "moon"}]},
    {"examples": [{"text": 7}]},
    {"examples": [{"text": "He moved.\0"}]},
    {"examples": [{"text": "\ud800"}]},
    {"examples": [{}] * 11},
    {"country": "Narnia"},
    {"language": "x" * 9},
    {"language": ""},
    {"quotable": "yes"},
    {"see_first": None},
    {"notes": ["moon"]},
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
# No control character, as `say.text` lets none through.
TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=200)
TESTIMONIES = st.builds(
    Testimony,
    st.lists(
        st.builds(
            Occurrence,
            TEXTS,
            *(st.sampled_from(["", *codes.values]) for codes in CATEGORIES.values()),
        ),
        max_size=MAX_EXAMPLES,
    ).map(tuple),
    st.sampled_from(["", *sorted(COUNTRIES)]),
    st.sampled_from([*CODES, "pt-BR", "zh-hans"]),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(Note.values), unique=True).map(tuple),
)


def holding(content: bytes, *, field: str = WORDS, also: str = "") -> Submission:
    """A row with an envelope that is sealed as it should be and holds this."""
    row = Submission(pk=secrets.randbits(63))
    what = envelopes.about(row.pk, f"{field}{also}", 0)
    setattr(row, COLUMNS[field], sealing.seal(content, to=PAIR.public, about=what))
    return row


@pytest.mark.pure
@settings(deadline=None)
@given(TESTIMONIES)
def test_what_a_form_can_have_made_opens_as_it_was(said):
    row = Submission(pk=1)
    row.envelope = envelopes.shut(said, to=PAIR.public, key=1)
    assert envelopes.opened_testimony(row, PAIR) == said


@pytest.mark.pure
@settings(deadline=None)
@given(TEXTS.filter(bool))
def test_a_message_opens_as_it_was_also_from_before_there_were_formats(message):
    row = Submission(pk=1)
    row.from_her = envelopes.shut_message(message, to=PAIR.public, key=1, field=FROM_HER)
    assert envelopes.opened_message(row, PAIR, field=FROM_HER) == message
    old = holding(message.encode(), field=FROM_HER, also=", words")
    assert envelopes.opened_message(old, PAIR, field=FROM_HER) == message


@pytest.mark.pure
@settings(deadline=None)
@given(st.sampled_from([b"", b"\x01"]), st.sampled_from([*SAID, "more"]), JSON)
def test_a_field_that_is_not_as_it_should_be_opens_as_sound_or_not_at_all(before, name, value):
    row = holding(before + json.dumps({**SAID, name: value}).encode())
    try:
        said = envelopes.opened_testimony(row, PAIR)
    except Unopenable:
        return
    assert name != "more"
    # Whatever opens can be shown, kept and sealed again.
    shown(said.examples)
    assert note_labels(said.notes) is not None
    row.envelope = envelopes.shut(said, to=PAIR.public, key=row.pk)
    assert envelopes.opened_testimony(row, PAIR) == said


@pytest.mark.pure
@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_anything_but_unopenable(content):
    for row, opened in (
        (holding(content), envelopes.opened_testimony),
        (holding(b"\x01" + content), envelopes.opened_testimony),
        (holding(content, also=", words"), partial(envelopes.opened_message, field=WORDS)),
    ):
        try:
            opened(row, PAIR)
        except Unopenable:
            continue
        assert opened is not envelopes.opened_testimony
        assert content[:1] == b"\x01" or content >= b" "


@pytest.mark.pure
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        b"\x01[]",
        b"\x01null",
        b"\x01" + b"[" * 100_000,
        b"\x01" + b"9" * 5_000,
        b"\x02" + json.dumps(SAID).encode(),
        *(json.dumps({**SAID, **wrong}).encode() for wrong in WRONG),
    ],
)
def test_what_nobody_can_have_sealed_by_our_ways_does_not_open(content):
    with pytest.raises(Unopenable):
        envelopes.opened_testimony(holding(content), PAIR)


@pytest.mark.pure
@pytest.mark.parametrize("number", [b"\x00", b"\x02", b"\x1f"])
def test_a_message_of_a_format_that_is_not_known_does_not_open(number):
    row = holding(number + b"Yes.", field=FROM_HER, also=", words")
    with pytest.raises(Unopenable):
        envelopes.opened_message(row, PAIR, field=FROM_HER)


def test_the_desk_is_told_of_what_does_not_open_and_can_decline_it(at_desk, says):
    kept = says("He moved too.")
    wrong = json.dumps({**SAID, "more": 1}).encode()
    envelope = sealing.seal(wrong, to=PAIR.public, about=envelopes.about(kept.pk, WORDS, 0))
    Submission.objects.filter(pk=kept.pk).update(envelope=envelope)
    page = at_desk.get(f"/admin/review/{kept}/")
    assert page.status_code == 200
    assert "He moved." not in page.content.decode()
    at_desk.post(f"/admin/review/{kept}/", {"decision": "decline", "reason": "spam"})
    kept.refresh_from_db()
    assert kept.state == State.DECLINED
