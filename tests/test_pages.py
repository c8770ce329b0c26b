"""What the page cache keeps: little, by no address that somebody made up, and leaving no trace."""

import re
import sys
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches

from metoo import pages as kept_pages
from stories.models import Story
from stories.wall import reading
from stories.wall.release import release
from tests import desk, pages

pytestmark = pytest.mark.django_db


def keys() -> list[str]:
    cache: Any = caches["pages"]
    return list(cache._cache)


def wall_of(says, number: int) -> None:
    for at in range(number):
        desk.approve(says(f"Words {at}.", setting="work"))
    release()


@pytest.mark.parametrize(
    "path", ["/" + "quellwort" * 40, "/stories/?quellwort=%20" + "x" * 300, "/quellwort wort/"]
)
def test_no_address_is_warned_about_or_remembered(client, caplog, path):
    # A warning fails a test; in production its text would stay in the module for ever.
    for _ in range(2):
        client.get(path)
    remembered = [
        repr(getattr(module, "__dict__", {}).get("__warningregistry__"))
        for module in list(sys.modules.values())
    ]
    assert "quellwort" not in repr(keys()) + "".join(remembered) + caplog.text


def test_no_path_stands_in_a_key(client, says):
    wall_of(says, 1)
    story = Story.objects.get()
    for path in ("/", f"/story/{story}/", "/stories/?setting=work"):
        client.get(path)
    assert len(keys()) == 3
    assert "stor" not in repr(keys())
    assert "work" not in repr(keys())


def test_pages_by_link_and_by_the_form_are_kept(client, says):
    wall_of(says, 2 * reading.PER_PAGE)
    page = client.get("/stories/?setting=work&language=en")
    assert "ETag" in page.headers
    following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
    assert following
    assert "ETag" in client.get(following[1].replace("&amp;", "&")).headers
    asked = pages.parsed(client.get("/stories/").content)
    names = [one["name"] for one in asked.all("select")]
    assert set(names) == {"setting", "by", "age", "reported", "language"}
    form = urlencode({name: "work" if name == "setting" else "" for name in names})
    assert "ETag" in client.get(f"/stories/?{form}").headers


@pytest.mark.parametrize(
    "query",
    [
        "after=1-0123456789abcdef",
        "after=0{release}-{key}",
        "language=zz",
        "language=en&setting=work",
        "setting=work&setting=work",
        "setting=work&by=",
        "setting=work&",
        "setting=wor%6b",
        "setting=home&after={release}-{key}",
    ],
)
def test_an_address_that_no_page_links_to_is_not_kept(client, says, query):
    wall_of(says, 1)
    story = Story.objects.get()
    asked = query.format(release=story.release_id, key=story)
    answer = client.get(f"/stories/?{asked}")
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert not keys()


def test_a_page_by_query_that_is_large_is_not_kept(client, says, monkeypatch):
    wall_of(says, 1)
    monkeypatch.setattr(kept_pages, "LARGEST_BY_QUERY", 100)
    assert client.get("/stories/?setting=work").status_code == 200
    assert not keys()
    client.get("/")
    assert len(keys()) == 1
