"""Columns of several tables in one statement in plain words, and what the database gives for them
as the models' own fields read it. For what every page asks: to have Django write such a statement
takes longer than the database does."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


class Columns:
    """The columns of each table, by the letter that it has in the statement."""

    def __init__(self, asked: Mapping[type[Model], tuple[str, Sequence[str]]]) -> None:
        self._fields = [
            (f"{letter}.{name}", model._meta.get_field(name).get_col(letter))  # type: ignore[union-attr]  # noqa: SLF001
            for model, (letter, names) in asked.items()
            for name in names
        ]
        self._converters: dict[str, list[list[Any]]] = {}

    def listed(self) -> str:
        """As a statement names them."""
        quoted = connection.ops.quote_name
        pairs = (name.split(".") for name, _ in self._fields)
        return ", ".join(f"{letter}.{quoted(name)}" for letter, name in pairs)

    def read(self, row: Sequence[Any]) -> dict[str, Any]:
        """A row by letter and name, such as "c.until"."""
        found = {}
        for value, (name, _), converters in zip(row, self._fields, self._reading(), strict=True):
            for convert in converters:
                value = convert(value, None, connection)  # noqa: PLW2901 - one after the other
            found[name] = value
        return found

    def _reading(self) -> list[list[Any]]:
        known = self._converters.get(connection.vendor)
        if known is None:
            known = self._converters[connection.vendor] = [
                [
                    *connection.ops.get_db_converters(column),
                    *column.get_db_converters(connection),
                ]
                for _, column in self._fields
            ]
        return known
