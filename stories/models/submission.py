"""One person's submission, and what is public of it.

States are written by `stories.lifecycle` alone; the querysets are the only definition of who sees
what.
"""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from stories.categories import Age, By, Reported, Setting, note_bits
from stories.flags import Lane
from stories.random_keys import RandomKey


class State(models.TextChoices):
    """Where a submission is. `stories.lifecycle` says which may follow which."""

    WAITING = "waiting", _("Waiting")
    ASKED = "asked", _("Waiting for its author")
    APPROVED = "approved", _("Approved, not yet on the wall")
    PUBLISHED = "published", _("On the wall")
    ASIDE = "aside", _("Off the wall while it is looked at")
    DECLINED = "declined", _("Declined")
    HELD = "held", _("Held")
    DISCARDED = "discarded", _("Discarded with a flood, and not destroyed yet")
    REMOVED = "removed", _("Removed")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def waiting(self) -> Self:
        """What nobody has decided."""
        return self.filter(state=State.WAITING)

    def to_read(self) -> Self:
        """What waits and has words: what a moderator reads."""
        return self.waiting().filter(has_words=True)

    def undecided(self) -> Self:
        """What is neither on the wall nor taken off it."""
        return self.filter(state__in=[State.WAITING, State.APPROVED, State.HELD])

    def over(self) -> Self:
        """What comes to nothing: declined, or gone and in no number any more."""
        ended = models.Q(state__in=[State.REMOVED, State.WITHDRAWN], release__isnull=True)
        return self.filter(models.Q(state=State.DECLINED) | ended)

    def statuses(self) -> Self:
        """The two words alone, with or without ticked categories."""
        return self.filter(has_words=False)

    def kept_for_undo(self) -> Self:
        """What was declined, or counted without its words, and still has them: sealed, until the
        next release."""
        declined = models.Q(state=State.DECLINED)
        counted = models.Q(state=State.APPROVED, has_words=False)
        return self.filter(declined | counted, envelope__isnull=False)

    def pool(self) -> Self:
        """What is approved and waits for a release."""
        return self.filter(state=State.APPROVED)

    def held(self) -> Self:
        """What is set aside: neither counted nor lost."""
        return self.filter(state=State.HELD)

    def counted_but_gone(self) -> Self:
        """What the numbers still hold although it was taken down since."""
        return self.filter(release__isnull=False, state__in=[State.REMOVED, State.WITHDRAWN])

    def still_counted(self) -> Self:
        """What came out and was not taken down since: on the wall, or off it for a look."""
        return self.filter(release__isnull=False, state__in=[State.PUBLISHED, State.ASIDE])

    def of_release(self, release: int) -> Self:
        """What came out with a release, and is counted still."""
        return self.filter(release=release, state=State.PUBLISHED)


class Submission(models.Model):
    """What arrived from one person. Nothing in it is about who sent it."""

    id = RandomKey()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    # The day it arrived, and nothing finer.
    day = models.DateField()
    language = models.CharField(max_length=8)
    country = models.CharField(max_length=2, blank=True)
    has_words = models.BooleanField()
    # The day it came into its present state.
    since = models.DateField()
    # What she wrote and ticked, sealed to the desk's key (`intake.Sealed`): from the request that
    # brings it until the release, when the story has it, or until it is declined or withdrawn.
    envelope = models.BinaryField(null=True)
    # Which of the desk's keys opens it.
    sealed_to = models.ForeignKey(
        "SealingKey", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # How often the desk has sealed something for this row, and how often she has answered: what an
    # envelope has to name to open (`envelopes`). Other words of hers are a row of their own.
    version = models.PositiveSmallIntegerField(default=0)
    answers = models.PositiveSmallIntegerField(default=0)
    # What the numbers need, in clear: `testimony.packed` without text. Of a status at once; of
    # words only when the desk has approved them.
    examples = models.JSONField(default=list)
    # Which kinds of identifier were found in her words, for the desk.
    hints = models.JSONField(default=list)
    # How soon it should be read, and which hard topics it seems to hold: a mask of `flags.Topic`.
    # Hints as well, and in clear, so that the queue can be in that order without opening any.
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.USUAL)
    topics = models.PositiveSmallIntegerField(default=0)
    # How much her words are like others that wait (`stories.fingerprints`); goes with the decision.
    fingerprint = models.BinaryField(max_length=32, default=bytes)
    # The public half of her receipt's key (`stories.receipts`), and by it the submission is found
    # again: by her, and when one form is posted twice.
    receipt = models.BinaryField(max_length=32, null=True, unique=True)
    # Whether what one form brings a second time is the same. Forgotten with the form's key.
    body = models.BinaryField(max_length=16, null=True)
    # What the desk says to her alone, sealed to her receipt's key; and her answer, to the desk's.
    to_her = models.BinaryField(null=True)
    from_her = models.BinaryField(null=True)
    # As one moderator would publish it, sealed to the desk's key, until a second has read it too.
    edited = models.BinaryField(null=True)
    # A moderator passed it to a lead.
    for_lead = models.BooleanField(default=False)
    # These words are to stand in the place of a story that is on the wall until then.
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="replaced_by", db_index=False
    )
    # The release it came out with, for as long as `Count` holds it.
    release = models.PositiveIntegerField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            # What waits to be read, in the order in which it is (`moderation.queue`), with all that
            # says whether a moderator takes it.
            models.Index(
                fields=["lane", "day", "id", "language", "topics", "for_lead"],
                name="submission_next",
                condition=models.Q(state="waiting", has_words=True),
            ),
            # In the order in which one is looked for where the first of those are not for her:
            # what has the same language and topics stands together, oldest first.
            models.Index(
                fields=["state", "has_words", "lane", "language", "topics", "day", "id"],
                name="submission_lanes",
            ),
            # Only of what came out: what comes in does not pay for it.
            models.Index(
                fields=["release", "state"],
                name="submission_release",
                condition=models.Q(release__isnull=False),
            ),
            # What is counted without its words, while they are kept for an undo: never many.
            models.Index(
                fields=["since"],
                name="submission_kept",
                condition=models.Q(has_words=False, envelope__isnull=False),
            ),
            # What waits for a second reader.
            models.Index(
                fields=["since"],
                name="submission_edited",
                condition=models.Q(edited__isnull=False),
            ),
            models.Index(
                fields=["replaces"],
                name="submission_replaces",
                condition=models.Q(replaces__isnull=False),
            ),
        ]
        default_permissions = ()
        permissions = [
            ("screen_submission", "Can read and decide submissions"),
            ("hold_statuses", "Can set all statuses aside"),
            ("discard_statuses", "Can let what is set aside wait again, and discard statuses"),
        ]

    def __str__(self) -> str:
        # Django's own log copies this: it must be the random key and no more.
        return f"{self.pk:016x}"


