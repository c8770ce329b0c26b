"""Where only the first marks are drawn, it says how many, and on paper each is a line."""

import pytest
from django.template.loader import render_to_string

from stories.wall import charts
from tests import pages
from tests.released import release

# The narrow frame has 560 at most; the broad one, as the poster, 1,600.
NARROW, BROAD = (each * charts.BAND_ROWS for each in (charts.NARROW, charts.BROAD))


def said(client, path: str) -> list[tuple[str, str]]:
    """Where, and what it says of how many are drawn."""
    page = pages.parsed(client.get(path).content)
    return [
        (one["class"].split()[-1], one.text) for one in page.all("p") if "Drawn here" in one.text
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "framed", "printed"),
    [
        (NARROW, [], []),
        (NARROW + 1, [("narrow", "Drawn here: 560 of 561.")], []),
        (BROAD, [("narrow", "Drawn here: 560 of 1,600.")], []),
        (
            BROAD + 1,
            [("broad", "Drawn here: 1,600 of 1,601."), ("narrow", "Drawn here: 560 of 1,601.")],
            [("quiet", "Drawn here: 1,600 of 1,601.")],
        ),
    ],
)
def test_fewer_marks_than_people_are_said_to_be_fewer(client, people, framed, printed):
    release(1, people)
    assert said(client, "/embed/") == framed
    assert said(client, "/pass-on/") == printed


@pytest.mark.pure
@pytest.mark.parametrize("people", [1, 4, 5, 199, 200, 201, 203, 1_188, BROAD, BROAD + 1])
def test_the_lines_of_the_poster_are_as_many_as_people_or_as_fit(people):
    (sheet,) = charts.band(people, per_row=charts.BROAD).sheets
    lines = render_to_string("wall/sheet_of_lines.html", {"sheet": sheet})
    drawn = pages.parsed(lines).all("svg")[0]
    (row,) = drawn.all("g", id="row")
    in_row = charts.IN_PATTERN * len(row.all("use", href="#strokes"))
    assert in_row == charts.BROAD
    parts = [one for one in drawn.children if isinstance(one, pages.Element)]
    whole = [int(one["y"]) for one in parts if one.tag == "use"]
    assert whole == [charts.ROW_HEIGHT * at for at in range(len(whole))]
    last = [one for one in parts if one.tag == "svg"]
    assert len(last) == bool(sheet.last_width)
    # How wide the last one is, and that it cuts no mark, is counted in `tests.test_wall`.
    assert [float(one["width"]) for one in last] == [sheet.last_width] * len(last)
    assert len(whole) * in_row + sheet.marks % in_row == min(people, BROAD)
