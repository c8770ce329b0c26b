"""What a lead is told before she ends something for somebody (`moderation.admin.sure`)."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from moderation.accounts import people
from moderation.admin.sure import Unsure
from moderation.models import Want


def agreeing(person: User, want: Want, *, held: bool) -> Unsure:
    """What comes of it that the second of two leads is about to end for somebody. `held`: she holds
    the desk's key. Raises KeyError for what ends nothing (`moderation.wants`)."""
    return _AGREEING[want](person, held)


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
    named = {"name": person.get_username(), "role": people.ROLE_NAMES[role]}
    return Unsure(
        _("Change the role of %(name)s to “%(role)s”?") % named,
        [
            *_first_another(person),
            _("She holds the desk's key, and this role reads no words: it is taken from her."),
            _sessions_end(),
            _turn_it_today(),
        ],
        does=_("Change the role now"),
        leaves=_("Leave it as it is"),
    )


def _unmaking(person: User, role: str, *, held: bool) -> Unsure:
    comes = [_("She is a lead no more, and does nothing here that takes one."), _sessions_end()]
    if held and not people.reads(role):
        comes.append(_("The new role reads no words, so the desk's key is taken from her."))
        comes.append(_turn_it_today())
    comes.append(_("It takes two leads to make her one again."))
    return Unsure(
        _("Change the role of %(name)s to “%(role)s”?")
        % {"name": person.get_username(), "role": people.ROLE_NAMES[role]},
        comes,
        does=_("Change the role now"),
        leaves=_("Leave it as it is"),
    )


def _starting_anew(person: User) -> Unsure:
    return Unsure(
        _("Give %(name)s the way to new second factors?") % {"name": person.get_username()},
        [
            _("Speak with her first, in person or by a voice that you know."),
            _("Her second factors and her password are gone at once."),
            _sessions_end(),
            _("You get a link for her, once. Whoever has it can sit down in her place."),
        ],
        does=_("Remove them now, and make the link"),
        leaves=_("Leave them as they are"),
    )


def turning() -> Unsure:
    """What comes of turning the key."""
    return Unsure(
        _("Turn the desk's key?"),
        [
            _("A new key is made, and everything that waits is sealed to it. That takes a while."),
            _("Everybody who holds the key, and you too, unlocks once more."),
            _("The old key is gone: nothing takes this back."),
        ],
        does=_("Turn it now"),
        leaves=_("Leave it as it is"),
    )


def losing_it(person: User, *, agreed: bool = False) -> Unsure:
    """What comes of taking the desk's key from her: of a lead it takes two, and `agreed`, this is
    the second."""
    by_two = [*([] if agreed else _first_another(person)), _sessions_end(), _turn_it_today()]
    turned = _(
        "The key is turned: everything that waits is sealed anew, and everybody else unlocks once "
        "more."
    )
    alone = not _is_lead(person)
    return Unsure(
        _("Take the desk's key from %(name)s?") % {"name": person.get_username()},
        [
            *([turned] if alone else by_two),
            _("Her passphrase opens nothing any more."),
            _("She can choose a new passphrase, and a lead can admit her again."),
        ],
        does=_("Take it away, and turn the key") if alone else _("Take it away"),
        leaves=_("Leave it with her"),
    )


def _sessions_end() -> str:
    return _("Her sessions end, and what she has of the queue waits for others.")


def _turn_it_today() -> str:
    return _(
        "Until the key is turned, her passphrase and a stolen copy would open what comes in. Turn "
        "it today."
    )


def _first_another(person: User) -> list[str]:
    return (
        [_("She is a lead, so another lead has to agree first. Then:")] if _is_lead(person) else []
    )


def _is_lead(person: User) -> bool:
    return person.groups.filter(name=people.LEADS).exists()


_AGREEING: dict[Want, Callable[[User, bool], Unsure]] = {
    Want.MODERATOR: lambda person, held: _unmaking(person, Want.MODERATOR, held=held),
    Want.AUDITOR: lambda person, held: _unmaking(person, Want.AUDITOR, held=held),
    Want.CLOSE: lambda person, held: closing(person, held=held, agreed=True),
    Want.KEY: lambda person, _held: losing_it(person, agreed=True),
    Want.LOST: lambda person, _held: _starting_anew(person),
}
