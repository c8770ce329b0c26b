"""How far a number can be from what it is without an inequality failing: linear programming, by
HiGHS.

A world has thousands of unknown numbers. To show that he cannot tell one of them it is enough to
find worlds that look the same to him and differ in a few cells near it: whole numbers, so that
they can be. Only where that finds too little are all of them let loose.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import LinearConstraint, OptimizeResult, milp
from scipy.sparse import csc_array, csr_array

from stories.wall.disclosure import Cell
from tests.attacker.trying import FREE

# (cell, release).
Name = tuple[Cell, int]
Terms = dict[Name, float]
# Seconds for one answer. What is not found by then is not taken for safe: see `Between`.
LIMIT = 60.0
_NEAR = 1e-6
# What HiGHS says of an answer: the best, or that there is no end to it.
OPTIMAL, ENDLESS = 0, 3


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most that something can be; `settled`: he cannot know more for certain.
    Where not, what is here was found before the time was up, and he may know as much."""

    low: float
    high: float
    settled: bool = True


@dataclass(slots=True)
class Rules:
    """Inequalities over the unknown: rows of (coefficient by variable), each with its bounds."""

    place: dict[Name, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    true: list[float] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)
    _made: tuple[csc_array, np.ndarray, np.ndarray, np.ndarray] | None = None

    def unknown(self, name: Name, low: float, high: float, true: float) -> None:
        """One more variable, and what it is."""
        self.place[name] = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.true.append(true)

    def rule(self, terms: Terms, low: float, high: float) -> None:
        """`low <= sum <= high`."""
        if low > -FREE or high < FREE:
            at = [self.place[name] for name in terms]
            self.rows.append((at, list(terms.values()), low, high))

    def broken(self) -> list[str]:
        """The rules that do not hold of what is: what he concludes from them is wrong."""
        _, low, high, sums = self._matrix()
        names = list(self.place)
        found = [
            f"{[(names[place], self.true[place]) for place in self.rows[row][0]]}: "
            f"{low[row]:.0f} <= {sums[row]:.0f} <= {high[row]:.0f}"
            for row in np.flatnonzero((sums < low - _NEAR) | (sums > high + _NEAR))
        ]
        true = np.array(self.true)
        outside = (true < np.array(self.low)) | (true > np.array(self.high))
        return found + [f"{names[place]}: {true[place]:.0f}" for place in np.flatnonzero(outside)]

    def furthest(self, terms: Terms, among: Collection[Cell] | None) -> Between:
        """The least and the most that a sum can be while the cells that are not `among` those
        named are what they are; None lets all loose."""
        is_so = sum(factor * self.true[self.place[name]] for name, factor in terms.items())
        ends, settled = [], True
        for sign in (1.0, -1.0):
            signed = {name: sign * factor for name, factor in terms.items()}
            answer, _ = self._least(signed, among, whole=among is not None)
            settled &= answer.status in {OPTIMAL, ENDLESS}
            if answer.status == ENDLESS:
                ends.append(sign * -FREE)
            else:
                ends.append(is_so if answer.fun is None else sign * float(answer.fun))
        return Between(ends[0], ends[1], settled)

    def another(self, aims: Collection[Terms], among: Collection[Cell] | None) -> "Rules | None":
        """A world that looks the same, with as little as can be of all these sums together; None
        where there was no time for it."""
        total: dict[Name, float] = {}
        for terms in aims:
            for name, factor in terms.items():
                total[name] = total.get(name, 0.0) + factor
        answer, loose = self._least(total, among, whole=False)
        if answer.status != OPTIMAL:
            return None
        true = np.array(self.true)
        true[loose] = answer.x
        return replace(self, true=true.tolist(), _made=None)

    def value(self, terms: Terms) -> float:
        """What a sum is."""
        return sum(factor * self.true[self.place[name]] for name, factor in terms.items())

    def _least(
        self, terms: Terms, among: Collection[Cell] | None, *, whole: bool
    ) -> tuple[OptimizeResult, np.ndarray]:
        """HiGHS's answer, and the places of the variables that were let loose."""
        columns, low, high, sums = self._matrix()
        loose = np.array(
            [at for (cell, _), at in self.place.items() if among is None or cell in among]
        )
        part = columns[:, loose].tocsr()
        rows = np.flatnonzero(np.diff(part.indptr))
        part = part[rows]
        rest = sums[rows] - part @ np.array(self.true)[loose]
        place = {at: number for number, at in enumerate(loose.tolist())}
        aim = np.zeros(len(loose))
        for name, factor in terms.items():
            aim[place[self.place[name]]] = factor
        answer = milp(
            aim,
            bounds=(np.array(self.low)[loose], np.array(self.high)[loose]),
            constraints=LinearConstraint(part, low[rows] - rest, high[rows] - rest),
            integrality=np.full(len(loose), int(whole)),
            options={"time_limit": LIMIT},
        )
        return answer, loose

    def _matrix(self) -> tuple[csc_array, np.ndarray, np.ndarray, np.ndarray]:
        """The rows, by column; their bounds; and what their sums are."""
        if self._made is None:
            columns = [place for row in self.rows for place in row[0]]
            factors = [factor for row in self.rows for factor in row[1]]
            starts = np.cumsum([0, *(len(row[0]) for row in self.rows)])
            matrix = csr_array((factors, columns, starts), shape=(len(self.rows), len(self.low)))
            self._made = (
                matrix.tocsc(),
                np.array([row[2] for row in self.rows]),
                np.array([row[3] for row in self.rows]),
                matrix @ np.array(self.true),
            )
        return self._made
