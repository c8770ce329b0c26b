"""`manage.py work`: the release worker alone."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from metoo import lifeline
from stories import worker


class Command(BaseCommand):
    help = "Releases when a release is due, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        if "METOO_SERVE_PID" in os.environ:
            lifeline.hold(int(os.environ["METOO_SERVE_PID"]))
        worker.work()
