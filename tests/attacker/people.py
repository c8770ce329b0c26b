"""Who comes to an invented wall, and what they say: drawn by lot."""

from dataclasses import dataclass, replace

from stories.categories import CATEGORIES, COUNTRIES

RELEASES = 52
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
    # Everybody says the same.
    same: bool = False
    # What the attacker sends himself, half of all that comes: see `_his`.
    sends: str = ""
    # And whether he makes others take theirs back.
    forces: bool = False
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


def population(random, plan):
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
        if plan.same:
            return {name: codes[0] for name, codes in CODES.items()}
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


def arrivals(random, plan, says):
    """Who comes between two releases; half of them sent by the attacker, if he sends."""
    many = max(1, round(random.gauss(plan.arrivals, plan.arrivals**0.5)))
    arrived = [says() for _ in range(many)]
    if plan.sends:
        for place in range(0, many, 2):
            arrived[place] = _his(random, plan, arrived[place])
    return arrived


# The rarest answers, and how many of his go there: what he looks for with `probe`.
PROBED = {"setting": "military", "by": "family", "age": "50plus", "reported": "yes_acted"}


def _his(random, plan, like):
    """What he sends: the same as everybody, nothing ticked, or people for one rare cell, a few at
    a time, to see when it moves."""
    if plan.sends == "blank":
        return Person((), "", his=True)
    if plan.sends == "probe":
        one = random.random() < 0.15
        return Person((dict(PROBED),) if one else (), "NU" if one else "", his=True)
    return replace(like, story=False, his=True)
