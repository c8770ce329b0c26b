"""`manage.py serve`: the production server and the release worker in one."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from metoo import serving
from stories.invented import Mixed, demand_unmixed
from stories.outage import AWAY


class Command(BaseCommand):
    help = "Serves the site, and runs the release worker beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            with serving.port_held(host, port):
                _demand_current_database()
                demand_unmixed()
                serving.serve(
                    host,
                    port,
                    worker=not options["no_worker"],
                    when_ready=lambda: self.stdout.write(f"Serving on http://{host}:{port}"),
                )
        except (serving.PortTaken, serving.Ended, Mixed) as fault:
            raise CommandError(str(fault)) from fault


def _demand_current_database() -> None:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit as fault:
        raise CommandError("The database is not up to date: run `manage.py migrate`.") from fault
    except AWAY as fault:
        raise CommandError("The database does not answer (DATABASE_URL).") from fault
