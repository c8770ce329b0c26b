"""What takes two leads, on the page of the team: what waits, who may agree, and what is said."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from moderation import admission, seconds
from moderation.accounts import leads, people
from moderation.admin import ending, sure
from moderation.models import LeadRequest, Want
from moderation.seconds import Second
from moderation.wants import WANTS
from stories.random_keys import read_key


@dataclass(frozen=True, slots=True)
class Waits:
    """One request on the page: `second` is a name of `seconds.Second`."""

    asked: LeadRequest
    said: str
    second: str


def requests_for(me: User) -> list[Waits]:
    """What waits for another lead, and whether it could be she."""
    now = seconds.ties()
    return [
        Waits(asked, _said(asked), leads.standing(asked, me, now=now).name)
        for asked in leads.waiting()
    ]


def _said(asked: LeadRequest) -> str:
    names = {"lead": asked.asked_by.get_username(), "name": asked.person.get_username()}
    return str(WANTS[Want(asked.want)].asks) % names


def is_asked(request: HttpRequest, person: User, want: Want, me: User) -> bool:
    """Asks another lead where it takes two, and says so. Where it does not, whoever calls does it
    in the same transaction. Raises as `leads.ask` does."""
    asked = leads.ask(person, want, by=me)
    if asked is None:
        return False
    messages.success(
        request,
        _(
            "Another lead has to agree, under Team, within %(days)d days. Nothing is changed until "
            "then."
        )
        % {"days": WANTS[want].lasts.days},
    )
    if not leads.have_second(asked):
        command = f"manage.py create_moderator {person.get_username()} {WANTS[want].option}"
        messages.warning(
            request,
            _("There is no lead now who could. Whoever runs the server can do it: %(command)s.")
            % {"command": command},
        )
    return True


@transaction.atomic
def agreed(request: HttpRequest, me: User) -> str:
    """She agrees, and it is done. Returns the link to hand over, where there is one. Raises as
    `leads.agree` does, and sure.Unsure before anything ends for somebody by it."""
    number = read_key(request.POST.get("request", ""))
    about = LeadRequest.objects.filter(pk=number).select_related("person").first()
    held = about is not None and admission.holds(about.person)
    # Who may not is told so, and not asked whether she is sure.
    may = about is not None and leads.standing(about, me, now=seconds.ties()) == Second.MAY
    if may and about and WANTS[Want(about.want)].ends:
        sure.must_be(request, ending.agreeing(about.person, Want(about.want), held=held))
    asked = leads.agree(number, by=me)
    person = User.objects.get(pk=asked.person_id)
    if WANTS[Want(asked.want)].gives_link:
        return people.setup_link(person, by=me)
    messages.success(request, _("You agreed, and it is done. Her sessions have ended."))
    say_if_a_turn_is_due(request, person, held=held)
    return ""


def refused(request: HttpRequest, me: User) -> str:
    """It is not done. Raises as `leads.refuse` does."""
    leads.refuse(read_key(request.POST.get("request", "")), by=me)
    messages.success(request, _("It is not done. What was stands."))
    return ""


def say_if_a_turn_is_due(request: HttpRequest, person: User, *, held: bool) -> None:
    """Says that the key has to be turned where somebody held it (`held`) and does no more."""
    if held and not admission.holds(person):
        messages.warning(request, _("It held the desk's key: turn that today, under Desk key."))
