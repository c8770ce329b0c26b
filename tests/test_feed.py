"""The feed: stories that may be quoted and no other, without a word of theirs, valid, and gone at
once when they are taken down."""

import datetime
import re
import uuid
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from stories import lifecycle
from stories.models import Release, Story
from stories.wall.elsewhere import feed
from stories.wall.meaning import meaning
from stories.wall.release import release
from tests import quoting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://localhost:8000"
# How often each may stand in its parent (RFC 4287, 4.1.1 and 4.1.2), of those that we have.
IN_FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "author": (1, 1)}
IN_ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1)}
IN_ENTRY |= {"summary": (0, 1), "link": (1, 1)}
FREE = {"link", "entry", "category"}


def read(client: Client, path: str = "/feed.atom") -> ET.Element:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    tree = ET.fromstring(answer.content)  # noqa: S314 - our own
    assert tree.tag == f"{ATOM}feed"
    assert faults(tree) == []
    return tree


def faults(tree: ET.Element) -> list[str]:
    """What is wrong with a feed by RFC 4287."""
    wrong = _counts(tree, IN_FEED)
    ids = [tree.findtext(f"{ATOM}id") or ""]
    for entry in tree.findall(f"{ATOM}entry"):
        wrong += _counts(entry, IN_ENTRY)
        ids.append(entry.findtext(f"{ATOM}id") or "")
    wrong += [f"id {one}" for one in ids if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one)]
    if len(set(ids)) < len(ids):
        wrong.append("an id twice")
    if not tree.findtext(f"{ATOM}author/{ATOM}name"):
        wrong.append("no author")
    for at in [*tree.iter(f"{ATOM}updated"), *tree.iter(f"{ATOM}published")]:
        # RFC 3339; and never finer than a day.
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", at.text or ""):
            wrong.append(f"date {at.text}")
    for link in tree.iter(f"{ATOM}link"):
        if not (link.get("href") or "").startswith(f"{HERE}/"):
            wrong.append(f"link {link.attrib}")
    if [one.get("rel") for one in tree.findall(f"{ATOM}link")].count("self") != 1:
        wrong.append("no self")
    return wrong + [
        f"{one.tag} is empty" for one in tree.iter() if _should_say(one) and not one.text
    ]


def _should_say(one: ET.Element) -> bool:
    return one.tag.removeprefix(ATOM) in {*IN_FEED, *IN_ENTRY} - {"author", *FREE}


def _counts(parent: ET.Element, allowed: dict[str, tuple[int, int]]) -> list[str]:
    names = [child.tag.removeprefix(ATOM) for child in parent]
    wrong = [f"{name} in {parent.tag}" for name in names if name not in {*allowed, *FREE}]
    return wrong + [
        f"{names.count(name)} of {name} in {parent.tag}"
        for name, (least, most) in allowed.items()
        if not least <= names.count(name) <= most
    ]


def stories_in(tree: ET.Element) -> set[str]:
    return {
        (link.get("href") or "").split("/story/")[1].strip("/")
        for entry in tree.findall(f"{ATOM}entry")
        for link in entry.findall(f"{ATOM}link")
    }


def test_it_holds_what_may_be_quoted_and_nothing_else(client):
    yes = quoting.published("Quote me.", setting="work", notes=("touch",))
    no = quoting.published("Do not quote me.", quotable=False, setting="home")
    waiting = quoting.approved("Not yet.")
    found = stories_in(read(client))
    assert found == {str(yes)}
    text = client.get("/feed.atom").content.decode()
    assert str(no) not in text
    assert str(waiting) not in text
    assert "At home" not in text


def test_it_says_what_a_story_holds_and_no_word_of_it(client):
    quoting.published("Quellwort eins.", "Quellwort zwei.", setting="work", notes=("rape", "child"))
    text = client.get("/feed.atom").content.decode()
    (entry,) = read(client).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Me too. At work · rape · a child · 2 examples"
    assert "It holds: rape, a child." in (entry.findtext(f"{ATOM}summary") or "")
    (category,) = entry.findall(f"{ATOM}category")
    assert (category.get("term"), category.get("label")) == ("work", "At work")
    assert "Quellwort" not in text
    assert meaning() in (read(client).findtext(f"{ATOM}subtitle") or "")


