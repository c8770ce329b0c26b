"""A week's table for researchers: off by default, drawn once, each testimony in one and once."""

import csv
import datetime
import io
import re
import threading

import pytest
from django.db import connection
from django.utils import timezone

from stories import lifecycle
from stories.models import (
    Release,
    ResearchRelease,
    ResearchTable,
    Retold,
    State,
    Story,
    Submission,
)
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall import differential, research
from stories.wall.elsewhere import spreadsheet
from stories.wall.elsewhere.research import written
from stories.wall.meaning import meaning
from stories.wall.release import NotYet, release
from tests import desk, pages

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime.date(2026, 11, 23)
WEEK = datetime.timedelta(days=7)
# So many in a cell, and so far off by noise of ε = 1 once in a hundred million times.
MANY, FAR = 45, 18
WORK = ("work", "none", "none", "none")
HOME = ("home", "none", "none", "none")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@pytest.fixture
def at(monkeypatch):
    """Makes it noon of a day."""

    def at(day: datetime.date) -> None:
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: noon)

    at(MONDAY)
    return at


@pytest.fixture
def on(settings, at):
    """There are such tables, and it is a Monday."""
    settings.RESEARCH_EPSILON = 1.0
    return at


def out(says, people: int = 1, **codes: str) -> Release:
    """So many say the same, and come out."""
    for _ in range(people):
        says(**codes)
    lifecycle.count_statuses()
    return release()


def drawn(week: datetime.date) -> dict[differential.Cell, int]:
    table = ResearchTable.objects.get(week=week)
    return dict(zip(differential.cells_of(table.axes), table.counts, strict=True))


def exact(week: datetime.date = MONDAY) -> dict[differential.Cell, int]:
    return dict(research.counted(week))


def other_words(old: Submission, *, keep: bool, **codes: str) -> Submission:
    """She writes other words in the place of some, and the desk approves them."""
    key = random_key()
    said = sealed(Testimony((Occurrence("He moved.", **codes),)), key=key)
    lifecycle.replace(old.pk, said, key=key, day=timezone.now().date(), keep=keep)
    new = Submission.objects.get(pk=key)
    desk.approve(new)
    return new


# Off ------------------------------------------------------------------------------------


def test_where_nobody_asks_for_them_nothing_is_stored_and_nothing_answers(says, client, at):
    for weeks in range(3):
        at(MONDAY + weeks * WEEK)
        out(says, setting="work")
    desk.approve(told := says("He moved too."))
    release()
    other_words(told, keep=True)
    release()
    for model in (ResearchRelease, ResearchTable, Retold):
        assert not model.objects.exists()
    ResearchTable.objects.create(
        week=MONDAY, first=1, last=1, epsilon=1, scale=1, axes=[], counts=[]
    )
    for path in ("/research/", f"/research/{MONDAY}.csv"):
        for method in ("get", "post", "options", "head"):
            answer = getattr(client, method)(path)
            assert answer.status_code == 404
            assert "Access-Control-Allow-Origin" not in answer.headers
    for path in ("/numbers/", "/privacy/"):
        assert "researchers" not in client.get(path).content.decode()


def test_what_came_out_while_they_were_off_is_in_none(says, on, settings):
    settings.RESEARCH_EPSILON = None
    out(says, 3, setting="work")
    settings.RESEARCH_EPSILON = 1.0
    out(says, 2, setting="home")
    assert exact() == {HOME: 2}


# Once -----------------------------------------------------------------------------------


def test_a_table_is_of_a_week_and_comes_with_the_first_release_of_the_next(says, on):
    out(says, MANY, setting="work")
    on(MONDAY + datetime.timedelta(days=6))
    last = out(says, MANY, setting="work")
    assert not ResearchTable.objects.exists()
    on(MONDAY + WEEK)
    assert not ResearchTable.objects.exists()
    out(says, MANY, setting="home")
    table = drawn(MONDAY)
    assert abs(table[WORK] - 2 * MANY) < FAR
    assert abs(table[HOME]) < FAR
    assert len(table) == 4_200
    kept = ResearchTable.objects.get()
    assert (kept.first, kept.last, kept.epsilon) == (1, last.number, 1.0)
    on(MONDAY + 3 * WEEK)
    out(says)
    assert abs(drawn(MONDAY + WEEK)[HOME] - MANY) < FAR
    assert abs(drawn(MONDAY + WEEK)[WORK]) < FAR


def test_a_table_is_drawn_once_whatever_comes(says, on):
    desk.approve(told := says("He moved too.", setting="home"))
    out(says, MANY, setting="work")
    on(MONDAY + WEEK)
    out(says)
    before = drawn(MONDAY)
    lifecycle.withdraw(told.pk)
    for one in Submission.objects.filter(release=1, state=State.PUBLISHED)[:5]:
        lifecycle.withdraw(one.pk)
    research.draw_tables(timezone.now().date())
    for weeks in range(1, 4):
        on(MONDAY + weeks * WEEK)
        out(says)
    assert drawn(MONDAY) == before
    tables = list(ResearchTable.objects.order_by("week").values_list("week", flat=True))
    assert tables == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]
    assert [one.week for one in ResearchRelease.objects.all()] == [MONDAY + 3 * WEEK]


