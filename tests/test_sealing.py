"""What is sealed opens with its key, where it belongs, unchanged, and in no other way."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from stories import sealing
from stories.sealing import SIZES, Unopenable

pytestmark = pytest.mark.pure

PAIR = sealing.new_pair()
ABOUT = "submission 0123456789abcdef words 0"
TRIES = 1_000


def sealed(content: bytes = b"He moved too.", about: str = ABOUT) -> bytes:
    return sealing.seal(content, to=PAIR.public, about=about)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=5_000), st.text(max_size=100))
def test_what_is_sealed_opens(content, about):
    envelope = sealing.seal(content, to=PAIR.public, about=about)
    assert sealing.opened(envelope, pair=PAIR, about=about) == content


def test_no_envelope_opens_after_a_bit_has_changed():
    envelope = sealed(secrets.token_bytes(1_500))
    bits = secrets.SystemRandom().sample(range(8 * len(envelope)), TRIES)
    for bit in bits:
        changed = bytearray(envelope)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unopenable):
            sealing.opened(bytes(changed), pair=PAIR, about=ABOUT)


def test_no_envelope_opens_in_another_place():
    rows = [f"{secrets.randbits(63):016x}" for _ in range(TRIES)]
    places = [f"submission {row} words {turn % 3}" for turn, row in enumerate(rows)]
    envelopes = [sealed(about=place) for place in places]
    for turn, envelope in enumerate(envelopes):
        other_row, field = places[turn - 1], places[turn].replace("words", "to her")
        later = f"submission {rows[turn]} words {turn % 3 + 1}"
        for about in (other_row, field, later, ""):
            with pytest.raises(Unopenable):
                sealing.opened(envelope, pair=PAIR, about=about)


def test_no_envelope_opens_with_another_key_or_in_part():
    envelope = sealed()
    with pytest.raises(Unopenable):
        sealing.opened(envelope, pair=sealing.new_pair(), about=ABOUT)
    for end in (0, 1, 40, len(envelope) - 1):
        with pytest.raises(Unopenable):
            sealing.opened(envelope[:end], pair=PAIR, about=ABOUT)


def test_what_is_sealed_otherwise_than_here_does_not_open():
    sound = sealing._padded(b"He moved too.", ABOUT)
    begun = sound.rstrip(b"\0")
    label = len(ABOUT).to_bytes(4, "big") + ABOUT.encode()
    for inside in (
        b"",
        b"\0\0",
        begun,
        begun.ljust(SIZES[0], b"x"),
        sound + b"\0",
        label.ljust(SIZES[0], b"\xff"),
        (label + SIZES[0].to_bytes(4, "big")).ljust(SIZES[0], b"\0"),
    ):
        envelope = bytes(SealedBox(PublicKey(PAIR.public)).encrypt(inside))
        with pytest.raises(Unopenable):
            sealing.opened(envelope, pair=PAIR, about=ABOUT)


def test_the_length_says_one_of_a_few():
    lengths = {len(sealed(b"x" * size)) for size in (0, 1, 500, 1_900, 3_000, 8_000, 30_000)}
    overhead = sealing.SEAL_BYTES
    assert lengths == {size + overhead for size in SIZES[:3]}
    with pytest.raises(ValueError, match="more than an envelope holds"):
        sealed(b"x" * SIZES[-1])


def test_the_largest_testimony_fits():
    most = ("\U0001f64a" * 5_000).encode() * 10
    assert len(sealed(most + b"{}" * 1_000)) == SIZES[-1] + sealing.SEAL_BYTES


def test_a_sealed_envelope_says_nothing_of_what_is_in_it():
    one, two = sealed(), sealed()
    assert one != two
    assert b"moved" not in one
    assert b"words" not in one


def test_a_passphrase_opens_what_it_locked_and_no_other_does():
    lock = sealing.locked(PAIR.private, passphrase="five words of her own", cost=sealing.CHEAP)
    assert sealing.unlocked(lock, passphrase="five words of her own") == PAIR.private
    for wrong in ("", "five words of her owm", "Five words of her own"):
        with pytest.raises(Unopenable):
            sealing.unlocked(lock, passphrase=wrong)
    assert PAIR.private not in lock.box


def test_a_guess_is_as_dear_as_libsodium_advises():
    # RFC 9106's second recommendation is 64 MiB and three passes.
    assert sealing.DEAR.memory >= 64 * 2**20
    assert sealing.DEAR.passes >= 3
