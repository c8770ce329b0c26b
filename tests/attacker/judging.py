"""What an attacker may find out, and whether he does."""

from dataclasses import dataclass, field

import numpy as np

from stories.wall import disclosure
from stories.wall.disclosure import Cell
from tests.attacker.knowledge import LATE, Knowledge, Rules, gathered, ladders, rules, seen
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
    # What he concludes and is not so: then a number said more than there are.
    wrong: list[str] = field(default_factory=list)
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
            min(self.narrowest, other.narrowest),
            min(self.narrowest_likely, other.narrowest_likely),
        )

    def __str__(self) -> str:
        return (
            f"{self.worlds} worlds solved, {self.asked} numbers asked; small cells bounded to "
            f"fewer than {VALUES}: {len(self.bounded)}, with {SURE:.0%}: {len(self.likely)}; "
            f"people stated: {sum(people for people, _ in self.stated)}; "
            f"wrong: {len(self.wrong)}; narrowest {self.narrowest:.0f} values, "
            f"with {SURE:.0%} {self.narrowest_likely:.0f}"
        )


Target = tuple[Cell, int]


def attacked(world: World, *, targets: int) -> Verdict:
    """Attacks one world: everything is looked through cell by cell, and where he comes closest,
    `targets` numbers are solved for with all tables at once."""
    has = gathered(world)
    cells = seen(has)
    verdict = Verdict(worlds=1, wrong=_more_than_there_are(has))
    closest = sorted(_looked_through(has, cells))
    small = [target for _, target, what in closest if what == "small"][:targets]
    cohorts = [target for _, target, what in closest if what == "all"][:targets]
    found = rules(has, cells)
    for cell, t in small:
        _solve_small(has, found, cell, t, verdict)
    for cell, t in cohorts:
        _solve_stated(has, found, cell, t, verdict)
    return verdict


def _more_than_there_are(has: Knowledge) -> list[str]:
    found: list[str] = []
    for t, one in enumerate(has.world.releases):
        for cell, shown in one.shown.items():
            # Between two of its releases a pair is not said again.
            if cell == disclosure.EXAMPLES or ("+" in cell[0] and not one.pairs):
                continue
            there = one.known.get(cell, 0) + sum(
                int(part[cell][t]) for part in (has.true, has.his) if cell in part
            )
            if shown > there and len(found) < 5:
                found.append(f"{cell} at {t + 1}: {shown} shown of {there}")
    return found


def chain(has: Knowledge, cell: Cell) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """The least and the most of a cell's unknown less its lateness at each of its releases, from
    this cell's own numbers alone."""
    group, times = has.group(cell), has.times(cell)
    low, high = np.full(len(times), -FREE), np.full(len(times), FREE)
    for place, (least, most, _) in enumerate(ladders(has, cell)):
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


def _looked_through(has: Knowledge, cells: list[Cell]):
    """(how close, (cell, release), what he would state), for every number of every release."""
    nothing = np.zeros(len(has.world.releases), int)
    for cell in cells:
        group, true = has.group(cell), has.true.get(cell, nothing)
        low, high, times = chain(has, cell)
        late = is_late(has.world)
        for place, t in enumerate(times):
            size = group.size[t]
            most = size if late else min(size, high[place])
            if true[t] < SMALL and size >= VALUES:
                width = min(high[place], size) - max(low[place], -30.0)
                yield float(width if late else most - max(0, low[place])), (cell, t), "small"
            if place and times[place - 1] == t - 1 and group.came[t]:
                least = low[place] - high[place - 1]
                yield float(group.came[t] - least), (cell, t), "all"


def _solve_small(has: Knowledge, found: Rules, cell: Cell, t: int, verdict: Verdict) -> None:
    nothing = np.zeros(len(has.world.releases), int)
    true = int(has.true.get(cell, nothing)[t])
    name = f"{has.world.plan} {cell} at {t + 1}: {true}"
    between = found.furthest({(cell, t): 1})
    passing = found.furthest({(cell, t): 1, (cell, LATE): -1})
    verdict.asked += 1
    if between is None or passing is None:
        verdict.wrong.append(f"{name}: nothing fits")
        return
    low, high = np.ceil(between[0] - 1e-6), np.floor(between[1] + 1e-6)
    if not low <= true <= high:
        verdict.wrong.append(f"{name}: between {low} and {high}")
    values = high - low + 1
    verdict.narrowest = min(verdict.narrowest, float(values))
    if values < VALUES:
        verdict.bounded.append(f"{name}: between {low} and {high}")
    if low >= has.group(cell).size[t] > 0:
        verdict.stated.append((int(has.group(cell).size[t]), name))
    sure = likely(passing, int(low), int(min(high, low + 400)))
    verdict.narrowest_likely = min(verdict.narrowest_likely, sure)
    if sure < VALUES:
        verdict.likely.append(f"{name}: {sure} values, between {low} and {high}")


def likely(passing: tuple[float, float], low: int, high: int) -> int:
    """How many values he needs to be right with SURE, who holds every number of people between
    `low` and `high` for as likely as any other, and knows how a cell's lateness is drawn."""
    chance = disclosure.LATER[0] / disclosure.LATER[1]
    first, last = max(passing[0], low - 200.0), min(passing[1], float(high))
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


def _solve_stated(has: Knowledge, found: Rules, cell: Cell, t: int, verdict: Verdict) -> None:
    """Whether all who came with one release must be in the cell."""
    came = int(has.group(cell).came[t])
    between = found.furthest({(cell, t): 1, (cell, t - 1): -1})
    verdict.asked += 1
    name = f"{has.world.plan} all {came} of release {t + 1} in {cell}"
    if between is None:
        verdict.wrong.append(f"{name}: nothing fits")
    elif np.ceil(between[0] - 1e-6) >= came:
        verdict.stated.append((came, name))
