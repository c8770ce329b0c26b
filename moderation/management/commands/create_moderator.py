"""`manage.py create_moderator NAME [--lead]`: an account, and a one-time link to set it up."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation import accounts


class Command(BaseCommand):
    help = "Makes a moderator's account and prints the link that sets it up, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--lead", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = accounts.create(options["name"], lead=options["lead"])
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write("Hand this link over in person. It works once, for three days:")
        self.stdout.write(accounts.setup_link(person))
