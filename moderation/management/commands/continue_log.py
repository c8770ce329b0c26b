"""`manage.py continue_log [--heads FILE ...] [--new-key] [--key KEY]`: after a backup was put back,
or the log's key was lost, says so, signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation import continuing, heads, verifying
from moderation.management.commands.verify_log import said_of, written_in
from moderation.outside import written_here
from stories.outage import AWAY


class Command(BaseCommand):
    help = "Announces that the desk's log goes on from a backup, or is signed with a new key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads", action="append", default=[], help="a file, mail or syslog with signed heads"
        )
        parser.add_argument(
            "--new-key", action="store_true", help="make a key: the old one is lost"
        )
        parser.add_argument("--key", default="", help="the public key that signed until now")

    def handle(self, *args: Any, **options: Any) -> None:
        signed = [head for name in options["heads"] for head in written_in(name)]
        try:
            key = bytes.fromhex(options["key"]) if options["key"] else heads.own_key()
            said = continuing.announce(
                signed=[*signed, *written_here()], key=key, new_key=options["new_key"]
            )
        except continuing.NothingToSay:
            self.stdout.write("All that was signed fits the log as it stands. Nothing was written.")
            return
        except verifying.Broken as fault:
            raise CommandError(
                f"The log does not hold, and no backup explains that. {fault}"
            ) from fault
        except heads.NoKey as fault:
            raise CommandError(
                "The log's key is gone (LOG_KEY_FILE). Put it back; if it is lost: --new-key."
            ) from fault
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault
        except (OSError, ValueError) as fault:
            raise CommandError("The log's key cannot be read (LOG_KEY_FILE, --key).") from fault
        self.stdout.write(said_of(said))
        self.stdout.write("That is signed and stands in the log. verify_log says it each time.")
