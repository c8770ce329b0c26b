"""What a language is called is said at the desk, and not its code."""

import datetime

import pytest
from django.test import Client

from moderation import claims
from moderation.admin.page import language_name
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages

pytestmark = pytest.mark.django_db

WORDS = "Me siguió hasta mi casa y nadie hizo nada, y yo no dije nada."


@pytest.fixture
def spanish(desk_key: None, today: datetime.date):
    """Says so much in Spanish, as often as it is called."""
    return lambda: desk.received(Testimony((Occurrence(WORDS),), language="es"), day=today)


def languages(content: bytes) -> list[str]:
    """What stands beside the word on a card."""
    found = [box for box in pages.parsed(content).all("dl") for box in box.all("div")]
    return [box.all("dd")[0].text for box in found if box.all("dt")[0].text == "Language"]


def test_on_the_card_the_sheet_and_what_was_decided(at_desk, moderator, spanish):
    kept = spanish()
    assert claims.take(moderator) == kept.pk
    card = super(desk.Reader, at_desk).generic("GET", f"/admin/review/{kept}/")
    assert b"Its words are not shown" in card.content
    assert languages(card.content) == ["Spanish"]
    assert languages(at_desk.get(f"/admin/review/{kept}/").content) == ["Spanish"]
    at_desk.post(f"/admin/review/{kept}/", {"decision": "count"})
    listed = at_desk.get("/admin/review/decided/").content
    assert "language: Spanish" in listed.decode()
    (again,) = [link for link in pages.parsed(listed).all("a") if "Open it again" in link.text]
    assert languages(at_desk.get(again["href"]).content) == ["Spanish"]


def test_in_the_list_of_stories_its_filter_and_a_story(at_desk: Client, spanish):
    desk.approve(spanish())
    release()
    listed = pages.parsed(at_desk.get("/admin/stories/story/?language=es").content)
    # The name of the column stands there where there is no room for columns.
    assert [cell.text for cell in listed.all("td", "field-in_language")] == ["Language: Spanish"]
    (chosen,) = listed.all("li", "selected")[:1]
    assert chosen.text.strip() == "Spanish"
    story = listed.all("th", "field-__str__")[0].all("a")[0]["href"]
    assert "Spanish" in at_desk.get(story).content.decode()


def test_where_she_chooses_them_they_stand_by_name_in_both_languages(at_desk: Client):
    page = pages.parsed(at_desk.get("/admin/review/wishes/").content)
    labels = [one.text for one in page.all("label") if one["for"].startswith("language-")]
    assert labels == sorted(labels)
    assert "Spanish (español)" in labels
    assert "English" in labels


def test_what_nobody_has_a_name_for_stands_by_its_code():
    assert language_name("xx") == "xx"
    assert language_name("zh") == "Simplified Chinese"
