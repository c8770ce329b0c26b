"""What is known from elsewhere: each finding with its source and its own words."""

from urllib.parse import urlsplit

import pytest

from stories.wall.estimates import ESTIMATES
from stories.wall.meaning import meaning
from tests import pages
from tests.released import release, tables


def test_each_says_who_found_it_when_where_and_in_which_words():
    assert len({one.who for one in ESTIMATES}) == len(ESTIMATES) >= 4
    for one in ESTIMATES:
        assert one.title
        assert str(one.when)
        assert str(one.asked)
        assert one.words
        assert all(words.strip() == words for words in one.words)
        for address in (one.address, one.read_at):
            assert urlsplit(address).scheme == "https"
            assert " " not in address


@pytest.mark.django_db
def test_it_stands_after_what_the_number_means_in_quotation_marks_and_links_nowhere(client):
    release(1, 1_234)
    page = pages.parsed(client.get("/numbers/").content)
    sections = [one.attributes.get("aria-labelledby", "") for one in page.all("section")]
    assert sections.index("elsewhere") == sections.index("meaning") + 1
    (section,) = page.all("section", **{"aria-labelledby": "elsewhere"})
    assert "no share of anything follows from our number" in section.text
    quoted = [one.text.strip() for one in section.all("blockquote")]
    assert quoted == [f"“{words}”" for one in ESTIMATES for words in one.words]
    for one in ESTIMATES:
        for said in (one.who, one.title, str(one.when), one.address, one.read_at):
            assert said in section.text
    assert section.all("a") == []
    # Nothing of ours stands in it: no number to hold against theirs.
    assert "1,234" not in section.text


@pytest.mark.django_db
def test_words_of_others_are_in_their_own_language_on_a_page_in_any(client, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    release(1, 30)
    page = pages.parsed(client.get("/ar/numbers/").content)
    assert page.all("html")[0]["dir"] == "rtl"
    quotes = page.all("blockquote")
    assert quotes
    assert {(one["lang"], one["dir"]) for one in quotes} == {("en", "auto")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/numbers/", "/numbers/?setting=work"])
def test_every_picture_and_table_of_bars_says_what_the_number_means(client, path):
    full = tables(setting={"work": 900}, country={"FR": 30})
    release(1, 2_000, tables=full)
    pairs = {"setting+by": {"work": {"stranger": 30}}}
    release(4, 4_000, tables=full, pairs=pairs)
    page = pages.parsed(client.get(path).content)
    bars = page.all("table", "bars")
    assert bars
    assert all("At least so many chose to tell us" in one.all("caption")[0].text for one in bars)
    pictures = page.all("div", role="img") + page.all("svg", role="img")
    assert pictures or path == "/numbers/?setting=work"
    for picture in pictures:
        assert meaning() in picture.attributes.get("aria-label", "") + picture.text
    # Every other one is hidden from who hears the page: what stands beside it says the same.
    silent = [
        one for tag in ("svg", "div", "ul") for one in page.all(tag, **{"aria-hidden": "true"})
    ]
    within = [one for box in (*silent, *pictures) for one in (box, *box.all("svg"))]
    assert all(picture in within for picture in page.all("svg"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "gone", "said"),
    [
        (0, 0, ("Few are held back", "Few have been taken back")),
        (30, 40, ("About 30 are held back", "About 40 were counted once and have been taken back")),
    ],
)
def test_what_was_held_back_withdrawn_and_declined_is_beside_the_number(client, held, gone, said):
    release(1, 2_000, held=held, gone=gone)
    page = pages.parsed(client.get("/numbers/").content)
    (section,) = page.all("section", **{"aria-labelledby": "meaning"})
    for words in (*said, "What the desk declined was never in it."):
        assert words in section.text
