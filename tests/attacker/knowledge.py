"""What the attacker has: every table of every release, every story with its labels, and all about
those whom he sent or who told him. And, to make him stronger than anybody will be, how many came
and went without a word at each release.

Out of it come the inequalities that must hold, and linear programming (HiGHS) finds how far a
number can be from what it is without one of them failing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from stories.wall import disclosure
from stories.wall.disclosure import PEOPLE, Cell, Tally
from tests.attacker.trying import FREE, is_late, passed
from tests.attacker.worlds import CODES, Person, World


def cells_of(person: Person) -> set[Cell]:
    """The cells of a person, as the design says it and without the code that is judged."""
    said = [{**example, "country": person.country} for example in (*person.examples, {})]
    found = set()
    for example in said:
        for name, code in example.items():
            if code:
                found.add((name, code))
                for other, its in example.items():
                    if its and (name, other) in disclosure.PAIRS:
                        found.add((f"{name}+{other}", f"{code}+{its}"))
    return found


@dataclass(slots=True)
class Group:
    """Those of whom he knows nothing: how many at each release, and how many came and went."""

    size: np.ndarray
    came: np.ndarray
    went: np.ndarray


@dataclass(slots=True)
class Knowledge:
    """A world as he sees it, and beside it (`true`) what is so."""

    world: World
    true: dict[Cell, np.ndarray] = field(default_factory=dict)
    his: dict[Cell, np.ndarray] = field(default_factory=dict)
    silent: Group | None = None
    everybody: Group | None = None
    # What he works out of one release's numbers: the cells, and the room in their lines.
    worked_out: dict[int, tuple[dict[Cell, Tally], dict[disclosure.Line, int]]] = field(
        default_factory=dict
    )

    def group(self, cell: Cell) -> Group:
        """Of whom the cell's unknown are some: where countries are in it, also those who wrote."""
        found = self.silent if disclosure.is_known(cell) else self.everybody
        assert found
        return found

    def times(self, cell: Cell) -> list[int]:
        """The releases (counted from 0) at which the cell was published."""
        single = "+" not in cell[0]
        return [t for t, one in enumerate(self.world.releases) if single or one.pairs]


def gathered(world: World) -> Knowledge:
    """All of it, for one world."""
    has = Knowledge(world)
    long = len(world.releases)
    others = [person for person in world.people if not person.his]
    has.silent = _group([person for person in others if not person.story], long)
    has.everybody = _group(others, long)
    for person in world.people:
        for cell in cells_of(person):
            if person.his:
                _count(has.his, cell, person, long)
            elif not (person.story and disclosure.is_known(cell)):
                _count(has.true, cell, person, long)
    return has


def _group(people: Iterable[Person], long: int) -> Group:
    came, went = np.zeros(long, int), np.zeros(long, int)
    for person in people:
        came[person.came - 1] += 1
        if person.went:
            went[person.went - 1] += 1
    return Group(np.cumsum(came - went), came, went)


def _count(into: dict[Cell, np.ndarray], cell: Cell, person: Person, long: int) -> None:
    numbers = into.setdefault(cell, np.zeros(long, int))
    numbers[person.came - 1 : person.went - 1 if person.went else None] += 1


def seen(has: Knowledge) -> list[Cell]:
    """The cells that he reasons about: the fixed tables, and each country he has heard of."""
    cells = [(name, code) for name in disclosure.LABELS for code in CODES[name]]
    shown = {cell for one in has.world.releases for cell in one.shown}
    countries = {code for name, code in (*shown, *has.his) if name == "country"}
    cells += [("country", code) for code in sorted(countries)]
    if any(one.pairs for one in has.world.releases):
        rows = {**CODES, "country": tuple(sorted(countries))}
        cells += [
            (f"{one}+{other}", f"{code}+{its}")
            for one, other in disclosure.PAIRS
            for code in rows[one]
            for its in rows[other]
        ]
    return cells


@dataclass(slots=True)
class Rules:
    """Inequalities over the unknown: rows of (coefficient by variable), each with its bounds."""

    place: dict[tuple[Cell, int], int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def unknown(self, name: tuple[Cell, int], low: float, high: float) -> None:
        """One more variable."""
        self.place[name] = len(self.low)
        self.low.append(low)
        self.high.append(high)

    def rule(self, terms: dict[tuple[Cell, int], float], low: float, high: float) -> None:
        """`low <= sum <= high`."""
        if low > -FREE or high < FREE:
            at = [self.place[name] for name in terms]
            self.rows.append((at, list(terms.values()), low, high))

    def furthest(self, terms: dict[tuple[Cell, int], float]) -> tuple[float, float] | None:
        """The least and the most that a sum can be; None where nothing fits at all."""
        found = []
        matrix, low, high = self._matrix()
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.low))
            for name, factor in terms.items():
                aim[self.place[name]] = sign * factor
            answer = milp(
                aim,
                bounds=(np.array(self.low), np.array(self.high)),
                constraints=LinearConstraint(matrix, low, high),
                options={"time_limit": 60},
            )
            if answer.status == 2:
                return None
            found.append(sign * answer.fun if answer.status == 0 else sign * -FREE)
        return found[0], found[1]

    def _matrix(self) -> tuple[csr_array, np.ndarray, np.ndarray]:
        columns = [place for row in self.rows for place in row[0]]
        factors = [factor for row in self.rows for factor in row[1]]
        starts = np.cumsum([0, *(len(row[0]) for row in self.rows)])
        matrix = csr_array((factors, columns, starts), shape=(len(self.rows), len(self.low)))
        return (
            matrix,
            np.array([row[2] for row in self.rows]),
            np.array([row[3] for row in self.rows]),
        )


