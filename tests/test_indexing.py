"""What search engines may crawl and keep: pages without a story, and nothing else."""

from urllib.robotparser import RobotFileParser

import pytest

from stories.indexing import INDEXED
from tests import pages, quoting
from tests.test_open_data import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

PAGES = {f"/{name}/" for name in INDEXED}


def crawled(client, path: str) -> bool:
    """Whether a crawler that obeys may ask: the longest rule that fits wins (RFC 9309, 2.2.2)."""
    rules = [
        line.split(": ") for line in client.get("/robots.txt").content.decode().split("\n") if line
    ]
    assert rules[0] == ["User-agent", "*"]
    fitting = [
        (len(rule), kind == "Allow")
        for kind, rule in rules[1:]
        if (path == rule[:-1] if rule.endswith("$") else path.startswith(rule))
    ]
    return max(fitting, default=(0, True))[1]


def test_each_page_says_the_same_in_both_places(client):
    story = quoting.published("Quellwort.", quotable=False)
    for path in {*addresses(), f"/story/{story}/", "/stories/?setting=work"}:
        answer = client.get(path)
        kept = answer.headers.get("X-Robots-Tag") != "noindex"
        assert crawled(client, path) == kept == (path in PAGES), path
        assert b'name="robots"' not in answer.content or not kept, path


def test_each_page_that_may_be_kept_says_what_it_holds(client):
    said = [
        meta["content"]
        for path in PAGES
        for meta in pages.parsed(client.get(path).content).all("meta", name="description")
    ]
    assert len(set(said)) == len(said) == len(PAGES)
    assert "" not in said


def test_no_crawler_comes_to_a_story(client):
    stories = [quoting.published("Quellwort.", quotable=quotable) for quotable in (True, False)]
    for path in PAGES:
        page = client.get(path).content.decode()
        assert "Quellwort" not in page
        assert not [one for one in stories if str(one) in page]
    for story in stories:
        for path in (f"/story/{story}/", f"/api/v1/stories/{story}", f"/story/{story}/report/"):
            assert not crawled(client, path)
    for path in ("/", "/stories/", "/stories/?setting=work", "/feed.atom", "/say/", "/yours/"):
        assert not crawled(client, path), path


def test_whoever_asks_first_with_a_query_changes_nothing(client):
    for query in ("?from=elsewhere", ""):
        assert client.get(f"/about/{query}").headers["X-Robots-Tag"] == "all"


def test_a_page_by_query_is_not_kept(client):
    assert client.get("/numbers/?quellwort=1").headers["X-Robots-Tag"] == "noindex"
    assert client.get("/numbers/?setting=work").headers["X-Robots-Tag"] == "noindex"
    assert not crawled(client, "/numbers/?setting=work")


def test_an_older_crawler_keeps_away_from_stories_too(client):
    # It knows no "$", and reads the rules from the first on.
    old = RobotFileParser()
    old.parse(client.get("/robots.txt").content.decode().splitlines())
    for path in ("/", "/stories/", "/story/0123456789abcdef/", "/say/", "/api/v1/stories"):
        assert not old.can_fetch("*", f"http://localhost:8000{path}")
