"""`manage.py away_pages FOLDER`: what a proxy shows in our place while we do not answer."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from metoo import errors


class Command(BaseCommand):
    help = "Writes the page that says that nothing answers, one file a language, for nginx to read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for code, _ in settings.LANGUAGES:
                file = options["folder"] / f"{code}.html"
                file.write_bytes(errors.bare_page(503, f"/{code}/").content)
                # It is another account's to read, and everybody's.
                file.chmod(0o644)
        except OSError as fault:
            raise CommandError("FOLDER must be one that is there and can be written to.") from fault
        self.stdout.write(f"{len(settings.LANGUAGES)} pages are in {options['folder']}.")
