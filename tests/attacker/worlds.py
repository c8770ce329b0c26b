"""Invented walls of a year, published by the very code that publishes the real one.

Who comes, what they tick and when they withdraw is drawn by lot; which cells they are in, what is
shown of them and how many come out is `wall.disclosure`'s and `wall.release`'s to say.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from stories.wall import disclosure
from stories.wall.disclosure import EXAMPLES, PEOPLE, Cell, Tally
from stories.wall.release import NotYet, batch_size
from tests.attacker.people import PROBED, RELEASES, Person, Plan, arrivals, population

SILENT_AT_LEAST = 13


@dataclass(slots=True)
class Published:
    """What one release says, and what of it could be counted on the wall."""

    number: int
    people: int
    stories: int
    examples: int
    pairs: bool
    known: dict[Cell, int]
    shown: dict[Cell, int]
    # What nobody but the machine knows.
    waiting: dict[Cell, disclosure.Wait]


@dataclass(slots=True)
class World:
    """A year of releases, and everybody in it."""

    plan: Plan
    people: list[Person] = field(default_factory=list)
    releases: list[Published] = field(default_factory=list)
    cells: dict[Cell, Tally] = field(default_factory=dict)


def made(plan: Plan, releases: int = RELEASES) -> World:
    """A world with so many releases."""
    random = Random(plan.seed)
    world = World(plan)
    says = population(random, plan)
    pool: list[Person] = []
    number = 0
    while number < releases:
        pool += arrivals(random, plan, says)
        out = _drawn(random, plan, pool, number)
        if out is None:
            continue
        number += 1
        for person in out:
            person.came = number
        world.people += out
        gone = _withdrawn(random, world, number)
        world.releases.append(_published(random, world, number, out, gone))
    _name_insiders(random, world)
    return world


def _drawn(random, plan, pool, number):
    if number >= plan.live_from:
        return [pool.pop()]
    if number >= plan.alone_from:
        return [pool.pop(random.randrange(len(pool)))]
    try:
        size = batch_size(len(pool))
    except NotYet:
        return None
    random.shuffle(pool)
    if sum(not person.story for person in pool[:size]) < SILENT_AT_LEAST:
        return None
    out = pool[:size]
    del pool[:size]
    return out


def _withdrawn(random, world, number):
    staying = [one for one in world.people if one.came < number and not one.went]
    if world.plan.forces:
        gone = _forced(random, world, staying)
    else:
        # His own come and go as he likes.
        often, free = world.plan.withdraw / 10, 0.02 if world.plan.sends == "probe" else 0.0
        gone = [
            one
            for one in staying
            if random.random() < often + (free if one.his and one.examples else 0.0)
        ]
    for person in gone:
        person.went = number
    return gone


def _forced(random, world, staying):
    """When the cell that he watches has moved up, he makes somebody take hers back who is in it,
    and waits; or takes some of his own, to bring it near to where it sinks. Nobody else does."""
    cell = ("setting", PROBED["setting"])
    shown = [one.shown.get(cell, 0) for one in world.releases]
    moves = [now - before for before, now in pairwise([0, *shown]) if now != before]
    if not moves or moves[-1] < 0 or random.random() < 0.6:
        return []
    inside = [
        one for one in staying if any(said.get("setting") == cell[1] for said in one.examples)
    ]
    his = [one for one in inside if one.his]
    others = [one for one in inside if not one.his and not one.story]
    if others and random.random() < 0.5:
        return [random.choice(others)]
    return random.sample(his, min(len(his), 3))


def _published(random, world, number, out, gone):
    cells = world.cells
    for people, sign in ((out, 1), (gone, -1)):
        for person in people:
            _count(random, world, person, sign)
    for cell in (PEOPLE, EXAMPLES):
        cells.setdefault(cell, Tally())
    everybody = cells[PEOPLE].people
    pairs = disclosure.pairs_are_due(number, people=everybody)
    waiting = disclosure.waits(cells, random) if world.plan.late else {}
    disclosure.advance(cells, pairs=pairs, waiting=waiting)
    return Published(
        number=number,
        people=everybody,
        stories=cells[PEOPLE].known,
        examples=cells[EXAMPLES].shown,
        pairs=pairs,
        known={cell: tally.known for cell, tally in cells.items() if tally.known},
        shown={cell: tally.shown for cell, tally in cells.items() if tally.shown},
        waiting=waiting,
    )


def _count(random, world, person, sign):
    counted = Counter(disclosure.cells_of(person.examples, person.country))
    counted[EXAMPLES] = len(person.examples)
    # In one order, so that a world comes out the same each time.
    for cell, number in sorted(counted.items()):
        tally = world.cells.get(cell)
        if tally is None:
            tally = world.cells[cell] = Tally()
            if world.plan.late:
                tally.late_by = disclosure.lateness(random)
                tally.lot = random.randbytes(disclosure.LOT_BYTES)
        tally.people += sign * number
        if person.story and disclosure.is_known(cell):
            tally.known += sign * number


def _name_insiders(random, world):
    """Some of those without words are no strangers to the attacker: he has what they sent."""
    silent = [one for one in world.people if not one.story and not one.his]
    for person in random.sample(silent, world.plan.insiders):
        person.his = True
