"""What comes out, when, and with which numbers (promises 8 to 10)."""

import datetime
import importlib
import random

import pytest
from django.apps import apps
from django.core.management import call_command

from stories import lifecycle
from stories.categories import CATEGORIES
from stories.models import Count, Place, Release, State, Story, Submission
from stories.random_keys import random_key
from stories.wall.counting import GONE, counted
from stories.wall.disclosure import EXAMPLES, LOT_BYTES, PAIRS, PEOPLE, ladder, pair_name
from stories.wall.release import NotYet, is_due, release
from tests import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    """The rules of a real wall."""
    settings.RELEASE_MIN = settings.RELEASE_MIN_SILENT = 13
    settings.RELEASE_LEAVES = 20
    settings.RELEASE_SHARE = 0.5
    settings.RELEASE_EVERY = datetime.timedelta(days=1)


def statuses(says, number: int, **codes: str) -> None:
    for _ in range(number):
        says(**codes)
    lifecycle.count_statuses()


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize(("pool", "out"), [(32, 0), (33, 13), (40, 20), (41, 20), (100, 50)])
def test_a_release_takes_half_leaves_twenty_and_holds_thirteen(says, pool, out):
    statuses(says, pool)
    if not out:
        with pytest.raises(NotYet):
            release()
        assert not Release.objects.exists()
        assert Submission.objects.pool().count() == pool
        assert not Submission.objects.filter(release__isnull=False).exists()
        return
    assert release().people == out
    assert Submission.objects.pool().count() == pool - out >= 20


@pytest.mark.usefixtures("production")
def test_thirteen_of_a_release_are_without_words(says):
    for _ in range(200):
        desk.approve(says("He moved too."))
    statuses(says, 12)
    with pytest.raises(NotYet):
        release()
    assert not Story.objects.published().exists()
    statuses(says, 300)
    release()
    published = Submission.objects.filter(state=State.PUBLISHED)
    assert published.filter(has_words=False).count() >= 13


@pytest.mark.usefixtures("production")
def test_the_least_number_holds_for_all_whatever_is_asked_of_the_silent(says, settings):
    settings.RELEASE_MIN_SILENT = 0
    for _ in range(32):
        desk.approve(says("He moved too."))
    with pytest.raises(NotYet):
        release()
    desk.approve(says("He moved too."))
    assert release().people == 13


@pytest.mark.usefixtures("production")
def test_who_comes_out_is_drawn_by_lot(says):
    statuses(says, 200)
    keys = sorted(Submission.objects.values_list("pk", flat=True))
    release()
    out = set(Submission.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True))
    # By lot, about half of each half of the keys. By key, all of one half.
    assert 25 <= sum(key in out for key in keys[:100]) <= 75


@pytest.mark.usefixtures("production")
def test_of_a_large_pool_half_comes_out_by_lot(today):
    pool = 24_001
    new = [Submission(day=today, since=today, language="en", has_words=False) for _ in range(pool)]
    Submission.objects.bulk_create(new, 1_000)
    lifecycle.count_statuses()
    assert release().people == pool // 2
    keys = sorted(one.pk for one in new)
    out = set(Submission.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True))
    assert len(out) == pool // 2
    # Each tenth gave about half of itself: further from it than this once in a million tries.
    tenths = [sum(key in out for key in keys[n * 2_400 : (n + 1) * 2_400]) for n in range(10)]
    assert all(1_080 <= came <= 1_320 for came in tenths)


def test_a_release_is_due_a_set_time_after_the_last(says, settings, today):
    settings.RELEASE_EVERY = datetime.timedelta(days=7)
    assert is_due(today)
    statuses(says, 30)
    release()
    assert not is_due(today + datetime.timedelta(days=6))
    assert is_due(today + datetime.timedelta(days=7))


def test_the_command_releases_when_due_or_told_to_and_never_below_the_minimum(
    says, settings, capsys
):
    settings.RELEASE_EVERY = datetime.timedelta(days=7)
    Place.objects.create(invented=True)
    says()
    call_command("release")
    assert Release.objects.get().people == 1
    says()
    call_command("release")
    assert Release.objects.count() == 1
    call_command("release", "--now")
    assert Release.objects.count() == 2
    call_command("release", "--now")
    assert Release.objects.count() == 2
    assert "No release" in capsys.readouterr().out


