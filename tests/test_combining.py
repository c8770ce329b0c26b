"""One or two categories at once: what the released tables hold, and why there is nothing else."""

from itertools import combinations
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches

from stories.categories import CATEGORIES
from stories.models import Release
from stories.wall import disclosure
from stories.wall.disclosure import COUNTRY, PAIRS, pair_name
from tests import pages
from tests.pages import Element
from tests.released import release, tables

pytestmark = pytest.mark.django_db
CODES = {name: tuple(choices.values) for name, choices in CATEGORIES.items()}
FIELDS = (*CATEGORIES, COUNTRY)


@pytest.fixture
def wall() -> Release:
    """A release with pairs, most of them hidden, and one after it without."""
    pairs: dict[str, dict[str, dict[str, int | None]]] = {
        pair_name(one, other): {
            row: dict.fromkeys(CODES[other]) for row in (CODES.get(one) or ("FR",))
        }
        for one, other in PAIRS
    }
    pairs["setting+by"]["work"] |= {"authority": 640, "colleague": 310}
    pairs["setting+age"]["work"] |= {"18-24": 500}
    pairs["by+age"]["authority"] |= {"18-24": 210}
    pairs["country+setting"]["FR"] |= {"work": 80}
    shown = tables(
        setting={"work": 1_200}, by={"authority": 900}, country={"FR": 210, "DE": 30}
    )  # fmt: skip
    release(4, 4_000, tables=shown, pairs=pairs)
    return release(5, 4_100, tables=shown | {"setting": {**shown["setting"], "work": 1_210}})


def asked(client, **codes: str) -> Element:
    answer = client.get(f"/numbers/?{urlencode(codes)}", follow=True)
    assert answer.status_code == 200
    (main,) = pages.parsed(answer.content).all("main")
    return main


def said(main: Element) -> str:
    return main.all("p", "lede")[0].text


def test_one_is_of_the_last_release(client, wall):
    main = asked(client, setting="work")
    assert main.all("h1")[0].text == "At work"
    assert said(main) == "At least 1,210 people told us."
    assert "release of 8 February 2026" in main.text
    assert "not how many it happened to" in main.text


def test_one_is_divided_by_each_other_as_of_the_release_with_pairs(client, wall):
    main = asked(client, setting="work")
    assert "as of the release of 1 February 2026" in main.text
    tables_of = {one.all("h2")[0].text: one for one in main.all("section")}
    assert tables_of.keys() == {"By whom", "How old they were when it happened"}
    rows = {
        row.all("th")[0].text: row.all("td")[0].text for row in tables_of["By whom"].all("tr")[1:]
    }
    assert rows["Someone with power over me"] == "640"
    assert rows["A colleague"] == "310"
    assert rows["A stranger"] == "hidden"
    # From the other side of the same tables.
    assert "640" in asked(client, by="authority").text
    assert "80" in asked(client, country="FR").text


def test_two_are_one_cell_of_the_pairs_in_either_order(client, wall):
    for codes in ({"setting": "work", "by": "authority"}, {"by": "authority", "setting": "work"}):
        main = asked(client, **codes)
        assert main.all("h1")[0].text == "At work · Someone with power over me"
        assert said(main) == "At least 640 people told us."
        assert "They named both, in one example." in main.text
        assert "release of 1 February 2026" in main.text
    assert said(asked(client, country="FR", setting="work")) == "At least 80 people told us."


@pytest.mark.parametrize(
    "codes",
    [
        {"setting": "home"},
        {"setting": "work", "by": "family"},
        {"country": "NO"},
        {"country": "NO", "setting": "work"},
        {"country": "DE", "setting": "work"},
    ],
)
def test_what_is_hidden_is_said_to_be(client, wall, codes):
    main = asked(client, **codes)
    assert said(main) == "This number is hidden."
    assert "it may be none, and it may be some" in main.text
    assert not main.all("h2")


def test_a_country_nobody_named_answers_as_one_that_is_hidden(client, wall):
    # Nothing tells apart what few named and what nobody did.
    texts = {asked(client, country=code).text.replace(name, "") for code, name in
             (("NO", "Norway"), ("PE", "Peru"))}  # fmt: skip
    assert len(texts) == 1


def test_two_that_are_in_no_table_are_said_not_to_be_counted(client, wall):
    main = asked(client, country="FR", by="stranger")
    assert said(main) == "These two are not counted together."