# Which of its columns are envelopes, by whose key opens them. A turn of the desk's key seals what
# stands in the first anew, and where her words go, all of these go. Nothing else lists them.
SEALED_TO_DESK = ("envelope", "from_her", "edited")
SEALED_TO_HER = ("to_her",)


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> Self:
        """What is on the wall, latest release first, by chance within it."""
        return self.filter(release__isnull=False).order_by("-release_id", "id")

    def quotable(self) -> Self:
        """What of it may be quoted elsewhere, because its author says so."""
        return self.published().filter(quotable=True)

    def without(self, notes: Iterable[str]) -> Self:
        """But for those that hold any of these content notes. Raises ValueError for one that does
        not exist."""
        hidden = note_bits(notes)
        return self.alias(hidden=F("holds").bitand(hidden)).filter(hidden=0) if hidden else self

    def whole(self) -> Self:
        """With all that a page says of each."""
        return self.select_related("standing").prefetch_related("examples")


class Story(models.Model):
    """What is public of one submission with words. Deleted when it is taken down."""

    id = RandomKey()
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="story")
    # Empty between approval and release, and while it is off the wall to be looked at.
    release = models.ForeignKey(
        "Release", models.PROTECT, null=True, related_name="stories", db_index=False
    )
    language = models.CharField(_("language"), max_length=8)
    quotable = models.BooleanField(_("may be quoted"), default=False)
    # What it holds, as the desk labels it before it is opened: codes of `categories.Note`.
    notes = models.JSONField(default=list)
    # The same as one number (`categories.note_bits`), for readers who leave some of it out.
    holds = models.PositiveSmallIntegerField(default=0)

    objects = StoryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-release", "id"], name="story_wall"),
            models.Index(fields=["language", "-release", "id"], name="story_language"),
            models.Index(
                fields=["-release", "id"],
                name="story_quotable",
                condition=models.Q(quotable=True, release__isnull=False),
            ),
        ]
        verbose_name = _("story on the wall")
        verbose_name_plural = _("stories on the wall")
        default_permissions = ()
        permissions = [("remove_story", "Can take a published story down")]

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Example(models.Model):
    """One occurrence in a story, in her words or only by what was ticked."""

    id = RandomKey()
    story = models.ForeignKey(Story, models.CASCADE, related_name="examples")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    setting = models.CharField(_("where"), max_length=10, choices=Setting, blank=True)
    by = models.CharField(_("by whom"), max_length=15, choices=By, blank=True)
    age = models.CharField(_("age"), max_length=8, choices=Age, blank=True)
    reported = models.CharField(_("reported"), max_length=12, choices=Reported, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["setting", "story"], name="example_setting"),
            models.Index(fields=["by", "story"], name="example_by"),
            models.Index(fields=["age", "story"], name="example_age"),
            models.Index(fields=["reported", "story"], name="example_reported"),
        ]
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
