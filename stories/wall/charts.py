"""The geometry of bars and marks. Pure: numbers in, numbers out.

A mark is a stroke in a pattern of five, 25 wide and 10 high. An SVG holds at
most 70,000 of them: browsers draw the pattern of a much taller one in streaks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

PATTERN_WIDTH = 25
ROW_HEIGHT = 10
IN_PATTERN = 5
# Where to cut a pattern after its nth mark so that the next does not show. Read off the strokes
# in templates/wall/marks.html: half a stroke and its round end reach 0.6 past each side.
_CUTS = (0.0, 4.3, 8.8, 13.3, 17.9)
PER_SVG = 70_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One SVG of marks: full rows, then what is left in a last one."""

    width: int
    height: int
    full_height: int
    last_width: float
    marks: int


def sheets(people: int, *, per_row: int) -> Iterator[Sheet]:
    """SVGs that hold exactly `people` marks between them, `per_row` in a row.

    Raises ValueError if a row is not made of whole patterns, or a sheet not of whole rows.
    """
    if per_row % IN_PATTERN or PER_SVG % per_row:
        raise ValueError("A row holds whole patterns, and a sheet whole rows.")
    while people > 0:
        here = min(people, PER_SVG)
        rows, rest = divmod(here, per_row)
        patterns, marks = divmod(rest, IN_PATTERN)
        yield Sheet(
            width=per_row // IN_PATTERN * PATTERN_WIDTH,
            height=(rows + bool(rest)) * ROW_HEIGHT,
            full_height=rows * ROW_HEIGHT,
            last_width=patterns * PATTERN_WIDTH + _CUTS[marks],
            marks=here,
        )
        people -= here


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a breakdown. `length` in percent of the longest; None where it is hidden."""

    label: str
    shown: int | None
    length: float | None


def bars(labels: dict[str, str], shown: dict[str, int | None]) -> list[Bar]:
    """The rows of one table in the fixed order of `labels`, drawn to one scale."""
    longest = max((number for number in shown.values() if number), default=0)
    return [
        Bar(label, number, None if number is None else round(100 * number / longest, 2))
        for code, label in labels.items()
        for number in [shown.get(code)]
    ]
