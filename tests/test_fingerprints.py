"""Texts that are much alike are known to be, and nothing else is."""

import datetime
import secrets

import pytest

from stories import fingerprints
from stories.fingerprints import are_alike, fingerprint

DAY = datetime.date(2026, 11, 25)
TEXT = (
    "He waited on the stairs every morning of that winter and asked where I was going. When I did "
    "not answer he walked beside me to the bus, and once he held the door so that I had to pass "
    "under his arm. I told my teacher, and she said that boys are like that."
)
OTHER = (
    "In the second year the director called me into his office after the rehearsal and locked the "
    "door. He said that everybody who had come far had come by him. I left the company in spring "
    "and have not danced since."
)


@pytest.fixture(autouse=True)
def new_keys():
    fingerprints._keys.clear()


@pytest.mark.pure
def test_the_same_text_and_one_with_a_word_changed_are_alike():
    one = fingerprint(TEXT, DAY)
    assert len(one) == fingerprints.BYTES
    assert are_alike(one, fingerprint(TEXT, DAY))
    found = tried = 0
    for _ in range(20):
        fingerprints._keys.clear()
        held = fingerprint(TEXT, DAY)
        for word in ("winter", "teacher", "beside", "boys"):
            found += are_alike(held, fingerprint(TEXT.replace(word, "something"), DAY))
            tried += 1
    assert found >= 0.8 * tried, f"{found} of {tried}"
    one = fingerprint(TEXT, DAY)
    assert are_alike(one, fingerprint(TEXT.upper().replace(",", ""), DAY))


@pytest.mark.pure
def test_other_texts_are_not():
    assert not are_alike(fingerprint(TEXT, DAY), fingerprint(OTHER, DAY))
    chance = secrets.SystemRandom()
    words = (TEXT + OTHER).split()
    many = [fingerprint(" ".join(chance.choices(words, k=60)), DAY) for _ in range(120)]
    pairs = [(one, two) for at, one in enumerate(many) for two in many[:at]]
    # Of 7,140 pairs.
    assert sum(are_alike(*pair) for pair in pairs) <= 5


def fits(phrase: str, held: bytes) -> bool:
    """What who holds the key and the database sees: whether a guess at three words fits."""
    words = phrase.split()
    numbers = fingerprints._numbers(words, fingerprints._key(DAY))
    run: int = sum(numbers[word][at] for at, word in enumerate(words))
    place, bit = run % fingerprints.PLACES, run >> fingerprints._BIT & 1
    return int.from_bytes(held) >> place & 1 == bit


@pytest.mark.pure
def test_who_holds_the_key_confirms_no_guess_at_three_words():
    """33 that are in it and 33 that are not, under 60 keys: what fits is as good as a coin."""
    words = fingerprints._WORD.findall(TEXT.casefold())
    right = [" ".join(words[at : at + 3]) for at in range(33)]
    others = fingerprints._WORD.findall(OTHER.casefold())
    wrong = [" ".join(others[at : at + 3]) for at in range(33)]
    fit = dict.fromkeys(("right", "wrong"), 0)
    for _ in range(60):
        fingerprints._keys.clear()
        held = fingerprint(TEXT, DAY)
        fit["right"] += sum(fits(phrase, held) for phrase in right)
        fit["wrong"] += sum(fits(phrase, held) for phrase in wrong)
    print(f"of 1,980 guesses that are right {fit['right']} fit, of 1,980 wrong {fit['wrong']}")
    # By chance 990, with a standard error of 22 and more where guesses share a place.
    assert fit["wrong"] > 800
    assert fit["right"] < 2.5 * fit["wrong"]


@pytest.mark.pure
def test_few_words_have_none():
    assert fingerprint("Me too, at work.", DAY) == b""
    assert fingerprint(" ".join(TEXT.split()[:23]), DAY) == b""
    assert fingerprint(" ".join(TEXT.split()[:24]), DAY) != b""
    assert not are_alike(b"", b"")


@pytest.mark.pure
def test_another_day_and_another_process_have_another_key():
    one = fingerprint(TEXT, DAY)
    assert not are_alike(one, fingerprint(TEXT, DAY + datetime.timedelta(days=1)))
    # Yesterday's key is gone for good.
    assert not are_alike(one, fingerprint(TEXT, DAY))


@pytest.mark.django_db
def test_it_is_kept_beside_the_words_and_goes_with_the_decision(says, at_desk):
    one, two, three = says(TEXT), says(TEXT.replace("winter", "spring")), says(OTHER)
    assert are_alike(bytes(one.fingerprint), bytes(two.fingerprint))
    page = at_desk.get(f"/admin/review/{one}/").content.decode()
    assert "Much like this one" in page
    assert "Much like this one" not in at_desk.get(f"/admin/review/{three}/").content.decode()
    at_desk.post(f"/admin/review/{one}/", {"decision": "publish"})
    at_desk.post(f"/admin/review/{two}/", {"decision": "decline", "reason": "spam"})
    for kept in (one, two):
        kept.refresh_from_db()
        assert bytes(kept.fingerprint) == b""
