"""What a reader comes upon is her choice: what she leaves out is on no page that follows, and after
ten that she opened she is offered a pause."""

import re
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from stories import lifecycle
from stories.categories import Note, note_bits, noted
from stories.models import Story
from stories.testimony import Occurrence, Testimony
from stories.wall import finding, reading
from stories.wall.pages import PAUSE_AFTER
from stories.wall.release import release
from tests import desk, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]


@pytest.fixture
def wall(today) -> dict[str, Story]:
    """Thirty stories, a third of which hold violence, and a third violence and rape."""
    held = [(), ("violence",), ("violence", "rape")]
    for number in range(30):
        notes = held[number % 3]
        said = Testimony((Occurrence(text=f"{'+'.join(notes) or 'nothing'} {number}."),))
        kept = desk.received(said, day=today)
        lifecycle.approve(kept.pk, Testimony(said.examples, notes=notes, language="en"))
    release()
    return {story.examples.get().text: story for story in Story.objects.published()}


def walked(path: str) -> list[str]:
    """The words of every story that is on a page of the list and on those after it."""
    texts = []
    while path:
        page = pages.parsed(Client().get(path).content)
        texts += [words for cover in covers(page) for words in pages.words(pages.opened(cover))]
        more = [
            link["href"] for pager in page.all("p", "pager") for link in pager.all("a", rel="next")
        ]
        path = more[0] if more else ""
    return texts


def note_number(note: str) -> str:
    """As an address has it."""
    return str(note_bits([note]))


RAPE, VIOLENCE, CHILD = (note_number(note) for note in (Note.RAPE, Note.VIOLENCE, Note.CHILD))
BOTH = str(int(RAPE) + int(VIOLENCE))


def covers(page):
    return page.all("details", "cover")


@pytest.mark.parametrize(
    ("age", "is_left"), [("under13", False), ("13-17", False), ("18-24", True)]
)
def test_who_leaves_out_children_meets_none_that_the_desk_has_not_labelled(today, age, is_left):
    said = Testimony((Occurrence(text="He moved too.", age=age), Occurrence(text="Then not.")))
    lifecycle.approve(desk.received(said, day=today).pk, said)
    release()
    assert len(walked("/stories/")) == 2
    assert bool(walked(f"/stories/?without={CHILD}")) is is_left


def test_what_is_left_out_is_on_no_page(wall):
    everything = walked("/stories/")
    assert sorted(everything) == sorted(wall)
    left = walked(f"/stories/?without={VIOLENCE}")
    assert sorted(left) == sorted(text for text in wall if "violence" not in text)
    assert sorted(walked(f"/stories/?without={RAPE}")) == sorted(
        text for text in wall if "rape" not in text
    )
    assert walked(f"/stories/?without={BOTH}") == left


def test_each_note_is_a_link_that_keeps_what_is_chosen(wall):
    page = pages.parsed(Client().get(f"/stories/?setting=work&without={RAPE}").content)
    (chosen,) = page.all("ul", "chosen")
    links = {a.text.strip(): parse_qs(urlsplit(a["href"]).query) for a in chosen.all("a")}
    assert len(links) == len(Note)
    assert links["rape: left out, bring back"] == {"setting": ["work"]}
    assert links["violence"] == {"setting": ["work"], "without": [BOTH]}
    (form,) = page.all("form", "filters")
    assert [(field["name"], field["value"]) for field in form.all("input")] == [("without", RAPE)]


@pytest.fixture(params=["one by one", "by the index", "few at a time"])
def way(request, monkeypatch) -> None:
    """Each way in which a search finds stories."""
    if request.param != "one by one":
        monkeypatch.setattr(finding, "LOOKED_AT", 1)
    if request.param == "few at a time":
        monkeypatch.setattr(finding, "SIFTED", 7)


def found(words: str, *without: str) -> list[str]:
    """The words of every story that a search finds, page by page, as its forms send it on."""
    texts, posted = [], {"words": words, "without": [note_number(note) for note in without]}
    while posted:
        answer = Client().post("/search/", posted)
        texts += pages.listed(answer.content)
        page = pages.parsed(answer.content)
        forms = page.all("form", "pager")
        posted = {field["name"]: field["value"] for form in forms for field in form.all("input")}
    return texts


@pytest.mark.usefixtures("way")
def test_a_search_leaves_out_the_same(wall):
    for words in ("violence", "violence rape", "rape"):
        fitting = {text for text in wall if all(word in text for word in words.split())}
        assert sorted(found(words)) == sorted(fitting)
        for note in ("violence", "rape"):
            left = sorted(text for text in fitting if note not in text)
            assert sorted(found(words, note)) == left
    assert found("violence", "rape", "violence") == []