# The place of a cell's lateness among the variables of its numbers.
LATE = -1


def rules(has: Knowledge, cells: list[Cell]) -> Rules:
    """Everything that must hold between the numbers of those whom he does not know."""
    found = Rules()
    late = is_late(has.world)
    for cell in cells:
        found.unknown((cell, LATE), 0, FREE if late else 0)
        for t in has.times(cell):
            found.unknown((cell, t), 0, float(has.group(cell).size[t]))
    for cell in cells:
        _time(has, found, cell)
        for low, high, t in ladders(has, cell):
            found.rule({(cell, t): 1, (cell, LATE): -1}, low, high)
    for parent, child in _kinships(cells):
        _within(has, found, parent, child)
    _sums(has, found, cells)
    return found


def ladders(has: Knowledge, cell: Cell) -> Iterator[tuple[float, float, int]]:
    """(least, most, release): what each release says of the cell's unknown less its lateness."""
    his = has.his.get(cell)
    for t in has.times(cell):
        one = has.world.releases[t]
        mine = one.known.get(cell, 0) + (int(his[t]) if his is not None else 0)
        low, high = passed(one.shown.get(cell, 0))
        yield low - mine, (high if _free(has, cell, t) else FREE) - mine, t


def _free(has: Knowledge, cell: Cell, t: int) -> bool:
    """Whether it was not for want of room that the cell stood still: he works it out as we do."""
    tallies, rooms = _room(has, t)
    tally = tallies.get(cell, Tally())
    left = min((rooms.get(line, 0) for line in disclosure.lines(cell)), default=0)
    most = max(tally.certain() + left - disclosure.ROOM, tally.known)
    following = tally.shown + disclosure.STEP if tally.shown else disclosure.FIRST_SHOWN
    return most >= following


def _room(has: Knowledge, t: int) -> tuple[dict[Cell, Tally], dict]:
    if t not in has.worked_out:
        one = has.world.releases[t]
        cells = {*seen(has), *one.shown, PEOPLE, disclosure.EXAMPLES}
        tallies = {
            cell: Tally(known=one.known.get(cell, 0), shown=one.shown.get(cell, 0))
            for cell in cells
        }
        tallies[PEOPLE].people = one.people
        chosen = [cell for cell in sorted(cells) if cell not in (PEOPLE, disclosure.EXAMPLES)]
        has.worked_out[t] = tallies, disclosure.rooms(tallies, chosen)
    return has.worked_out[t]


def _time(has: Knowledge, found: Rules, cell: Cell) -> None:
    """From one release to the next no more come and go in a cell than come and go at all."""
    group, times = has.group(cell), has.times(cell)
    for before, t in pairwise(times):
        went, came = group.went[before + 1 : t + 1].sum(), group.came[before + 1 : t + 1].sum()
        found.rule({(cell, t): 1, (cell, before): -1}, -float(went), float(came))


def _kinships(cells: list[Cell]) -> Iterator[tuple[Cell, Cell]]:
    for cell in cells:
        if "+" in cell[0]:
            for parent in zip(cell[0].split("+"), cell[1].split("+"), strict=True):
                yield parent, cell


def _within(has: Knowledge, found: Rules, parent: Cell, child: Cell) -> None:
    """Who is in the pair is in each of the two. Of a setting in a country, those who wrote too:
    their settings he can count."""
    also = disclosure.is_known(parent) and not disclosure.is_known(child)
    group = has.group(child)
    for t in has.times(child):
        told = has.world.releases[t].known.get(parent, 0) if also else 0
        found.rule({(parent, t): 1, (child, t): -1}, -float(told), FREE)
    if also:
        return
    times = has.times(child)
    for before, t in pairwise(times):
        went = float(group.went[before + 1 : t + 1].sum())
        terms = {(parent, t): 1.0, (parent, before): -1.0, (child, t): -1.0, (child, before): 1.0}
        found.rule(terms, -went, FREE)


def _sums(has: Knowledge, found: Rules, cells: list[Cell]) -> None:
    """Nobody is in two countries; and with `forms`, everybody in one cell of each table."""
    assert has.everybody
    lines: dict[tuple[Cell | None, str], list[Cell]] = {}
    for cell in cells:
        table, code = cell
        if "+" not in table:
            lines.setdefault((None, table), []).append(cell)
        else:
            for parent in zip(table.split("+"), code.split("+"), strict=True):
                lines.setdefault((parent, table), []).append(cell)
    for (above, table), inside in lines.items():
        countries = table.startswith("country") and (above is None or above[0] != "country")
        if not countries and not has.world.plan.forms:
            continue
        for t in has.times(inside[0]):
            terms = {(cell, t): -1.0 for cell in inside}
            told = 0
            if above is not None:
                terms[above, t] = 1.0
                also = disclosure.is_known(above) and not disclosure.is_known(inside[0])
                told = has.world.releases[t].known.get(above, 0) if also else 0
            all_of_it = 0 if above is not None else int(has.group(inside[0]).size[t])
            exact = has.world.plan.forms and not countries
            found.rule(terms, -float(all_of_it + told), -float(all_of_it) if exact else FREE)
