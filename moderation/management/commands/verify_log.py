"""`manage.py verify_log [--log FILE] [--heads FILE ...] [--key KEY]`: whether the desk's log, or a
copy of it, is as it was written."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation import beside_log, heads, verifying
from moderation.heads import Continued, Written
from moderation.outside import written_here
from stories.outage import AWAY


class Command(BaseCommand):
    help = "Checks the chain of the desk's log, its signatures, and heads written outside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--log", default="", help="a copy of the log, in place of this desk's")
        parser.add_argument(
            "--heads", action="append", default=[], help="a file, mail or syslog with signed heads"
        )
        parser.add_argument("--key", default="", help="the public key that must have signed them")

    def handle(self, *args: Any, **options: Any) -> None:
        given = [head for name in options["heads"] for head in written_in(name)]
        if options["heads"] and not given:
            raise CommandError("There is no signed head in what you gave.")
        try:
            key = bytes.fromhex(options["key"]) if options["key"] else None
            if options["log"]:
                found = _of_copy(options["log"], given, key)
            else:
                key = key or heads.own_key()
                found = verifying.look(outside=[*given, *written_here()], key=key)
        except verifying.Broken as fault:
            raise CommandError(f"The log does not hold. {fault}") from fault
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault
        except (OSError, ValueError) as fault:
            raise CommandError("The log's key cannot be read (LOG_KEY_FILE, --key).") from fault
        self._say(found, given, key, copy=bool(options["log"]))

    def _say(
        self, found: verifying.Found, given: list[Written], key: bytes | None, *, copy: bool
    ) -> None:
        signed = found.signed
        self.stdout.write(f"The log holds: {found.number} lines, each after the one before it.")
        if signed:
            self.stdout.write(f"Signed up to line {signed.number}, on {signed.day}.")
        for one in found.announced:
            self.stdout.write(said_of(one))
        since = found.number - (signed.number if signed else 0)
        if not copy and (erased := beside_log.erased_names()):
            self.stdout.write(f"Names that nobody stands behind any more: {erased}.")
        if since:
            self.stdout.write(
                f"Lines not signed yet: {since}. Who can write to the database could have cut off "
                "or written anew those."
            )
        if key is None:
            self.stdout.write(
                "No key is known here (--key, LOG_KEY_FILE), so nobody knows who signed: only what "
                "stands outside is worth anything."
            )
        if given:
            self.stdout.write(f"Heads from outside: {len(given)}, and the log fits them all.")
        else:
            self.stdout.write(
                "No head from outside was given (--heads). Who can write to this machine could "
                "have put an older log, or another one, in this one's place."
            )


def said_of(one: Continued) -> str:
    """What was announced of the log, in a sentence."""
    said = f"Announced on {one.day}, with line {one.number}:"
    if one.lost:
        said += (
            f" an older state was put back. What was signed until then of lines {one.kept + 1} to "
            f"{one.lost} is not in this log."
        )
    if one.former != one.key:
        said += f" the key {one.key.hex()} signs from that day on; until then {one.former.hex()}."
    return said


def written_in(name: str) -> list[Written]:
    """What was signed, in a file that somebody gave. Raises CommandError."""
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as file:
            return list(heads.written_in(file))
    except OSError as fault:
        raise CommandError(f"{name} cannot be read.") from fault


def _of_copy(name: str, given: list[Written], key: bytes | None) -> verifying.Found:
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as file:
            return verifying.check_copy(file, outside=given, key=key)
    except OSError as fault:
        raise CommandError(f"{name} cannot be read.") from fault