def test_of_two_releases_at_once_one_draws_it(says, on):
    out(says, MANY, setting="work")
    on(MONDAY + WEEK)
    for _ in range(4):
        says()
    lifecycle.count_statuses()
    made: list[Release | None] = []
    together = threading.Barrier(2)

    def elsewhere() -> None:
        together.wait()
        try:
            made.append(release())
        except NotYet:
            made.append(None)
        finally:
            connection.close()

    others = [threading.Thread(target=elsewhere) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert len(made) == 2
    assert ResearchTable.objects.count() == 1
    assert abs(drawn(MONDAY)[WORK] - MANY) < FAR


@pytest.mark.parametrize("keep", [True, False])
def test_other_words_for_those_of_a_table_are_in_no_second_one(says, on, keep):
    desk.approve(told := says("He moved too.", setting="home"))
    out(says, 2, setting="work")
    on(MONDAY + WEEK)
    out(says)
    again = other_words(told, keep=keep, setting="work")
    out(says)
    assert exact(MONDAY + WEEK) == {("none",) * 4: 2}
    # Nor are others for those.
    newest = other_words(again, keep=not keep, setting="work")
    out(says)
    assert Submission.objects.get(pk=newest.pk).state == State.PUBLISHED
    assert exact(MONDAY + WEEK) == {("none",) * 4: 3}


@pytest.mark.parametrize("keep", [True, False])
def test_other_words_before_its_table_are_in_one_table(says, on, keep):
    desk.approve(told := says("He moved too.", setting="home"))
    out(says, 2, setting="work")
    assert exact() == {WORK: 2, HOME: 1}
    other_words(told, keep=keep, setting="school")
    out(says)
    assert exact() == {WORK: 2, ("school", "none", "none", "none"): 1, ("none",) * 4: 1}
    assert not Retold.objects.exists()


def test_what_is_taken_down_before_its_table_is_in_none_and_what_is_looked_at_stays(says, on):
    for _ in range(3):
        desk.approve(says("He moved too.", setting="home"))
    taken = says(setting="work")
    out(says)
    lifecycle.withdraw(taken.pk)
    one, other, _ = Story.objects.published()
    lifecycle.remove(one.pk)
    lifecycle.set_aside(other.pk)
    assert exact() == {HOME: 2, ("none",) * 4: 1}


def test_a_clock_that_was_ahead_puts_nobody_into_a_table_that_is_out(says, on):
    out(says, setting="work")
    on(MONDAY + 5 * WEEK)
    out(says, setting="home")
    before = drawn(MONDAY)
    on(MONDAY)
    out(says, setting="school")
    assert drawn(MONDAY) == before
    weeks = set(ResearchRelease.objects.values_list("week", flat=True))
    assert weeks == {MONDAY + WEEK, MONDAY + 5 * WEEK}


# As a file ------------------------------------------------------------------------------


@pytest.fixture
def table(says, on, client):
    """The table of a week that is out."""
    out(says, MANY, setting="work")
    on(MONDAY + WEEK)
    out(says)
    return ResearchTable.objects.get()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_file_is_the_table_with_every_cell_and_its_epsilon(client, table):
    answer = client.get(f"/research/{MONDAY}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    found = rows(answer.content.decode())
    said = {(*(row[name] for name, _ in table.axes),): int(row["noisy_count"]) for row in found}
    assert said == drawn(MONDAY)
    assert len(found) == len(said) == 4_200
    assert min(said.values()) < 0
    for row in found:
        assert (float(row["epsilon"]), float(row["delta"]), float(row["scale"])) == (1, 0, 1)
        assert (row["week"], row["first_release"], row["last_release"]) == (str(MONDAY), "1", "1")
        assert row["version"] == "1"
    assert found[0]["meaning"].startswith(meaning())
    assert "below 0" in found[0]["meaning"]
    assert {row["meaning"] for row in found[1:]} == {""}


def test_no_formula_runs_in_it(table):
    for row in rows(written(table)):
        for cell in row.values():
            assert NUMBER.fullmatch(cell) or spreadsheet.harmless(cell) == cell
    table.axes, table.counts = [["setting", ["=HYPERLINK(A1)", "none"]]], [-3, 4]
    assert [(row["setting"], row["noisy_count"]) for row in rows(written(table))] == [
        ("'=HYPERLINK(A1)", "-3"),
        ("none", "4"),
    ]


def test_which_there_are_is_listed(client, table):
    said = client.get("/research/").json()
    assert said["tables"] == [
        {
            "week": str(MONDAY),
            "first_release": 1,
            "last_release": 1,
            "epsilon": 1.0,
            "delta": 0,
            "scale": 1.0,
            "address": f"/research/{MONDAY}.csv",
        }
    ]
    assert said["meaning"].startswith(meaning())
    assert said["version"] == 1


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("path", ["/research/", f"/research/{MONDAY}.csv"])
def test_other_sites_may_read_it_as_of_a_release_and_no_removal_shows(client, path):
    first = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["ETag"].startswith('W/"release-2-')
    assert "Set-Cookie" not in first.headers
    lifecycle.withdraw(Submission.objects.filter(release=1)[0].pk)
    again = client.get(path)
    assert (again.headers["ETag"], again.content) == (first.headers["ETag"], first.content)
    known = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert known.status_code == 304
    assert client.delete(path).status_code == 405


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    "week", ["2026-11-30", "20261123", "2026-W48-1", "2026-11-24", "x", "1", "2026-11-23%00", "９"]
)
def test_another_address_is_none(client, week):
    assert client.get(f"/research/{week}.csv").status_code == 404


@pytest.mark.usefixtures("table")
def test_the_pages_say_that_there_are_such_tables_and_what_they_cost(client):
    for language in ("", "/es", "/ar"):
        page = pages.parsed(client.get(f"{language}/numbers/").content)
        assert [one.attributes["href"] for one in page.all("a")].count("/research/") == 1
        assert "ε = 1" in page.text
    said = client.get("/privacy/").content.decode()
    assert "For researchers there is a table a week" in said
