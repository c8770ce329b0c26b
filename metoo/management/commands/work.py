"""`manage.py work`: the release worker alone."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metoo import dumps, lifeline
from moderation import gathering, letting_go, sessions, sittings, verifying
from moderation.accounts import leads, links
from stories import worker
from stories.invented import Mixed, demand_unmixed
from stories.outage import AWAY

# What the desk has to do by itself, at each look.
DUTIES = (
    letting_go.look,
    verifying.sign_today,
    sittings.forget,
    sessions.forget_the_ended,
    leads.forget,
    links.forget,
    gathering.look,
)


class Command(BaseCommand):
    help = "Releases when a release is due, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        dumps.forbid()
        if "METOO_SERVE_PID" in os.environ:
            lifeline.hold(int(os.environ["METOO_SERVE_PID"]))
        try:
            demand_unmixed()
        except Mixed as fault:
            raise CommandError(str(fault)) from fault
        except AWAY as fault:
            raise CommandError("The database does not answer (DATABASE_URL).") from fault
        worker.work(*DUTIES)
