"""What of exact counts may be shown. Pure: knows numbers and codes, and nothing of ours.

Whom the tables must protect is the remainder: everyone counted, but for those whose story, with
its labels, is on the wall for all to count. Against them stands one who knows every table of every
release, every story, what he sent himself and what some others told him. In the words of
statistical disclosure control:

- a minimum frequency (threshold) rule and rounding down to a base: `ladder`;
- consistent one-sided noise: a cell is late by a number of people, and each of its steps by some
  more, drawn once and told to nobody: `lateness`. Without the first, somebody who sends people of
  his own into a cell until it moves knows exactly how many others are in it;
- noise of each release: what could rise may wait, and what could sink too: `waits`. Without it, a
  number that moves says that somebody came or went just then, and one that stands that nobody did;
- protection of linked tables from differencing, by the room that is left in each line: `advance`.

A fixed list of tables, so that no two that anybody could ask for differ by a few people.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from random import Random

# A cell appears with so many, and then moves in such steps. Chosen before the first line was
# written, by simulation (issue 5); what they do is measured in tests/test_attacker.py.
FIRST_SHOWN = 20
STEP = 10
# So many of each line stay beyond what is shown of it or can be counted on the wall.
ROOM = 10
# Late by one more with four chances in five: by four on average. So each number of others in a
# cell is at most 1.25 times as probable as the next, however much of it somebody sent himself.
LATER = (4, 5)
# Each step of a cell is late by some more, and at each release all of it by some more again: by
# one person each on average. So no two of its numbers tell for certain how many came between.
STEP_LATER = (1, 2)
NOW_LATER = (1, 2)
# A number sinks only when more than so many of its people are gone, and some more drawn for the
# step (the ratio LATER), and again for the release.
SLACK = 10
# Drawn for each cell; nobody can try them all.
LOT_BYTES = 16
# Pairs are counted for every fourth release, and not of fewer people than this: below it, most of
# their cells would be hidden.
PAIRS_EVERY = 4
PAIRS_FROM = 3_000

# (table, code): ("setting", "work"), ("setting+by", "work+stranger").
Cell = tuple[str, str]
PEOPLE: Cell = ("people", "")
EXAMPLES: Cell = ("examples", "")
# A person may be in several cells of one of these, with several examples.
LABELS = ("setting", "by", "age", "reported")
# Of these in one at most; and a story does not show it, so nobody's is known.
COUNTRY = "country"
PAIRS = (
    ("setting", "by"),
    ("setting", "age"),
    ("setting", "reported"),
    ("by", "age"),
    ("by", "reported"),
    ("age", "reported"),
    (COUNTRY, "setting"),
)


@dataclass(slots=True)
class Tally:
    """One cell: the people in it, how many of them can be counted on the wall, by how many it is
    late, the lot that its steps are late by, and what is shown of it (0: hidden)."""

    people: int = 0
    known: int = 0
    late_by: int = 0
    lot: bytes = b""
    shown: int = 0

    def rises_to(self, wait: int) -> int:
        """The step that its people have passed, and so many more; 0 below the first."""
        passed = max(0, self.people - wait)
        return ladder(passed, late_by=self.late_by, lot=self.lot) or 0

    def sinks_to(self, wait: int) -> int:
        """What still stands of what is shown when people have gone; `wait` as in `waits`."""
        slack = SLACK + _late(self.lot, -self.shown, LATER) + wait if self.lot else 0
        return min(self.shown, ladder(self.people + slack, late_by=self.late_by, lot=self.lot) or 0)

    def certain(self) -> int:
        """How many anybody can be sure of."""
        return max(self.shown, self.known)


Tallies = Mapping[Cell, Tally]


def cells_of(examples: Iterable[Mapping[str, str]], country: str) -> set[Cell]:
    """The cells that one person is in: each once, however many examples say so."""
    found = {PEOPLE, (COUNTRY, country)} if country else {PEOPLE}
    for example in examples:
        found |= _cells_of(*(example.get(name, "") for name in LABELS))
        if country and (setting := example.get("setting")):
            found |= _cells_of(setting, country=country)
    return found


@lru_cache(maxsize=10_000)
def _cells_of(
    setting: str, by: str = "", age: str = "", reported: str = "", country: str = ""
) -> frozenset[Cell]:
    """Of one example; most people say what somebody else has said."""
    given = zip((*LABELS, COUNTRY), (setting, by, age, reported, country), strict=True)
    said = {name: code for name, code in given if code}
    return frozenset(said.items()) | {
        (pair_name(one, other), pair_name(said[one], said[other]))
        for one, other in PAIRS
        if one in said and other in said
    }


def pair_name(one: str, other: str) -> str:
    """The name of a pair of tables, or of a pair of codes within it."""
    return f"{one}+{other}"


def is_known(cell: Cell) -> bool:
    """Whether a story shows that its author is in the cell."""
    return COUNTRY not in cell[0].split("+")


def lateness(random: Random, ratio: tuple[int, int] = LATER) -> int:
    """By how many people a cell is late: geometric, with the `ratio` of each number to the one
    before. Drawn in whole numbers, so that no rounding tells one from another."""
    late = 0
    while random.randrange(ratio[1]) < ratio[0]:
        late += 1
    return late


# By how many people less a cell rises at a release, and by how many more are gone when it sinks.
Wait = tuple[int, int]
AT_ONCE: Wait = (0, 0)


def waits(cells: Iterable[Cell], random: Random) -> dict[Cell, Wait]:
    """What each cell waits for at one release: drawn anew for each."""
    return {cell: (lateness(random, NOW_LATER), lateness(random)) for cell in sorted(cells)}


@lru_cache(maxsize=100_000)
def _late(lot: bytes, step: int, ratio: tuple[int, int]) -> int:
    """By how many more a step is late: geometric, and always the same of one lot. Of none, none."""
    late = 0
    if lot:
        drawn = int.from_bytes(blake2b(step.to_bytes(8, signed=True), key=lot).digest())
        while drawn and drawn % ratio[1] < ratio[0]:
            late, drawn = late + 1, drawn // ratio[1]
    return late


def ladder(count: int, *, late_by: int = 0, lot: bytes = b"") -> int | None:
    """The highest step that a count has passed by its lateness; None, hidden, below the first.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("A count cannot be negative.")
    passed = count - late_by
    step = passed - passed % STEP
    while step >= FIRST_SHOWN and passed - step < _late(lot, step, STEP_LATER):
        step -= STEP
    return None if step < FIRST_SHOWN else step


