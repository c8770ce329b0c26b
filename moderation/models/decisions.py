"""Who decided what, and why. Never a word of a testimony."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models import State, Submission
from stories.random_keys import RandomKey


class Kind(models.TextChoices):
    """What was decided."""

    PUBLISH = "publish", _("Publish")
    EDIT = "edit", _("Publish edited")
    COUNT = "count", _("Count without words")
    DECLINE = "decline", _("Decline")
    ASK = "ask", _("Ask its author")
    REFER = "refer", _("Pass to a lead")
    DANGER = "danger", _("Immediate danger")
    FIRST = "first", _("A first yes")
    UNDO = "undo", _("Undo")
    RULE = "rule", _("Change four eyes")
    REMOVE = "remove", _("Remove")
    LEAVE = "leave", _("Leave a reported story on the wall")
    ASIDE = "aside", _("Take a story off while it is looked at")
    BACK = "back", _("Put a story back on the wall")
    HOLD = "hold", _("Hold all statuses")
    RESUME = "resume", _("Let everything that is held wait again")
    RELEASE = "release", _("Let a lot wait again")
    TALLY = "tally", _("Count a lot without words")
    PROPOSE = "propose", _("Ask for a lot to be discarded")
    RECALL = "recall", _("Take back that a lot be discarded")
    DISCARD = "discard", _("Discard a lot")
    RESTORE = "restore", _("Take a discarded lot back")


class Reason(models.TextChoices):
    """Why. A list and not a text field: what is typed could repeat what was read."""

    SAFE = "safe", _("Safe to publish")
    ALONE = "alone", _("Safe to publish, by her alone: too few can read")
    NAMES = "names", _("Names or points to someone")
    UNSAFE = "unsafe", _("Cannot be made safe")
    OTHER_MATTER = "other_matter", _("Not a testimony")
    SPAM = "spam", _("Spam")
    ABUSE = "abuse", _("Abuse")
    LAW = "law", _("Required by law")
    QUESTION = "question", _("A question is open")
    LEAD = "lead", _("For a lead to decide")
    DIFFER = "differ", _("Two read it differently")
    DANGER = "danger", _("Somebody is in danger, or may be")
    GUESSED = "guessed", _("Somebody is in danger, or may be, as a program had guessed")
    MISTAKE = "mistake", _("Decided too soon")
    ON = "on", _("Switched on")
    OFF = "off", _("Switched off")
    REPORTED = "reported", _("Reported, and to be looked at")
    FLOOD = "flood", _("A flood, or looks like one")
    CLEARED = "cleared", _("Looked at and cleared")
    OTHER = "other", _("Another reason")


# Which reasons go with which kind, in the order in which the desk offers them.
_AGAINST = (Reason.NAMES, Reason.UNSAFE, Reason.OTHER_MATTER, Reason.SPAM, Reason.ABUSE)
REASONS: dict[Kind, tuple[Reason, ...]] = {
    Kind.PUBLISH: (Reason.SAFE,),
    Kind.EDIT: (Reason.SAFE,),
    Kind.FIRST: (Reason.SAFE,),
    Kind.COUNT: (*_AGAINST, Reason.OTHER),
    Kind.DECLINE: (*_AGAINST, Reason.OTHER),
    Kind.ASK: (Reason.QUESTION,),
    Kind.REFER: (Reason.LEAD, Reason.DIFFER),
    Kind.DANGER: (Reason.DANGER, Reason.GUESSED),
    Kind.UNDO: (Reason.MISTAKE,),
    Kind.RULE: (Reason.ON, Reason.OFF),
    Kind.REMOVE: (*_AGAINST, Reason.LAW, Reason.OTHER),
    Kind.LEAVE: (Reason.CLEARED, Reason.OTHER),
    Kind.ASIDE: (Reason.REPORTED, *_AGAINST, Reason.OTHER),
    Kind.BACK: (Reason.CLEARED, Reason.OTHER),
    Kind.HOLD: (Reason.FLOOD, Reason.OTHER),
    Kind.RESUME: (Reason.CLEARED, Reason.OTHER),
    Kind.RELEASE: (Reason.CLEARED, Reason.OTHER),
    Kind.TALLY: (Reason.CLEARED, Reason.OTHER),
    Kind.PROPOSE: (Reason.FLOOD, Reason.SPAM, Reason.OTHER),
    Kind.DISCARD: (Reason.FLOOD, Reason.SPAM, Reason.OTHER),
    Kind.RECALL: (Reason.MISTAKE,),
    Kind.RESTORE: (Reason.MISTAKE,),
}


class DecisionQuerySet(models.QuerySet["Decision"]):
    def past_undoing(self) -> Self:
        """What led to a submission whose sealed words are gone: nobody can take it back any more.
        Less that a lead left a story on the wall, for as long as it stands: the next one asks."""
        left = models.Q(
            kind__in=[Kind.LEAVE, Kind.BACK],
            submission__state__in=[State.PUBLISHED, State.ASIDE],
        )
        past = self.filter(submission__isnull=False, submission__envelope__isnull=True)
        return past.exclude(left)

    def let_go(self) -> int:
        """Lets go of which submissions they were of: the one thing of a decision that does not
        stand. Returns of how many."""
        return super().update(submission=None)

    def update(self, **values: Any) -> NoReturn:
        """Never: a decision stands."""
        raise PermissionDenied("A decision stands.")

    def delete(self) -> NoReturn:
        """Never: a decision stands."""
        raise PermissionDenied("A decision stands.")


class Decision(models.Model):
    """One row a decision: author, reason and day. Written once, by `moderation.decisions`."""

    id = RandomKey()
    kind = models.CharField(_("what"), max_length=7, choices=Kind)
    reason = models.CharField(_("why"), max_length=12, choices=Reason)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    # The day and nothing finer: a decision comes after its submission, so its
    # hour would say before which hour somebody wrote.
    day = models.DateField(_("day"))
    # One submission, until that cannot be undone any more (`moderation.letting_go`), or as many as
    # were decided in one lot.
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, related_name="decisions", editable=False
    )
    number = models.PositiveIntegerField(_("how many"), default=1)
    # Of an undo, what it undid: each decision once.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ("view",)
        permissions = [
            ("lead_desk", "Can decide what is passed on, undo for anybody, and switch four eyes")
        ]
        ordering = ["-day", "id"]
        # For the figures of the last weeks, and the list, last day first.
        indexes = [models.Index(fields=["day"], name="decision_day")]

    def __str__(self) -> str:
        return f"{self.pk:016x}"

    def save(self, *args: Any, **options: Any) -> None:
        """Only ever inserts. Raises PermissionDenied on a change."""
        if not self._state.adding:
            raise PermissionDenied("A decision stands.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Never: a decision stands."""
        raise PermissionDenied("A decision stands.")
