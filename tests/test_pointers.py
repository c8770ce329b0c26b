"""Before her words go she sees what may point to someone, and decides what becomes of it."""

import datetime
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from stories.models import Submission
from stories.say import nonce, pointers
from stories.say.identifiers import find
from tests import pages
from tests.browser import Opens
from tests.desk import opened

pytest_plugins = ["tests.browsing"]

WORDS = "My boss Raj Patel wrote to me from raj@example.org every night."
PLAIN = "My boss wrote to me every night, for a year."


def post(*texts: str, **more: str) -> Any:
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send", **more}
    form["examples-TOTAL_FORMS"] = str(len(texts))
    form |= {f"examples-{position}-text": text for position, text in enumerate(texts)}
    return Client().post("/say/", form)


def test_each_place_can_be_kept_left_out_or_replaced():
    text = "Raj and Ana. Raj again."
    choices = [(0, 3, "[a person]"), (8, 11, ""), (13, 16, "[a boss]")]
    assert pointers.put_in(text, choices) == "[a person] and . [a boss] again."
    assert pointers.put_in(text, []) == text


@pytest.mark.parametrize(
    "choices", [[(0, 99, "x")], [(5, 5, "x")], [(9, 3, "x")], [(99, 120, "x")]]
)
def test_a_place_that_is_not_there_changes_nothing(choices):
    assert pointers.put_in("Raj and Ana.", choices) == "Raj and Ana."


def test_of_two_places_over_one_another_one_is_changed():
    assert pointers.put_in("Raj and Ana.", [(0, 7, "A"), (4, 11, "B")]) == "Raj B."


def test_only_words_of_the_list_can_be_put_in():
    fields = {
        "find-0-1-2": "[a person]",
        "find-0-3-4": "anything else",
        "find-0-5-6": "keep",
        "find-0-7-8": "out",
        "find-x-1-2": "out",
        "find-0-1": "out",
    }
    assert pointers.chosen(fields) == {0: [(1, 2, "[a person]"), (7, 8, "")]}


def test_the_parts_are_all_of_the_text():
    finds = find(WORDS, "en")
    parts = pointers.parts(WORDS, finds, 3)
    assert "".join(part.text for part in parts) == WORDS
    assert [part.kind for part in parts if part.kind] == ["name", "email"]
    assert all(part.stand_ins for part in parts if part.kind)
    assert parts[1].field == f"find-3-{finds[0].start}-{finds[0].end}"


@pytest.mark.usefixtures("desk_key")
def test_words_that_point_to_nobody_go_at_once():
    assert "It arrived." in post(PLAIN).content.decode()


@pytest.mark.usefixtures("desk_key")
def test_words_that_may_point_to_someone_come_back_marked_and_nothing_is_sent():
    answer = post(WORDS, **{"examples-0-setting": "work", "country": "FR"})
    page = pages.parsed(answer.content)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.all("h1")[0].text == "Nothing has been sent yet"
    assert [mark.text for mark in page.all("mark")] == ["Raj Patel", "raj@example.org"]
    assert pages.problems(page) == []
    assert not Submission.objects.exists()
    form = pages.as_posted(page)
    assert form["examples-0-text"] == WORDS
    assert (form["examples-0-setting"], form["country"]) == ("work", "FR")


@pytest.mark.usefixtures("desk_key")
def test_she_can_send_it_just_as_it_is():
    page = pages.parsed(post(WORDS).content)
    assert "It arrived." in Client().post("/say/", pages.as_posted(page)).content.decode()
    (kept,) = Submission.objects.all()
    assert opened(kept).text() == WORDS
    assert kept.hints == ["email", "name"]


@pytest.mark.usefixtures("desk_key")
def test_what_she_chose_is_what_is_sent_and_twice_is_once():
    page = pages.parsed(post(WORDS).content)
    name, mail = (field["name"] for field in page.all("select"))
    form = pages.as_posted(page, **{name: "[a person]", mail: "out"})
    first, again = (Client().post("/say/", form).content for _ in range(2))
    assert b"It arrived." in first
    assert first == again
    (kept,) = Submission.objects.all()
    assert opened(kept).text() == "My boss [a person] wrote to me from every night."
    assert kept.hints == []


@pytest.mark.usefixtures("desk_key")
def test_she_can_look_at_it_once_more_with_what_she_chose():
    page = pages.parsed(post(WORDS).content)
    name, _ = (field["name"] for field in page.all("select"))
    form = pages.as_posted(page, **{name: "[a colleague]", "action": "check"})
    back = pages.parsed(Client().post("/say/", form).content)
    assert pages.typed(back) == [
        "My boss [a colleague] wrote to me from raj@example.org every night."
    ]
    assert not Submission.objects.exists()


@pytest.mark.usefixtures("desk_key")
def test_confirmed_from_the_start_it_is_not_asked():
    assert "It arrived." in post(WORDS, confirmed="1").content.decode()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_in_a_browser_with_scripts_and_without(opens: Opens, scripts: bool) -> None:
    page = opens(scripts=scripts, width=360).page
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    page.get_by_role("group", name="Example 1").get_by_role("textbox").fill(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing has been sent yet")
    expect(page.locator("mark")).to_have_text(["Raj Patel", "raj@example.org"])
    page.get_by_label("Raj Patel").select_option("[a boss]")
    page.get_by_label("raj@example.org").select_option("out")
    page.get_by_role("button", name="Change my own words").last.click()
    box = page.get_by_role("group", name="Example 1").get_by_role("textbox")
    expect(box).to_have_value("My boss [a boss] wrote to me from every night.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")
