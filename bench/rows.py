"""The table's arithmetic and its shape: `name  value  floor  ratio  must  ok|short`."""

from dataclasses import dataclass
from statistics import median

OK, SHORT = "ok", "short"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as text; what does not apply is a dash."""

    name: str
    value: str = "-"
    floor: str = "-"
    ratio: str = "-"
    must: str = "-"
    verdict: str = "info"

    def line(self) -> str:
        """The row, its columns two blanks apart at least."""
        return (
            f"{self.name:<57}  {self.value:>9}  {self.floor:>9}  {self.ratio:>5}"
            f"  {self.must:>10}  {self.verdict}"
        )


HEAD = Row("name", "value", "floor", "ratio", "must", "ok|short").line()


@dataclass(frozen=True, slots=True)
class Round:
    """Right answers a second in one round, of the floor and of ours, and how many were wrong."""

    floor: float
    ours: float
    wrong: int = 0


def against_floor(name: str, rounds: list[Round], *, must: float, kept: bool = True) -> Row:
    """Ours against the floor: the median over the rounds of each round's own ratio, so that
    what slows the machine for a while slows both. Short as well where an answer was wrong, or
    where what was acknowledged was not `kept`."""
    ratio = median(one.ours / one.floor if one.floor else 0.0 for one in rounds)
    sound = kept and not any(one.wrong for one in rounds)
    return Row(
        name,
        f"{median(one.ours for one in rounds):,.0f}/s",
        f"{median(one.floor for one in rounds):,.0f}/s",
        f"{ratio:.2f}",
        f">= {must:.2f}",
        OK if sound and ratio >= must else SHORT,
    )


def at_most(name: str, value: float, limit: float, unit: str, form: str = ",") -> Row:
    """A size or a time against its limit, which stands where the floor does; both written in
    `form`, as `format` knows it."""
    return Row(
        name,
        f"{value:{form}} {unit}",
        f"{limit:{form}} {unit}",
        f"{value / limit:.2f}",
        "<= 1.00",
        OK if value <= limit else SHORT,
    )


def within(name: str, value: float, floor: float, limit: float, unit: str) -> Row:
    """A time against the most that it may be, beside that of the floor in the same run."""
    return Row(
        name,
        f"{value:.1f} {unit}",
        f"{floor:.1f} {unit}",
        f"{value / floor:.2f}",
        f"<= {limit:,.0f} {unit}",
        OK if value <= limit else SHORT,
    )


def times(name: str, values: list[float], floors: list[float], *, must: float, unit: str) -> Row:
    """A time against another of the same round, which it may be at most so many times as long: the
    median over the rounds."""
    ratio = median(value / floor for value, floor in zip(values, floors, strict=True))
    return Row(
        name,
        f"{median(values):.1f} {unit}",
        f"{median(floors):.1f} {unit}",
        f"{ratio:.2f}",
        f"<= {must:.2f}",
        OK if ratio <= must else SHORT,
    )


def at_least(name: str, value: float, limit: float, unit: str) -> Row:
    """A rate against the least that it has to be, which stands where the floor does."""
    return Row(
        name,
        f"{value:,.0f}{unit}",
        f"{limit:,.0f}{unit}",
        f"{value / limit:.2f}",
        ">= 1.00",
        OK if value >= limit else SHORT,
    )


def failed(rows: list[Row]) -> bool:
    """Whether any row falls short."""
    return any(row.verdict == SHORT for row in rows)
