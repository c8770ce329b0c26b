"""What must hold between the numbers that he does not know, whatever they are."""

from collections.abc import Iterator
from itertools import pairwise

from stories.wall import disclosure
from stories.wall.disclosure import AT_ONCE, PEOPLE, Cell, Tally
from tests.attacker.knowledge import Knowledge, seen
from tests.attacker.solving import Rules
from tests.attacker.trying import FREE, fall, is_late, passed, passed_by_any, waits_hide

# The place of a cell's lateness among the variables of its numbers.
LATE = -1


def rules(has: Knowledge, cells: list[Cell], *, told: bool) -> Rules:
    """Everything that must hold between the numbers of those whom he does not know. Where he is
    `told`, he knows where the steps of each cell stand and what it waited for at each release, and
    only not by how many all of it is late: more than he would find out in years."""
    found = Rules()
    late = is_late(has.world)
    for cell in cells:
        tally, true = has.world.cells.get(cell, Tally()), has.truth(cell)
        found.unknown((cell, LATE), 0, FREE if late else 0, tally.late_by if late else 0)
        for t in has.times(cell):
            found.unknown((cell, t), 0, float(has.group(cell).size[t]), int(true[t]))
    for cell in cells:
        _time(has, found, cell)
        for low, high, t in ladders(has, cell, told=told):
            found.rule({(cell, t): 1, (cell, LATE): -1}, low, high)
        if not told and has.world.plan.late:
            _moved(has, found, cell)
    for parent, child in _kinships(cells):
        _within(has, found, parent, child)
    _sums(has, found, cells)
    return found


def ladders(has: Knowledge, cell: Cell, *, told: bool) -> Iterator[tuple[float, float, int]]:
    """(least, most, release): what each release says of the cell's unknown less its lateness."""
    lot = has.world.cells.get(cell, Tally()).lot
    for t in has.times(cell):
        one = has.world.releases[t]
        before, shown = _moves(has, cell, t)
        room = _free(has, cell, t)
        if told or not has.world.plan.late:
            wait = one.waiting.get(cell, AT_ONCE)
            low, high = passed(shown, before, lot, wait, room=room)
        else:
            low, high = passed_by_any(shown, before, room=room)
        mine = _mine(has, cell, t)
        yield low - mine, high - mine, t


def _moves(has: Knowledge, cell: Cell, t: int) -> tuple[int, int]:
    """What was shown of it before a release, and with it."""
    before = has.world.releases[t - 1].shown.get(cell, 0) if t else 0
    return before, has.world.releases[t].shown.get(cell, 0)


def _mine(has: Knowledge, cell: Cell, t: int) -> int:
    """Whom he knows in the cell: by their stories, or because he sent them."""
    his = has.his.get(cell)
    return has.world.releases[t].known.get(cell, 0) + (int(his[t]) if his is not None else 0)


def _moved(has: Knowledge, found: Rules, cell: Cell) -> None:
    """The steps of a cell stand where they stand: so between two releases that lie on either side
    of one, people have come or gone. How many at least, the code tells him."""
    times = has.times(cell)
    moves = {t: _moves(has, cell, t) for t in times}
    rose = [t for t in times if moves[t][1] > moves[t][0]]
    sank = [t for t in times if moves[t][1] < moves[t][0]]
    hidden_rises, hidden_falls = waits_hide()
    pairs = [(t, u, fall()) for t in rose for u in sank if moves[t][1] >= moves[u][0]]
    if not hidden_rises:
        pairs += [
            (t, u, 1)
            for t in rose
            for u in times
            if moves[u][1] < moves[t][1] and _free(has, cell, u)
        ]
    if not hidden_falls:
        pairs += [(t, u, 1) for u in sank for t in times if moves[t][1] >= moves[u][0]]
    for more, less, by in pairs:
        known = _mine(has, cell, more) - _mine(has, cell, less)
        found.rule({(cell, more): 1, (cell, less): -1}, by - known, FREE)


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
