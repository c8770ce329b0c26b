"""Keys that say nothing of who came first."""

import re
import secrets
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Every key is below this.
KEYS = 2**63


def random_key() -> int:
    """A random key of 63 bits: by chance twice in ten million rows once in 180,000 walls."""
    return secrets.randbits(63)


# As one stands in an address or a form: sixteen hexadecimal digits. One beyond 63 bits is none.
DIGITS = "[0-7][0-9a-f]{15}"


# Which no row has.
NO_KEY = -1


def read_key(written: str) -> int:
    """The key that somebody sent; NO_KEY for what is none."""
    return int(written, 16) if re.fullmatch(DIGITS, written) else NO_KEY


class RandomKey(models.BigIntegerField):
    """A primary key that is a random number.

    On SQLite it is the row's own place in the file, so that the file is ordered
    by chance too, and not by arrival as with a hidden row number.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{**options, "primary_key": True, "default": random_key, "editable": False}
        )

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("primary_key", "default", "editable"):
            options.pop(fixed, None)
        return name, path, args, options

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """`integer` on SQLite, where only that word makes the key the row's place."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
