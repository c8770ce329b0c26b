"""Sealing: what is encrypted to a public key, and opened with the private one. Pure.

An envelope is libsodium's sealed box (X25519, XSalsa20-Poly1305): whoever made it cannot open it
again. A sealed box has no associated data, so what it is and of which row (`about`) stands inside,
before the content, and is checked when it is opened. That stops one envelope from being put in
another's place, or an older one in a newer one's, as long as the number of its version beside it is
not put back too. It does not stop whoever can write to the database from doing both, or from
sealing something of his own.

Inside, everything is padded to one of a few sizes, so that its length says little.
"""

import secrets
from dataclasses import dataclass

import nacl.exceptions
import nacl.utils
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

KEY_BYTES = 32
# What an envelope holds inside, in bytes. Ten examples of 5,000 characters of four bytes each fit
# the largest.
SIZES = (2_048, 8_192, 32_768, 262_144)
# What sealing adds: the key that it was sealed with, and the authenticator.
SEAL_BYTES = 48
_LENGTH_BYTES = 4


class Unopenable(Exception):
    """Not sealed to this key, changed since, or about something else."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public half to seal to and the private half that opens. 32 bytes each."""

    public: bytes
    private: bytes


def new_pair() -> KeyPair:
    """A random key pair."""
    return pair_of(secrets.token_bytes(KEY_BYTES))


def pair_of(private: bytes) -> KeyPair:
    """The pair that a private half belongs to. Raises ValueError if it is not 32 bytes."""
    if len(private) != KEY_BYTES:
        raise ValueError("A private key has 32 bytes.")
    return KeyPair(bytes(PrivateKey(private).public_key), private)


def seal(content: bytes, *, to: bytes, about: str) -> bytes:
    """`content` padded and encrypted to the public key `to`. `about` says what it is, and is
    demanded again by `opened`. Raises ValueError if it is larger than the largest size."""
    return bytes(SealedBox(PublicKey(to)).encrypt(_padded(content, about)))


def opened(envelope: bytes, *, pair: KeyPair, about: str) -> bytes:
    """The content of an envelope. Raises Unopenable."""
    return _unpadded(_inside(envelope, pair), about)


def sealed_anew(envelope: bytes, *, pair: KeyPair, to: bytes) -> bytes:
    """What an envelope holds, padding and all, sealed to another key. Raises Unopenable."""
    return bytes(SealedBox(PublicKey(to)).encrypt(_inside(envelope, pair)))


def _inside(envelope: bytes, pair: KeyPair) -> bytes:
    try:
        return bytes(SealedBox(PrivateKey(pair.private)).decrypt(envelope))
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as fault:
        raise Unopenable from fault


def _padded(content: bytes, about: str) -> bytes:
    label = about.encode()
    inside = b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in (label, content))
    for size in SIZES:
        if len(inside) <= size:
            return inside.ljust(size, b"\0")
    raise ValueError("That is more than an envelope holds.")


def _unpadded(inside: bytes, about: str) -> bytes:
    label, rest = _part(inside)
    if label != about.encode():
        raise Unopenable("It is about something else.")
    content, padding = _part(rest)
    if len(inside) not in SIZES or padding.strip(b"\0"):
        raise Unopenable("It is not padded as it should be.")
    return content


def _part(inside: bytes) -> tuple[bytes, bytes]:
    end = _LENGTH_BYTES + int.from_bytes(inside[:_LENGTH_BYTES], "big")
    if not _LENGTH_BYTES <= end <= len(inside):
        raise Unopenable("It ends before it should.")
    return inside[_LENGTH_BYTES:end], inside[end:]


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one guess of a passphrase is: Argon2id's passes, and its memory in bytes."""

    passes: int
    memory: int


# libsodium's MODERATE: 256 MiB and about a second on one core, once a sitting.
DEAR = Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
# The least that Argon2id does: where a passphrase protects nothing but what is invented.
CHEAP = Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)


@dataclass(frozen=True, slots=True)
class Locked:
    """A secret under a passphrase: the salt and cost that its key was made with, and the box."""

    salt: bytes
    cost: Cost
    box: bytes


def locked(secret: bytes, *, passphrase: str, cost: Cost = DEAR) -> Locked:
    """`secret` encrypted under a key made from `passphrase` by Argon2id (RFC 9106)."""
    salt = nacl.utils.random(argon2id.SALTBYTES)
    return Locked(salt, cost, shut(secret, key=_key(passphrase, salt, cost)))


def unlocked(lock: Locked, *, passphrase: str) -> bytes:
    """The secret again. Raises Unopenable for the wrong passphrase."""
    return reopened(lock.box, key=_key(passphrase, lock.salt, lock.cost))


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return bytes(
        argon2id.kdf(
            KEY_BYTES, passphrase.encode(), salt, opslimit=cost.passes, memlimit=cost.memory
        )
    )


def shut(secret: bytes, *, key: bytes) -> bytes:
    """`secret` encrypted under a key of 32 bytes that somebody else keeps."""
    return bytes(SecretBox(key).encrypt(secret))


def reopened(box: bytes, *, key: bytes) -> bytes:
    """The inverse of `shut`. Raises Unopenable."""
    try:
        return bytes(SecretBox(key).decrypt(box))
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as fault:
        raise Unopenable from fault
