"""`manage.py createsuperuser`, as Django has it; but no account is made without its name.

Here, since of two commands of one name that of the app counts which stands first.
"""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from moderation.accounts import names, people


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        names.name_the_nameless()
        last = User.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        # It asks for a password meanwhile, so nothing is held.
        super().handle(*args, **options)
        for person in names.nameless().filter(pk__gt=last, is_superuser=True):
            try:
                with transaction.atomic():
                    people.hold_roles()
                    names.name_as_new(person)
            except ValidationError as fault:
                person.delete()
                raise CommandError(" ".join(fault.messages)) from fault
