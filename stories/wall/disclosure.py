"""What of an exact count may be shown. Pure: knows numbers, and nothing of ours.

Here stands the ladder: a cell appears at 20 and then moves in steps of 10, so
that one person more or less shows in at most one step in ten. It follows the
count down again, in the same steps, when testimonies are taken down. The rest
of the protection (room within a line, pair tables) is a part of its own.
"""

from collections.abc import Mapping

FIRST_SHOWN = 20
STEP = 10


def ladder(count: int) -> int | None:
    """The step a count stands on; None, hidden, below the first.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("A count cannot be negative.")
    return None if count < FIRST_SHOWN else count - count % STEP


def shown(counts: Mapping[str, int], *, cells: tuple[str, ...]) -> dict[str, int | None]:
    """One table as it may be shown, every one of the fixed `cells` in it."""
    return {cell: ladder(counts.get(cell, 0)) for cell in cells}


def shown_open(counts: Mapping[str, int]) -> dict[str, int]:
    """A table whose hidden cells are left out, because a cell's name would betray it."""
    steps = {cell: ladder(count) for cell, count in counts.items()}
    return {cell: step for cell, step in sorted(steps.items()) if step is not None}