def test_where_all_that_was_found_so_far_is_left_out_the_page_says_so(wall, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 1)
    monkeypatch.setattr(finding, "SIFTED", 1)
    posted, said = {"words": "rape", "without": RAPE}, []
    while posted:
        page = pages.parsed(Client().post("/search/", posted).content)
        said.append(page.all("main")[0].text)
        forms = page.all("form", "pager")
        posted = {field["name"]: field["value"] for form in forms for field in form.all("input")}
    assert len(said) == 11
    assert all("holds what you leave out. There may be others." in one for one in said[:-1])
    assert "There may be others." not in said[-1]


def test_a_search_keeps_the_choice_and_hands_it_on(wall):
    (link,) = pages.parsed(Client().get(f"/stories/?without={BOTH}").content).all(
        "a", href=f"/search/?without={BOTH}"
    )
    for answer in (
        Client().get(link["href"]),
        Client().post("/search/", {"words": "", "without": [VIOLENCE, RAPE]}),
        Client().post("/search/", {"words": "nothing", "without": [BOTH]}),
    ):
        page = pages.parsed(answer.content)
        boxes = page.all("input", name="without", type="checkbox")
        assert [box["value"] for box in boxes] == [note_number(note) for note in Note]
        ticked = [box["value"] for box in boxes if "checked" in box.attributes]
        assert ticked == [RAPE, VIOLENCE]
        assert len(page.all("a", href=f"/stories/?without={BOTH}")) == 1


def test_a_search_that_leaves_something_out_costs_the_same(wall, django_assert_max_num_queries):
    for words in ("violence", "nothing", "rape", "zzzz"):
        with django_assert_max_num_queries(7):
            found_first = Client().post("/search/", {"words": words, "without": RAPE})
        assert found_first.status_code == 200


def test_a_search_offers_the_pause_after_ten(wall):
    html = Client().post("/search/", {"words": "violence"}).content.decode()
    before, pause, after = html.partition('<div id="pause"')
    assert pause
    assert before.count('<details class="cover"') == PAUSE_AFTER
    assert after.count('<details class="cover"') == reading.PER_PAGE - PAUSE_AFTER
    assert "site/pause." in html


@pytest.mark.parametrize("wrong", ["rape", "1,4", "-1", "+1", "1.0", "٤", "2048", "9" * 99])
def test_a_note_that_is_none_is_no_page(wall, wrong):
    for path in ("/stories/", "/search/"):
        assert Client().get(path, {"without": wrong}).status_code == 404
    posted = {"words": "violence", "without": wrong}
    assert Client().post("/search/", posted).status_code == 404


def test_what_is_left_out_is_kept_in_one_spelling(wall):
    links = [f"/stories/?without={BOTH}", f"/stories/?setting=work&without={RAPE}"]
    form = f"/stories/?setting=&by=&age=&reported=&language=&without={RAPE}"
    for path in (*links, form):
        assert "ETag" in Client().get(path).headers
    for path in (f"/stories/?without=0{RAPE}", f"/stories/?without=00{RAPE}"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "ETag" not in answer.headers


def test_no_address_says_what_she_cannot_bear_to_read(wall):
    for path in ("/stories/", f"/stories/?without={BOTH}", f"/search/?without={BOTH}"):
        page = pages.parsed(Client().get(path).content)
        links = [a["href"] for a in page.all("a") if "without" in a.attributes.get("href", "")]
        assert links
        for link in links:
            told = parse_qs(urlsplit(link).query)["without"][0]
            assert told.isdigit(), link
            assert not {note.value for note in Note} & set(re.split(r"\W", link)), link


def test_every_note_has_a_bit_of_its_own():
    for bits in range(2 ** len(Note)):
        assert note_bits(noted(bits)) == bits
    for wrong in (-1, 2 ** len(Note)):
        with pytest.raises(ValueError, match=str(wrong)):
            noted(wrong)
    assert note_bits(Note.values) == 2 ** len(Note) - 1
    assert len({note_bits([note]) for note in Note}) == len(Note)
    with pytest.raises(ValueError, match="murder"):
        note_bits(["murder"])


def test_the_migration_knows_the_notes_as_they_are():
    migration = import_module("stories.migrations.0018_holds")
    assert list(migration.NOTES) == Note.values[: len(migration.NOTES)]


def test_without_scripts_the_pause_stands_after_ten(wall):
    html = Client().get("/stories/").content.decode()
    before, pause, after = html.partition('<div id="pause"')
    assert pause
    assert before.count('<details class="cover"') == PAUSE_AFTER
    assert after.count('<details class="cover"') == reading.PER_PAGE - PAUSE_AFTER
    assert "Find help" in after.partition("</div>")[0]
