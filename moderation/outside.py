"""What was signed of the log, written outside: to a file, to another host's syslog, by mail."""

import logging
import os
import socket
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from moderation import heads
from moderation.heads import Written

logger = logging.getLogger(__name__)

# Seconds that writing outside may take.
_PATIENCE = 10
# Priority of a syslog line: user, notice (RFC 5424, 6.2.1).
_SYSLOG = "<13>metoo: "


def write_outside() -> None:
    """Writes what is not outside yet wherever the operator said. What cannot be written now is for
    the next time."""
    for row, line in heads.not_outside():
        try:
            _to_file(line)
            _to_syslog(line)
            _to_mail(line)
        except OSError:
            logger.warning("The log's head could not be written outside. Trying again later.")
            return
        row.outside = True
        row.save(update_fields=["outside"])


def written_here() -> list[Written]:
    """What stands in the file on this machine; nothing where there is no such file."""
    try:
        with Path(settings.LOG_HEAD_FILE).open(encoding="utf-8", errors="replace") as file:
            return list(heads.written_in(file))
    except FileNotFoundError:
        return []


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
