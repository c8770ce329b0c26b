"""Values that must not be written, every guise in which they could be, and where to look."""

import base64
import hashlib
import html
import ipaddress
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tests import live

# What is about the one who sends: nowhere, ever. Addresses of this machine's own
# network, one of which each request comes from.
ADDRESSES = [f"127.7.41.{last}" for last in range(201, 225)]
SENDER = {
    "a forwarded address": "203.0.113.77",
    "a forwarded address, the newer kind": "2001:db8:7193::5ec2",
    "user agent": "Brombeerbrowser/71.93",
    "language header": "tlh-Zx-quittenlang",
    "referrer": "https://woher-sanddorn.example/kranich",
    "query": "quellwort-holunder",
    "path": "pfadwort-schlehe",
    "cookie": "keksdose-mirabelle",
    "host": "gastgeber-reneklode.example",
    "authorization": "losung-kornelkirsche",
    "country": "landname-vogelbeere",
    "nonce": "einmalzahl-weissdorn",
    "category": "merkmal-hagebutte",
    "field name": "feldname-felsenbirne",
    "file name": "dateiname-maulbeere",
    "file content": "dateiinhalt-stachelbeere",
    "moderator's wrong name": "niemand-heidelbeere",
    "moderator's wrong password": "passwort-preiselbeere",
} | {f"address {address}": address for address in ADDRESSES}

# What she says, by what becomes of it. In two alphabets and with a quotation mark:
# each is stored and escaped in its own way.
WORDS = {
    "refused": 'Ablehnwort "Aronia-Ölweide" отказано',
    "checked only": 'Prüfwort "Berberitze-Ähre" проверка',
    "declined": 'Streichwort "Cranberry-Übel" вычеркнуто',
    "published": 'Wandwort "Dattelpalme-Öse" опубликовано',
    "removed": 'Fortwort "Elsbeere-Äsche" выброшено',
    "waiting": 'Wartewort "Feigenblatt-Übung" ожидание',
    "sent into a fault": 'Fehlerwort "Granatapfel-Öl" неполадка',
}


def guises(value: str) -> dict[str, bytes]:
    """Every form in which `value` could stand somewhere, by the form's name."""
    plain = value.encode()
    found = {
        "plain": plain,
        "lower case": value.lower().encode(),
        "upper case": value.upper().encode(),
        "reversed": value[::-1].encode(),
        "reversed bytes": plain[::-1],
        "as JSON": json.dumps(value)[1:-1].encode(),
        "as Python": ascii(value)[1:-1].encode(),
        "as HTML": html.escape(value).encode(),
        "URL-quoted": quote(value).encode(),
        "URL-quoted whole": quote(value, safe="").encode(),
        "every byte URL-quoted": "".join(f"%{byte:02X}" for byte in plain).encode(),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, upper case": plain.hex().upper().encode(),
        "UTF-16, little end first": value.encode("utf-16-le"),
        "UTF-16, big end first": value.encode("utf-16-be"),
        "UTF-8 read as Latin-1": plain.decode("latin-1").encode(),
    }
    for alignment in range(3):
        # Without the characters at the ends that also depend on what stands beside them.
        coded = base64.b64encode(bytes(alignment) + plain)
        inner = coded[-(-alignment * 8 // 6) : len(coded) - 4].rstrip(b"=")
        found[f"base64, {alignment} bytes in"] = inner
        found[f"base64 for addresses, {alignment} bytes in"] = inner.translate(
            bytes.maketrans(b"+/", b"-_")
        )
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, plain, usedforsecurity=False)
        # An unsalted hash of an address is the address: there are few enough to try.
        found[name] = digest.digest()
        found[f"{name}, hexadecimal"] = digest.hexdigest().encode()
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return found
    return found | {
        "packed": address.packed,
        "packed, hexadecimal": address.packed.hex().encode(),
        "as a number": str(int(address)).encode(),
    }


def traces(places: dict[str, bytes], value: str) -> list[str]:
    """`place: guise` of every place that holds `value`, or one of its longer parts: what a
    quotation mark becomes differs from place to place."""
    forms = guises(value)
    for part in value.replace('"', " ").split():
        if part != value and len(part) > 6:
            forms |= {f"{form} of {part}": needle for form, needle in guises(part).items()}
    return [
        f"{place}: {form}"
        for place, written in places.items()
        for form, needle in forms.items()
        if needle in written
    ]


def files(folder: Path) -> dict[str, bytes]:
    """What stands in every file below `folder`, but for the style sheets and scripts."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "static" not in path.relative_to(folder).parts[:1]
    }


def tables(site: live.Site) -> dict[str, bytes]:
    """All rows of every table of the site's database, as text, by the table's name."""
    return {
        f"table {name}": "\n".join(rows).encode("utf-8", "surrogateescape")
        for name, rows in _rows(site)
    }


def _rows(site: live.Site) -> Iterator[tuple[str, list[str]]]:
    url = site.environment.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url) as server:
            names = server.execute(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (name,) in names:
                rows = server.execute(f"SELECT t::text FROM {name} t").fetchall()  # noqa: S608
                yield name.removeprefix("public."), [row[0] for row in rows]
        return
    with sqlite3.connect(site.data_dir / "metoo.sqlite3") as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = file.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            yield name, [" | ".join(map(_text, row)) for row in rows]
    file.close()


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def checkpoint(site: live.Site) -> None:
    """Brings SQLite's log into the database file and empties it; PostgreSQL has its own."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with sqlite3.connect(site.data_dir / "metoo.sqlite3") as file:
            busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert not busy, "somebody still reads"
        file.close()
