"""Moderators' accounts: signing in, and the link that sets an account up. No sign-up exists."""

from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser, Group, User
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import path, re_path, reverse
from django.utils.translation import gettext as _
from django.views.generic import RedirectView

from moderation import keys, turns

MODERATORS, LEADS = "moderator", "lead"


class DeskAdapter(DefaultAccountAdapter):
    """allauth, told what this house does not do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by `create_moderator` alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """No address: everyone behind Tor shares one, and none may stand in a cache key."""
        return "0.0.0.0"  # noqa: S104 - a placeholder, nothing listens there

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account's name and nothing else. allauth's own key has the site's address in it
        with the port that the client wrote, so another port was another ten attempts."""
        # `upper` first: a database compares by capitals, and a dotless i has the capital of i.
        return str(credentials.get("username", "")).strip().upper().casefold()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Checks a password when it is its turn. Raises ValidationError where that is too long."""
        try:
            with turns.turn(request):
                person: AbstractBaseUser | None = super().authenticate(request, **credentials)
                return person
        except turns.Busy as busy:
            turns.told(request, busy)
            raise ValidationError(
                _(
                    "Too many are signing in at this moment, so this was not tried. Please enter "
                    "your password once more in a moment."
                ),
                code="busy",
            ) from None

    def add_message(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Silence: the page that follows says enough."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This house sends no mail."""


def create(name: str, *, lead: bool) -> User:
    """A moderator's account that nobody can sign in to before it is set up.

    Raises ValidationError for a bad name or one that is taken, and Group.DoesNotExist where the
    role is missing.
    """
    role = Group.objects.get(name=LEADS if lead else MODERATORS)
    person = User(username=name, is_staff=True)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    person.groups.set([role])
    return person


def reopen(name: str) -> User:
    """The account, to be set up again by a new link; opened if it was closed. What it has of a
    password holds until then. Raises User.DoesNotExist."""
    person = User.objects.get(username=name)
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


def close(name: str) -> None:
    """Nobody gets in by this account any more: not by its password, a link or a session that is
    open; and it holds the desk's key no more. What it decided stands. Raises User.DoesNotExist."""
    person = User.objects.get(username=name)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    keys.remove(person)
    for session in Session.objects.all():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


def signed_in(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def setup_link(person: User) -> str:
    """A link that sets the account's password once, for settings.PASSWORD_RESET_TIMEOUT."""
    where = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )
    return settings.SITE_URL + where


urls = (
    [
        path("", RedirectView.as_view(pattern_name="account_login"), name="accounts"),
        path("login/", turns.says_busy(views.login), name="account_login"),
        path("logout/", views.logout, name="account_logout"),
        path(
            "reauthenticate/",
            turns.says_busy(views.reauthenticate),
            name="account_reauthenticate",
        ),
        path("inactive/", views.account_inactive, name="account_inactive"),
        path("password/", views.password_change, name="account_change_password"),
        re_path(
            r"^set-up/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            views.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path(
            "set-up/done/",
            views.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
    ],
    None,
    None,
)
