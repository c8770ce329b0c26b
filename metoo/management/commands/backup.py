"""`manage.py backup FILE`: the database, less what would be dangerous in a copy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from metoo import backup
from stories.outage import AWAY


class Command(BaseCommand):
    help = "Writes the database to a new file, without sittings and forms. serve may go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup.make(options["file"])
        except backup.NotMade as fault:
            raise CommandError(str(fault)) from fault
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault
        self.stdout.write(f"{options['file']}: everything but who is signed in and open forms.")
