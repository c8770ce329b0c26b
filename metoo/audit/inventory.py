"""The inventory: what each table, column, log, cache, session and file holds of anyone.

It is data (`inventory.toml`), written by people who thought about it. What an installation has and
the inventory does not is a fault, and so is the opposite.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("inventory.toml")
# What is said of a table itself.
_NO_COLUMNS = {"about", "whose", "words", "empty", "only"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, and where something is that should not be."""

    what: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a table. `columns` is what each holds of anyone."""

    about: str
    # About the people at the desk or the installation itself, so that times may stand in it.
    of_the_desk: bool
    # Columns with words that were approved for the wall.
    words: frozenset[str]
    columns: dict[str, str]
    # Whether it has no rows, ever.
    empty: bool
    # The one kind of database that has it, and made it for itself: its columns are of no kind.
    only: str


@cache
def tables() -> dict[str, Table]:
    """Every table that is known, by name."""
    return {
        name: Table(
            said["about"],
            said.get("whose") == "moderators",
            frozenset(said.get("words", ())),
            {column: what for column, what in said.items() if column not in _NO_COLUMNS},
            bool(said.get("empty")),
            said.get("only", ""),
        )
        for name, said in _read()["tables"].items()
    }


def tables_of(vendor: str) -> dict[str, Table]:
    """Those that this kind of database has (`connection.vendor`)."""
    return {name: table for name, table in tables().items() if table.only in {"", vendor}}


def lines() -> Iterator[str]:
    """The whole inventory, one line for each thing."""
    for name, table in tables().items():
        yield f"table {name}: {table.about}"
        yield from (f"column {name}.{column}: {what}" for column, what in table.columns.items())
    for kind in ("files", "logs", "caches", "sessions"):
        yield from (f"{kind[:-1]} {name}: {what}" for name, what in _read()[kind].items())


def check_columns(there: dict[str, set[str]], vendor: str) -> Check:
    """Compares the columns that a database of this kind has, by table, with the inventory."""
    listed = tables_of(vendor)
    known = {(name, column) for name, table in listed.items() for column in table.columns}
    have = {(name, column) for name, columns in there.items() for column in columns}
    found = [f"{name}.{column} is not in the inventory" for name, column in sorted(have - known)]
    found += [
        f"{name}.{column} is in the inventory and not in the database (migrate?)"
        for name, column in sorted(known - have)
    ]
    return Check(f"{len(have)} columns of {len(there)} tables are in the inventory", tuple(found))


def check_files(there: list[str], *, also: tuple[str, ...] = ()) -> Check:
    """Compares the names of the files in DATA_DIR with the inventory and the patterns `also`."""
    known = (*_read()["files"], *also)
    found = [
        f"file {name} is not in the inventory"
        for name in there
        if not any(fnmatchcase(name, pattern) for pattern in known)
    ]
    return Check(f"{len(there)} files are in the inventory", tuple(found))


def check_caches(there: list[str]) -> Check:
    """Compares the caches that the settings name with the inventory."""
    unknown = sorted(set(there) - set(_read()["caches"]))
    return Check(
        f"{len(there)} caches are in the inventory",
        tuple(f"cache {name} is not in the inventory" for name in unknown),
    )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
