"""Invented walls of a year, published by the very code that publishes the real one.

Who comes, what they tick and when they withdraw is drawn by lot; which cells they are in, what is
shown of them and how many come out is `wall.disclosure`'s and `wall.release`'s to say.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from stories.categories import CATEGORIES, COUNTRIES
from stories.wall import disclosure
from stories.wall.disclosure import EXAMPLES, PEOPLE, Cell, Tally
from stories.wall.release import NotYet, batch_size

RELEASES = 52
SILENT_AT_LEAST = 13
CODES = {name: tuple(choices.values) for name, choices in CATEGORIES.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of world it is."""

    seed: int
    # How many come in between two releases, on average.
    arrivals: int = 58
    stories: float = 0.25
    blank: float = 0.5
    second: float = 0.3
    no_country: float = 0.35
    withdraw: float = 0.01
    # Everybody gives one example and ticks all of it, and the attacker knows.
    forms: bool = False
    # What the attacker sends himself, half of all that comes: see `_his`.
    sends: str = ""
    insiders: int = 0
    late: bool = True
    # What must never be: from this release on each comes out of the pool alone; or the numbers
    # move with each who comes.
    alone_from: int = RELEASES
    live_from: int = RELEASES


@dataclass(slots=True)
class Person:
    """One submission. `came` and `went`: the releases that counted and uncounted it."""

    examples: tuple[dict[str, str], ...]
    country: str
    story: bool = False
    his: bool = False
    came: int = 0
    went: int = 0

    def counted_at(self, release: int) -> bool:
        """Whether that release's numbers hold this person."""
        return 0 < self.came <= release and (not self.went or release < self.went)


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
    says = _population(random, plan)
    pool: list[Person] = []
    number = 0
    while number < releases:
        pool += _arrivals(random, plan, says, number)
        out = _drawn(random, plan, pool, number)
        if out is None:
            continue
        number += 1
        for person in out:
            person.came = number
        world.people += out
        gone = _withdrawn(random, plan, world.people, number)
        world.releases.append(_published(random, world, number, out, gone))
    _name_insiders(random, world)
    return world


def _population(random, plan):
    """How the people of this world answer: some codes rare, some combinations never."""
    weights = {name: [0.6**n + 0.004 for n in range(len(codes))] for name, codes in CODES.items()}
    for numbers in weights.values():
        random.shuffle(numbers)
    given = {
        (code, name): [random.gammavariate(0.5, 1) + 1e-3 for _ in CODES[name]]
        for code in CODES["setting"]
        for name in ("by", "age", "reported")
    }
    countries = random.sample(sorted(COUNTRIES), 60)
    nations = [1 / (n + 1) ** 1.6 for n in range(len(countries))]

    def example():
        setting = random.choices(CODES["setting"], weights["setting"])[0]
        whole = {"setting": setting}
        for name in ("by", "age", "reported"):
            both = [a * b for a, b in zip(weights[name], given[setting, name], strict=True)]
            whole[name] = random.choices(CODES[name], both)[0]
        if plan.forms:
            return whole
        said = {name: code for name, code in whole.items() if random.random() > 0.12}
        return said or whole

    def says():
        country = "" if random.random() < plan.no_country else random.choices(countries, nations)[0]
        story = random.random() < plan.stories
        if plan.forms:
            return Person((example(),), country, story)
        if not story and random.random() < plan.blank:
            return Person((), country)
        more = 0
        while more < 9 and random.random() < plan.second:
            more += 1
        return Person(tuple(example() for _ in range(1 + more)), country, story)

    return says


def _arrivals(random, plan, says, number):
    """Who comes between two releases; half of them sent by the attacker, if he sends."""
    many = max(1, round(random.gauss(plan.arrivals, plan.arrivals**0.5)))
    arrived = [says() for _ in range(many)]
    if plan.sends:
        for place in range(0, many, 2):
            arrived[place] = _his(random, plan, arrived[place], number)
    return arrived


# The rarest answers, and how many of his go there: what he looks for with `probe`.
_PROBED = {"setting": "military", "by": "family", "age": "50plus", "reported": "yes_acted"}


def _his(random, plan, like, number):
    """What he sends: the same as everybody, nothing ticked, or people for one rare cell, a few at
    a time, to see when it moves."""
    if plan.sends == "blank":
        return Person((), "", his=True)
    if plan.sends == "probe":
        one = random.random() < 0.15
        return Person((dict(_PROBED),) if one else (), "NU" if one else "", his=True)
    return replace(like, story=False, his=True)


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


def _withdrawn(random, plan, people, number):
    staying = [one for one in people if one.came < number and not one.went]
    # His own come and go as he likes.
    free = 0.02 if plan.sends == "probe" else 0.0
    gone = [
        one
        for one in staying
        if random.random() < plan.withdraw / 10 + (free if one.his and one.examples else 0.0)
    ]
    for person in gone:
        person.went = number
    return gone


def _published(random, world, number, out, gone):
    cells = world.cells
    for people, sign in ((out, 1), (gone, -1)):
        for person in people:
            _count(random, world, person, sign)
    for cell in (PEOPLE, EXAMPLES):
        cells.setdefault(cell, Tally())
    everybody = cells[PEOPLE].people
    pairs = disclosure.pairs_are_due(number, people=everybody)
    disclosure.advance(cells, pairs=pairs)
    return Published(
        number=number,
        people=everybody,
        stories=cells[PEOPLE].known,
        examples=cells[EXAMPLES].shown,
        pairs=pairs,
        known={cell: tally.known for cell, tally in cells.items() if tally.known},
        shown={cell: tally.shown for cell, tally in cells.items() if tally.shown},
    )


def _count(random, world, person, sign):
    counted = Counter(disclosure.cells_of(person.examples, person.country))
    counted[EXAMPLES] = len(person.examples)
    for cell, number in counted.items():
        tally = world.cells.get(cell)
        if tally is None:
            late = disclosure.lateness(random) if world.plan.late else 0
            tally = world.cells[cell] = Tally(late_by=late)
        tally.people += sign * number
        if person.story and disclosure.is_known(cell):
            tally.known += sign * number


def _name_insiders(random, world):
    """Some of those without words are no strangers to the attacker: he has what they sent."""
    silent = [one for one in world.people if not one.story and not one.his]
    for person in random.sample(silent, world.plan.insiders):
        person.his = True
