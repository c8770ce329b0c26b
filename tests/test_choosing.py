"""What a reader comes upon is her choice: what she leaves out is on no page that follows, and after
ten that she opened she is offered a pause."""

from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from stories import lifecycle
from stories.categories import Note, note_bits
from stories.models import Story
from stories.testimony import Occurrence, Testimony
from stories.wall import reading
from stories.wall.release import release
from stories.wall.words import PAUSE_AFTER
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
        texts += [cover.all("div", "words")[0].text.strip() for cover in covers(page)]
        more = [
            link["href"] for pager in page.all("p", "pager") for link in pager.all("a", rel="next")
        ]
        path = more[0] if more else ""
    return texts


def covers(page):
    return page.all("details", "cover")


def test_what_is_left_out_is_on_no_page(wall):
    everything = walked("/stories/")
    assert sorted(everything) == sorted(wall)
    left = walked("/stories/?without=violence")
    assert sorted(left) == sorted(text for text in wall if "violence" not in text)
    assert sorted(walked("/stories/?without=rape")) == sorted(
        text for text in wall if "rape" not in text
    )
    assert walked("/stories/?without=rape,violence") == left


def test_each_note_is_a_link_that_keeps_what_is_chosen(wall):
    page = pages.parsed(Client().get("/stories/?setting=work&without=rape").content)
    (chosen,) = page.all("ul", "chosen")
    links = {a.text.strip(): parse_qs(urlsplit(a["href"]).query) for a in chosen.all("a")}
    assert len(links) == len(Note)
    assert links["rape: left out, bring back"] == {"setting": ["work"]}
    assert links["violence"] == {"setting": ["work"], "without": ["rape,violence"]}
    (form,) = page.all("form", "filters")
    assert [(field["name"], field["value"]) for field in form.all("input")] == [("without", "rape")]


@pytest.mark.parametrize("wrong", ["murder", "rape,", "rape;violence", "1", ","])
def test_a_note_that_is_none_is_no_page(wall, wrong):
    assert Client().get("/stories/", {"without": wrong}).status_code == 404


def test_what_is_left_out_is_kept_in_one_spelling(wall):
    links = ["/stories/?without=rape%2Cviolence", "/stories/?setting=work&without=rape"]
    form = "/stories/?setting=&by=&age=&reported=&language=&without=rape"
    for path in (*links, form):
        assert "ETag" in Client().get(path).headers
    for path in ("/stories/?without=violence%2Crape", "/stories/?without=rape,violence"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "ETag" not in answer.headers


def test_every_note_has_a_bit_of_its_own():
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
