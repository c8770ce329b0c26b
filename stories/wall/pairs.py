"""The released tables of two categories at once, with their words."""

from dataclasses import dataclass
from typing import Any

from stories.categories import CATEGORIES, label
from stories.places import country, in_order
from stories.wall.disclosure import COUNTRY, PAIRS, pair_name
from stories.wall.pages import question


@dataclass(frozen=True, slots=True)
class Table:
    """One pair: the labels of its columns, and rows of a label and its numbers (None: hidden)."""

    name: str
    rows_are: str
    columns_are: str
    columns: list[str]
    rows: list[tuple[str, list[int | None]]]


def tables(released: dict[str, Any], language: str) -> list[Table]:
    """Every released pair, in the fixed order. Countries in the alphabetical order of `language`:
    no ranking."""
    return [
        _table(one, other, released[pair_name(one, other)], language)
        for one, other in PAIRS
        if released.get(pair_name(one, other))
    ]


def _table(one: str, other: str, numbers: dict[str, dict[str, int | None]], language: str) -> Table:
    codes = CATEGORIES[other].values
    rows = [
        (
            country(row, language) if one == COUNTRY else label(one, row),
            [cells.get(code) for code in codes],
        )
        for row, cells in numbers.items()
    ]
    return Table(
        name=pair_name(one, other).replace("+", "-"),
        rows_are=question(one),
        columns_are=question(other),
        columns=[label(other, code) for code in codes],
        rows=sorted(rows, key=lambda row: in_order(row[0])) if one == COUNTRY else rows,
    )
