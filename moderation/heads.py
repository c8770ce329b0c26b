"""Where the log ends, signed once a day and written outside.

The private half of the key lies in a file beside the database and not in it
(settings.LOG_KEY_FILE): whoever has the database alone can rewrite the whole chain, and sign none
of it. Whoever has the running server too can sign whatever he likes; what he cannot reach is what
was written outside before he came.
"""

import contextlib
import datetime
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nacl.exceptions
from django.conf import settings
from nacl.signing import SigningKey, VerifyKey

from moderation.models import Continuation, SignedHead

_DOMAIN = "metoo-log-head 1"
_GOES_ON = "metoo-log-goes-on 1"
# As they stand in a file, a mail or a syslog, with whatever those put around them.
_DIGEST = "([0-9a-f]{64})"
_END = r"(\d{1,18}) (\d{4}-\d\d-\d\d) " + _DIGEST
_WRITTEN = re.compile(f"{_DOMAIN} {_END} {_DIGEST} ([0-9a-f]{{128}})")
_WRITTEN_ON = re.compile(
    rf"{_GOES_ON} {_END} (\d{{1,18}}) (\d{{1,18}}) {_DIGEST} {_DIGEST} ([0-9a-f]{{128}})"
)


class NoKey(Exception):
    """Heads were signed here, and the key that signed them is gone."""


@dataclass(frozen=True, slots=True)
class Signed:
    """On `day` the log had `number` lines and the last one this digest, says who has the key."""

    number: int
    day: datetime.date
    digest: bytes
    key: bytes
    signature: bytes

    def __str__(self) -> str:
        return (
            f"{_said(self.number, self.day, self.digest)} {self.key.hex()} {self.signature.hex()}"
        )

    def holds(self) -> bool:
        """Whether the key that it names has signed it."""
        return _has_signed(self.key, _said(self.number, self.day, self.digest), self.signature)


@dataclass(frozen=True, slots=True)
class Continued:
    """On `day` whoever has the key announced that the log goes on as it stands, with line `number`
    as its last. What was signed until then of the lines after `kept` and up to `lost` is not in it:
    an older database was put back. `former` is the key that signed before; its own, if it did."""

    number: int
    day: datetime.date
    digest: bytes
    kept: int
    lost: int
    former: bytes
    key: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{self._says()} {self.key.hex()} {self.signature.hex()}"

    def _says(self) -> str:
        said = _said(self.number, self.day, self.digest, kind=_GOES_ON)
        return f"{said} {self.kept} {self.lost} {self.former.hex()}"

    def holds(self) -> bool:
        """Whether the key that it names has signed it."""
        return _has_signed(self.key, self._says(), self.signature)

    def signed_by(self, key: SigningKey) -> "Continued":
        """The same, signed."""
        return replace(self, signature=key.sign(self._says().encode()).signature)

    def lets_go_of(self, other: "Written") -> bool:
        """Whether it says of another that the log need not fit it any more."""
        return self.kept < other.number <= self.lost and other.day <= self.day


# What is written outside.
type Written = Signed | Continued


def sign(number: int, digest: bytes, *, day: datetime.date) -> Signed:
    """Signs an end of the chain that was found to hold, and keeps it; a day has one. Raises NoKey,
    OSError."""
    key = _signing_key()
    signature = key.sign(_said(number, day, digest).encode()).signature
    row, _made = SignedHead.objects.get_or_create(
        day=day,
        defaults={
            "number": number,
            "digest": digest,
            "key": bytes(key.verify_key),
            "signature": signature,
        },
    )
    settle()
    return _signed(row)


def sign_anew(said: Continued, *, new_key: bool) -> Continued:
    """Signs that the log goes on, and keeps that: with the key that is here or with a new one, of
    which nothing is here before the caller's transaction ends (`settle`). Raises NoKey, OSError."""
    key = _made() if new_key else _signing_key()
    public = bytes(key.verify_key)
    former = said.former if new_key and said.former else public
    signed = replace(said, key=public, former=former).signed_by(key)
    Continuation.objects.create(
        number=signed.number,
        day=signed.day,
        digest=signed.digest,
        kept=signed.kept,
        lost=signed.lost,
        former=signed.former,
        key=signed.key,
        signature=signed.signature,
    )
    return signed


