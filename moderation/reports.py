"""What the public said of stories on the wall, and what a lead decides of it."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from moderation.decisions import decided
from moderation.models import Decision, Kind, Reason
from stories import lifecycle
from stories.flags import Lane
from stories.lifecycle import Conflict
from stories.models import Concern, Report, State, Story
from stories.say.flags import flags_of
from stories.testimony import Occurrence

# So many at a time: deciding makes room for the next.
ON_A_PAGE = 50
# These first: somebody may be waiting in fear.
_URGENT = (Concern.ABOUT_ME, Concern.HARM)
_SAID = ", ".join(f"'{one.value}'" for one in _URGENT)
# In the order of `_in_order`.
_FIRST = f"""
SELECT r.story_id FROM stories_report r JOIN stories_story t ON t.id = r.story_id
  JOIN stories_submission s ON s.id = t.submission_id
WHERE s.state <> '{State.ASIDE.value}' GROUP BY r.story_id
ORDER BY max(CASE WHEN r.concern IN ({_SAID}) THEN 1 ELSE 0 END) DESC,
  min(r.day), r.story_id LIMIT %(most)s"""  # noqa: S608 - nothing in it comes from anybody


@dataclass(frozen=True, slots=True)
class Item:
    """Everything that was said of one story, and whether it is off the wall for a look."""

    story: Story
    said: tuple[Report, ...]
    aside: bool

    @property
    def since(self) -> datetime.date | None:
        """The day on which it was first said; None where nothing is said any more."""
        return min((report.day for report in self.said), default=None)

    @property
    def urgent(self) -> bool:
        """Whether it is said to be about somebody, or that somebody could come to harm."""
        return any(report.concern in _URGENT for report in self.said)


def is_hard(item: Item) -> bool:
    """Whether its words seem to be hard to read (`stories.flags`)."""
    names = ("text", "setting", "by", "age", "reported")
    found = [
        Occurrence(**{name: getattr(example, name) for name in names})
        for example in item.story.examples.all()
    ]
    flags = flags_of(found)
    return bool(flags.topics) or flags.lane == Lane.URGENT


def items() -> list[Item]:
    """The stories to look at: the urgent ones first, then by the day. The database puts them in
    order, before they are cut: a crowd that reports many others pushes nobody's off the page."""
    return [_item(story) for story in _in_order(_open())[:ON_A_PAGE]]


def first(*, but: Collection[int] = ()) -> int | None:
    """The key of the first of them that no lead has set aside for a look, other than `but`. In
    plain words, like what else the next one asks (`moderation.columns`)."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, {"most": len(but) + 1})
        return next((key for (key,) in cursor.fetchall() if key not in but), None)


def number() -> int:
    """How many stories there are to look at."""
    return _open().count()


def wait() -> dict[str, int]:
    """The same `number`, and how many of them are `urgent`, in one look."""
    found = _open().annotate(hurries=Exists(_urgent().filter(story=OuterRef("pk"))))
    return found.aggregate(number=Count("pk"), urgent=Count("pk", filter=Q(hurries=True)))


def item(story: int) -> Item | None:
    """One story to look at; None where nobody says anything of it, or any more."""
    found = _open().filter(pk=story).first()
    return _item(found) if found else None


def left_before(story: Story) -> datetime.date | None:
    """The last day on which a lead looked at it and left it on the wall."""
    kept = Decision.objects.filter(submission=story.submission_id, kind__in=[Kind.LEAVE, Kind.BACK])
    return kept.order_by("-day").values_list("day", flat=True).first()


def leave(story: int, *, seen: Iterable[str], by: User, reason: Reason) -> Decision:
    """Leaves a story where it is, and deletes what was said of it: the concerns that she has
    `seen`. What is said for the first time meanwhile stays.

    Raises NothingThere, PermissionDenied, ValueError (reason).
    """
    return decided(
        Kind.LEAVE,
        lambda: _cleared(story, seen),
        by=by,
        reason=reason,
        submission=_submission(story),
    )


def set_aside(story: int, *, by: User, reason: Reason) -> Decision:
    """Takes a story off every page at once, so that it can come back. Raises Conflict,
    PermissionDenied, ValueError (reason)."""

    def change() -> int:
        lifecycle.set_aside(story)
        return 1

    return decided(Kind.ASIDE, change, by=by, reason=reason, submission=_submission(story))


def bring_back(story: int, *, seen: Iterable[str], by: User, reason: Reason) -> Decision:
    """Puts a story back on the wall, and deletes what was said of it, as `leave` does. Raises as
    `set_aside` does."""

    def change() -> int:
        lifecycle.bring_back(story)
        _cleared(story, seen)
        return 1

    return decided(Kind.BACK, change, by=by, reason=reason, submission=_submission(story))


def _cleared(story: int, seen: Iterable[str]) -> int:
    with transaction.atomic():
        deleted, _ = Report.objects.filter(story=story, concern__in=list(seen)).delete()
    return deleted


def _submission(story: int) -> int:
    found = Story.objects.filter(pk=story).values_list("submission", flat=True).first()
    if found is None:
        raise Conflict
    return found


def _open() -> QuerySet[Story]:
    reported = Story.objects.filter(pk__in=Report.objects.values("story"))
    aside = Story.objects.filter(submission__state=State.ASIDE)
    there = Q(pk__in=reported.values("pk")) | Q(pk__in=aside.values("pk"))
    chosen = Story.objects.filter(there).select_related("submission")
    return chosen.prefetch_related("reports", "examples")


def _in_order(stories: QuerySet[Story]) -> QuerySet[Story]:
    urgent = Exists(_urgent().filter(story=OuterRef("pk")))
    found = stories.annotate(urgent=urgent, since=Min("reports__day"))
    return found.order_by("-urgent", F("since").asc(nulls_first=True), "pk")


def _urgent() -> QuerySet[Report]:
    return Report.objects.filter(concern__in=_URGENT)


def _item(story: Story) -> Item:
    said: Sequence[Report] = sorted(story.reports.all(), key=_place)
    return Item(story, tuple(said), story.submission.state == State.ASIDE)


def _place(report: Report) -> int:
    return Concern.values.index(report.concern)
