"""What the attacker has: every table of every release, every story with its labels, and all about
those whom he sent or who told him. And, to make him stronger than anybody will be, how many came
and went without a word at each release.

Not among it: the tables for researchers, where there are any. What their noise lets through is said
by their ε and counted by OpenDP (tests/test_differential.py), and comes on top.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from stories.wall import disclosure
from stories.wall.disclosure import Cell, Tally
from tests.attacker.people import CODES, Person
from tests.attacker.worlds import World


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

    def truth(self, cell: Cell) -> np.ndarray:
        """How many of them are in the cell at each release: what he does not know."""
        nobody = np.zeros(len(self.world.releases), int)
        return self.true.get(cell, nobody)

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
