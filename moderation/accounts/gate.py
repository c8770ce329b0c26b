"""Nobody gets past the desk's door with a password alone.

allauth asks for a second factor only of who has one, and its own hook for the admin asks nobody.
`metoo.desk_middleware` asks here before every page of the desk.
"""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moderation.accounts import factors

# Where somebody may be who has shown no second factor: to set one up, and to leave.
OPEN = frozenset(
    "account_login account_logout account_inactive account_factors account_app account_app_picture "
    "account_passkey account_passkey_options account_change_password_done "
    "account_set_up account_set_up_done account_set_up_link".split()
)


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody who is signed in and has not shown a second factor; None for all
    others, and for nobody."""
    person = request.user
    if not isinstance(person, User):
        _says_why(request)
        return None
    if factors.passed(request, person):
        return None
    if factors.has(person):
        # She has one and this session has not seen it: it is none that a sign-in made.
        request.session.flush()
        return redirect("account_login")
    match = request.resolver_match
    if match and match.view_name in OPEN:
        return None
    return redirect("account_factors")


def _says_why(request: HttpRequest) -> None:
    """Says once, to the browser that had a session, what ended it. Whoever has none, or one that
    never was, is told nothing but what stands on the page of the sign-in for everybody."""
    if (why := getattr(request.session, "ended", None)) is not None:
        messages.info(request, why.label)
