"""The interface for programs: what may be quoted and nothing else, page by page, gone at once; what
is wrong is said in plain words; and it does what its own description says."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from stories import lifecycle
from stories.models import Story
from stories.random_keys import random_key
from stories.wall import reading
from stories.wall.elsewhere import openapi
from stories.wall.meaning import meaning
from stories.wall.release import release
from tests import live, quoting

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

HERE = "http://localhost:8000"
STORIES = "/api/v1/stories"


def got(client: Client, path: str = STORIES, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def names(client: Client, path: str = STORIES) -> set[str]:
    return {one["id"] for one in got(client, path)["stories"]}


def test_the_index_leads_to_everything(client):
    said = got(client, "/api/v1/")
    assert said["meaning"] == meaning()
    for name in ("numbers", "stories", "description"):
        assert client.get(said[name].removeprefix(HERE)).status_code == 200
    assert said["description"].endswith("/api/v1/openapi.json")


def test_its_numbers_are_the_numbers(client):
    quoting.published("Quote me.")
    assert got(client, "/api/v1/numbers") == client.get("/numbers.json").json()


def test_a_list_says_what_a_story_holds_and_no_word_of_it(client, today):
    story = quoting.published("Quellwort eins.", "Zwei.", setting="work", notes=("rape",))
    assert got(client)["stories"] == [
        {
            "id": str(story),
            "page": f"{HERE}/story/{story}/",
            "address": f"{HERE}/api/v1/stories/{story}",
            "release": {"number": 1, "date": today.isoformat()},
            "language": "en",
            "notes": ["rape"],
            "examples": [{"setting": "work"}, {"setting": "work"}],
        }
    ]


def test_a_story_that_is_asked_for_has_its_words(client):
    story = quoting.published("Quote me.", by="stranger")
    said = got(client, f"{STORIES}/{story}")
    assert said["examples"] == [{"by": "stranger", "words": "Quote me."}]
    # A story does not say its country, here as on the wall; nor anything of its submission.
    assert set(said) == {
        *("version", "demonstration", "id", "page", "address", "release", "language", "notes"),
        "examples",
    }


def test_one_that_may_not_be_quoted_is_answered_as_one_that_never_was(client):
    no = quoting.published("Do not quote me.", quotable=False)
    waiting = quoting.approved("Not yet.")
    assert names(client) == set()
    never = client.get(f"{STORIES}/{random_key():016x}")
    for one in (no, waiting):
        answer = client.get(f"{STORIES}/{one}")
        assert (answer.status_code, answer.content) == (404, never.content)
        assert dict(answer.headers) == dict(never.headers)


@pytest.mark.parametrize("aside", [False, True])
def test_what_is_taken_down_is_gone_at_once(client, aside):
    gone, stays = quoting.published("Quote me."), quoting.published("And me.")
    for _ in range(2):
        assert names(client) == {str(gone), str(stays)}
        assert client.get(f"{STORIES}/{gone}").status_code == 200
    (lifecycle.set_aside if aside else lifecycle.remove)(gone.pk)
    assert names(client) == {str(stays)}
    assert client.get(f"{STORIES}/{gone}").status_code == 404


def test_that_a_story_nobody_may_quote_is_gone_does_not_show(client):
    quoting.published("Quote me.")
    other = quoting.published("Do not quote me.", quotable=False)
    before = client.get(STORIES).headers["ETag"]
    lifecycle.remove(other.pk)
    assert client.get(STORIES).headers["ETag"] == before


def test_filters_are_those_of_the_wall(client):
    at_work = quoting.published("One.", setting="work", by="stranger")
    at_home = quoting.published("Two.", setting="home", by="stranger", language="fr")
    both = {str(at_work), str(at_home)}
    assert names(client, f"{STORIES}?by=stranger") == both
    assert names(client, f"{STORIES}?by=stranger&setting=work") == {str(at_work)}
    assert names(client, f"{STORIES}?language=fr") == {str(at_home)}
    assert names(client, f"{STORIES}?language=es") == set()


def test_page_by_page_it_holds_each_once(client):
    for number in range(2 * reading.PER_PAGE + 3):
        quoting.approved(f"Words {number}.", setting="work", quotable=number % 9 != 4)
        if number == reading.PER_PAGE:
            release()
    release()
    seen: list[str] = []
    path = f"{STORIES}?setting=work"
    while path:
        said = got(client, path)
        assert "ETag" in client.get(path).headers
        seen += [one["id"] for one in said["stories"]]
        path = (said["next"] or "").removeprefix(HERE)
        assert len(seen) < 100
    assert sorted(seen) == sorted(str(one) for one in Story.objects.filter(quotable=True))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("setting=nowhere", "“setting” can be one of: work, school"),
        ("age=%00", "“age” can be one of"),
        ("quellwort=1", "There are: setting, by, age, reported, language, after."),
        ("setting=work&setting=home", "“setting” is there twice"),
        ("by=", "“by” is there twice, or is empty"),
        ("after=1", "none that an answer here has given"),
        ("after=x-0123456789abcdef", "none that an answer here has given"),
        ("language=quellwort", "none that an answer here has given"),
        ("page=2", "One of the parameters is unknown"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_plain_words(client, query, says):
    said = got(client, f"{STORIES}?{query}", 400)
    assert says in said["error"]
    assert "quellwort" not in said["error"]


@pytest.mark.parametrize(
    "path",
    [
        *("/api/", "/api/v1", "/api/v2/", "/api/v1/nothing", "/api/v1/stories/"),
        *(f"{STORIES}/x", f"{STORIES}/ffffffffffffffff", f"{STORIES}/%00", f"{STORIES}/a/b"),
    ],
)
def test_what_is_not_there_is_said_so_to_a_program(client, path):
    assert got(client, path, 404)["error"]


@pytest.mark.parametrize("query", ["language=zz", "setting=work&after=1-0123456789abcdef"])
def test_an_address_that_somebody_made_up_is_not_kept(client, query):
    quoting.published("Quote me.", setting="work")
    assert "ETag" not in client.get(f"{STORIES}?{query}").headers


def test_it_costs_the_same_at_any_size(client, django_assert_max_num_queries):
    for number in range(30):
        quoting.approved(f"Words {number}.")
    release()
    for path in (STORIES, f"{STORIES}/{Story.objects.all()[0]}", "/api/v1/numbers", "/api/v1/"):
        with django_assert_max_num_queries(8):
            client.get(path)


# As it describes itself -----------------------------------------------------------------


def test_every_address_is_described():
    from django.urls import get_resolver

    ours = {
        "/" + str(one.pattern).replace("<str:number>", "{id}")
        for one in get_resolver().url_patterns
        if (getattr(one, "name", None) or "").startswith("api-")
    }
    assert set(openapi.description(server=HERE)["paths"]) == ours


def test_a_number_that_is_hidden_is_described_as_one_that_may_be(client):
    quoting.published("Quote me.")
    said = got(client, "/api/v1/numbers")
    described = openapi.description(server=HERE)["components"]["schemas"]["Numbers"]["properties"]
    hidden = {"examples", "held", "gone"}
    assert {name for name, number in said.items() if number is None} == {*hidden, "pairs"}
    assert all("null" in described[name]["type"] for name in hidden)


@pytest.mark.slow
def test_the_real_server_does_what_its_description_says(site: live.Site, tmp_path, record_property):
    """schemathesis asks whatever the description allows, and whatever it does not; and looks at
    every answer: its status, its shape, its headers, and that nothing breaks."""
    number = "400" if os.environ.get("PROVE") == "full" else "25"
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
            *("run", f"{site.url}/api/v1/openapi.json", "--checks", "all", "--no-color"),
            *(
                "--url",
                site.url,
                "--max-examples",
                number,
                "--seed",
                "7193",
                "--continue-on-failure",
            ),
            *("--phases", "coverage,fuzzing,stateful"),
        ],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    asked = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert asked, done.stdout
    assert asked[1] == asked[2]
    # Its own address it does not ask for.
    assert "Tested: 4" in done.stdout
    assert int(asked[1]) > 200
    # Also from a list to a story in it.
    assert re.search(r"API Links: +[1-9]", done.stdout), done.stdout
    record_property("figures", f"schemathesis: {asked[1]} requests generated, {asked[2]} passed")


def _environment() -> dict[str, str]:
    """The environment, without what is meant for our own tests; and it asks nobody but us."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HYPOTHESIS", "DJANGO", "PYTEST")) and "proxy" not in name.lower()
    }


def test_a_program_without_a_browser_can_read_it(site: live.Site):
    said = site.get("/api/v1/stories")
    assert '"words"' not in said
    assert '"next"' in said