def test_one_person_with_ten_examples_in_a_cell_is_one(says):
    desk.approve(says(*["He moved too."] * 10, setting="work", by="stranger", country="FR"))
    cells = counted(Submission.objects.all())
    assert cells[("setting", "work")] == cells[("by", "stranger")] == cells[PEOPLE] == 1
    assert cells[("country", "FR")] == 1
    assert cells[EXAMPLES] == 10


def test_the_counts_are_those_of_a_plain_recount_after_releases_and_removals(says):
    chance = random.Random(7)
    for _ in range(3):
        for _ in range(40):
            codes = {"setting": chance.choice(["work", "school", "home"])}
            if chance.random() < 0.3:
                desk.approve(says("He moved too.", **codes))
            else:
                says(country=chance.choice(["FR", "ES", ""]), **codes)
        lifecycle.count_statuses()
        release()
        lifecycle.remove(chance.choice(list(Story.objects.published())).pk)
    says()
    lifecycle.count_statuses()
    release()
    stored = {(row.table, row.cell): row.submissions for row in Count.objects.all()}
    assert stored.pop(GONE) == 3
    on_the_wall = counted(Submission.objects.filter(state=State.PUBLISHED))
    assert {cell: people for cell, people in stored.items() if people} == dict(on_the_wall)
    assert Release.objects.latest("number").people == on_the_wall[PEOPLE] == 118


def test_tables_show_nothing_below_twenty_and_then_steps_of_ten(says):
    statuses(says, 19, setting="work", country="FR")
    statuses(says, 20, setting="home", country="ES")
    statuses(says, 29, setting="school")
    made = release()
    assert made.tables["setting"]["work"] is None
    assert made.tables["setting"]["home"] == 20
    assert made.tables["setting"]["school"] == 20
    assert made.tables["setting"]["military"] is None
    assert made.tables["country"] == {"ES": 20}


def test_a_number_is_late_by_lot(says, settings):
    settings.NUMBERS_LATE = True
    for _ in range(2):
        statuses(says, 30, setting="work", by="stranger", age="18-24", country="FR")
    made = release()
    drawn = {(row.table, row.cell): (row.late_by, row.lot) for row in Count.objects.all()}
    assert len(drawn) == 12
    # By lot: all the same with a chance of less than one in a million.
    assert len({late_by for late_by, _ in drawn.values()}) > 1
    assert len({lot for _, lot in drawn.values()}) == 12
    late, lot = drawn["setting", "work"]
    assert len(lot) == LOT_BYTES
    assert (made.tables["setting"]["work"] or 0) <= max(0, 60 - late)
    statuses(says, 30, setting="work", by="stranger", age="18-24", country="FR")
    release()
    assert drawn == {(row.table, row.cell): (row.late_by, row.lot) for row in Count.objects.all()}


def test_what_was_shown_before_steps_were_late_stays(says, settings):
    statuses(says, 60, setting="work", country="FR")
    made = release()
    assert made.tables["setting"]["work"] == 50
    settings.NUMBERS_LATE = True
    module = importlib.import_module("stories.migrations.0016_step_lateness")
    module.draw(apps, None)
    rows = list(Count.objects.all())
    assert len({row.lot for row in rows}) == len(rows)
    for row in rows:
        assert (ladder(row.submissions, late_by=row.late_by, lot=bytes(row.lot)) or 0) >= row.shown
    statuses(says, 1)
    assert release().tables["setting"]["work"] == 50


def test_a_story_is_known_by_its_labels_and_not_by_its_country(says):
    desk.approve(says("He moved too.", "And again.", setting="work", country="FR"))
    statuses(says, 2, setting="work", country="FR")
    release()
    known = {(row.table, row.cell): row.known for row in Count.objects.exclude(known=0)}
    assert known == {("people", ""): 1, ("examples", ""): 2, ("setting", "work"): 1}
    lifecycle.remove(Story.objects.get().pk)
    statuses(says, 1)
    release()
    assert not Count.objects.exclude(known=0).exists()


