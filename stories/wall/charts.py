"""The geometry of bars, marks and steps. Pure: numbers in, numbers out.

A mark is a stroke in a pattern of five, 25 wide and 10 high. An SVG holds at
most 70,000 of them: browsers draw the pattern of a much taller one in streaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PATTERN_WIDTH = 25
ROW_HEIGHT = 10
IN_PATTERN = 5
# Where to cut a pattern after its nth mark so that the next does not show. Read off the strokes
# in templates/wall/marks.html: half a stroke and its round end reach 0.6 past each side.
_CUTS = (0.0, 4.3, 8.8, 13.3, 17.9)
PER_SVG = 70_000
# How many marks stand in a row, on a wide screen and on a narrow one.
BROAD, NARROW = 200, 70
BAND_ROWS = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """One SVG of marks: full rows, then what is left in a last one."""

    width: int
    height: int
    full_height: int
    last_width: float
    marks: int

    @property
    def rows(self) -> range:
        """How far down each full row begins."""
        return range(0, self.full_height, ROW_HEIGHT)

    @property
    def patterns(self) -> range:
        """How far across each pattern of a row begins."""
        return range(0, self.width, PATTERN_WIDTH)


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
class Band:
    """The first `marks` of so many `people`, as they stand beside other things."""

    sheets: tuple[Sheet, ...]
    marks: int
    people: int


def band(people: int, *, per_row: int) -> Band:
    """The first rows of them: as many as fit on a page beside other things."""
    marks = min(people, per_row * BAND_ROWS)
    return Band(tuple(sheets(marks, per_row=per_row)), marks, people)


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


@dataclass(frozen=True, slots=True)
class Curve:
    """A line that goes up and down in steps, as SVG paths, and the numbers at the equally spaced
    lines behind it, from the lowest."""

    line: str
    area: str
    marked: list[int]


def curve(points: Sequence[tuple[int, int]], *, width: int, height: int) -> Curve:
    """From (at, value): the line stands at a value from where it is reached to the next one, and
    one beyond the last. Raises ValueError where there is none."""
    if not points:
        raise ValueError("Nothing to draw.")
    marked = _marked(max(value for _, value in points))
    first, end = points[0][0], points[-1][0] + 1

    def across(at: int) -> float:
        return round(width * (at - first) / (end - first), 1)

    def down(value: int) -> float:
        return round(height - height * value / marked[-1], 1)

    steps = "".join(f"H{across(at):g}V{down(value):g}" for at, value in points[1:])
    line = f"M0 {down(points[0][1]):g}{steps}H{width}"
    return Curve(line, f"{line}V{height}H0Z", marked)


def _marked(most: int) -> list[int]:
    """Two to five round numbers, from 0 to `most` or a little beyond it."""
    most = max(most, 1)
    size = 10 ** (len(str(most)) - 1)
    step = next(
        step for step in (size // 5, size // 2, size, 2 * size, 5 * size) if 4 * step >= most
    )
    return list(range(0, -(-most // step) * step + 1, step))
