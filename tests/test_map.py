"""The map of where: shades far apart, hidden countries drawn as hidden and named nowhere."""

import json
import re
from pathlib import Path

import pytest

from stories.categories import COUNTRIES
from stories.wall import atlas
from stories.wall.disclosure import FIRST_SHOWN
from stories.wall.meaning import meaning
from tests import pages
from tests.pages import Element
from tests.released import release, tables

WORLD = json.loads(Path(atlas.__file__).with_name("world.json").read_text(encoding="utf-8"))
SHOWN = {"FR": 120, "MT": 20, "IN": 10_240, "KE": 1_000, "ME": 990}


def countries(client) -> Element:
    (found,) = pages.parsed(client.get("/numbers/").content).all(
        "section", **{"aria-labelledby": "countries"}
    )
    return found


@pytest.mark.pure
def test_every_country_of_the_form_is_on_it():
    # Antarctica, Bouvet and Heard have no inhabitants: the table would name them all the same.
    drawn = WORLD["outlines"].keys() | WORLD["points"].keys()
    assert drawn == COUNTRIES - {"AQ", "BV", "HM"}


@pytest.mark.pure
def test_a_country_too_small_to_be_seen_has_a_point_on_the_map():
    for code in ("MT", "SG", "LU", "BB", "TV", "VA", "MV", "HK", "GP"):
        x, y = WORLD["points"][code]
        assert 0 <= x <= WORLD["width"]
        assert 0 <= y <= WORLD["height"]


@pytest.mark.pure
def test_outlines_are_lines_in_whole_units_within_the_map():
    for path in WORLD["outlines"].values():
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path)
        for part in path.split("z")[:-1]:
            start, steps = part[1:].split("l")
            x, y = (int(number) for number in start.split())
            numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
            for across, down in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + across, y + down
                assert 0 <= x <= WORLD["width"]
                assert 0 <= y <= WORLD["height"]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("people", "darkness"),
    [(20, 0.3), (90, 0.3), (100, 0.55), (990, 0.55), (1_000, 0.8), (10_000, 1.0), (9**9, 1.0)],
)
def test_shades_are_few_fixed_and_by_how_many(people, darkness):
    assert atlas.shade(people) == darkness


@pytest.mark.pure
def test_a_number_below_the_first_step_has_no_shade():
    assert atlas.SHADES[0][0] == FIRST_SHOWN
    with pytest.raises(ValueError, match="not shown"):
        atlas.shade(FIRST_SHOWN - 1)


@pytest.mark.pure
def test_who_is_hidden_is_drawn_with_the_others_and_not_named():
    drawn = atlas.drawn(SHOWN, "en")
    assert [place.name for place in drawn.places] == [
        "France", "Malta", "India", "Kenya", "Montenegro",
    ]  # fmt: skip
    for code, path in WORLD["outlines"].items():
        assert (path in drawn.hidden_outlines) is (code not in SHOWN)
    assert WORLD["outlines"]["FR"] == drawn.places[0].outline
    assert drawn.places[1].outline == ""
    x, y = WORLD["points"]["MT"]
    assert drawn.places[1].point == f"M{x} {y}h0"
    assert drawn.places[4].outline
    assert drawn.places[4].point
    assert f"M{x} {y}h0" not in drawn.hidden_points


@pytest.mark.django_db
def test_the_page_has_the_map_with_its_words_and_the_table_in_alphabetical_order(client):
    release(1, 20_000, tables=tables(country=SHOWN))
    found = countries(client)
    (picture,) = found.all("svg", "map")
    said = picture.all("desc")[0].text
    assert "5 countries are shaded" in said
    assert meaning() in said
    named = [one.text for one in picture.all("title")[1:]]
    assert set(named) == {
        "France: 120", "India: 10,240", "Kenya: 1,000", "Malta: 20", "Montenegro: 990",
    }  # fmt: skip
    rows = [one.text for one in found.all("tbody")[0].all("th")]
    assert rows == ["France", "India", "Kenya", "Malta", "Montenegro"]
    assert "Germany" not in found.text
    # How dark: told apart in black and white too, and what is hidden is hatched.
    darkness = [
        one["fill-opacity"] for one in picture.all("path") if "fill-opacity" in one.attributes
    ]
    assert sorted(darkness) == ["0.55", "0.55", "0.8", "1.0"]
    assert any(one.attributes.get("fill") == "url(#hatch)" for one in picture.all("path"))
    for source in ("Natural Earth", "68/262", "ISO 3166"):
        assert source in found.text


@pytest.mark.django_db
def test_without_a_number_there_is_no_map(client):
    release(1, 30)
    assert not countries(client).all("svg")
    assert "No country has been named by enough people" in countries(client).text


@pytest.mark.django_db
def test_the_map_is_not_in_the_first_view(client):
    release(1, 20_000, tables=tables(country=SHOWN))
    assert "hatch" not in client.get("/").content.decode()
