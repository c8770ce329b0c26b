"""What may be shown of exact counts: the ladder, lateness, the room in each line (promise 9)."""

from random import Random

import pytest

from stories.categories import CATEGORIES
from stories.wall import disclosure, tables
from stories.wall.disclosure import EXAMPLES, LABELS, PEOPLE, Cell, Tally, advance, cells_of, ladder

pytestmark = pytest.mark.pure

WORK: Cell = ("setting", "work")
HOME: Cell = ("setting", "home")


def world(people: int, examples: int, *, stories: int = 0, **cells: int) -> dict[Cell, Tally]:
    """Tallies of a wall; `work=30` for a setting, `FR=30` for a country."""
    found = {PEOPLE: Tally(people, known=stories), EXAMPLES: Tally(examples)}
    for code, number in cells.items():
        found["country" if code.isupper() else "setting", code] = Tally(number)
    return found


def test_the_tables_are_those_of_the_categories():
    assert tuple(CATEGORIES) == LABELS


def test_a_person_is_in_each_cell_once_and_in_a_pair_by_one_example():
    found = cells_of(
        [{"setting": "work", "by": "friend"}, {"setting": "work"}, {"age": "13-17"}], "FR"
    )
    assert found == {
        PEOPLE, WORK, ("by", "friend"), ("age", "13-17"), ("country", "FR"),
        ("setting+by", "work+friend"), ("country+setting", "FR+work"),
    }  # fmt: skip
    assert cells_of([], "FR") == {PEOPLE, ("country", "FR")}
    assert cells_of([], "") == {PEOPLE}


def test_a_late_number_stands_where_it_would_with_fewer_people():
    assert [ladder(count, late_by=7) for count in (0, 19, 26, 27, 36, 37)] == [
        None, None, None, 20, 20, 30,
    ]  # fmt: skip


def test_lateness_is_geometric():
    random = Random(1)
    drawn = [disclosure.lateness(random) for _ in range(50_000)]
    # A fifth of them none, and each as many as 0.8 of the one before.
    for late in range(10):
        assert drawn.count(late) / len(drawn) == pytest.approx(0.2 * 0.8**late, abs=0.006)


def test_each_step_is_late_by_its_own_and_always_the_same():
    random = Random(1)
    lots = [random.randbytes(disclosure.LOT_BYTES) for _ in range(20_000)]
    # The step at 40 begins there, or later; half of them on time, a quarter by one ...
    begins = [next(n for n in range(40, 99) if (ladder(n, lot=lot) or 0) >= 40) for lot in lots]
    for late in range(6):
        assert begins.count(40 + late) / len(lots) == pytest.approx(0.5**late / 2, abs=0.012)
    assert [ladder(57, lot=lot) for lot in lots] == [ladder(57, lot=lot) for lot in lots]
    on_time = [{ladder(step, lot=lot) == step for step in range(20, 300, 10)} for lot in lots[:99]]
    assert all(one == {True, False} for one in on_time)


def test_what_a_number_waits_for_is_drawn_anew_each_time():
    random, cells = Random(1), [("setting", str(number)) for number in range(20_000)]
    first, second = disclosure.waits(cells, random), disclosure.waits(cells, random)
    assert first != second
    for late in range(6):
        rising = sum(less == late for less, _ in first.values())
        sinking = sum(more == late for _, more in first.values())
        assert rising / len(cells) == pytest.approx(0.5**late / 2, abs=0.012)
        assert sinking / len(cells) == pytest.approx(0.2 * 0.8**late, abs=0.012)


def test_a_number_waits_to_rise():
    cells = world(1_000, 1_000, work=42)
    advance(cells, pairs=False, waiting={WORK: (3, 0)})
    assert cells[WORK].shown == 30
    advance(cells, pairs=False, waiting={WORK: (2, 0)})
    assert cells[WORK].shown == 40


def test_a_number_sinks_only_when_more_than_a_step_of_its_people_are_gone():
    random, gone = Random(1), []
    for _ in range(500):
        cells = world(1_000, 1_000, work=60)
        lot = cells[WORK].lot = random.randbytes(disclosure.LOT_BYTES)
        advance(cells, pairs=False)
        shown = cells[WORK].shown
        began = next(people for people in range(99) if (ladder(people, lot=lot) or 0) >= shown)
        while cells[WORK].shown == shown:
            cells[WORK].people -= 1
            advance(cells, pairs=False)
        gone.append(began - cells[WORK].people)
    # At the earliest when eleven are gone of those with whom it rose, and by lot later.
    assert min(gone) == disclosure.SLACK + 1
    assert len(set(gone)) > 10


