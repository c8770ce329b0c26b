"""`manage.py privacy_audit`: what a thief or a subpoena would get, and that it is no more.

It sends visits and attacks, and makes nothing in the server fail: the product holds no code that
could. What is written when code raises is looked for by `tests/test_nothing_written.py`, on the
server with faults of `tests/faulty_wsgi.py`.
"""

import itertools
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metoo.audit import database, installation, inventory, planting
from metoo.audit.sending import NotPlanted
from metoo.audit.throwaway import NotRunning
from stories.outage import AWAY


class Command(BaseCommand):
    help = "Lists what is kept of anyone; fails if there is more. Changes nothing here."

    def handle(self, *args: Any, **options: Any) -> None:
        self._head("What is kept, and what it holds of anyone")
        for line in inventory.lines():
            self.stdout.write(line)
        self._head("This installation, and a site to be thrown away that was sent canaries")
        leaks = 0
        try:
            for check in itertools.chain(installation.look(), database.look(), planting.run()):
                self.stdout.write(f"{'LEAK' if check.found else 'ok'}  {check.what}")
                for place in check.found:
                    self.stdout.write(f"      {place}")
                leaks += len(check.found)
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault
        except (NotRunning, NotPlanted) as fault:
            raise CommandError(f"The audit itself failed, and proves nothing.\n{fault}") from fault
        if leaks:
            raise CommandError(f"{leaks} found. Each place is above.")
        self._head("Nothing was found.")

    def _head(self, words: str) -> None:
        self.stdout.write(f"\n{words}\n")
