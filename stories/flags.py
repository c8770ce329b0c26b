"""What may stay in clear about words that wait: how soon somebody should read them, and which hard
topics they seem to hold. Small numbers, so that the queue's index can use them."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Lane(IntegerChoices):
    """How soon, the first first."""

    URGENT = 0, _("Somebody may be in danger now")
    ANSWERED = 1, _("Answered by its author")
    USUAL = 2, _("In the order in which they came")


class Topic(IntegerChoices):
    """What a moderator may not want to read: one bit each, so that a submission has several."""

    CHILD = 1, _("a child")
    RAPE = 2, _("rape")
    VIOLENCE = 4, _("violence")
    SELF_HARM = 8, _("self-harm or suicide")
    FAMILY = 16, _("within the family")
    PREGNANCY = 32, _("pregnancy, or the loss of it")


def topics_in(mask: int) -> list[Topic]:
    """The topics of a mask, in one order."""
    return [topic for topic in Topic if mask & topic]
