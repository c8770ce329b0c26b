"""A moderator's second factors: where she sets one up, adds another and removes one."""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from moderation import audit, keys, sessions
from moderation.accounts import factors, links, passkeys, proving
from moderation.accounts.people import first_page, signed_in
from moderation.models import Event

_FORM = ["GET", "HEAD", "POST"]
# What the log calls each.
_NAMES = {"totp": "app", "webauthn": "passkey"}


@login_required
@require_http_methods(_FORM)
@proving.asks_again_of_who_has_one
def factors_page(request: HttpRequest) -> HttpResponse:
    """What she has, and the way to more."""
    person = signed_in(request)
    if request.method == "POST":
        _remove(request, person)
        return redirect("account_factors")
    return _page(
        request,
        "factors",
        {
            "app": factors.of(person).filter(type=factors.Kind.TOTP).first(),
            "passkeys": passkeys.names(person),
            "codes_left": factors.codes_left(person),
            "more_than_one": factors.of(person).filter(type__in=factors.PRIMARY).count() > 1,
            "has": factors.has(person),
            "needed": factors.needed(person),
        },
    )


@transaction.atomic
def _remove(request: HttpRequest, person: User) -> None:
    # So that two requests at once do not each leave the other's.
    _hold(person)
    hers = factors.of(person).filter(type__in=factors.PRIMARY)
    number = request.POST.get("factor", "")
    gone = hers.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if gone is None:
        messages.warning(request, _("That one is gone already. Nothing was changed."))
    elif hers.count() == 1 and factors.needed(person):
        messages.error(request, _("That is your only one. Set up another first."))
    else:
        kind = _NAMES[gone.type]
        gone.delete()
        if not factors.has(person):
            factors.of(person).delete()
        _changed(request, person, f"{kind}.removed")
        messages.success(request, _("It is removed. You are signed out everywhere but here."))


@sensitive_post_parameters()
@login_required
@require_http_methods(_FORM)
@proving.asks_again_of_who_has_one
def app(request: HttpRequest) -> HttpResponse:
    """An app that makes codes: its secret, and the first code as a proof that it has it."""
    person = signed_in(request)
    secret, problem = factors.pending_app(request, person), ""
    if request.method == "POST" and "code" not in request.POST:
        factors.begin_app(request, person)
        return redirect("account_app")
    if request.method == "POST" and secret:
        if _app_kept(request, person, secret):
            return _first_codes(request, person)
        problem = _("That was not the code that the app shows now. Try the next one.")
    spelt = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) if secret else ""
    context = {
        "secret": spelt,
        "address": _otpauth(person, secret) if secret else "",
        "problem": problem,
        "has": factors.has(person),
    }
    return _page(request, "app", context, status=422 if problem else 200)


@transaction.atomic
def _app_kept(request: HttpRequest, person: User, secret: str) -> bool:
    _hold(person)
    if not factors.keep_app(person, secret=secret, code=request.POST.get("code", "")):
        return False
    _changed(request, person, "app.set")
    return True


@login_required
@require_safe
def app_picture(request: HttpRequest) -> HttpResponse:
    """The address of the app that she is setting up, as a QR code. Raises Http404."""
    person = signed_in(request)
    secret = factors.pending_app(request, person)
    if secret is None:
        raise Http404
    picture = get_adapter().build_totp_svg(_otpauth(person, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


@login_required
@require_http_methods(_FORM)
@proving.asks_again_of_who_has_one
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey: the browser asks it, with `static/desk/passkey.js`, and posts its answer."""
    person, problem = signed_in(request), ""
    if request.method == "POST":
        if _passkey_kept(request, person):
            return _first_codes(request, person)
        problem = _("That passkey could not be set up. Try once more, or another one.")
    context = {
        "problem": problem,
        "name": request.POST.get("name", "")[: passkeys.NAME_LENGTH],
        "longest": passkeys.NAME_LENGTH,
    }
    return _page(request, "passkey", context, status=422 if problem else 200)


@transaction.atomic
def _passkey_kept(request: HttpRequest, person: User) -> bool:
    _hold(person)
    name = request.POST.get("name", "").strip() or _("A passkey")
    try:
        passkeys.keep(request, person, name=name, answer=request.POST.get("passkey", ""))
    except passkeys.NoPasskey:
        return False
    _changed(request, person, "passkey.set")
    return True


def _otpauth(person: User, secret: str) -> str:
    host = urlsplit(settings.SITE_URL).netloc
    asked = urlencode({"secret": secret, "issuer": f"me too, {host}"}, quote_via=quote)
    return f"otpauth://totp/{quote(person.get_username())}?{asked}"


@login_required
@require_http_methods(_FORM)
@proving.asks_again
def codes(request: HttpRequest) -> HttpResponse:
    """Makes new recovery codes, and shows them this once."""
    person = signed_in(request)
    if not factors.has(person):
        return redirect("account_factors")
    if request.method == "POST":
        with transaction.atomic():
            made = factors.new_codes(person)
            _changed(request, person, "codes.made")
        return _page(request, "codes", {"codes": made, "onward": reverse("account_factors")})
    return _page(request, "codes", {"left": factors.codes_left(person)})


def _first_codes(request: HttpRequest, person: User) -> HttpResponse:
    """After a factor was set up: with the first one come recovery codes."""
    if factors.codes_left(person):
        messages.success(request, _("It is set up. You are signed out everywhere but here."))
        return redirect("account_factors")
    with transaction.atomic():
        made = factors.new_codes(person)
        _changed(request, person, "codes.made")
    # Who reads words needs a passphrase next; nobody else has a desk to unlock.
    onward = reverse("admin:unlock") if keys.may_hold(person) else first_page(person)
    return _page(request, "codes", {"codes": made, "onward": onward})


def _hold(person: User) -> None:
    # To the end of the transaction: nobody makes a link for her meanwhile (`accounts.leads`).
    User.objects.select_for_update().get(pk=person.pk)


def _changed(request: HttpRequest, person: User, what: str) -> None:
    """Ends her sessions and whatever link she has, goes on in a new session, and says so in the
    log. In a transaction with the change itself."""
    # A lead alone may have made it before this seat was hers (`moderation.accounts.leads`).
    links.end(person)
    sessions.begin_anew(request, person)
    factors.proven(request.session, person)
    audit.record(Event.FACTOR, by=person, whom=person, what=what)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"account/{name}.html", context, status=status)
