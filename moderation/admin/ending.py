"""What a lead is told before she ends something for somebody (`moderation.admin.sure`)."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from moderation.accounts import people
from moderation.admin.sure import Unsure


def closing(person: User, *, held: bool, agreed: bool = False) -> Unsure:
    """What comes of closing her account. `held`: she holds the desk's key; `agreed`: it takes two,
    and this is the second."""
    comes = [
        *([] if agreed else _first_another(person)),
        _("She is signed out at once, and her password opens nothing any more."),
        _("Links that she handed to others, and that nobody has used yet, stop working."),
        _("What she has of the queue waits for others. What she decided stands."),
    ]
    if held:
        comes.append(
            _("She holds the desk's key. It is taken from her, and has to be turned today.")
        )
    comes.append(_("A new link opens the account again."))
    return Unsure(
        _("Close the account of %(name)s?") % {"name": person.get_username()},
        comes,
        does=_("Close it now"),
        leaves=_("Leave it open"),
    )


def losing_the_key(person: User, role: str) -> Unsure:
    """What comes of another role that may not hold the key that she holds."""
    named = {"name": person.get_username(), "role": role}
    return Unsure(
        _("Make %(name)s %(role)s?") % named,
        [
            *_first_another(person),
            _("She holds the desk's key, and this role reads no words: it is taken from her."),
            _("Her sessions end, and what she has of the queue waits for others."),
            _(
                "Until the key is turned, her passphrase and a stolen copy would open what comes "
                "in. Turn it today."
            ),
        ],
        does=_("Change the role now"),
        leaves=_("Leave it as it is"),
    )


def losing_it_now(person: User) -> Unsure:
    """What comes of taking the desk's key from her."""
    return Unsure(
        _("Take the desk's key from %(name)s?") % {"name": person.get_username()},
        [
            _("Her passphrase opens nothing any more."),
            _(
                "The key is turned: everything that waits is sealed anew, and everybody else "
                "unlocks once more."
            ),
            _("She can choose a new passphrase, and a lead can admit her again."),
        ],
        does=_("Take it away, and turn the key"),
        leaves=_("Leave it with her"),
    )


def _first_another(person: User) -> list[str]:
    if not person.groups.filter(name=people.LEADS).exists():
        return []
    return [_("She is a lead, so another lead has to agree first. Then:")]