def test_a_number_waits_to_sink():
    cells = world(1_000, 1_000, work=20)
    cells[WORK].lot, cells[WORK].shown = bytes(16), 60
    advance(cells, pairs=False, waiting={WORK: (0, 60)})
    assert cells[WORK].shown == 60
    advance(cells, pairs=False, waiting={WORK: (0, 0)})
    assert cells[WORK].shown < 60


def test_a_number_never_sinks_but_with_its_people_and_then_in_steps():
    cells = world(1_000, 1_000, work=39)
    advance(cells, pairs=False)
    seen = []
    for people in (39, 40, 41, 39, 31, 30, 29, 20, 19, 25):
        cells[WORK].people = people
        advance(cells, pairs=False)
        seen.append(cells[WORK].shown)
    assert seen == [30, 40, 40, 30, 30, 30, 20, 20, 0, 20]


def test_a_number_that_stands_is_kept_when_its_room_shrinks():
    cells = world(200, 100, work=80)
    advance(cells, pairs=False)
    assert cells[WORK].shown == 80
    cells[EXAMPLES].people = 85
    advance(cells, pairs=False)
    assert cells[WORK].shown == 80
    cells[WORK].people = 95
    advance(cells, pairs=False)
    assert cells[WORK].shown == 80


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        # 50 examples are shown: ten of them stay beyond the two.
        (world(500, 59, work=25, home=20), {"home": 20, "work": 20}),
        (world(500, 49, work=25, home=20), {"home": 20, "work": 0}),
        # Enough examples, and too few people: nearly everybody said so.
        (world(29, 90, work=29), {"work": 0}),
        (world(30, 90, work=30), {"work": 20}),
        # Nobody is in two countries: everybody else's would be known.
        (world(49, 0, FR=25, ES=20), {"ES": 20, "FR": 0}),
        (world(50, 0, FR=25, ES=20), {"ES": 20, "FR": 20}),
    ],
)
def test_ten_of_each_line_stay_beyond_what_is_shown(cells, shown):
    advance(cells, pairs=False)
    assert {cell[1]: tally.shown for cell, tally in cells.items() if cell[1]} == shown


def test_who_wrote_a_story_is_no_room():
    """Of 60 people 35 can be counted on the wall, 5 of them in the cell: 25 are left to protect."""
    cells = world(60, 200, stories=35, work=30)
    cells[WORK].known = 5
    advance(cells, pairs=False)
    # 20 shown are at least 15 of the 25; with 30 it would be 25 of them: all.
    assert cells[WORK].shown == 20


def test_what_the_stories_say_needs_no_room():
    cells = world(30, 30, stories=30, work=29)
    cells[WORK].known = 29
    cells[EXAMPLES].known = 30
    advance(cells, pairs=False)
    assert cells[WORK].shown == 20


def test_a_pair_leaves_room_in_both_its_lines():
    cells = world(5_000, 5_000, work=100, home=100) | {("by", "friend"): Tally(60)}
    cells["setting+by", "work+friend"] = Tally(40)
    cells["setting+by", "home+friend"] = Tally(35)
    advance(cells, pairs=False)
    assert cells["setting+by", "work+friend"].shown == 0
    advance(cells, pairs=True)
    # "home" comes first; of 60 friends that leaves 20 for "work", and ten untold.
    assert cells["setting+by", "home+friend"].shown == 30
    assert cells["setting+by", "work+friend"].shown == 20


@pytest.mark.parametrize(
    ("release", "people", "due"),
    [(4, 3_000, True), (4, 2_999, False), (5, 9_000, False), (8, 9_000, True)],
)
def test_pairs_are_for_every_fourth_release_of_three_thousand(release, people, due):
    assert disclosure.pairs_are_due(release, people=people) is due


def test_a_country_is_in_a_pair_only_with_a_number():
    cells = {
        ("country+setting", "FR+work"): Tally(30, shown=20),
        ("country+setting", "ES+work"): Tally(19),
    }
    codes = {"setting": ("work", "home")}
    assert tables.pair_table(cells, ("country", "setting"), codes) == {
        "FR": {"work": 20, "home": None}
    }
