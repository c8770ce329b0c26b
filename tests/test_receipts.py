"""Ten ordinary words hold all there is of a receipt, and forgive how they are written down."""

import math
import secrets

import pytest

from stories import receipts
from stories.receipts import PLACES, WORDS, NotWords

pytestmark = pytest.mark.pure


@pytest.fixture
def words() -> str:
    return receipts.words_of(secrets.token_bytes(32), "en")


def test_ten_words_hold_128_bits():
    assert WORDS * math.log2(PLACES) >= 128
    for known in receipts._known().values():
        assert len(known) == PLACES
        assert all(word.isalpha() for word in known)


def test_the_same_secret_is_the_same_words_and_another_others():
    assert receipts.words_of(b"a" * 32, "en") == receipts.words_of(b"a" * 32, "en")
    many = {receipts.words_of(secrets.token_bytes(16), "en") for _ in range(2_000)}
    assert len(many) == 2_000
    used = {word for words in many for word in words.split()}
    assert len(used) > 0.9 * PLACES, "every word of the list has its chance"


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
