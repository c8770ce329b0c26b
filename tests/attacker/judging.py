"""What an attacker may find out, and whether he does."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from stories.wall import disclosure
from stories.wall.disclosure import Cell
from tests.attacker.knowledge import Knowledge, gathered, seen
from tests.attacker.rules import LATE, ladders, rules
from tests.attacker.solving import Between, Rules, Terms
from tests.attacker.trying import FREE, is_late
from tests.attacker.worlds import World

# What is asked of the tables (issue 5): a cell of fewer people than this is never bounded to fewer
# values than that.
SMALL, VALUES = 10, 5
# And with what certainty somebody would still say so who reckons with how late a cell may be.
SURE = 0.95


@dataclass(slots=True)
class Verdict:
    """What he found in one world or in several."""

    worlds: int = 0
    asked: int = 0
    # Small cells bounded to too few values: for certain, and with SURE.
    bounded: list[str] = field(default_factory=list)
    likely: list[str] = field(default_factory=list)
    # (people, what): whose category he can state.
    stated: list[tuple[int, str]] = field(default_factory=list)
    # What he concludes and is not so: then a number said more than there are, or he does not know
    # how it is made.
    wrong: list[str] = field(default_factory=list)
    # What he may have found, had he had more time: not counted as safe.
    unsettled: list[str] = field(default_factory=list)
    narrowest: float = FREE
    narrowest_likely: float = FREE

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.worlds + other.worlds,
            self.asked + other.asked,
            self.bounded + other.bounded,
            self.likely + other.likely,
            self.stated + other.stated,
            self.wrong + other.wrong,
            self.unsettled + other.unsettled,
            min(self.narrowest, other.narrowest),
            min(self.narrowest_likely, other.narrowest_likely),
        )

    def __str__(self) -> str:
        return (
            f"{self.worlds} worlds solved, {self.asked} numbers asked; small cells bounded to "
            f"fewer than {VALUES}: {len(self.bounded)}, with {SURE:.0%}: {len(self.likely)}; "
            f"people stated: {sum(people for people, _ in self.stated)}; "
            f"wrong: {len(self.wrong)}; not settled in time: {len(self.unsettled)}; "
            f"narrowest {self.narrowest:.0f} values, "
            f"with {SURE:.0%} {self.narrowest_likely:.0f}"
        )


def attacked(world: World, *, targets: int) -> Verdict:
    """Attacks one world: everything is looked through cell by cell, and where he comes closest,
    `targets` numbers are solved for with all tables at once; and whatever is so of all who came
    or went between two releases."""
    has = gathered(world)
    cells = seen(has)
    # He is told where the steps stand when he looks for how many are in a cell, so that what he
    # does not find then he would not find by watching them for long.
    told, untold = rules(has, cells, told=True), rules(has, cells, told=False)
    wrong = [f"{world.plan}: {rule}" for rule in (*told.broken(), *untold.broken())]
    verdict = Verdict(worlds=1, wrong=wrong[:5])
    if wrong:
        return verdict
    closest = sorted(_small(has, cells), key=lambda one: one[0])
    for _, cell, t in closest[:targets]:
        _solve_small(has, told, cell, t, verdict)
    _solve_stated(has, untold, list(_of_all(has, cells)), verdict)
    return verdict


def chain(has: Knowledge, cell: Cell) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """The least and the most of a cell's unknown less its lateness at each of its releases, from
    this cell's own numbers alone, to him who knows where its steps stand."""
    group, times = has.group(cell), has.times(cell)
    low, high = np.full(len(times), -FREE), np.full(len(times), FREE)
    for place, (least, most, _) in enumerate(ladders(has, cell, told=True)):
        low[place], high[place] = least, most
    for order in (range(1, len(times)), range(len(times) - 2, -1, -1)):
        for place in order:
            back = order.step == 1
            near = place - 1 if back else place + 1
            first, last = sorted((times[place], times[near]))
            came = group.came[first + 1 : last + 1].sum()
            went = group.went[first + 1 : last + 1].sum()
            up, down = (came, went) if back else (went, came)
            low[place] = max(low[place], low[near] - down)
            high[place] = min(high[place], high[near] + up)
    return low, high, times


def _small(has: Knowledge, cells: list[Cell]) -> Iterator[tuple[float, Cell, int]]:
    """(how close he comes, cell, release), for every small number of every release."""
    late = is_late(has.world)
    for cell in cells:
        size, true = has.group(cell).size, has.truth(cell)
        low, high, times = chain(has, cell)
        for place, t in enumerate(times):
            if true[t] < SMALL and size[t] >= VALUES:
                width = min(high[place], size[t]) - max(low[place], -30.0)
                known = min(size[t], high[place]) - max(0, low[place])
                yield float(width if late else known), cell, t


