"""allauth, told what this house does not do. No sign-up exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation import audit, claims, devices, guesses, passwords, sessions, turns
from moderation.accounts import factors, links
from moderation.accounts.people import first_page
from moderation.models import Event


class _Spent(Exception):
    """No more guesses are looked at today."""


# In the place of what allauth would say. A name that nobody has is answered like one that is there.
_SAID = {
    "username_password_mismatch": gettext_lazy(
        "This name and this password do not belong together. Look at both, and try again. If you "
        "do not know your password any more, ask a lead for a new link."
    ),
    "enter_current_password": gettext_lazy(
        "That is not the password that you have now. Nothing was changed: type all three once more."
    ),
}


class DeskAdapter(DefaultAccountAdapter):
    """allauth, told what this house does not do."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_SAID}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by `create_moderator` alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """No address: everyone behind Tor shares one, and none may stand in a cache key."""
        return "0.0.0.0"  # noqa: S104 - a placeholder, nothing listens there

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Checks a password when it is its turn. Raises ValidationError where that is too long, or
        where too many were wrong today."""
        name = str(credentials.get("username", ""))
        device = devices.of(request, name=name)
        purses, line, share = guesses.for_password(name, device), turns.STRANGERS, ""
        if device and purses.known:
            line, share = turns.KNOWN, str(device.person_id)
        try:
            if not purses.are_left():
                raise _Spent
            with turns.turn(request, line, whose=share):
                if not purses.spend():
                    raise _Spent
                person: AbstractBaseUser | None = super().authenticate(request, **credentials)
            if person:
                purses.give_back()
            return person
        except _Spent:
            turns.told(request, guesses.seconds_left(), status=429)
            raise ValidationError(
                _(
                    "Too many wrong passwords came for this name today, so this one was not tried. "
                    "It still works in a browser in which you have signed in before. If you cannot "
                    "wait until tomorrow (midnight UTC), ask a lead for a new link."
                ),
                code="spent",
            ) from None
        except turns.Busy as busy:
            turns.told(request, busy.seconds)
            raise ValidationError(
                _(
                    "Too many are signing in at this moment, so this was not tried. Please enter "
                    "your password once more in a moment."
                ),
                code="busy",
            ) from None

    def get_login_stages(self) -> list[str]:
        """After the password a second factor, and nothing by e-mail or telephone."""
        return ["moderation.accounts.second_step.SecondStep"]

    @transaction.atomic
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signs her in, and says so in the log. Whatever link she has is needed no more."""
        super().login(request, user)
        person = _person(user)
        links.end(person)
        if not factors.needed(person):
            factors.proven(request.session, person)
        audit.record(Event.SIGNED_IN, by=person)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        """Signs her out, lets go of what she has, and says so in the log."""
        person = _person(request.user)
        claims.release(person)
        super().logout(request)
        audit.record(Event.SIGNED_OUT, by=person)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """What a password must be, in our words. Raises ValidationError."""
        passwords.check(password, person=_person(user))
        return password

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Sets it, and ends every session that the old one opened, and whatever link she has."""
        super().set_password(user, password)
        links.end(user)
        sessions.end_all(user)
        audit.record(Event.PASSWORD, by=user)
        # She had the old one, or a link that a lead gave her: this browser is known from now on.
        devices.earned(context.request, user)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **options: Any
    ) -> HttpResponse:
        """After all that a sign-in asks for."""
        devices.earned(request, user)
        response: HttpResponse = super().post_login(request, user, **options)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A page that says it is done, and leads to the sign-in."""
        return reverse("account_change_password_done")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where her work begins."""
        return first_page(_person(request.user))

    def add_message(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Silence: the page that follows says enough."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This house sends no mail."""


def _person(user: object) -> User:
    """Whom the log names. Raises TypeError for nobody."""
    if not isinstance(user, User):
        raise TypeError("Nobody is signed in.")
    return user
