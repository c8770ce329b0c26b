"""`manage.py release`: one release, if one is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stories import lifecycle
from stories.invented import Mixed, demand_unmixed
from stories.wall.release import NotYet, is_due, release


class Command(BaseCommand):
    help = "Puts one batch of what is approved on the wall, if a release is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", action="store_true", help="even if none is due; never below the minimum"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demand_unmixed()
        except Mixed as fault:
            raise CommandError(str(fault)) from fault
        if not options["now"] and not is_due(timezone.now().date()):
            self.stdout.write("No release: the next one is not due yet.")
            return
        lifecycle.count_statuses()
        try:
            made = release()
        except NotYet as reason:
            self.stdout.write(f"No release: {reason}")
            return
        self.stdout.write(f"Release {made.number}: {made.people} people on the wall.")
