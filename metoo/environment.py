"""Typed readers of the environment. Nonsense fails at start-up, naming the variable."""

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import redis.connection
from django.core.exceptions import ImproperlyConfigured

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=366)
# What may stand in ALLOWED_HOSTS: a name, a name with all below it (`.example.org`), an address.
_HOST = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
_SITE = re.compile(rf"https?://({_HOST.pattern})(:[0-9]{{1,5}})?")
_ONION = re.compile(r"https?://([a-z2-7]{56})\.onion(:[0-9]{1,5})?")
# A number as people write it, and a page with or without a path.
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()./-]{1,30}[0-9]")
_PAGE = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?(/[^\s<>\"\\]*)?")
_LONGEST_SAID = 200


def text(name: str, default: str = "") -> str:
    """The variable, without surrounding blanks; `default` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """`on` or `off` (also true/false, yes/no, 1/0). Raises ImproperlyConfigured otherwise."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"on", "true", "yes", "1"}:
        return True
    if value in {"off", "false", "no", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off.")


def whole(name: str, default: int, *, at_least: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else, or below `at_least`."""
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number, {at_least} or more.")
    return int(value)


def duration(name: str, default: timedelta) -> timedelta:
    """A length of time such as `90s`, `30m`, `12h` or `7d`. Raises ImproperlyConfigured."""
    value = text(name)
    if not value:
        return default
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", value)
    length = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < length <= _LONGEST:
        raise ImproperlyConfigured(
            f"{name} must be a time such as 90s, 30m, 12h or 7d, and not more than a year."
        )
    return length


def listed(name: str) -> list[str]:
    """A list separated by commas; empty where the variable is absent."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def hosts(name: str) -> list[str]:
    """A list of host names, without a scheme, a port or a star. Raises ImproperlyConfigured."""
    found = listed(name)
    if "*" in found:
        raise ImproperlyConfigured(f"{name} must not be a star: any host would pass.")
    if not all(_HOST.fullmatch(host) for host in found):
        raise ImproperlyConfigured(f"{name} must be names such as example.org, by commas.")
    return found


def site(name: str, default: str = "") -> str:
    """The address of a site, without a path; empty where there is none.

    Raises ImproperlyConfigured for anything that is not such an address.
    """
    url = text(name, default).rstrip("/")
    if url and not _SITE.fullmatch(url):
        raise ImproperlyConfigured(f"{name} must be an address such as https://example.org.")
    return url


def onion(name: str) -> str:
    """The address of an onion service of version 3 with its checksum right, so that no slip leads
    to somebody else (Tor's rend-spec, "Encoding onion addresses"); empty where there is none.
    Raises ImproperlyConfigured."""
    url = text(name).rstrip("/")
    found = _ONION.fullmatch(url)
    decoded = base64.b32decode(found[1].upper()) if found else b""
    digest = hashlib.sha3_256(b".onion checksum" + decoded[:32] + b"\x03").digest()
    if url and decoded[32:] != digest[:2] + b"\x03":
        raise ImproperlyConfigured(f"{name} must be http:// or https:// and a version 3 onion.")
    return url


def host_and_port(name: str, default: str = "", *, port: int) -> str:
    """`host:port`, with `port` where none is named; empty where there is neither a variable nor a
    default. Raises ImproperlyConfigured."""
    value = text(name, default)
    found = re.fullmatch(rf"({_HOST.pattern})(?::([0-9]{{1,5}}))?", value)
    if value and (not found or int(found[3] or port) > 65_535):
        raise ImproperlyConfigured(f"{name} must be a host, or host:port.")
    return f"{found[1]}:{found[3] or port}" if found else ""


def mail_address(name: str) -> str:
    """An address of e-mail; empty where the variable is absent. Raises ImproperlyConfigured."""
    value = text(name)
    if value and not re.fullmatch(r"[^@\s<>,]+@[A-Za-z0-9.-]+", value):
        raise ImproperlyConfigured(f"{name} must be an address such as desk@example.org.")
    return value


def contact(name: str) -> dict[str, str]:
    """Whom somebody can turn to: words, and after a bar each a telephone number and the https
    address of a page, where there are any (`A counsellor, at any hour | +44 20 7946 0018`).

    Returns `words`, `phone`, `dialled`, `web` and `host`; empty where the variable is absent.
    Raises ImproperlyConfigured.
    """
    words, *ways = (part.strip() for part in text(name).split("|"))
    if not words and not ways:
        return {}
    phones = [way for way in ways if _TELEPHONE.fullmatch(way)]
    pages = [way for way in ways if _PAGE.fullmatch(way)]
    said = words.isprintable() and re.search(r"[^\W\d_]{2}", words) and len(words) <= _LONGEST_SAID
    if not said or len(phones) > 1 or len(pages) > 1 or len(phones) + len(pages) < len(ways):
        raise ImproperlyConfigured(
            f"{name} must be words of at most {_LONGEST_SAID} characters, and after a bar each a "
            "telephone number and an https address if there are any."
        )
    phone, page = "".join(phones), "".join(pages)
    dialled = re.sub(r"[^0-9+]", "", phone)
    return {
        "words": words,
        "phone": phone,
        "dialled": dialled,
        "web": page,
        "host": urlsplit(page).netloc,
    }


def secret(name: str) -> str:
    """The variable, or the content of the file that `<name>_FILE` names; empty if neither.

    Raises ImproperlyConfigured where both are set or the file cannot be read.
    """
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    if text(name):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read.") from fault


def folder(name: str, default: Path) -> Path:
    """A folder that can be written to, made for this account alone if need be.

    Raises ImproperlyConfigured.
    """
    path = Path(text(name, str(default))).absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as fault:
        raise ImproperlyConfigured(f"{name} is not a folder that can be made.") from fault
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} is a folder that cannot be written to.")
    return path


def readable(name: str) -> Path | None:
    """A file with text in it; None where the variable is absent. Raises ImproperlyConfigured."""
    if not text(name):
        return None
    path = Path(text(name)).absolute()
    try:
        path.read_text(encoding="utf-8")
    except (OSError, ValueError) as fault:
        raise ImproperlyConfigured(f"{name} is not a file of text that can be read.") from fault
    return path


def kept_secret(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(64)) -> str:
    """A secret made once and kept in `path`, readable by its owner alone (demonstration only)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value := make())
    return value


def database(name: str, data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for a URL, or for SQLite in `data_dir` where there is none.

    Raises ImproperlyConfigured, without repeating the URL: it may hold a password.
    """
    url = text(name)
    parts = _url(name, url)
    if not url:
        return _sqlite(str(data_dir / "metoo.sqlite3"))
    if parts.scheme == "sqlite":
        if not parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name} names no SQLite file.")
        return _sqlite(unquote(parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(name, parts)
    raise ImproperlyConfigured(f"{name} must begin with postgresql:// or sqlite:///.")


def cache(name: str) -> dict[str, Any] | None:
    """Django's CACHES entry for a Redis or Valkey URL; None where the variable is absent."""
    url = text(name)
    if not url:
        return None
    if _url(name, url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must begin with redis:// or rediss://.")
    try:
        redis.connection.parse_url(url)  # type: ignore[no-untyped-call]
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name} has an option that Redis does not know.") from fault
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def _url(name: str, url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name} is not a URL.") from fault
    return parts


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        # In a file as in production: in memory, SQLite locks by other rules.
        "TEST": {"NAME": f"{path}.test"},
        "OPTIONS": {
            # A write takes its lock at once, so two writers wait for each other
            # in turn, where the default would fail one of them half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # FULL: what was acknowledged survives a power cut. secure_delete:
            # what is deleted is overwritten, not only unlinked.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            ),
        },
    }


def _postgresql(name: str, parts: Any) -> dict[str, Any]:
    import psycopg  # noqa: PLC0415 - only who uses it waits for it

    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database.")
    options = dict(parse_qsl(parts.query))
    try:
        psycopg.conninfo.make_conninfo("", **options)
    except psycopg.ProgrammingError as fault:
        raise ImproperlyConfigured(f"{name} has an option PostgreSQL does not know.") from fault
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            **options,
            # What is asked here is short: to compile it takes longer than to answer it.
            "options": f"-c jit=off {options.get('options', '')}".strip(),
            # Values travel apart from the statement: PostgreSQL writes a failing
            # statement to its log, and her words must not be inside it.
            "server_side_binding": True,
        },
    }
