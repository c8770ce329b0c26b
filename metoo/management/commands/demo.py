"""`manage.py demo`: an invented wall, and a moderator for it. `--serve` serves both."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from metoo import environment, serving
from moderation import gathering, keys
from moderation.accounts import people as accounts
from stories import receipts
from stories.demo.fill import fill
from stories.invented import Mixed, demand_unmixed
from stories.outage import AWAY

NAME = accounts.DEMONSTRATION


def _five_words() -> str:
    return " ".join(receipts.words_of(secrets.token_bytes(32), "en").split()[:5])


class Command(BaseCommand):
    help = "Fills an empty database with invented testimonies, marked as such on every page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="and serves them")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="the moderator, and no testimony")
        parser.add_argument("--no-worker", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with DEMO=on: a real wall takes no invented testimony.")
        port = options["port"]
        if not options["serve"]:
            self._say(port, self._prepare(empty=options["empty"]))
            return
        try:
            # Held while it fills: a second start meanwhile is told so at once.
            with serving.port_held("127.0.0.1", port):
                secret = self._prepare(empty=options["empty"])
                serving.serve(
                    "127.0.0.1",
                    port,
                    worker=not options["no_worker"],
                    when_ready=lambda: self._say(port, secret),
                )
        except (serving.PortTaken, serving.Ended) as fault:
            raise CommandError(str(fault)) from fault

    def _prepare(self, *, empty: bool) -> tuple[str, str]:
        """The database, filled once. Returns the moderator's password and passphrase."""
        try:
            call_command("migrate", interactive=False, verbosity=0)
            demand_unmixed()
            password, passphrase = self._moderator()
            filled = 0 if empty else fill(day=timezone.now().date())
            # What is held is a lot for the desk at once, and not after the worker's first look.
            gathering.gather()
            if filled:
                self.stdout.write(f"Filled with {filled} invented submissions.")
            return password, passphrase
        except Mixed as fault:
            raise CommandError(str(fault)) from fault
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault

    def _moderator(self) -> tuple[str, str]:
        """A new password at each start. The passphrase that opens the desk is kept beside the
        data: here, and here alone, everything is invented."""
        User = get_user_model()
        person = User.objects.filter(username=NAME).first() or accounts.create(
            NAME, role=accounts.LEADS
        )
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.save(update_fields=["password"])
        passphrase = environment.kept_secret(settings.DATA_DIR / "desk-passphrase", _five_words)
        if not keys.is_set_up():
            opened = keys.open_with_recovery(keys.set_up())
            keys.make_keyring(person, passphrase=passphrase)
            keys.admit(person, keys=opened)
        return password, passphrase

    def _say(self, port: int, secret: tuple[str, str]) -> None:
        site = f"http://localhost:{port}"
        self.stdout.write(
            "\n"
            f"  The wall   {site}/\n"
            f"  The desk   {site}/admin/review/\n"
            f"  Unlock it with  {secret[1]}\n"
            f"  Sign in as {NAME}  with  {secret[0]}\n"
            "  (a demonstration: everything on it is invented; stop it with Ctrl-C)\n"
        )
        self.stdout.flush()
