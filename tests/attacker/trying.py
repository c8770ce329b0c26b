"""What he learns from the code, which is public: he has it, and tries it."""

from functools import cache

from stories.wall import disclosure
from tests.attacker.worlds import World

# An answer that is not there: no bound at all.
FREE = float("inf")


@cache
def passed(shown: int) -> tuple[float, float]:
    """How many a cell has passed its lateness by, at least and at most, while so many are
    shown."""
    tried = [count for count in range(shown + 60) if (disclosure.ladder(count) or 0) == shown]
    if not tried:
        return -FREE, FREE
    return (-FREE if shown == 0 else tried[0]), tried[-1]


def is_late(world: World) -> bool:
    """Whether a cell's lateness keeps anything from him."""
    shown = [disclosure.ladder(count, late_by=late) for late in (0, 25) for count in range(99)]
    return world.plan.late and shown[:99] != shown[99:]
