"""What takes two leads: of each `Want` one row, and whoever has to know something of one looks
here. What it does, and for whom it takes two, is `accounts.leads`'s to say."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Want

# A request that nobody agreed to for so long is none any more. Ours: everybody is there once in a
# week. Who lost her second factor stands outside meanwhile, and asks again if nobody came.
LASTS = datetime.timedelta(days=7)
LOST_LASTS = datetime.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Row:
    """What is so of one Want, whoever asks and whomever it is about."""

    # What stands under Team, of the `lead` who asks and the `name` of the account.
    asks: Promise
    # With what whoever runs the server does it: `manage.py create_moderator NAME ...`.
    option: str
    # Whether it takes a lead away, or leaves her without the words. What does not lets somebody in,
    # and is its first one's doing too (`moderation.seconds`).
    against: bool
    # Whether it ends something for somebody, so that the second is asked once more.
    ends: bool
    # Whether there is a link to hand over when it is done.
    gives_link: bool = False
    # For how long it waits, in whole days.
    lasts: datetime.timedelta = LASTS


WANTS: Mapping[Want, Row] = MappingProxyType(
    {
        Want.LEAD: Row(
            _("%(lead)s asks that %(name)s becomes a lead."),
            option="--change-to lead",
            against=False,
            ends=False,
        ),
        Want.MODERATOR: Row(
            _("%(lead)s asks that %(name)s is a moderator, and no lead any more."),
            option="--change-to moderator",
            against=True,
            ends=True,
        ),
        Want.AUDITOR: Row(
            _("%(lead)s asks that %(name)s is an auditor, and no lead any more."),
            option="--change-to auditor",
            against=True,
            ends=True,
        ),
        Want.CLOSE: Row(
            _("%(lead)s asks that the account %(name)s is closed."),
            option="--close",
            against=True,
            ends=True,
        ),
        Want.LINK: Row(
            _("%(lead)s asks for a new link for %(name)s."),
            option="--again",
            against=False,
            ends=False,
            gives_link=True,
        ),
        Want.KEY: Row(
            _("%(lead)s asks that the desk's key is taken from %(name)s."),
            option="--take-key",
            against=True,
            ends=True,
        ),
        Want.LOST: Row(
            _("%(lead)s asks that %(name)s may set up new second factors."),
            option="--lost",
            against=False,
            ends=True,
            gives_link=True,
            lasts=LOST_LASTS,
        ),
    }
)
