"""The team: who is invited, changed, closed, and helped when a second factor is lost."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import admission
from moderation.accounts import factors, lost, names, people
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again
from moderation.admin.page import page
from moderation.models import LostFactor
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
    except LostFactor.DoesNotExist:
        return _shown(request, problem=_("That waits no more. Nothing was changed."), status=422)
    if link:
        return _shown(request, link=link)
    return redirect("admin:team")


def _act(request: HttpRequest) -> str:
    """Does what was asked. Returns the link to hand over, where there is one."""
    me, act = signed_in(request), request.POST.get("act", "")
    if act == "invite":
        return _invited(request, me)
    doing = _ACTS.get(act)
    if doing is None:
        raise _NotDone(_("Choose what to do. Nothing was changed."))
    person = _person(request)
    if person == me:
        # Nor may the last lead lock everybody out.
        raise _NotDone(_("That is your own account: another lead does it. Nothing was changed."))
    try:
        return doing(request, person, me)
    except PermissionDenied:
        raise _NotDone(_("It needs another lead than who asked. Nothing was changed.")) from None


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


def _invited(request: HttpRequest, me: User) -> str:
    role = _role(request)
    try:
        person = people.create(request.POST.get("name", "").strip(), role=role, by=me)
    except names.Taken as fault:
        # Also where the answer with the link is loaded again: the link is not on it any more.
        lost_link = _("If it is yours and the link is lost, make “A new link” for it, below.")
        raise _NotDone(f"{fault.message} {lost_link}", about=fault.person) from None
    except ValidationError as fault:
        raise _NotDone(" ".join(fault.messages)) from None
    return people.setup_link(person)


def _linked(request: HttpRequest, person: User, me: User) -> str:
    return people.setup_link(people.reopen(person.get_username(), by=me))


def _changed(request: HttpRequest, person: User, me: User) -> str:
    held = admission.holds(person)
    if not people.change_role(person.get_username(), _role(request), by=me):
        messages.info(request, _("She has that role already. Nothing was changed."))
        return ""
    messages.success(request, _("The role is changed, and her sessions have ended."))
    _say_if_a_turn_is_due(request, person, held=held)
    return ""


def _closed(request: HttpRequest, person: User, me: User) -> str:
    held = admission.holds(person)
    people.close(person.get_username(), by=me)
    messages.success(request, _("The account is closed, and its sessions have ended."))
    _say_if_a_turn_is_due(request, person, held=held)
    return ""


def _say_if_a_turn_is_due(request: HttpRequest, person: User, *, held: bool) -> None:
    if held and not admission.holds(person):
        messages.warning(request, _("It held the desk's key: turn that today, under Desk key."))


def _asked(request: HttpRequest, person: User, me: User) -> str:
    lost.ask(person, by=me)
    messages.success(request, _("Another lead has to agree, here. Nothing is changed until then."))
    return ""


def _agreed(request: HttpRequest, person: User, me: User) -> str:
    lost.agree(person, by=me)
    return people.setup_link(person)


def _refused(request: HttpRequest, person: User, me: User) -> str:
    lost.refuse(person, by=me)
    messages.success(request, _("It is not done. What she has stands."))
    return ""


_ACTS: dict[str, Callable[[HttpRequest, User, User], str]] = {
    "link": _linked,
    "role": _changed,
    "close": _closed,
    "lost": _asked,
    "agree": _agreed,
    "refuse": _refused,
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
    everybody = User.objects.filter(is_staff=True).annotate(has_factor=Exists(primary))
    me = signed_in(request)
    return page(
        request,
        "admin/team.html",
        {
            "title": _("The team"),
            "me": me,
            "everybody": [
                (person, [group.name for group in person.groups.all()])
                for person in everybody.prefetch_related("groups").order_by("username")
            ],
            "roles": people.ROLES,
            "lost": lost.waiting().select_related("person", "asked_by"),
            "asked": set(lost.waiting().values_list("person", flat=True)),
            "too_few": lost.leads_besides(me) < 1,
            "link": link,
            "problem": problem,
            "about": about,
            "name": request.POST.get("name", "") if problem else "",
            "role": request.POST.get("role", "") if problem else "",
        },
        status=status,
    )
