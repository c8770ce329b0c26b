"""Another process on the same database as the test's: for tests with `transaction=True`, because
only what is committed can be seen there."""

import os
import signal
import subprocess
import sys
from urllib.parse import quote, urlsplit, urlunsplit

from django.db import connection

from tests import live

_BEFORE = """
import os, signal
import django
django.setup()
from django.db import transaction
from stories import board, edition, lifecycle, worker
from stories.wall.release import release
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def done(script: str) -> None:
    """Runs lines of Python there, to the end."""
    assert _run(script) == 0


def killed(script: str) -> None:
    """Runs lines of Python there that end in `die()`, which is SIGKILL."""
    assert _run(script) == -signal.SIGKILL


def _run(script: str) -> int:
    environment = os.environ | {
        "DATABASE_URL": _url(),
        "DJANGO_SETTINGS_MODULE": "metoo.settings",
    }
    command = [sys.executable, "-c", _BEFORE + script]
    return subprocess.run(command, env=environment, cwd=live.ROOT, check=False).returncode


def _url() -> str:
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(str(about['NAME']))}"
    # As it was given: a host can be a folder with a socket in it.
    given = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(given._replace(path=f"/{quote(str(about['NAME']))}"))
