"""The installation itself: its settings, its files and who may read them, its cache."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

from metoo import environment
from metoo.audit import inventory
from metoo.audit.inventory import Check
from metoo.audit.searching import address_in

_OTHERS = stat.S_IRWXO
_REDIS = "django.core.cache.backends.redis.RedisCache"


def look() -> Iterator[Check]:
    """Everything about it but its tables (`metoo.audit.database`), one check after the other."""
    yield Check("DEBUG is off", ("settings: DEBUG is on",) if settings.DEBUG else ())
    yield check_logging(settings.LOGGING)
    uploads = tuple(f"settings: {name}" for name in settings.FILE_UPLOAD_HANDLERS)
    yield Check("nothing posted can end in a temporary file", uploads)
    yield check_secret_key()
    kept = [path for path in sorted(settings.DATA_DIR.rglob("*")) if path.is_file()]
    yield check_modes(_places(kept))
    yield inventory.check_files([str(path.relative_to(settings.DATA_DIR)) for path in kept])
    yield inventory.check_caches(list(settings.CACHES))
    yield from check_shared_cache(settings.CACHES["default"])


def _places(kept: list[Path]) -> list[Path]:
    """What only its own account may read: all of DATA_DIR but the static files, and what the
    settings name elsewhere."""
    static = Path(settings.STATIC_ROOT)
    found = [settings.DATA_DIR, *(path for path in kept if not path.is_relative_to(static))]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        name = str(settings.DATABASES["default"]["NAME"])
        found += [Path(name + ending) for ending in ("", "-wal", "-shm")]
    if key_file := environment.text("SECRET_KEY_FILE"):
        found.append(Path(key_file))
    return list(dict.fromkeys(path for path in found if path.exists()))


def check_modes(places: list[Path]) -> Check:
    """Whether anybody else on the machine may read any of the files."""
    found = tuple(
        f"{path}: anybody on this machine may read it (mode {mode:o})"
        for path in places
        if (mode := stat.S_IMODE(path.stat().st_mode)) & _OTHERS
    )
    return Check(f"{len(places)} files and folders are closed to others", found)


def check_logging(config: dict[str, Any]) -> Check:
    """Whether every log goes to standard error, in lines that carry no content."""
    found = [
        f"log handler {name} is another than the one to standard error"
        for name, handler in config["handlers"].items()
        if handler["class"] != "logging.StreamHandler" or handler.get("formatter") != "bare"
    ]
    if config["formatters"]["bare"] != {"()": "metoo.records.BareFormatter"}:
        found.append("log formatter bare is another")
    return Check("logs go to standard error alone, without content", tuple(found))


def check_secret_key() -> Check:
    """Whether a real site's key or passphrase stands where a demonstration or a test keeps one."""
    places = [
        settings.DATA_DIR / "secret-key",
        settings.BASE_DIR / "data" / "secret-key",
        settings.BASE_DIR / "tests" / "environment.py",
    ]
    found = tuple(
        f"{path}: SECRET_KEY stands in it"
        for path in dict.fromkeys(places)
        if not settings.DEMO
        and path.is_file()
        and settings.SECRET_KEY in path.read_text(encoding="utf-8", errors="replace")
    )
    passphrase = settings.DATA_DIR / "desk-passphrase"
    if not settings.DEMO and passphrase.exists():
        found += (f"{passphrase}: it opens the desk, and only a demonstration has one",)
    return Check("no secret of a real site stands where a demonstration keeps its own", found)


def check_shared_cache(config: dict[str, Any]) -> Iterator[Check]:
    """What a shared cache keeps: nothing on its disk, and nobody's address."""
    if config["BACKEND"] != _REDIS:
        yield Check("caches live in the process and are gone with it")
        return
    client = redis.Redis.from_url(config["LOCATION"])
    try:
        yield check_persistence(client)
        yield check_keys(str(key) for key in _keys(client))
    except redis.RedisError as fault:
        yield Check("the cache answers", (f"CACHE_URL: {type(fault).__name__}",))
    finally:
        client.close()


def check_persistence(client: Any) -> Check:
    """Whether Redis writes to its disk. A server that does not say counts as one that does."""
    try:
        said = {**client.config_get("save"), **client.config_get("appendonly")}
    except redis.ResponseError:
        found = ["CACHE_URL: it does not say whether it writes to its disk (CONFIG GET)"]
    else:
        found = [
            f'CACHE_URL: {name} is "{said.get(name)}"'
            for name, off in {"save": "", "appendonly": "no"}.items()
            if said.get(name) != off
        ]
    return Check("the cache writes nothing to a disk", tuple(found))


def _keys(client: Any) -> Iterator[str]:
    for key in client.scan_iter(count=1_000):
        yield key.decode("utf-8", "replace")


def check_keys(keys: Iterator[str]) -> Check:
    """Whether an address stands in the name of anything that a cache keeps."""
    looked, found = 0, []
    for looked, key in enumerate(keys, 1):  # noqa: B007 - how many there were is said below
        # Django puts its own prefix and version before each, with colons.
        if any(address_in(part) for part in (key, *key.split(":", 2)[2:])):
            found.append(f"cache key {key}")
    return Check(f"no address in {looked} keys of the cache", tuple(found))
