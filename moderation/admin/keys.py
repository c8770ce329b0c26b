"""Unlocking the desk, and who holds its key."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from moderation import (
    admission,
    audit,
    claims,
    devices,
    guesses,
    keys,
    passphrases,
    passwords,
    unlocking,
)
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again
from moderation.admin import agreeing, ending, sure
from moderation.admin.page import may_screen, page, posts_only
from moderation.admin.review.queue import admission_of
from moderation.models import Event, Keyring, Want
from stories.random_keys import read_key
from stories.sealing import Unopenable

_may_hold_keys = permission_required("moderation.hold_keys", raise_exception=True)


@sensitive_post_parameters()
@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Asks for the passphrase; of who has none yet, that she choose one."""
    person = signed_in(request)
    has_keyring = admission.has_keyring(person)
    problem, wait = "", 0
    if request.method == "POST":
        try:
            return _unlocked(request, person) if has_keyring else _made(request, person)
        except guesses.Spent as spent:
            problem, wait = str(spent), spent.seconds
        except keys.NotAdmitted:
            problem = _("That is right, but a lead has still to give you the desk's key.")
        except Unopenable:
            problem = _not_opened(has_keyring)
        except ValueError as fault:
            problem = str(fault)
    response = page(
        request,
        "admin/review/unlock.html",
        {
            "title": _("Unlock the desk"),
            "has_keyring": has_keyring,
            **(admission_of(person) if has_keyring else {}),
            "nobody_holds_it": not admission.holders().exists(),
            "shortest": passphrases.SHORTEST,
            "suggested": "" if has_keyring else passphrases.suggested(),
            "problem": problem,
            # Of what she typed, what is no secret of hers alone: ten words are long.
            "recovery": request.POST.get("recovery", ""),
            "next": request.GET.get("next", ""),
        },
        status=429 if wait else 200,
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _not_opened(has_keyring: bool) -> str:
    if has_keyring:
        return _("That did not open it. Nothing was changed.")
    return _(
        "The recovery code did not open the desk. Nothing was kept: look at its ten words, and "
        "type your passphrase twice once more."
    )


def _unlocked(request: HttpRequest, person: User) -> HttpResponse:
    guesses.spend_on_passphrase(person)
    try:
        opened = keys.open_with(request.POST.get("passphrase", ""), person=person)
    except keys.NotAdmitted:
        # It was right: who looks whether she is admitted by now guesses nothing.
        guesses.passphrase_was_right(person)
        raise
    return _sitting(request, person, opened)


def _made(request: HttpRequest, person: User) -> HttpResponse:
    """Her keyring; with the recovery code she gives herself the desk's key too."""
    passphrase = request.POST.get("passphrase", "")
    if passphrase != request.POST.get("again", ""):
        raise ValueError(
            _("The two passphrases were not the same. Nothing was kept: type both once more.")
        )
    passphrases.check(passphrase, person=person)
    _must_not_be_her_password(request, passphrase, person)
    code, opened = request.POST.get("recovery", "").strip(), None
    if code:
        # To choose a passphrase is no guess at one. A recovery code is.
        guesses.spend_on_passphrase(person)
        opened = keys.open_with_recovery(code)
    keys.make_keyring(person, passphrase=passphrase)
    if opened is None:
        messages.success(request, _("Your passphrase is set. A lead has to admit you now."))
        return redirect("admin:unlock")
    keys.admit(person, keys=opened, by=person)
    return _sitting(request, person, opened)


def _must_not_be_her_password(request: HttpRequest, passphrase: str, person: User) -> None:
    # The answer tells what her password is, so it is a guess at that.
    device = devices.of(request, name=person.get_username())
    if person.has_usable_password() and passwords.is_hers(passphrase, person=person, device=device):
        raise passphrases.Refused(
            _("That is your password. Choose something else: who learns one must not have both.")
        )


def _sitting(request: HttpRequest, person: User, opened: keys.Opened) -> HttpResponse:
    guesses.passphrase_was_right(person)
    with transaction.atomic():
        cookie = unlocking.keep(request, person, opened)
        audit.record(Event.UNLOCKED, by=person)
    where = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts=None)
    response = redirect(where if safe and where else "admin:review")
    unlocking.set_cookie(response, cookie)
    return response


@posts_only(leads_to="admin:index")
def lock(request: HttpRequest) -> HttpResponse:
    """Ends the sitting."""
    unlocking.lock(request)
    claims.release(signed_in(request))
    messages.success(request, _("The desk is locked."))
    return redirect("admin:review")


@_may_hold_keys
@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def holders(request: HttpRequest) -> HttpResponse:
    """Who holds the desk's key, and who waits for it."""
    if request.method == "POST":
        return _changed(request)
    return page(
        request,
        "admin/review/keys.html",
        {
            "title": _("The desk's key"),
            "waiting": admission.waiting().select_related("person"),
            "holders": admission.holders().select_related("person"),
            "me": signed_in(request),
            "turning": keys.is_turning(),
            "due": keys.is_turn_due(),
        },
    )


def _changed(request: HttpRequest) -> HttpResponse:
    acts = {"admit": _admit, "remove": _remove, "turn": _turn}
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise PermissionDenied
        if said := act(request, unlocking.keys_of(request, signed_in(request))):
            messages.success(request, said)
    except sure.Unsure as unsure:
        return sure.ask(request, unsure, back=reverse("admin:keys"))
    except (unlocking.Shut, keys.NotUnlocked):
        messages.error(request, _("Unlock the desk first. Nothing was changed."))
        return redirect("admin:unlock")
    except Keyring.DoesNotExist:
        messages.error(request, _("That keyring is gone. Nothing was changed."))
    return redirect("admin:keys")


def _person(request: HttpRequest) -> User:
    wanted = read_key(request.POST.get("keyring", ""))
    keyring = Keyring.objects.select_related("person").get(pk=wanted)
    if keyring.person is None:
        raise Keyring.DoesNotExist
    return keyring.person


def _admit(request: HttpRequest, opened: keys.Opened) -> str:
    person = _person(request)
    keys.admit(person, keys=opened, by=signed_in(request))
    return _("%(name)s holds the desk's key now.") % {"name": person}


def _remove(request: HttpRequest, opened: keys.Opened) -> str:
    person = _person(request)
    if person == signed_in(request):
        raise Keyring.DoesNotExist
    sure.must_be(request, ending.losing_it(person))
    me = signed_in(request)

    def takes_one() -> bool:
        return not agreeing.is_asked(request, person, Want.KEY, me)

    if not keys.remove_and_turn(person, keys=opened, by=me, if_still=takes_one):
        return ""
    return _(
        "%(name)s holds it no more, and the key is turned. An old backup still opens with her "
        "passphrase."
    ) % {"name": person}


def _turn(request: HttpRequest, opened: keys.Opened) -> str:
    sure.must_be(request, ending.turning())
    count = keys.turn(opened, by=signed_in(request))
    return _("The key is turned. Sealed anew: %(count)d.") % {"count": count}