def signed_on(day: datetime.date) -> bool:
    """Whether the end of the chain was signed on a day."""
    announced = Continuation.objects.filter(day=day).exists()
    return announced or SignedHead.objects.filter(day=day).exists()


def kept() -> list[Signed]:
    """What the database holds, by day."""
    return [_signed(row) for row in SignedHead.objects.order_by("day")]


def continued() -> list[Continued]:
    """What was announced, as the database holds it, by line."""
    return [_continued(row) for row in Continuation.objects.order_by("number")]


def newest() -> Signed | None:
    """The last that the database holds."""
    row = SignedHead.objects.order_by("day").last()
    return _signed(row) if row else None


def written_in(lines: Iterable[str]) -> Iterator[Written]:
    """What was signed, in what was written outside: whatever else stands in it is passed over."""
    for line in lines:
        for number, day, *digests in _WRITTEN.findall(line):
            # A day that does not exist is none that was signed.
            with contextlib.suppress(ValueError):
                digest, key, signature = map(bytes.fromhex, digests)
                yield Signed(int(number), datetime.date.fromisoformat(day), digest, key, signature)
        for number, day, digest, kept, lost, *keys in _WRITTEN_ON.findall(line):
            with contextlib.suppress(ValueError):
                yield Continued(
                    int(number),
                    datetime.date.fromisoformat(day),
                    bytes.fromhex(digest),
                    int(kept),
                    int(lost),
                    *map(bytes.fromhex, keys),
                )


def not_outside() -> Iterator[tuple[SignedHead | Continuation, str]]:
    """What has not been written outside yet, each with its line."""
    for row in Continuation.objects.filter(outside=False).order_by("number"):
        yield row, str(_continued(row))
    for head in SignedHead.objects.filter(outside=False).order_by("day"):
        yield head, str(_signed(head))


# The key ----------------------------------------------------------------------------


def own_key() -> bytes | None:
    """The public half of this machine's key; None where it has none. Raises OSError, ValueError."""
    key = _kept_key()
    return bytes(key.verify_key) if key else None


def settle() -> None:
    """Puts a new key where keys are, as soon as the database holds what it has signed: so a key
    that is there has always signed something. Raises OSError."""
    if _new_file().exists() and _has_a_row(_read(_new_file())):
        _new_file().replace(settings.LOG_KEY_FILE)


def _kept_key() -> SigningKey | None:
    for path in (_new_file(), Path(settings.LOG_KEY_FILE)):
        if path.exists() and (path != _new_file() or _has_a_row(_read(path))):
            return _read(path)
    return None


def _has_a_row(key: SigningKey) -> bool:
    public = bytes(key.verify_key)
    return any(kind.objects.filter(key=public).exists() for kind in (SignedHead, Continuation))


def _signing_key() -> SigningKey:
    if key := _kept_key():
        return key
    if SignedHead.objects.exists() or Continuation.objects.exists():
        raise NoKey
    return _made()


def _made() -> SigningKey:
    """A new key, in a file beside the one where keys are. One that signed nothing is used again."""
    path = _new_file()
    if path.exists() and not _has_a_row(_read(path)):
        return _read(path)
    made = SigningKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(bytes(made).hex())
        file.flush()
        os.fsync(file.fileno())
    return made


def _new_file() -> Path:
    return Path(f"{settings.LOG_KEY_FILE}-new")


def _read(path: Path) -> SigningKey:
    return SigningKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def _said(number: int, day: datetime.date, digest: bytes, *, kind: str = _DOMAIN) -> str:
    return f"{kind} {number} {day} {digest.hex()}"


def _has_signed(key: bytes, said: str, signature: bytes) -> bool:
    try:
        VerifyKey(key).verify(said.encode(), signature)
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        return False
    return True


def _signed(row: SignedHead) -> Signed:
    return Signed(row.number, row.day, bytes(row.digest), bytes(row.key), bytes(row.signature))


def _continued(row: Continuation) -> Continued:
    former, key, signature = bytes(row.former), bytes(row.key), bytes(row.signature)
    digest = bytes(row.digest)
    return Continued(row.number, row.day, digest, row.kept, row.lost, former, key, signature)
