"""A line of the log in words. Every code in it is out of a list, and each list has its labels."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy

from moderation.models import Event, Kind, Line, Reason

_SERVER = gettext_lazy("Whoever runs the server")
_SOMEBODY = gettext_lazy("Somebody")
# What stands in `what`, beside the kinds of decisions.
_CODES = {
    "moderator": gettext_lazy("moderator"),
    "lead": gettext_lazy("lead"),
    "auditor": gettext_lazy("auditor"),
    "password": gettext_lazy("with wrong passwords, in browsers that are not known"),
    "password.known": gettext_lazy("with wrong passwords, in a browser that is known"),
    "passphrases": gettext_lazy("with wrong passphrases"),
    "codes": gettext_lazy("with wrong codes of a second factor"),
    "app.set": gettext_lazy("an app was set up"),
    "app.removed": gettext_lazy("an app was removed"),
    "passkey.set": gettext_lazy("a passkey was set up"),
    "passkey.removed": gettext_lazy("a passkey was removed"),
    "codes.made": gettext_lazy("new recovery codes were made"),
    "code.used": gettext_lazy("a recovery code was used"),
    "log": gettext_lazy("the log"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line: who did it, in words where it has no name (`line.by`); what, of what kind, why."""

    line: Line
    who: str
    what: str
    kind: str
    why: str


def said(line: Line) -> Said:
    """A line in words. What has no words any more, or none yet, stands there as its code."""
    return Said(
        line=line,
        who="" if line.by else str(_SOMEBODY if line.event == Event.LOCKED_OUT else _SERVER),
        what=_label(Event, line.event),
        kind=_kind(line),
        why=_label(Reason, line.reason),
    )


def _kind(line: Line) -> str:
    # Whose a name is, is sealed: there is nothing to read.
    return (
        "" if line.event == Event.NAMED else str(_CODES.get(line.what) or _label(Kind, line.what))
    )


def _label(choices: type[models.TextChoices], code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def events() -> list[tuple[str, str]]:
    """What can be asked for, by its words."""
    return sorted(((event.value, str(event.label)) for event in Event), key=lambda one: one[1])
