"""What the number means, in one place: it goes with the number wherever that goes."""

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.models import Release


def meaning() -> str:
    """What the number says, and what it does not, in the present language; in a demonstration,
    that all of it is invented."""
    means = _(
        "At least this many people told us. It is how many chose to, not how many it happened to. "
        "What is held back until somebody has looked, what was declined and what was taken back "
        "is not in it."
    )
    if settings.DEMO:
        return f"{_('This is a demonstration: all of it is invented.')} {means}"
    return means


def people_told_us(release: Release | None) -> str:
    """The number in a sentence, in the present language."""
    people = release.people if release else 0
    if not people:
        return _("Nobody stands here yet.")
    return ngettext(
        "At least %(number)s person told us: me too.",
        "At least %(number)s people told us: me too.",
        people,
    ) % {"number": intcomma(people)}