# (cell, what he would have to know, people, in words).
Claim = tuple[Cell, Terms, int, str]


def _of_all(has: Knowledge, cells: list[Cell]) -> Iterator[Claim]:
    """Whatever is so of all of whom he knows
    nothing, or of all who came between two releases or went. What is not so he cannot know."""
    for cell in cells:
        group, true, times = has.group(cell), has.truth(cell), has.times(cell)
        for t in times:
            if true[t] == group.size[t] > 0:
                yield cell, {(cell, t): 1.0}, int(true[t]), f"all at {t + 1} in {cell}"
        for before, t in pairwise(times):
            more = int(true[t] - true[before])
            for sign, moved in ((1, group.came), (-1, group.went)):
                if sign * more == (people := int(moved[before + 1 : t + 1].sum())) > 0:
                    terms = {(cell, t): float(sign), (cell, before): -float(sign)}
                    what = f"all {people} who {'came' if sign > 0 else 'went'} by {t + 1}: {cell}"
                    yield cell, terms, people, what


def near(has: Knowledge, cell: Cell) -> list[set[Cell] | None]:
    """The cells that may have to give way for a cell to be other than it is, more and more of
    them: what it lies in; where everybody is in one at most, the others of its table; all."""
    tables, found = {cell[0]}, {cell}
    if "+" in cell[0]:
        found |= set(zip(cell[0].split("+"), cell[1].split("+"), strict=True))
        tables |= {parent[0] for parent in found}
    if has.world.plan.forms:
        return [found | {one for one in seen(has) if one[0] in tables}, None]
    if not disclosure.is_known(cell):
        return [found, found | {one for one in seen(has) if one[0] == cell[0]}, None]
    return [found, None]


def _solve_small(has: Knowledge, found: Rules, cell: Cell, t: int, verdict: Verdict) -> None:
    name = f"{has.world.plan} {cell} at {t + 1}: {has.truth(cell)[t]}"
    verdict.asked += 1
    size = int(has.group(cell).size[t])
    for among in near(has, cell):
        between = found.furthest({(cell, t): 1.0}, among)
        passing = found.furthest({(cell, t): 1.0, (cell, LATE): -1.0}, among)
        low, high = math.ceil(between.low - 1e-6), math.floor(between.high + 1e-6)
        values = high - low + 1
        sure = likely(passing, low, min(high, low + 400))
        if values >= VALUES and sure >= VALUES and low < size:
            break
    else:
        settled = between.settled and passing.settled
        said = f"{name}: {sure} values, between {low} and {high}"
        if not settled:
            verdict.unsettled.append(said)
        if values < VALUES:
            verdict.bounded.append(said)
        if sure < VALUES:
            verdict.likely.append(said)
        if low >= size > 0:
            verdict.stated.append((size, name))
    verdict.narrowest = min(verdict.narrowest, float(values))
    verdict.narrowest_likely = min(verdict.narrowest_likely, sure)


def likely(passing: Between, low: int, high: int) -> int:
    """How many values he needs to be right with SURE, who holds every number of people between
    `low` and `high` for as likely as any other, and knows how a cell's lateness is drawn."""
    chance = disclosure.LATER[0] / disclosure.LATER[1]
    first, last = max(passing.low, low - 200.0), min(passing.high, float(high))
    weights = []
    for people in range(low, high + 1):
        # Late by people - passing: at least 0, and at most as far as `passing` goes down.
        least, most = max(0.0, people - last), people - first
        weights.append(chance**least - chance ** (most + 1) if most >= least else 0.0)
    total, so_far = sum(weights), 0.0
    for number, weight in enumerate(sorted(weights, reverse=True), 1):
        so_far += weight
        if so_far >= SURE * total:
            return number
    return len(weights)


def _solve_stated(has: Knowledge, found: Rules, claims: list[Claim], verdict: Verdict) -> None:
    """Whether he can be sure of what is so. One other world that looks the same to him may refute
    many claims at once; each that is left is looked into by itself."""
    verdict.asked += len(claims)
    # All let loose twice: what the first leaves may be refuted by the second, which aims at it.
    for among in ({one for cell, *_ in claims for one in near(has, cell)[0] or ()}, None, None):
        other = found.another([terms for _, terms, _, _ in claims], among) if claims else None
        if other is not None:
            claims = [claim for claim in claims if other.value(claim[1]) > claim[2] - 1 + 1e-6]
    for cell, terms, people, what in claims:
        for these in near(has, cell):
            between = found.furthest(terms, these)
            if math.ceil(between.low - 1e-6) < people:
                break
        else:
            verdict.stated.append((people, f"{has.world.plan} {what}"))
            if not between.settled:
                verdict.unsettled.append(f"{has.world.plan} {what}")
