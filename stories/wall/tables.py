"""What a release tells of the cells, as tables. Pure: they are no more than `disclosure` allows."""

from collections.abc import Iterable, Mapping

from stories.wall.disclosure import COUNTRY, Cell, Tallies, pair_name


def table(cells: Tallies, name: str, codes: Iterable[str]) -> dict[str, int | None]:
    """One table as it may be shown, every one of the fixed `codes` in it; None is hidden."""
    return {code: _shown(cells, (name, code)) for code in codes}


def open_table(cells: Tallies, name: str) -> dict[str, int]:
    """A table whose hidden cells are left out, because a cell's name would betray it."""
    return {
        cell[1]: cells[cell].shown
        for cell in sorted(cells)
        if cell[0] == name and cells[cell].shown
    }


def pair_table(
    cells: Tallies, pair: tuple[str, str], codes: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, int | None]]:
    """A pair as rows and columns of fixed codes. Of countries, only those that have a number."""
    one, other = pair
    name = pair_name(one, other)
    if one == COUNTRY:
        rows = dict.fromkeys(code.split("+")[0] for code in open_table(cells, name))
    else:
        rows = dict.fromkeys(codes[one])
    return {
        row: {column: _shown(cells, (name, pair_name(row, column))) for column in codes[other]}
        for row in rows
    }


def _shown(cells: Tallies, cell: Cell) -> int | None:
    return (cells[cell].shown or None) if cell in cells else None
