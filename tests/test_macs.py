"""What keys a form, a receipt and an address is HMAC-SHA256, as it always was: receipts last."""

import hmac

import pytest

from stories.macs import mac

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 2_047, 2_048, 5_000])
def test_it_is_what_the_standard_library_calls_it(length):
    key, message = b"k" * length, bytes(range(256)) * 8
    assert mac(key, message) == hmac.digest(key, message, "sha256")


def test_a_vector_of_the_standard():
    """RFC 4231, test case 2."""
    known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert mac(b"Jefe", b"what do ya want for nothing?").hex() == known
