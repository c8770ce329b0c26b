"""`manage.py release`: one release, if one is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories import worker
from stories.invented import Mixed, demand_unmixed
from stories.wall.release import NotYet


class Command(BaseCommand):
    help = (
        "Puts one batch of what is approved on the wall, if a release is due, and lets go of what "
        "it is time to forget."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="even if none is due; never below the minimum"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demand_unmixed()
        except Mixed as fault:
            raise CommandError(str(fault)) from fault
        try:
            made = worker.attempt(even_if_not_due=options["now"])
        except NotYet as reason:
            self.stdout.write(f"No release: {reason}")
            return
        self.stdout.write(f"Release {made.number}: {made.people} people on the wall.")
