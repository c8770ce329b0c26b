"""Moderators' accounts: how one is made, set up by a link, given another role, and closed."""

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from moderation import audit, claims, keys, sessions
from moderation.accounts import links, names
from moderation.models import Event

MODERATORS, LEADS, AUDITORS = "moderator", "lead", "auditor"
# With what they are called on a page.
ROLE_NAMES = {
    MODERATORS: gettext_lazy("moderator"),
    LEADS: gettext_lazy("lead"),
    AUDITORS: gettext_lazy("auditor"),
}
ROLES = tuple(ROLE_NAMES)
# The account that a demonstration makes and prints.
DEMONSTRATION = "demonstration"


def hold_roles() -> None:
    """From here to the end of the transaction nobody else makes an account, changes a role, or
    opens or closes an account. Called before any other row of an account is held, so that no two
    wait for each other."""
    list(Group.objects.select_for_update().order_by("pk"))


@transaction.atomic
def create(name: str, *, role: str = MODERATORS, by: User | None = None) -> User:
    """An account in one of the `ROLES`, that nobody can sign in to before it is set up.

    Raises ValidationError for a bad name, names.Taken for one that somebody has, and
    Group.DoesNotExist where the role is missing.
    """
    # Held, so that of two at once the second sees the name of the first.
    hold_roles()
    name = names.normal(name)
    names.check(name)
    # The day and nothing finer.
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    group = Group.objects.get(name=role)
    person = User(username=name, is_staff=True, date_joined=day)
    person.set_unusable_password()
    # Whose name it is, `names.keep` asks.
    person.full_clean(exclude=["password"], validate_unique=False)
    names.keep(person)
    person.groups.set([group])
    audit.record(Event.INVITED, by=by, whom=person, what=role)
    return person


@transaction.atomic
def reopen(name: str, *, by: User | None = None) -> User:
    """The account, to be set up again by a new link; opened if it was closed. What it has of a
    password holds until then. Raises User.DoesNotExist."""
    hold_roles()
    person = User.objects.get(username=name)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(Event.REOPENED, by=by, whom=person)
    return person


@transaction.atomic
def change_role(name: str, role: str, *, by: User | None = None) -> bool:
    """Puts an account in another of the `ROLES`: nothing of what it was before goes on. Every
    session of hers ends; what she has of the queue is anybody's again; and who may read no words
    any more holds the desk's key no more. Returns whether anything changed: she may have that role
    already.

    Raises User.DoesNotExist, and Group.DoesNotExist where the role is missing.
    """
    hold_roles()
    person = User.objects.select_for_update().get(username=name)
    group = Group.objects.get(name=role)
    if list(person.groups.all()) == [group]:
        return False
    person.groups.set([group])
    sessions.end_all(person)
    claims.release(person)
    links.end_made_by(person)
    if not keys.may_hold(person):
        keys.remove(person, by=by)
    audit.record(Event.ROLE, by=by, whom=person, what=role)
    return True


@transaction.atomic
def close(name: str, *, by: User | None = None) -> None:
    """Nobody gets in by this account any more: not by its password, a link or a session that is
    open, nor by a link that it handed to somebody; it holds the desk's key no more, and what it has
    of the queue is anybody's again. What it decided stands. Raises User.DoesNotExist."""
    hold_roles()
    person = User.objects.get(username=name)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    links.end(person)
    links.end_made_by(person)
    claims.release(person)
    sessions.end_all(person)
    keys.remove(person, by=by)
    audit.record(Event.CLOSED, by=by, whom=person)


@transaction.atomic
def take_key(name: str, *, by: User | None = None) -> None:
    """She holds the desk's key no more, and a turn of it is due (`keys.remove`); her sessions end,
    in which she may have it in hand, and what she has of the queue is anybody's again. Raises
    User.DoesNotExist."""
    hold_roles()
    person = User.objects.get(username=name)
    keys.remove(person, by=by)
    claims.release(person)
    sessions.end_all(person)


def reads(role: str) -> bool:
    """Whether somebody in one of the `ROLES` reads words, and may hold the desk's key for it."""
    may = {
        "permissions__content_type__app_label": "stories",
        "permissions__codename": "screen_submission",
    }
    return Group.objects.filter(name=role, **may).exists()


def is_demonstrations(person: User) -> bool:
    """Whether it is the account that a demonstration prints: whoever looks around has no other."""
    return bool(settings.DEMO and person.get_username() == DEMONSTRATION)


def signed_in(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def first_page(person: User) -> str:
    """Where her work begins: with what waits, for whoever reads it; an auditor's with the log."""
    if person.has_perm("stories.screen_submission"):
        return reverse("admin:review")
    return reverse("admin:log" if person.has_perm("moderation.read_log") else "admin:index")


def setup_link(person: User, *, by: User | None = None) -> str:
    """A link that sets the account's password once, in the place of any older one
    (`moderation.accounts.links`). Raises PermissionDenied where `by` is no lead any more."""
    key = links.make(person, by=by)
    return settings.SITE_URL + reverse("account_set_up_link", kwargs={"key": key})