def pairs_are_due(release: int, *, people: int) -> bool:
    """Whether the pairs are counted for a release with that number."""
    return release % PAIRS_EVERY == 0 and people >= PAIRS_FROM


def advance(cells: Tallies, *, pairs: bool, waiting: Mapping[Cell, Wait] | None = None) -> None:
    """Moves what is shown of each cell as far as the ladder, the room in its lines and what it is
    `waiting` for allow; down only as its people go. `pairs`: whether theirs move too.

    A line is some cells that lie within one parent. A cell advances only while, in each of its
    lines, at least ROOM of the parent stay beyond the sum of what is certain of the cells. Of the
    parent, too, only what is certain counts: then the room is there whatever anybody knows of it.
    What the wall itself tells needs no room.
    """
    waiting = waiting or {}
    names = {*LABELS, COUNTRY}
    for cell, tally in cells.items():
        # How many people is exact; of other numbers that say no category nobody needs room.
        if cell != PEOPLE and cell[0] not in names and "+" not in cell[0]:
            less, more = waiting.get(cell, AT_ONCE)
            tally.shown = max(tally.sinks_to(more), tally.rises_to(less))
    _advance(cells, [cell for cell in sorted(cells) if cell[0] in names], waiting)
    if pairs:
        _advance(cells, [cell for cell in sorted(cells) if "+" in cell[0]], waiting)


def _advance(cells: Tallies, chosen: list[Cell], waiting: Mapping[Cell, Wait]) -> None:
    for cell in chosen:
        cells[cell].shown = cells[cell].sinks_to(waiting.get(cell, AT_ONCE)[1])
    room = rooms(cells, chosen)
    for cell in chosen:
        tally = cells[cell]
        left = min(room[line] for line in lines(cell)) - ROOM
        most = max(tally.certain() + left, tally.known)
        step = min(tally.rises_to(waiting.get(cell, AT_ONCE)[0]), most - most % STEP)
        if step >= FIRST_SHOWN and step > tally.shown:
            before = tally.certain()
            tally.shown = step
            for line in lines(cell):
                room[line] -= tally.certain() - before


Line = tuple[Cell, str]


def lines(cell: Cell) -> list[Line]:
    """The lines that a cell of a table lies in: each the parent, and what is counted within it."""
    table, code = cell
    if table == COUNTRY:
        return [(PEOPLE, table)]
    if "+" not in table:
        # One example is in one cell of a table; all examples of somebody may be in the same.
        return [(EXAMPLES, table), (PEOPLE, pair_name(table, code))]
    return [(parent, table) for parent in zip(table.split("+"), code.split("+"), strict=True)]


def rooms(cells: Tallies, chosen: Collection[Cell]) -> dict[Line, int]:
    """How many of each line's parent lie beyond what is certain of the `chosen` cells in it."""
    nothing = Tally()
    everybody = cells.get(PEOPLE, nothing)
    room: dict[Line, int] = {}
    for cell in chosen:
        for line in lines(cell):
            if line not in room:
                parent = cells.get(line[0], nothing)
                room[line] = parent.certain()
                if line[0] == PEOPLE:
                    # Their number is exact. Who wrote a story is no room in what stories show.
                    told = everybody.known - cells[cell].known if is_known(cell) else 0
                    room[line] = everybody.people - told
            room[line] -= cells[cell].certain()
    return room