def test_of_three_it_says_that_two_are_the_most(client, wall):
    main = asked(client, setting="work", by="authority", age="18-24")
    assert said(main) == "Two at once are the most."
    # She need not choose anew.
    chosen = [one["value"] for one in main.all("option") if "selected" in one.attributes]
    assert chosen == ["work", "authority", "18-24"]


def test_below_three_thousand_and_before_their_release_pairs_are_not_shown(client):
    release(1, 2_000, tables=tables(setting={"work": 900}))
    main = asked(client, setting="work", by="authority")
    assert said(main) == "Two at once are not shown yet."
    assert "From 3,000 people on" in main.text
    release(2, 3_000)
    main = asked(client, setting="work", by="authority")
    assert said(main) == "Two at once are not shown yet."
    assert "every 4th release" in main.text


@pytest.mark.parametrize(
    "query", ["setting=nowhere", "country=ZZ", "country=fr", "by=a%27b", "age=%00", "reported=1"]
)
def test_a_code_that_does_not_exist_is_not_found(client, wall, query):
    assert client.get(f"/numbers/?{query}").status_code == 404


def test_before_the_first_release_there_is_nothing_to_ask(client):
    answer = client.get("/numbers/?setting=work")
    assert "There are no numbers yet" in answer.content.decode()


def test_nothing_is_said_that_is_not_in_a_released_table(client, wall):
    """Every one and every two: each number on the page is that of the table, and else none."""
    paired = Release.objects.get(number=4)
    every = [(name, code) for name in CODES for code in CODES[name]]
    every += [(COUNTRY, code) for code in ("FR", "DE", "NO")]
    for name, code in every:
        people = wall.tables[name].get(code)
        assert _number(asked(client, **{name: code})) == people
    for (one, first), (other, second) in combinations(every, 2):
        if one == other:
            continue
        pair = next((pair for pair in PAIRS if set(pair) == {one, other}), None)
        codes: dict[str, Any] = {one: first, other: second}
        cell = None
        if pair:
            rows = paired.pairs[pair_name(*pair)]
            cell = rows.get(codes[pair[0]], {}).get(codes[pair[1]])
        assert _number(asked(client, **codes)) == cell, codes


def _number(main: Element) -> int | None:
    words = said(main)
    return int(words.split()[2].replace(",", "")) if words.startswith("At least") else None


def keys() -> list[str]:
    cache: Any = caches["pages"]
    return list(cache._cache)


def test_pages_are_kept_by_link_and_by_the_form(client, wall):
    main = asked(client)
    assert {one["name"] for one in main.all("select")} == set(FIELDS)
    form = urlencode({name: "work" if name == "setting" else "" for name in FIELDS})
    empty = urlencode(dict.fromkeys(FIELDS, ""))
    for query in ("", empty, "setting=work", "setting=work&by=authority", form):
        caches["pages"].clear()
        assert "ETag" in client.get(f"/numbers/?{query}").headers, query
        assert len(keys()) == 1


@pytest.mark.parametrize(
    "query", ["country=NO", "setting=work&country=NO", "setting=work&by=authority&age=18-24"]
)
def test_what_has_no_number_or_too_much_in_it_is_not_kept(client, wall, query):
    answer = client.get(f"/numbers/?{query}")
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert not keys()


@pytest.mark.parametrize(
    ("query", "ours"),
    [
        ("setting=work&setting=work", "?setting=work"),
        ("setting=work&from=somebody", "?setting=work"),
        ("from=somebody", ""),
        ("setting=work&", "?setting=work"),
        ("setting=wor%6b", "?setting=work"),
        ("country=FR&setting=work", "?setting=work&country=FR"),
    ],
)
def test_an_address_that_no_page_links_to_is_sent_on_to_ours(client, wall, query, ours):
    # And with it goes from whom she came.
    answer = client.get(f"/numbers/?{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/numbers/{ours}")
    assert not keys()


def test_it_asks_the_database_no_more_than_the_page_of_all(
    client, wall, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        client.get("/numbers/?setting=work&by=authority")


def test_the_countries_that_can_be_chosen_are_those_with_a_number(client, wall):
    (chooser,) = asked(client).all("select", name=COUNTRY)
    assert [one["value"] for one in chooser.all("option")] == ["", "FR", "DE"]


@pytest.mark.pure
def test_two_is_what_the_tables_are_made_of():
    from stories.wall.combining import MOST

    assert {len(pair) for pair in disclosure.PAIRS} == {MOST}