def crowd(number: int, country: str = "FR") -> None:
    """So many statuses, approved, straight into the table."""
    said = [{"setting": "work", "by": "stranger"}]
    Submission.objects.bulk_create(
        Submission(
            pk=random_key(), state=State.APPROVED, day=DAY, since=DAY, language="en",
            country=country, has_words=False, examples=said if at % 2 else [],
        )
        for at in range(number)
    )  # fmt: skip


DAY = datetime.date(2026, 3, 1)


def test_each_release_draws_what_a_number_waits_for(says, settings):
    countries = ["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "PT", "SE", "US"]
    for country in countries:
        crowd(30, country)
    crowd(60, "")
    release()
    # Thirty in each, and whether it says so is for the lot of this very release.
    Count.objects.update(shown=0)
    settings.NUMBERS_LATE = True
    statuses(says, 1)
    first = release().tables["country"]
    assert set(first.values()) == {20, 30}
    for _ in range(20):
        statuses(says, 1)
        release()
    assert Release.objects.latest("number").tables["country"] == dict.fromkeys(countries, 30)


def test_two_at_once_are_shown(says, client):
    crowd(2_990)
    for _ in range(4):
        statuses(says, 2)
        assert release().pairs == {}
    crowd(20)
    for _ in range(3):
        statuses(says, 1)
        assert release().pairs == {}
    assert client.get("/numbers.json").json()["pairs"] is None
    statuses(says, 1)
    made = release()
    assert made.number == 8
    # 1,505 said so, and the line ends ten short of what is shown of all who said "work".
    assert made.tables["setting"]["work"] == 1_490
    assert made.pairs["setting+by"]["work"]["stranger"] == 1_480
    assert made.pairs["setting+by"]["work"]["friend"] is None
    assert made.pairs["country+setting"] == {
        "FR": {code: 1_480 if code == "work" else None for code in CATEGORIES["setting"].values}
    }
    assert made.pairs.keys() == {pair_name(*pair) for pair in PAIRS}
    statuses(says, 1)
    assert release().pairs == {}
    paired = client.get("/numbers.json").json()["pairs"]
    assert paired["release"]["number"] == 8
    assert paired["tables"] == made.pairs
    page = client.get("/numbers/").content.decode()
    assert "1,480" in page
    assert "At work" in page


def test_what_came_out_before_there_were_pairs_is_counted_into_them(says):
    desk.approve(says("He moved too.", setting="work", by="stranger"))
    statuses(says, 40, setting="work", by="stranger", country="FR")
    statuses(says, 40, by="friend")
    made = release()
    kept = list(Count.objects.order_by("table", "cell").values_list("table", "cell", *KEPT))
    Count.objects.filter(table__contains="+").delete()
    Count.objects.filter(table="held").delete()
    Count.objects.update(known=0, late_by=0, shown=0)
    module = importlib.import_module("stories.migrations.0011_linked_tables")
    module.count_what_is_out(apps, None)
    found = Count.objects.order_by("table", "cell").values_list("table", "cell", *KEPT)
    assert [row for row in kept if row[0] != "held"] == list(found)
    assert made.tables["setting"]["work"] == 40


KEPT = ("submissions", "known", "late_by")


def test_what_is_held_is_stated_on_the_ladder(says):
    statuses(says, 34)
    lifecycle.hold_statuses()
    statuses(says, 5)
    assert release().held == 30


def test_numbers_sink_only_at_the_next_release_and_only_on_the_ladder(says):
    for _ in range(21):
        desk.approve(says("He moved too.", setting="work"))
    release()
    for story in list(Story.objects.published())[:2]:
        lifecycle.remove(story.pk)
    assert Release.objects.latest("number").tables["setting"]["work"] == 20
    says()
    lifecycle.count_statuses()
    made = release()
    assert made.tables["setting"]["work"] is None
    assert made.people == 20


def test_the_filter_knows_the_languages_of_the_very_release(says):
    desk.approve(says("Il était dans le couloir, et je n'ai rien dit à ma mère."))
    assert release().languages == ["fr"]
    desk.approve(says("He moved too."))
    assert release().languages == ["en", "fr"]
    lifecycle.remove(Story.objects.get(language="fr").pk)
    desk.approve(says("He moved too."))
    assert release().languages == ["en"]


def test_an_empty_pool_makes_no_release(says):
    says("He moved too.")
    with pytest.raises(NotYet):
        release()
    assert not Release.objects.exists()
