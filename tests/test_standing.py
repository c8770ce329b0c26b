"""Standing beside whoever wrote a story: one press, nothing about who pressed, and no number that
anybody could watch."""

import threading
import time

import pytest
from django.db import connection
from django.test import Client

from stories import lifecycle
from stories.models import Standing, Story
from stories.wall import standing
from stories.wall.release import release
from tests import desk, pages
from tests.crowd import at_once

pytestmark = pytest.mark.django_db

BUTTON = "I stand beside you"


def on_the_wall(says, words: str) -> Story:
    kept = says(words, setting="work")
    desk.approve(kept)
    release()
    return Story.objects.get(submission=kept)


@pytest.fixture
def story(says) -> Story:
    return on_the_wall(says, "He moved too.")


def press(story: Story, **more):
    return Client(enforce_csrf_checks=True).post(f"/story/{story}/stand/", **more)


def shown(path: str) -> str:
    (main,) = pages.parsed(Client().get(path).content).all("main")
    return " ".join(main.text.split())


def test_one_press_and_it_is_counted(story):
    answer = press(story)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "You stand beside whoever wrote this." in said
    # It is no number of people, and says so.
    assert "one person can be counted more than once" in said
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    row = Standing.objects.get()
    assert (row.story, row.number, row.shown) == (story, 1, 0)


@pytest.mark.parametrize("path", ["/story/{}/", "/story/{}/stand/"])
def test_the_button_is_under_the_story_and_asks_for_nothing(story, path):
    forms = pages.parsed(Client().get(path.format(story)).content).all("form")
    (ours,) = [form for form in forms if form["action"] == f"/story/{story}/stand/"]
    assert ours["method"] == "post"
    assert not ours.all("input")
    assert BUTTON in ours.text


def test_what_is_pressed_shows_with_a_release_and_in_bands_alone(story, says):
    Standing.objects.create(story=story, number=8)
    press(story)
    press(story)
    pressed = Standing.objects.get()
    assert (pressed.number, pressed.shown) == (10, 0)
    assert "or more." not in shown(f"/story/{story}/")
    on_the_wall(says, "And he came back.")
    assert "“I stand beside you” was pressed 10 times or more." in shown(f"/story/{story}/")
    for _ in range(3):
        press(story)
    on_the_wall(says, "And again.")
    assert "was pressed 10 times or more." in shown(f"/story/{story}/")
    Standing.objects.update(number=1_234)
    on_the_wall(says, "And once more.")
    assert "was pressed 1,000 times or more." in shown(f"/story/{story}/")


@pytest.mark.parametrize(
    ("number", "band"), [(0, 0), (9, 0), (10, 10), (49, 10), (50, 50), (99, 50), (2_000_000, 10**6)]
)
def test_a_number_stands_in_the_highest_band_that_it_reaches(story, number, band):
    Standing.objects.create(story=story, number=number)
    standing.show()
    assert Standing.objects.get().shown == band


def test_what_was_shown_never_falls(story):
    Standing.objects.create(story=story, number=12, shown=50)
    standing.show()
    assert Standing.objects.get().shown == 50


def test_beside_what_is_not_on_the_wall_nobody_can_stand(says, story):
    waits = says("Another one.")
    desk.approve(waits)
    not_yet = Story.objects.get(submission=waits)
    press(story)
    lifecycle.remove(story.pk)
    for one in (story, not_yet):
        assert Client().get(f"/story/{one}/stand/").status_code == 404
        assert press(one).status_code == 404
    # And it went with the story.
    assert not Standing.objects.exists()


def test_what_another_site_posts_is_refused(story):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert press(story, headers=headers).status_code == 403
    assert not Standing.objects.exists()


def test_one_client_can_press_so_often_in_an_hour(story, settings):
    settings.LIMITS = {**settings.LIMITS, "stand": {"client": "2/h", "site": "99/h"}}
    for _ in range(2):
        assert press(story).status_code == 200
    answer = press(story)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 3_600
    (form,) = pages.parsed(answer.content).all("form")
    assert BUTTON in form.text
    assert Standing.objects.get().number == 2


def test_nothing_of_who_pressed_is_kept(story):
    press(story, REMOTE_ADDR="198.51.100.77", headers={"User-Agent": "Zaunkoenig"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stories_standing")
        (row,) = cursor.fetchall()
    # Two random keys, how often, and the band.
    assert len(row) == 4
    assert all(isinstance(value, int) for value in row)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost(story):
    at_once(lambda: standing.stands(story.pk), times=10)
    assert Standing.objects.get().number == 40


@pytest.mark.django_db(transaction=True)
def test_who_presses_while_it_is_taken_down_waits_for_nobody_who_waits(story, monkeypatch):
    """Each would wait for what the other holds, and one of them be told that it is broken."""
    standing.stands(story.pk)
    pressed, create = threading.Event(), Standing.objects.bulk_create
    went_wrong: list[Exception] = []

    def slowly(*rows, **more):
        pressed.set()
        time.sleep(0.5)
        return create(*rows, **more)

    monkeypatch.setattr(Standing.objects, "bulk_create", slowly)

    def one() -> None:
        try:
            standing.stands(story.pk)
        except Exception as fault:  # noqa: BLE001 - any of them is one too many
            went_wrong.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=one)
    thread.start()
    assert pressed.wait(10)
    lifecycle.remove(story.pk)
    thread.join(10)
    assert not went_wrong
    assert not Standing.objects.exists()
