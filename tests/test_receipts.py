"""Ten ordinary words hold all there is of a receipt, and forgive how they are written down."""

import datetime
import hashlib
import math
import secrets

import pytest
from django.test import Client

from stories import receipts
from stories.models import FormKey, Submission
from stories.receipts import PLACES, WORDS, NotWords
from stories.say import nonce

pytestmark = pytest.mark.pure


@pytest.fixture
def words() -> str:
    return receipts.words_of(secrets.token_bytes(32), "en")


def test_ten_words_hold_128_bits():
    assert WORDS * math.log2(PLACES) >= 128
    for path in receipts._LISTS.glob("*.txt"):
        given_out = receipts._kind_words(path.stem)
        assert WORDS * math.log2(len(given_out)) >= 128
        assert set(given_out) < set(receipts.word_list(path.stem))
    for known in receipts._known().values():
        assert len(known) == PLACES
        assert all(word.isalpha() for word in known)


def test_the_same_secret_is_the_same_words_and_another_others():
    assert receipts.words_of(b"a" * 32, "en") == receipts.words_of(b"a" * 32, "en")
    many = {receipts.words_of(secrets.token_bytes(16), "en") for _ in range(2_000)}
    assert len(many) == 2_000
    used = {word for words in many for word in words.split()}
    kind = receipts._kind_words("en")
    assert used <= set(kind)
    assert len(used) > 0.9 * len(kind), "every word that is given out has its chance"


def test_no_word_that_could_hurt_is_given_out_and_all_are_still_understood():
    unkind = {"groin", "fondling", "violation", "autistic", "pregnancy", "blame", "smother"}
    assert not unkind & set(receipts._kind_words("en"))
    assert receipts.pair_of(OLD_WORDS).public.hex() == OLD_PUBLIC
    assert "violation" in OLD_WORDS


@pytest.mark.parametrize(
    "between", [", ", "، ", "؛ ", "\u200f ", " \u2067", "\n3. ", " (4) ", "। "]
)
def test_what_other_keyboards_put_between_is_forgiven(words, between):
    assert receipts.read(between.join(words.split())) == words


def test_a_language_without_a_list_has_the_english_one(words):
    assert receipts.words_of(b"a" * 32, "xx") == receipts.words_of(b"a" * 32, "en")


def test_words_written_down_lead_to_the_same_key(words):
    pair = receipts.pair_of(words)
    for written in (
        words.upper(),
        f"  {words.replace(' ', '   ')}\n",
        words.replace(" ", "\n"),
        words.replace(" ", ", "),
        words.replace(" ", "-"),
        words.replace(" ", " – "),
        words.replace("a", "á").replace("e", "é"),
    ):
        assert receipts.pair_of(receipts.read(written)) == pair


def test_another_order_is_another_key(words):
    first, second, *rest = words.split()
    if first != second:
        turned = " ".join([second, first, *rest])
        assert receipts.pair_of(receipts.read(turned)) != receipts.pair_of(words)


def test_each_of_the_ten_words_is_needed(words):
    chosen = words.split()
    other = next(word for word in receipts.words_of(b"c" * 32, "en").split() if word not in chosen)
    pairs = {receipts.pair_of(words).public}
    for place in range(receipts.WORDS):
        pairs.add(receipts.pair_of(" ".join([*chosen[:place], other, *chosen[place + 1 :]])).public)
    assert len(pairs) == 1 + receipts.WORDS


def test_a_misspelt_word_is_named_with_the_nearest():
    words = receipts.words_of(b"b" * 32, "en").split()
    words[3] = "abdomenn"
    with pytest.raises(NotWords) as refused:
        receipts.read(" ".join(words))
    (wrong,) = refused.value.misspelt
    assert wrong.word == "abdomenn"
    assert "abdomen" in wrong.nearest


@pytest.mark.parametrize(
    "typed", ["", "abdomen", "abdomen " * 9, "abdomen " * 11, "\0", "é" * 9_999]
)
def test_what_is_no_receipt_is_refused(typed):
    with pytest.raises(NotWords):
        receipts.read(typed)


def test_a_key_cannot_be_made_into_words(words):
    pair = receipts.pair_of(words)
    assert words.split()[0].encode() not in pair.public + pair.private
    assert len(pair.public) == len(pair.private) == 32


# On paper for years ---------------------------------------------------------------

# Written down once and never to be changed: whoever has such a receipt comes back with it.
OLD_WORDS = "debunk shrewdly lunchroom java violation tainted botany rockslide helium cosmos"
OLD_PUBLIC = "6e64fa8222fde2efb7ad2210ca9d43ae287c94890b40cdedee345082f5ece748"
LIST = "76e3348ad957cad7d9c5c68873e89410ed998c19f4956367ab52d9aec4eee884"
FORM = "AAECAwQFBgcICQoLDA0ODyhM0XiMXVKD5rm_Yu6iDSs"
FORM_WORDS = (
    "showing caregiver sulphuric charging overtone connector grunt enlarging squatted snipping"
)


def test_what_is_on_paper_is_what_it_was_when_it_was_written():
    assert hashlib.sha256("\n".join(receipts.word_list("en")).encode()).hexdigest() == LIST
    assert receipts.words_of(bytes(range(32)), "en", kind=False) == OLD_WORDS
    assert receipts.pairs_of(OLD_WORDS)[-1].public.hex() == OLD_PUBLIC


@pytest.mark.django_db
def test_what_a_form_gives_is_what_it_was_when_it_was_given_out(settings):
    """From the number in a form and the key of its day: the words, and what is stored of them."""
    settings.SECRET_KEY = "x" * 50
    day = datetime.date(2026, 11, 25)
    FormKey.objects.create(day=day, key=bytes(range(32, 64)))
    given = nonce.read(FORM, day)
    assert given.receipt("en") == FORM_WORDS
    assert given.body(b"content").hex() == "c2bfd9337a6e0a5d3c327d5eddeaf8e6"
    assert receipts.pairs_of(FORM_WORDS)[-1].public.hex() == (
        "444c8729994f1e3e20a5f675612228f1009d47acc5546e948b6829d0aa43735f"
    )


@pytest.mark.django_db
def test_a_form_cannot_be_made_an_older_one(settings):
    day = datetime.date(2026, 11, 25)
    given_out = nonce.issue(day)
    assert nonce.read(given_out, day).kind
    with pytest.raises(nonce.Expired):
        nonce.read(given_out.removeprefix("~"), day)
    with pytest.raises(nonce.Expired):
        nonce.read("~" + FORM, day)


@pytest.mark.django_db
def test_a_receipt_of_an_older_version_is_found_among_newer_ones(says, words, monkeypatch):
    kept = says()
    Submission.objects.filter(pk=kept.pk).update(receipt=receipts.pair_of(words).public)
    before = receipts.pair_of(words)
    monkeypatch.setattr(receipts, "_LABELS", (b"metoo receipt 2", *receipts._LABELS))
    assert receipts.pair_of(words) != before
    page = Client().post("/yours/", {"receipt": words})
    assert b'data-state="waiting"' in page.content
