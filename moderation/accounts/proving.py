"""Proving once more who somebody is: with a code, a passkey, or where she has neither her password.

The same at the second step of a sign-in and before what must not be done with a stolen session.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from moderation import devices, guesses, passwords, turns
from moderation.accounts import factors, passkeys
from moderation.accounts.people import signed_in
from moderation.models import Device

# The fields in which a proof comes. No other form has fields of these names.
CODE, PASSKEY, PASSWORD = "proof-code", "proof-passkey", "proof-password"
FIELDS = (CODE, PASSKEY, PASSWORD)

View = Callable[..., HttpResponseBase]


class Refused(Exception):
    """It was not right, or not tried. Its text says so to the moderator; `seconds` from now it may
    be tried again, at once where that is 0."""

    def __init__(self, said: str, seconds: int = 0, status: int = 403) -> None:
        super().__init__(said)
        self.seconds, self.status = seconds, status


def prove(request: HttpRequest, person: User) -> None:
    """Looks at what was posted, and remembers in the session that it was right. Raises Refused."""
    device = devices.of(request, name=person.get_username())
    # Hers and that of who has only her password: he leaves her the share of where she is known.
    whose = f"{'known' if device else 'new'} {person.pk}"
    try:
        if not request.POST.get(PASSKEY):
            guesses.look_for_code(person, device)
        with turns.turn(request, turns.CODES, whose=whose):
            right = _is_right(request, person, device)
    except guesses.Spent as spent:
        raise Refused(str(spent), spent.seconds, 429) from None
    except turns.Busy as busy:
        said = _("Too many are signing in at this moment, so this was not tried.")
        raise Refused(said, busy.seconds, 503) from None
    if not right:
        raise Refused(_("That was not right, or it was used before. Each code works once."))
    factors.proven(request.session, person)


def _is_right(request: HttpRequest, person: User, device: Device | None) -> bool:
    if answer := request.POST.get(PASSKEY, ""):
        # Nobody guesses one, so an attack leaves her this.
        return passkeys.is_right(request, person, answer)
    if not (factors.has(person) or factors.needed(person)):
        return passwords.is_hers(request.POST.get(PASSWORD, ""), person=person, device=device)
    purses = guesses.spend_on_code(person, device)
    right = factors.code_is_right(person, request.POST.get(CODE, ""))
    if right:
        purses.give_back()
    return right


def asks_again(view: View) -> View:
    """A view whose posts need a proof of the last five minutes. Where there is none the answer is
    a page that asks for it, and holds everything that was posted until it comes."""

    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
        person = signed_in(request)
        if request.method != "POST" or factors.recent(request, person):
            return view(request, *args, **options)
        if not shown_now(request):
            return ask(request, person, "account/again.html", status=403)
        try:
            prove(request, person)
        except Refused as refused:
            return ask(request, person, "account/again.html", refused=refused)
        return view(request, *args, **options)

    return answer


def asks_again_if(grave: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """The same for those of a view's posts that are `grave`: the others are light, or are taken
    back as easily."""

    def asking_view(view: View) -> View:
        asking = asks_again(view)

        @wraps(view)
        def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
            return (asking if grave(request) else view)(request, *args, **options)

        return answer

    return asking_view


def shown_now(request: HttpRequest) -> bool:
    """Whether a proof came with this very post: what answers it is put in the place of the page
    that asked for it."""
    return bool(request.POST.keys() & set(FIELDS))


def asks_again_of_who_has_one(view: View) -> View:
    """The same for the pages on which a first factor is set up: who has none yet has nothing to
    show."""
    asking = asks_again(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
        to = asking if factors.has(signed_in(request)) else view
        return to(request, *args, **options)

    return answer


def ask(
    request: HttpRequest,
    person: User,
    template: str,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page that asks for a proof, and holds what else was posted."""
    held = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {*FIELDS, "csrfmiddlewaretoken"}
    ]
    context = {
        "held": held,
        "by_code": factors.has(person) or factors.needed(person),
        "by_passkey": factors.of(person).filter(type=factors.Kind.WEBAUTHN).exists(),
        "problem": str(refused or ""),
    }
    response = render(request, template, context, status=refused.status if refused else status)
    if refused and refused.seconds:
        response.headers["Retry-After"] = str(refused.seconds)
    return response
