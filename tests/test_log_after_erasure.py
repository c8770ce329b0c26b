"""Of a testimony that is gone the log's lines stay, and nothing in any table leads from them to
it."""

import datetime
from collections.abc import Callable, Collection, Iterator

import pytest
from django.db import connection
from django.utils import timezone

from moderation import decisions
from moderation.models import Decision, Line, Reason
from stories import lifecycle, worker
from stories.models import Story, Submission
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk
from tests.test_log import chained

pytestmark = pytest.mark.django_db

WORDS = "Nobody looked up, and the lift went on."
RECEIPT = bytes(range(7, 39))
# Whose the digests are, and where the chain ends is that of a line.
_THE_LOG = {"moderation_line", "moderation_head", "moderation_signedhead"}


def as_text(value: object) -> str:
    """A value as anybody could write it: a number in both ways in which a key is written."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value} {value & (2**63 - 1):016x}"
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def everything(*, but: Collection[str] = (), only: Collection[str] = ()) -> Iterator[str]:
    """Every value of every row of every table, with where it stands."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in but or (only and table not in only):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}: {as_text(value)}"


def found(words: list[str], **where: Collection[str]) -> list[str]:
    return [said for said in everything(**where) if any(word in said for word in words)]


def withdraws(kept: Submission, lead) -> None:
    decisions.publish(kept, desk.opened(kept), by=lead)
    lifecycle.withdraw(kept.pk)


def withdraws_from_the_wall(kept: Submission, lead) -> None:
    decisions.publish(kept, desk.opened(kept), by=lead)
    release()
    assert Story.objects.published().exists()
    lifecycle.withdraw(kept.pk)


def is_declined(kept: Submission, lead) -> None:
    decisions.decline(kept, by=lead, reason=Reason.UNSAFE)


def is_removed(kept: Submission, lead) -> None:
    decisions.publish(kept, desk.opened(kept), by=lead)
    release()
    decisions.remove(Story.objects.get().pk, by=lead, reason=Reason.NAMES)


@pytest.mark.parametrize(
    "ends",
    [withdraws, withdraws_from_the_wall, is_declined, is_removed],
    ids=lambda one: one.__name__,
)
def test_what_is_erased_leaves_its_lines_and_no_way_from_them_to_her(
    lead, says, today, monkeypatch, ends: Callable[[Submission, object], None]
):
    kept = desk.received(
        Testimony((Occurrence(WORDS, setting="work"),)), day=today, receipt=RECEIPT
    )
    key, before = kept.pk, Line.objects.count()
    ends(kept, lead)
    lines = list(Line.objects.filter(number__gt=before))
    assert {line.event for line in lines} == {"decided"}
    of_her = [as_text(key).split()[0], f"{key:016x}", RECEIPT.hex(), WORDS]
    of_lines = [
        written
        for line in lines
        for written in (str(line.mark), str(line), bytes(line.digest).hex())
    ]
    # The search finds what is there.
    assert found(of_her)
    assert len(found(of_lines, only={"moderation_line"})) >= 2 * len(lines)
    # Nor does anything of her stand in the log while she is here, or anything of it elsewhere.
    assert found(of_her, only=_THE_LOG) == []
    assert found(of_lines, but=_THE_LOG) == []

    later = timezone.now() + datetime.timedelta(days=lifecycle.time.DAYS + 1)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: later)
        # The numbers follow at a release, and that needs others.
        for _ in range(60):
            desk.approve(says())
        release()
        later += datetime.timedelta(days=lifecycle.time.DAYS + 1)
        worker.forget()

    assert not Submission.objects.filter(pk=key).exists()
    assert found(of_her) == []
    assert found(of_lines, but=_THE_LOG) == []
    # What was decided, by whom and why, stays.
    assert [(line.mark, line.what) for line in Line.objects.filter(number__gt=before)] == [
        (line.mark, line.what) for line in lines
    ]
    assert not Decision.objects.filter(submission__isnull=False).exists()
    assert Decision.objects.filter(author=lead).count() == len(lines)
    assert chained()
