"""Where the log ends, signed once a day and written outside.

The private half of the key lies in a file beside the database and not in it
(settings.LOG_KEY_FILE): whoever has the database alone can rewrite the whole chain, and sign none
of it. Whoever has the running server too can sign whatever he likes; what he cannot reach is what
was written outside before he came.
"""

import contextlib
import datetime
import logging
import os
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nacl.exceptions
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from nacl.signing import SigningKey, VerifyKey

from moderation.models import SignedHead

logger = logging.getLogger(__name__)

_DOMAIN = "metoo-log-head 1"
# As it stands in a file, a mail or a syslog, with whatever those put around it.
_WRITTEN = re.compile(
    _DOMAIN + r" (\d{1,18}) (\d{4}-\d\d-\d\d) ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{128})"
)
# Seconds that writing outside may take.
_PATIENCE = 10
# Priority of a syslog line: user, notice (RFC 5424, 6.2.1).
_SYSLOG = "<13>metoo: "


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
        try:
            VerifyKey(self.key).verify(
                _said(self.number, self.day, self.digest).encode(), self.signature
            )
        except (nacl.exceptions.CryptoError, ValueError, TypeError):
            return False
        return True


def sign(number: int, digest: bytes, *, day: datetime.date) -> Signed:
    """Signs an end of the chain that was found to hold, and keeps it; a day has one. Raises NoKey,
    OSError."""
    key = _signing_key()
    signature = key.sign(_said(number, day, digest).encode()).signature
    kept, _made = SignedHead.objects.get_or_create(
        day=day,
        defaults={
            "number": number,
            "digest": digest,
            "key": bytes(key.verify_key),
            "signature": signature,
        },
    )
    return _signed(kept)


def signed_on(day: datetime.date) -> bool:
    """Whether the end of the chain was signed on a day."""
    return SignedHead.objects.filter(day=day).exists()


def kept() -> list[Signed]:
    """What the database holds, by day."""
    return [_signed(row) for row in SignedHead.objects.order_by("day")]


def newest() -> Signed | None:
    """The last that the database holds."""
    row = SignedHead.objects.order_by("day").last()
    return _signed(row) if row else None


def written_in(lines: Iterable[str]) -> Iterator[Signed]:
    """The heads in what was written outside: whatever else stands in it is passed over."""
    for line in lines:
        for number, day, digest, key, signature in _WRITTEN.findall(line):
            # A day that does not exist is none that was signed.
            with contextlib.suppress(ValueError):
                yield Signed(
                    int(number),
                    datetime.date.fromisoformat(day),
                    bytes.fromhex(digest),
                    bytes.fromhex(key),
                    bytes.fromhex(signature),
                )


def own_key() -> bytes | None:
    """The public half of this machine's key; None where it has none. Raises OSError, ValueError."""
    path = Path(settings.LOG_KEY_FILE)
    return bytes(_read(path).verify_key) if path.exists() else None


def write_outside() -> None:
    """Writes each head that is not outside yet wherever the operator said. What cannot be written
    now is for the next time."""
    for row in SignedHead.objects.filter(outside=False).order_by("day"):
        line = str(_signed(row))
        try:
            _to_file(line)
            _to_syslog(line)
            _to_mail(line)
        except OSError:
            logger.warning("The log's head could not be written outside. Trying again later.")
            return
        SignedHead.objects.filter(pk=row.pk).update(outside=True)


def _to_file(line: str) -> None:
    path = Path(settings.LOG_HEAD_FILE)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _to_syslog(line: str) -> None:
    if settings.LOG_HEAD_SYSLOG:
        host, _colon, port = settings.LOG_HEAD_SYSLOG.rpartition(":")
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host.strip("[]"), int(port), type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind, protocol) as out:
            out.settimeout(_PATIENCE)
            out.sendto((_SYSLOG + line).encode(), address)


def _to_mail(line: str) -> None:
    if settings.LOG_HEAD_MAIL:
        subject = f"The desk's log, {timezone.now().date()}"
        send_mail(subject, f"{line}\n", settings.LOG_HEAD_MAIL, [settings.LOG_HEAD_MAIL])


def _signing_key() -> SigningKey:
    path = Path(settings.LOG_KEY_FILE)
    if not path.exists():
        if SignedHead.objects.exists():
            raise NoKey
        made = SigningKey.generate()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(bytes(made).hex())
            file.flush()
            os.fsync(file.fileno())
    return _read(path)


def _read(path: Path) -> SigningKey:
    return SigningKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def _said(number: int, day: datetime.date, digest: bytes) -> str:
    return f"{_DOMAIN} {number} {day} {digest.hex()}"


def _signed(row: SignedHead) -> Signed:
    return Signed(row.number, row.day, bytes(row.digest), bytes(row.key), bytes(row.signature))
