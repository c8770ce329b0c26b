"""How the number grew: a line in steps, its table, and no more of either for a wall that is old."""

import datetime
import itertools
import re

import pytest

from stories import edition
from stories.models import Release
from stories.wall import charts, reading
from stories.wall.meaning import meaning
from tests import pages
from tests.pages import Element
from tests.released import DAY, release, tables

pytestmark = pytest.mark.django_db


def section(client) -> Element:
    (found,) = pages.parsed(client.get("/numbers/").content).all(
        "section", **{"aria-labelledby": "growth"}
    )
    return found


def old_wall(releases: int, *, after: int = 0) -> None:
    """So many releases, twenty people each, as if the ones before had been made."""
    Release.objects.bulk_create(
        Release(number=number, day=DAY, people=20 * number, tables=tables(), examples=0, held=0)
        for number in range(after + 1, releases + 1)
    )
    edition.advance()


def corners(path: str, *, width: int) -> list[tuple[float, float]]:
    """(from where, how far down) of each step of a line."""
    start, rest = re.fullmatch(r"M0 ([\d.]+)((?:H[\d.]+V[\d.]+)*)H\d+", path).groups()  # type: ignore[union-attr]
    assert path.endswith(f"H{width}")
    return [(0.0, float(start))] + [
        (float(x), float(y)) for x, y in re.findall(r"H([\d.]+)V([\d.]+)", rest)
    ]


@pytest.mark.pure
def test_the_line_stands_at_each_number_from_its_release_to_the_next():
    drawn = charts.curve([(1, 20), (3, 40), (4, 30)], width=400, height=100)
    assert drawn.marked == [0, 10, 20, 30, 40]
    assert corners(drawn.line, width=400) == [(0, 50), (200, 0), (300, 25)]
    assert drawn.area == drawn.line + "V100H0Z"
    with pytest.raises(ValueError, match="Nothing"):
        charts.curve([], width=400, height=100)


@pytest.mark.pure
@pytest.mark.parametrize("most", [0, 1, 2, 5, 9, 13, 99, 100, 101, 1_188, 48_213, 10_000_000])
def test_the_lines_behind_are_round_equally_far_apart_and_reach_the_top(most):
    marked = charts.curve([(1, most)], width=10, height=10).marked
    assert 2 <= len(marked) <= 5
    assert {two - one for one, two in itertools.pairwise(marked)} == {marked[1]}
    assert marked[-2] < max(most, 1) <= marked[-1]
    assert str(marked[1]).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("days", "wide", "where"),
    [
        # Eleven days, the last of which is the last release's.
        ((0, 1, 10), 11, [0, 1, 10]),
        # All of one day, as they would come in a demonstration.
        ((0, 0, 0), 3, [0, 1, 2]),
        # The clock was set back.
        ((0, 5, 3, 10), 11, [0, 5, 5, 10]),
    ],
)
def test_it_is_drawn_by_days_where_there_are_two(client, days, wide, where):
    for number, day in enumerate(days, start=1):
        Release.objects.create(
            number=number, day=DAY + datetime.timedelta(days=day), people=20 * number,
            tables=tables(), examples=0, held=0,
        )  # fmt: skip
    edition.advance()
    line = section(client).all("path")[-1]["d"]
    assert [round(wide * at / 960) for at, _ in corners(line, width=960)] == where


def test_one_release_is_said_and_not_drawn(client):
    release(1, 30)
    assert "one release so far" in section(client).text
    assert not section(client).all("svg")


def test_the_picture_has_a_title_and_words_and_its_table_says_the_same(client):
    for number, people in enumerate((40, 70, 60), start=1):
        release(number, people)
    found = section(client)
    (picture,) = found.all("svg")
    assert picture["role"] == "img"
    title, said = (found.all(tag)[0] for tag in ("title", "desc"))
    assert picture["aria-labelledby"].split() == [title["id"], said["id"]]
    assert "from 40 people at the release of 11 January 2026" in said.text
    assert "to 60 at the release of 25 January 2026, in 3 releases" in said.text
    assert meaning() in said.text
    rows = [[cell.text for cell in row.children if isinstance(cell, Element)] for row in
            found.all("tbody")[0].all("tr")]  # fmt: skip
    assert rows == [
        ["1", "11 January 2026", "40"],
        ["2", "18 January 2026", "70"],
        ["3", "25 January 2026", "60"],
    ]
    # Black on white or white on black: no colour of its own.
    paints = {
        one.attributes.get(name) for one in picture.all("path") for name in ("fill", "stroke")
    }
    assert paints <= {"currentColor", "none", None}


@pytest.mark.parametrize("releases", [2, 48, 49, 96, 97, 1_000, 5_003])
def test_it_shows_a_few_of_many_releases_evenly_with_the_first_and_the_last(releases):
    old_wall(releases)
    last = reading.latest()
    assert last
    numbers = [number for number, _, _ in reading.growth(last)]
    assert len(numbers) <= reading.MOST_STEPS + 2
    assert (numbers[0], numbers[-1]) == (1, releases)
    if releases <= reading.MOST_STEPS:
        assert numbers == list(range(1, releases + 1))
    inner = numbers[1:-1]
    assert len({two - one for one, two in itertools.pairwise(inner)}) <= 1


def test_a_wall_of_many_years_costs_no_more(client, django_assert_max_num_queries):
    old_wall(48)
    young = client.get("/numbers/").content
    old_wall(5_000, after=48)
    with django_assert_max_num_queries(8):
        old = client.get("/numbers/").content
    assert b"one of several" in old
    assert b"one of several" not in young
    assert len(old) < 1.05 * len(young)
