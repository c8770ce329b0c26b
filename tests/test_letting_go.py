"""Who let out which story: known until nobody can undo it, and to no thief from then on."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from metoo.management.commands import work
from moderation import decisions, figures, letting_go, reports
from moderation.figures import Band
from moderation.models import Decision, Kind, Reason, Waited
from stories import lifecycle, worker
from stories.models import Concern, Report, Story, Submission
from stories.wall.release import release
from tests import desk

pytestmark = pytest.mark.django_db
# What a thief asks of a dump: who let out what, by the table of decisions alone or with the log's.
_JOINS = [
    """SELECT COUNT(*) FROM moderation_decision d
    JOIN stories_submission b ON b.id = d.submission_id
    JOIN stories_story s ON s.submission_id = b.id""",
    """SELECT COUNT(*) FROM moderation_line l
    JOIN moderation_logname n ON n.name = l.by
    JOIN moderation_decision d ON d.author_id = n.person_id AND d.kind = l.what AND d.day = l.day
    JOIN stories_story s ON s.submission_id = d.submission_id""",
]


def joined() -> list[int]:
    with connection.cursor() as cursor:
        counts = []
        for join in _JOINS:
            cursor.execute(join)
            counts.append(cursor.fetchone()[0])
    return counts


def linked() -> int:
    return Decision.objects.filter(submission__isnull=False).count()


@pytest.fixture
def out(lead, says) -> Submission:
    """A submission whose story a lead has let out, among others who only count."""
    for _ in range(40):
        says()
    lifecycle.count_statuses()
    kept: Submission = says("Nobody looked up.")
    decisions.publish(kept, desk.opened(kept), by=lead)
    assert letting_go.look() == 0
    assert all(joined())
    release()
    return kept


def test_nothing_leads_from_a_story_on_the_wall_to_who_let_it_out(out, lead):
    assert letting_go.look() == 1
    assert joined() == [0, 0]
    assert linked() == 0
    # What was decided, by whom and why, stays.
    (kept,) = Decision.objects.all()
    assert (kept.author, kept.kind, kept.reason) == (lead, Kind.PUBLISH, Reason.SAFE)


def test_nor_from_one_that_its_author_took_back(out):
    lifecycle.withdraw(out.pk)
    assert letting_go.look() == 1
    assert Submission.objects.filter(pk=out.pk).exists()
    assert linked() == 0


def test_nor_from_one_that_was_taken_down(out, lead):
    decisions.remove(Story.objects.get().pk, by=lead, reason=Reason.NAMES)
    assert letting_go.look() == 2
    assert linked() == 0


def test_what_can_be_undone_is_kept(lead, says):
    ways = [
        lambda one: decisions.decline(one, by=lead, reason=Reason.SPAM),
        lambda one: decisions.count(one, desk.opened(one), by=lead, reason=Reason.OTHER),
        lambda one: decisions.publish(one, desk.opened(one), by=lead),
    ]
    made = [decide(says("He moved too.")) for decide in ways]
    assert letting_go.look() == 0
    for one in made:
        decisions.undo(one, by=lead)


def test_the_worker_lets_go_by_itself(out, settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log-key")
    settings.LOG_HEAD_FILE = str(tmp_path / "log-heads")
    for duty in work.DUTIES:
        worker.attend(duty)
    assert linked() == 0


def test_the_figures_stay_as_they_were(lead, says, today):
    for _ in range(40):
        says()
    lifecycle.count_statuses()
    for days in (0, 0, 0, 2, 2, 2, 9):
        kept = says("Nobody looked up.")
        Submission.objects.filter(pk=kept.pk).update(day=today - datetime.timedelta(days))
        kept.refresh_from_db()
        decisions.publish(kept, desk.opened(kept), by=lead)
    taken_back = decisions.decline(says("He moved too."), by=lead, reason=Reason.SPAM)
    decisions.undo(taken_back, by=lead)
    before = figures.figures().bands
    assert before == [Band(0, 0, 3), Band(1, None, 4)]
    release()
    gone = letting_go.look()
    assert gone >= 1
    assert figures.figures().bands == before
    # Who only counts was decided by rule, and one that was undone by nobody.
    assert sum(Waited.objects.values_list("number", flat=True)) == gone


def test_what_was_undone_is_in_no_week(out, lead, says):
    decisions.undo(decisions.decline(says("He moved too."), by=lead, reason=Reason.SPAM), by=lead)
    (undone,) = Submission.objects.waiting().filter(has_words=True)
    lifecycle.withdraw(undone.pk)
    letting_go.look()
    assert linked() == 0
    assert sum(Waited.objects.values_list("number", flat=True)) == 1


def test_how_long_they_waited_is_kept_by_week_and_says_nobodys(out, today):
    letting_go.look()
    (waited,) = Waited.objects.all()
    assert waited.week == today - datetime.timedelta(days=today.weekday())
    assert (waited.least, waited.number) == (0, 1)
    assert {field.name for field in Waited._meta.get_fields()} == {"id", "week", "least", "number"}


def test_old_weeks_are_in_no_figure(lead):
    long_ago = timezone.now().date() - datetime.timedelta(weeks=figures.WEEKS + 1)
    Waited.objects.create(week=figures.monday(long_ago), least=0, number=9)
    assert figures.figures().bands is None


def test_that_a_lead_left_a_story_is_known_while_it_stands(out, lead, today):
    story = Story.objects.get()
    Report.objects.create(story=story, concern=Concern.ABOUT_ME, day=today)
    reports.leave(story.pk, seen=[Concern.ABOUT_ME], by=lead, reason=Reason.CLEARED)
    letting_go.look()
    assert reports.left_before(story) == today
    assert not Decision.objects.filter(kind=Kind.PUBLISH, submission__isnull=False).exists()
    lifecycle.withdraw(out.pk)
    letting_go.look()
    assert linked() == 0


def test_the_list_of_decisions_reads_as_before(out, lead_at_desk: Client):
    letting_go.look()
    answer = lead_at_desk.get("/admin/moderation/decision/")
    assert answer.status_code == 200
    assert "Publish" in answer.content.decode()
