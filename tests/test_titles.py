"""What the public's pages are called, where whoever shares the device or looks over a shoulder
reads it: in tabs, in the history, in a list of windows."""

import re

import pytest
from django.conf import settings

from metoo import errors
from tests import pages
from tests.states import root

pytestmark = pytest.mark.django_db

CODES = [code for code, _ in settings.LANGUAGES]
# What is written and read there is hers alone.
HERS = ("say/", "yours/")
PAGES = ("", *HERS, "stories/", "search/", "numbers/", "help/", "privacy/", "about/", "pass-on/")
# What no title of these may say, in any language that is offered.
TELLING = re.compile(
    r"me ?too|harass|assault|rape|abus|acoso|agresi|harcèl|agress|viol|assédi|estupr|"
    r"تحرش|اغتصاب|اعتداء|यौन|बलात्कार|उत्पीड़न",
    re.IGNORECASE,
)


def title(content: bytes) -> str:
    (found,) = pages.parsed(content).all("title")
    return found.text


@pytest.mark.parametrize("code", CODES)
def test_the_form_and_the_way_back_are_called_nothing_that_says_what_this_is(client, code):
    own = title(client.get(root(code)).content)
    for path in HERS:
        said = title(client.get(root(code) + path).content)
        assert said
        assert own not in said
        assert not TELLING.search(said)


@pytest.mark.parametrize("code", CODES)
def test_all_are_called_what_the_operator_says(client, settings, code):
    settings.TITLE = "Notes & lists"
    for path in PAGES:
        assert title(client.get(root(code) + path).content) == settings.TITLE, path
    answer = client.post(f"{root(code)}say/", {"action": "send", "nonce": "old"})
    assert (answer.status_code, title(answer.content)) == (422, settings.TITLE)
    assert title(client.get(f"{root(code)}nowhere/").content) == settings.TITLE


def test_a_breakdown_is_called_so_too(settings):
    settings.TITLE = "Notes"
    errors._bare.cache_clear()
    try:
        for status in (500, 503):
            assert title(errors.bare_page(status, "/").content) == settings.TITLE
    finally:
        errors._bare.cache_clear()


def test_the_browser_s_frame_has_the_colour_of_the_paper_in_both_themes(client):
    style = (settings.BASE_DIR / "static/site/site.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"--paper: (#[0-9a-f]{6})", style)[:2]
    wanted = {
        "(prefers-color-scheme: light)": light,
        "(prefers-color-scheme: dark)": dark,
    }
    shown = [client.get(f"/{path}").content for path in PAGES]
    shown += [client.get("/accounts/login/").content, client.get("/nowhere/").content]
    shown += [errors.bare_page(status, "/").content for status in (500, 503)]
    for content in shown:
        metas = pages.parsed(content).all("meta", name="theme-color")
        assert {one["media"]: one["content"] for one in metas} == wanted
