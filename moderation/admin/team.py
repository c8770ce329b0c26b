"""The team: who is invited, changed, closed, and helped when a second factor is lost."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import admission, seconds
from moderation.accounts import factors, leads, names, people
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again
from moderation.admin import agreeing, ending, sure
from moderation.admin.page import page
from moderation.models import LeadRequest, SetupLink, Want
from stories.random_keys import NO_KEY

_may_manage = permission_required("moderation.manage_team", raise_exception=True)


class _NotDone(Exception):
    """Why not, for the lead. Nothing was changed. `about` is whom she has to look at for it."""

    def __init__(self, said: str, about: User | None = None) -> None:
        super().__init__(said)
        self.about = about


@_may_manage
@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def team(request: HttpRequest) -> HttpResponse:
    """Who is at the desk. A link that was just made is on the answer to its post, and nowhere
    else."""
    if request.method != "POST":
        return _shown(request)
    try:
        link = _act(request)
    except _NotDone as why:
        return _shown(request, problem=str(why), about=why.about, status=422)
    except sure.Unsure as unsure:
        return sure.ask(request, unsure, back=reverse("admin:team"))
    except LeadRequest.DoesNotExist:
        return _shown(request, problem=_("That waits no more. Nothing was changed."), status=422)
    if link:
        return _shown(request, link=link)
    return redirect("admin:team")


def _act(request: HttpRequest) -> str:
    """Does what was asked. Returns the link to hand over, where there is one."""
    me, act = signed_in(request), request.POST.get("act", "")
    try:
        if act in _OTHER_ACTS:
            return _OTHER_ACTS[act](request, me)
        if act not in _ACTS:
            raise _NotDone(_("Choose what to do. Nothing was changed."))
        person = _person(request)
        if person == me:
            # Nor may the last lead lock everybody out.
            raise _NotDone(
                _("That is your own account: another lead does it. Nothing was changed.")
            )
        return _ACTS[act](request, person, me)
    except seconds.Tied:
        raise _NotDone(str(seconds.WHY_NOT)) from None
    except PermissionDenied:
        raise _NotDone(
            _("It needs another lead than who asked or whom it is about. Nothing was changed.")
        ) from None


def _person(request: HttpRequest) -> User:
    number = request.POST.get("person", "")
    wanted = int(number) if number.isdecimal() and len(number) < 10 else NO_KEY
    person = User.objects.filter(pk=wanted, is_staff=True).first()
    if person is None:
        raise _NotDone(_("There is no such account. Nothing was changed."))
    return person


def _role(request: HttpRequest) -> str:
    role = request.POST.get("role", "")
    if role not in people.ROLES:
        raise _NotDone(_("Choose a role. Nothing was changed."))
    return role


@transaction.atomic
def _invited(request: HttpRequest, me: User) -> str:
    role = _role(request)
    # Nobody is a lead by one lead: until another agrees she is a moderator.
    first = people.MODERATORS if role == people.LEADS else role
    try:
        person = people.create(request.POST.get("name", ""), role=first, by=me)
    except names.Taken as fault:
        # Also where the answer with the link is loaded again: the link is not on it any more.
        lost_link = _(
            "If it is yours and the link is lost, make “A new link for her password”, below."
        )
        raise _NotDone(f"{fault.message} {lost_link}", about=fault.person) from None
    except ValidationError as fault:
        raise _NotDone(" ".join(fault.messages)) from None
    if role == people.LEADS:
        messages.info(request, _("Until then she is a moderator. This link sets her account up."))
        agreeing.is_asked(request, person, Want.LEAD, me)
    return people.setup_link(person, by=me)


@transaction.atomic
def _linked(request: HttpRequest, person: User, me: User) -> str:
    if agreeing.is_asked(request, person, Want.LINK, me):
        return ""
    return people.setup_link(people.reopen(person.get_username(), by=me), by=me)


@transaction.atomic
def _changed(request: HttpRequest, person: User, me: User) -> str:
    held, role = admission.holds(person), _role(request)
    if held and not people.reads(role):
        sure.must_be(request, ending.losing_the_key(person, role))
    if agreeing.is_asked(request, person, Want(role), me):
        return ""
    if not people.change_role(person.get_username(), role, by=me):
        messages.info(request, _("She has that role already. Nothing was changed."))
        return ""
    messages.success(request, _("The role is changed, and her sessions have ended."))
    agreeing.say_if_a_turn_is_due(request, person, held=held)
    return ""


@transaction.atomic
def _closed(request: HttpRequest, person: User, me: User) -> str:
    if not person.is_active:
        raise _NotDone(_("That account is closed already. Nothing was changed."))
    held = admission.holds(person)
    sure.must_be(request, ending.closing(person, held=held))
    if agreeing.is_asked(request, person, Want.CLOSE, me):
        return ""
    people.close(person.get_username(), by=me)
    messages.success(request, _("The account is closed, and its sessions have ended."))
    agreeing.say_if_a_turn_is_due(request, person, held=held)
    return ""


def _lost(request: HttpRequest, person: User, me: User) -> str:
    agreeing.is_asked(request, person, Want.LOST, me)
    return ""


_ACTS: dict[str, Callable[[HttpRequest, User, User], str]] = {
    "link": _linked,
    "role": _changed,
    "close": _closed,
    "lost": _lost,
}
# Those that are about no account, or about what somebody asked.
_OTHER_ACTS: dict[str, Callable[[HttpRequest, User], str]] = {
    "invite": _invited,
    "confirm": agreeing.agreed,
    "withdraw": agreeing.refused,
}


def _shown(
    request: HttpRequest,
    *,
    link: str = "",
    problem: str = "",
    about: User | None = None,
    status: int = 200,
) -> HttpResponse:
    primary = Authenticator.objects.filter(user=OuterRef("pk"), type__in=factors.PRIMARY)
    waits = SetupLink.objects.filter(person=OuterRef("pk"), until__gt=timezone.now())
    everybody = User.objects.filter(is_staff=True).annotate(
        has_factor=Exists(primary), has_link=Exists(waits)
    )
    me = signed_in(request)
    requests = agreeing.requests_for(me)
    return page(
        request,
        "admin/team.html",
        {
            "title": _("The team"),
            "me": me,
            "everybody": [
                (
                    person,
                    groups := [group.name for group in person.groups.all()],
                    [people.ROLE_NAMES.get(group, group) for group in groups],
                )
                for person in everybody.prefetch_related("groups").order_by("username")
            ],
            "roles": people.ROLE_NAMES.items(),
            "requests": requests,
            "lost": [one.asked.person for one in requests if one.asked.want == Want.LOST],
            "too_few": not seconds.untied(leads.everybody(), to=me),
            "why_not": seconds.WHY_NOT,
            "lead": people.LEADS,
            "link": link,
            "problem": problem,
            "about": about,
            "name": request.POST.get("name", "") if problem else "",
            "role": request.POST.get("role", "") if problem else "",
        },
        status=status,
    )
