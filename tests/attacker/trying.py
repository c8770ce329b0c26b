"""What he learns from the code, which is public: he has it, and tries it."""

from functools import cache
from random import Random

from stories.wall import disclosure
from stories.wall.disclosure import AT_ONCE, Tally, Wait
from tests.attacker.worlds import World

# An answer that is not there: no bound at all.
FREE = float("inf")
# So far from a number he looks for where it begins and ends.
_FAR = 600
Ends = tuple[float, float]


def stands(count: int, before: int, lot: bytes, wait: Wait, *, room: bool = True) -> int:
    """What would be shown of a cell that has passed its lateness by so many, after `before`."""
    # Late by more than there are: that is no number of people yet.
    far = _FAR if _lateness_hides() else 0
    tally = Tally(people=max(0, count + far), late_by=far, lot=lot, shown=before)
    still, risen = tally.sinks_to(wait[1]), tally.rises_to(wait[0])
    return max(still, risen) if room and risen >= disclosure.FIRST_SHOWN else still


@cache
def passed(shown: int, before: int, lot: bytes, wait: Wait, *, room: bool) -> Ends:
    """How many a cell has passed its lateness by, at least and at most, while so many are shown
    and `before` were, to him who knows the lot and what it waits for. Without `room`, it may have
    stood still for want of that."""
    low = _first(shown, before, lot, wait, room=True) if shown else -FREE
    if not room and shown >= before:
        return low, FREE
    return low, _first(shown + 1, before, lot, wait, room=room) - 1


def _first(shown: int, before: int, lot: bytes, wait: Wait, *, room: bool) -> int:
    """The least count of which so many are shown, or more."""
    low, high = -_FAR, shown + _FAR
    while low < high:
        middle = (low + high) // 2
        if stands(middle, before, lot, wait, room=room) >= shown:
            high = middle
        else:
            low = middle + 1
    return low


@cache
def passed_by_any(shown: int, before: int, *, room: bool) -> Ends:
    """The same to him who knows neither: of many draws, the end that none goes beyond. One that
    few of them come to is none: the next would go further."""
    tried = [passed(shown, before, lot, wait, room=room) for lot, wait in _draws()]
    lows, highs = [low for low, _ in tried], [high for _, high in tried]
    low, high = min(lows), max(highs)
    often = len(tried) / 10
    return low if lows.count(low) >= often else -FREE, high if highs.count(high) >= often else FREE


@cache
def _draws() -> list[tuple[bytes, Wait]]:
    random = Random(1)
    cells = [("", str(number)) for number in range(60)]
    return [
        (random.randbytes(disclosure.LOT_BYTES), wait)
        for wait in disclosure.waits(cells, random).values()
    ]


@cache
def fall() -> int:
    """By how many fewer a cell has passed its lateness when it sinks than when it rose: at least,
    whatever is drawn."""
    return int(
        min(
            passed(50, 40, lot, AT_ONCE, room=True)[0] - passed(40, 50, lot, AT_ONCE, room=False)[1]
            for lot, _ in _draws()
        )
    )


@cache
def waits_hide() -> tuple[bool, bool]:
    """Whether what a cell waits for hides when it could have risen, and when it could have sunk."""
    lot, _ = _draws()[0]
    rising = {stands(75, 40, lot, (less, 0)) for less in range(60)}
    sinking = {stands(20, 50, lot, (0, more), room=False) for more in range(60)}
    return len(rising) > 1, len(sinking) > 1


@cache
def _lateness_hides() -> bool:
    def shown(late: int, count: int) -> int:
        return Tally(people=count, late_by=late).rises_to(0)

    return any(shown(0, count) != shown(25, count) for count in range(60, 99))


def is_late(world: World) -> bool:
    """Whether a cell's lateness keeps anything from him."""
    return world.plan.late and _lateness_hides()