def test_a_story_has_one_name_for_ever_and_leads_to_its_page(client):
    story = quoting.published("Quote me.")
    (entry,) = read(client).findall(f"{ATOM}entry")
    address = f"{HERE}/story/{story}/"
    assert entry.findtext(f"{ATOM}id") == uuid.uuid5(uuid.NAMESPACE_URL, address).urn
    assert client.get(address.removeprefix(HERE)).status_code == 200
    quoting.published("Another one.")
    assert entry.findtext(f"{ATOM}id") in client.get("/feed.atom").content.decode()


def test_its_dates_are_those_of_releases(client):
    quoting.published("Quote me.")
    Release.objects.update(day=datetime.date(2026, 2, 3))
    dates = {at.text for name in ("updated", "published") for at in read(client).iter(ATOM + name)}
    assert dates == {"2026-02-03T00:00:00Z"}


def test_before_anything_is_released_it_is_valid_and_empty(client):
    tree = read(client)
    assert stories_in(tree) == set()
    assert "Nobody stands here yet." in (tree.findtext(f"{ATOM}subtitle") or "")
    # The same at any time: it is no clock.
    assert tree.findtext(f"{ATOM}updated") == "2017-10-15T00:00:00Z"


@pytest.mark.parametrize("way", ["removed", "withdrawn", "aside"])
def test_what_is_taken_down_is_gone_from_it_at_once(client, way):
    gone = quoting.published("Quote me.")
    stays = quoting.published("And me.")
    before = client.get("/feed.atom")
    assert stories_in(read(client)) == {str(gone), str(stays)}
    _take_down(gone, way)
    assert stories_in(read(client)) == {str(stays)}
    # No tombstone either: it would tell when, and of whom.
    assert str(gone) not in client.get("/feed.atom").content.decode()
    known = {"if-none-match": before.headers["ETag"]}
    assert client.get("/feed.atom", headers=known).status_code == 200


def _take_down(story: Story, way: str) -> None:
    if way == "removed":
        lifecycle.remove(story.pk)
    elif way == "aside":
        lifecycle.set_aside(story.pk)
    else:
        lifecycle.withdraw(story.submission_id)


def test_that_a_story_nobody_may_quote_is_gone_does_not_show_in_it(client):
    quoting.published("Quote me.")
    other = quoting.published("Do not quote me.", quotable=False)
    before = client.get("/feed.atom").headers["ETag"]
    lifecycle.remove(other.pk)
    assert client.get("/feed.atom").headers["ETag"] == before


def test_page_by_page_it_holds_each_once(client, monkeypatch):
    monkeypatch.setattr(feed, "MOST", 3)
    for number in range(8):
        quoting.approved(f"Words {number}.", quotable=number != 4)
    release()
    seen: list[str] = []
    path = "/feed.atom"
    while path:
        tree = read(client, path)
        seen += sorted(stories_in(tree))
        assert tree.find(f"{ATOM}link[@rel='self']").get("href") == HERE + path  # type: ignore[union-attr]
        following = tree.find(f"{ATOM}link[@rel='next']")
        path = "" if following is None else (following.get("href") or "").removeprefix(HERE)
        assert len(seen) < 20
    assert sorted(seen) == sorted(str(one) for one in Story.objects.filter(quotable=True))


@pytest.mark.parametrize("query", ["after=1", "after=x-0123456789abcdef", "after=%00"])
def test_a_place_that_there_is_not_is_not_found(client, query):
    assert client.get(f"/feed.atom?{query}").status_code == 404


def test_an_address_that_somebody_made_up_is_not_kept(client):
    quoting.published("Quote me.")
    assert "ETag" in client.get("/feed.atom").headers
    for query in ("x=1", "after=", "after=1-0123456789abcdef"):
        assert "ETag" not in client.get(f"/feed.atom?{query}").headers, query


def test_it_costs_the_same_at_any_size(client, django_assert_max_num_queries):
    for number in range(30):
        quoting.approved(f"Words {number}.")
    release()
    with django_assert_max_num_queries(6):
        client.get("/feed.atom")


def test_what_is_quotable_is_found_by_its_own_index():
    from django.db import connection

    sql, told = Story.objects.quotable()[:101].query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {sql}", told)
        assert "story_quotable" in str(cursor.fetchall())
