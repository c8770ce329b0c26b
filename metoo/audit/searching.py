"""Where a canary could stand: the files and rows that a site has written, and what is in them."""

import base64
import binascii
import contextlib
import ipaddress
import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from metoo.audit.canaries import guises

# As Django signs a value: it may be compressed, and then begins with a dot.
_SIGNED = re.compile(rb"(\.?)([A-Za-z0-9_-]{4,}):[A-Za-z0-9]{6}:[A-Za-z0-9_-]{43}")
_BYTES = re.compile(rb"(?:[0-9a-f]{2}){4,}")
# An hour and a minute; or the seconds since 1970, of the years 2020 to 2096, whole or in thousands.
_TIME = re.compile(
    r"(?<![\w.:])([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?(?![\w:])|T[0-2]\d:[0-5]\d:[0-5]\d"
    r"|(?<![\w.-])(1[6-9]|[23]\d)\d{8}(\d{3})?(\.\d+)?(?![\w-])"
)
_FOUR = re.compile(r"(?<![\w.])\d{1,3}(\.\d{1,3}){3}(?![\w.])")
_SIX = re.compile(r"(?<![\w:])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")


def traces(places: dict[str, bytes], value: str) -> list[str]:
    """`place: guise` of every place that holds `value`, or one of its longer parts: what a
    quotation mark becomes differs from place to place."""
    forms = guises(value)
    for part in value.replace('"', " ").split():
        if part != value and len(part) > 6:
            forms |= {f"{form} of {part}": needle for form, needle in guises(part).items()}
    # Many look the same, and every look costs.
    same: dict[bytes, list[str]] = {}
    for form, needle in forms.items():
        same.setdefault(needle, []).append(form)
    return [
        f"{place}: {form}"
        for place, written in places.items()
        for needle, names in same.items()
        if needle in written
        for form in names
    ]


def time_in(text: str) -> str:
    """The first thing in `text` that reads like a clock time; empty if there is none."""
    found = _TIME.search(text)
    return found[0] if found else ""


def address_in(text: str) -> str:
    """The first thing in `text` that reads like an IP address; empty if there is none."""
    for pattern in (_FOUR, _SIX):
        for found in pattern.finditer(text):
            with contextlib.suppress(ValueError):
                if any(ipaddress.ip_address(found[0]).packed):
                    return found[0]
    return ""


def files(folder: Path, *, static: bool = False) -> dict[str, bytes]:
    """What stands in every file below `folder`; of the style sheets and scripts only on request."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (static or "static" not in path.relative_to(folder).parts[:1])
    }


def tables(data_dir: Path, database_url: str) -> dict[str, bytes]:
    """All rows of every table, as text, by the table's name, and what signed values in them say:
    of the PostgreSQL that `database_url` names, else of the SQLite in `data_dir`."""
    found = {}
    for name, rows in _rows(data_dir, database_url):
        written = "\n".join(rows).encode("utf-8", "surrogateescape")
        found[f"table {name}"] = written
        if said := b"\n".join(_unsigned(written)):
            found[f"signed in table {name}"] = said
        # Both databases show bytes as hexadecimal; what stands in them has guises of its own.
        if said := b"\n".join(bytes.fromhex(run.decode()) for run in _BYTES.findall(written)):
            found[f"bytes in table {name}"] = said
    return found


def _rows(data_dir: Path, database_url: str) -> Iterator[tuple[str, list[str]]]:
    if database_url.startswith("postgres"):
        import psycopg  # noqa: PLC0415 - only who uses it waits for it

        with psycopg.connect(database_url) as server:
            names = server.execute(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (name,) in names:
                rows = server.execute(f"SELECT t::text FROM {name} t").fetchall()  # noqa: S608
                yield name.removeprefix("public."), [row[0] for row in rows]
        return
    file = sqlite3.connect(data_dir / "metoo.sqlite3")
    try:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = file.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            yield name, [" | ".join(map(_text, row)) for row in rows]
    finally:
        file.close()


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _unsigned(written: bytes) -> Iterator[bytes]:
    """What Django's signed values say, such as a session's: they are signed, and not sealed."""
    for packed, value in _SIGNED.findall(written):
        try:
            said = base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))
            yield zlib.decompress(said) if packed else said
        except (binascii.Error, zlib.error):
            continue
