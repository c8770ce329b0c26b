"""`manage.py create_moderator NAME [--lead | --auditor | --again | --lost | --change-to ROLE |
--take-key | --close] [--yes]`: accounts, and the one-time link that sets one up."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation import keys
from moderation.accounts import lost, names
from moderation.accounts import people as accounts

# What ends something for somebody, and how it is said before it is done.
_ENDS = {
    "close": "This closes the account and ends its sessions.",
    "lost": "This removes its second factors and its password, and ends its sessions.",
    "take_key": "This takes the desk's key from it, and ends its sessions.",
}


class Command(BaseCommand):
    help = "Makes a moderator's account and prints the link that sets it up, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--lead", action="store_true", help="who may also take stories down")
        what.add_argument(
            "--auditor", action="store_true", help="who reads the log and the figures, and no words"
        )
        what.add_argument("--again", action="store_true", help="a new link for an account")
        what.add_argument(
            "--lost",
            action="store_true",
            help="removes second factors that are lost, and the password",
        )
        what.add_argument(
            "--change-to", choices=accounts.ROLES, metavar="ROLE", help="another role for it"
        )
        what.add_argument(
            "--take-key", action="store_true", help="takes the desk's key from an account"
        )
        what.add_argument("--close", action="store_true", help="closes an account at once")
        parser.add_argument(
            "--yes",
            action="store_true",
            help="does not ask for the name again before --close, --lost and --take-key",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            self._asks(name, options)
            if options["take_key"]:
                accounts.take_key(name)
                self.stdout.write(f"The account {name} holds the desk's key no more.")
                self._say_if_a_turn_is_due()
                return
            if options["close"]:
                accounts.close(name)
                self.stdout.write(f"The account {name} is closed, and its sessions have ended.")
                self._say_if_a_turn_is_due()
                return
            if role := options["change_to"]:
                self._change_role(name, role)
                return
            person = _person(name, options)
        except User.DoesNotExist as fault:
            raise CommandError("There is no account of this name.") from fault
        except Group.DoesNotExist as fault:
            raise CommandError("Its role is missing: run `manage.py migrate`.") from fault
        except ValidationError as fault:
            hint = " (--again makes a new link, --close closes an account.)"
            taken = isinstance(fault, names.Taken)
            raise CommandError(" ".join(fault.messages) + (hint if taken else "")) from fault
        if not keys.is_set_up():
            self.stdout.write(
                "The desk has a key now. Its recovery code opens it for whoever is first, and\n"
                "when every passphrase is lost. Stored nowhere, shown once. Write it down:\n"
                f"  {keys.set_up()}"
            )
        self.stdout.write("Hand this link over in person. It works once, for three days:")
        self.stdout.write(accounts.setup_link(person))

    def _asks(self, name: str, options: dict[str, Any]) -> None:
        """What ends something for somebody is asked about first. Raises CommandError, and
        User.DoesNotExist."""
        ends = [said for option, said in _ENDS.items() if options[option]]
        if options["yes"] or not ends:
            return
        person = User.objects.get(username=name)
        self.stdout.write(f"{ends[0]} To go on, type its name again:")
        try:
            typed = input()
        except EOFError:
            typed = ""
        if names.normal(typed) != person.get_username():
            raise CommandError("That is not the name. Nothing was changed. (--yes does not ask.)")

    def _change_role(self, name: str, role: str) -> None:
        if not accounts.change_role(name, role):
            self.stdout.write(f"The account {name} is {role} already. Nothing was changed.")
            return
        self.stdout.write(f"The account {name} is {role} now, and its sessions have ended.")
        self._say_if_a_turn_is_due()

    def _say_if_a_turn_is_due(self) -> None:
        if keys.is_turn_due():
            self.stdout.write(
                "It held the desk's key. Have a lead turn that today (Desk key): until\n"
                "then its passphrase, with a stolen copy of the database, opens what\n"
                "comes in."
            )


def _person(name: str, options: dict[str, Any]) -> User:
    if options["lost"]:
        person = User.objects.get(username=name)
        lost.start_anew(person, by=None)
        return person
    return accounts.reopen(name) if options["again"] else _made(name, options)


def _made(name: str, options: dict[str, Any]) -> User:
    if options["lead"]:
        return accounts.create(name, role=accounts.LEADS)
    if options["auditor"]:
        return accounts.create(name, role=accounts.AUDITORS)
    return accounts.create(name)
