"""A copy of the database that can be kept elsewhere, without what would be dangerous in it.

Three tables are left empty in it. A sitting's half of the desk's key opens the desk together with
the cookie of the moderator's browser; and a day's form key, together with SECRET_KEY and a form
that somebody kept, makes that form's receipt again. Both are gone from the database within hours
or two days, and would live on in a backup for as long as it does. The third says whom the next
table for researchers is to count: put back after that table came out, it would have them counted in
a second one, and noise that is drawn twice for the same people hides them less.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

LEFT_OUT = ("moderation_session", "stories_formkey", "stories_researchrelease")


class NotMade(Exception):
    """There is no backup. Its text says why, in a sentence for operators."""


def make(file: Path) -> None:
    """Writes the database to `file`, which only its owner may read: an SQLite database, or what
    `pg_restore` reads. Raises NotMade; no part of one is left then."""
    if file.exists():
        raise NotMade(f"{file} exists already.")
    if not file.parent.is_dir():
        raise NotMade(f"{file.parent} is not a directory.")
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    mask = os.umask(0o077)
    try:
        _copy(partial)
        partial.rename(file)
    except OSError as fault:
        raise NotMade(f"{file}: {fault.strerror}.") from fault
    finally:
        partial.unlink(missing_ok=True)
        os.umask(mask)


def _copy(to: Path) -> None:
    if connection.vendor == "postgresql":
        _dump(to)
    else:
        _vacuum_into(to)


def _vacuum_into(to: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(to)])
    with closing(sqlite3.connect(to, isolation_level=None)) as copy:
        # Overwritten where they stand, and no journal beside the file.
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("PRAGMA journal_mode=MEMORY")
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def _dump(to: Path) -> None:
    program = shutil.which("pg_dump")
    if not program:
        raise NotMade("pg_dump is not there: install PostgreSQL's client programs.")
    (_, *words), environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, ["--format=custom", f"--file={to}"]
    )
    # Where the server is can stand in DATABASE_URL's query too, which Django's own way leaves out.
    there = {
        f"PG{name.upper()}": str(value)
        for name, value in connection.settings_dict["OPTIONS"].items()
        if name in {"host", "port", "user", "password"}
    }
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    done = subprocess.run(  # noqa: S603 - our own words, and the database's settings
        [program, *left_out, *words],
        env={**os.environ, **(environment or {}), **there},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMade(done.stderr.strip())
