"""A lead is made and unmade by two: one asks, another agrees, and it stands in the log."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from moderation import keys, seconds
from moderation.accounts import factors, leads, people
from moderation.models import Keyring, LeadRequest, Line, Session, SetupLink, Want
from stories.models import SealingKey
from tests import desk, pages
from tests.test_claims import at
from tests.test_team import TEAM, answers, does, link_on, logged, said_next, sets_password

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
KEYS = "/admin/keys/"


@pytest.fixture
def cleo(desk_key) -> User:
    """A second lead."""
    return people.create("cleo", role=people.LEADS)


@pytest.fixture
def second(cleo) -> Client:
    """The second lead's browser."""
    return browser_of(cleo)


@pytest.fixture
def dora(desk_key) -> User:
    """A third lead, whose role and account are asked for."""
    person = people.create("dora", role=people.LEADS)
    desk.has_app(person)
    return person


def browser_of(person: User) -> Client:
    client = Client()
    desk.sign_in(client, person)
    return client


def is_lead(name: str) -> bool:
    return leads.is_lead(User.objects.get(username=name))


def alert(answer) -> str:
    assert answer.status_code == 422
    return pages.parsed(answer.content).all("p", role="alert")[0].text


def test_it_takes_two_to_make_a_lead(lead_at_desk, second, moderator):
    does(lead_at_desk, "role", role="lead")
    assert "Another lead has to agree, under Team, within 7 days." in said_next(lead_at_desk)
    assert not is_lead("ada")
    # Asking again is not a second yes, and is asked once.
    does(lead_at_desk, "role", role="lead")
    number = LeadRequest.objects.get().pk
    assert "It needs another lead" in alert(answers(lead_at_desk, "confirm"))
    page = lead_at_desk.get(TEAM).content.decode()
    assert 'value="confirm"' not in page
    assert "Take it back" in page
    assert not is_lead("ada")
    assert "bell asks that ada becomes a lead." in second.get(TEAM).content.decode()
    assert answers(second, "confirm").status_code == 302
    assert is_lead("ada")
    assert "waits no more" in alert(answers(second, "confirm", number))
    assert logged("lead_asked") == [("bell", "ada", "lead")]
    assert logged("lead_agreed") == [("cleo", "ada", "lead")]
    assert logged("role") == [("cleo", "ada", "lead")]
    assert logged("lead_carried") == [("bell", "ada", "lead")]
    # Neither of the two is the other of two with her now.
    ada, bell, cleo = (User.objects.get(username=name) for name in ("ada", "bell", "cleo"))
    assert seconds.tied(ada, bell)
    assert seconds.tied(ada, cleo)
    assert not seconds.tied(bell, cleo)


def test_who_asked_is_tied_from_the_day_of_the_yes_on(lead, cleo, moderator):
    asked = leads.ask(moderator, Want.LEAD, by=lead)
    assert asked is not None
    with at(6 * DAY):
        leads.agree(asked.pk, by=cleo)
    with at(12 * DAY):
        assert seconds.tied(lead, moderator)
    with at(13 * DAY):
        assert not seconds.tied(lead, moderator)


def test_who_is_invited_to_be_a_lead_is_a_moderator_until_another_agrees(lead_at_desk, second):
    fields = {"act": "invite", "name": "grace", "role": "lead"}
    answer = lead_at_desk.post(TEAM, fields)
    assert sets_password(link_on(answer))
    said = answer.content.decode()
    assert "Until then she is a moderator." in said
    assert "Another lead has to agree" in said
    assert not is_lead("grace")
    assert logged("invited")[-1] == ("bell", "grace", "moderator")
    answers(second, "confirm")
    assert is_lead("grace")


@pytest.mark.parametrize("role", ["moderator", "auditor"])
def test_it_takes_two_to_take_that_role_away(lead_at_desk, second, dora, role):
    browser = browser_of(dora)
    does(lead_at_desk, "role", "dora", role=role)
    assert is_lead("dora")
    assert browser.get(TEAM).status_code == 200
    answers(second, "confirm")
    assert list(dora.groups.values_list("name", flat=True)) == [role]
    assert not Session.objects.filter(person=dora).exists()
    assert logged("lead_agreed") == [("cleo", "dora", role)]
    # That ends something: nobody was brought in by it.
    assert not seconds.tied(User.objects.get(username="bell"), dora)


def test_it_takes_two_to_close_a_leads_account(lead_at_desk, second, dora):
    keys.make_keyring(dora, passphrase=desk.PASSPHRASE)
    keys.admit(dora, keys={1: desk.PAIR})
    does(lead_at_desk, "close", "dora")
    assert is_lead("dora")
    # The second is asked whether she is sure, too.
    asked = answers(second, "confirm", sure="")
    form, yes = pages.yes_of(asked)
    assert form is not None
    assert "She is signed out at once" in form.text
    assert "another lead has to agree" not in form.text
    assert is_lead("dora")
    assert LeadRequest.objects.exists()
    assert second.post(TEAM, yes).status_code == 302
    dora.refresh_from_db()
    assert not dora.is_active
    assert logged("closed") == [("cleo", "dora", "")]
    assert "turn that today" in said_next(second)


AGREES = {
    Want.MODERATOR: ("Change the role of dora to “moderator”?", "She is a lead no more"),
    Want.AUDITOR: ("Change the role of dora to “auditor”?", "the desk's key is taken from her"),
    Want.CLOSE: ("Close the account of dora?", "She is signed out at once"),
    Want.KEY: ("Take the desk's key from dora?", "Her passphrase opens nothing any more"),
    Want.LOST: ("Give dora the way to new second factors?", "by a voice that you know"),
}


def what_she_has(person: User) -> list[object]:
    person = User.objects.get(pk=person.pk)
    return [
        person.is_active,
        list(person.groups.values_list("name", flat=True)),
        factors.has(person),
        Session.objects.filter(person=person).count(),
        Keyring.objects.filter(person=person).count(),
        Line.objects.count(),
        LeadRequest.objects.count(),
    ]


@pytest.mark.parametrize("want", AGREES)
def test_the_second_is_asked_too_before_she_ends_something(lead, second, dora, want):
    desk.admit(dora)
    browser_of(dora)
    asked = leads.ask(dora, want, by=lead)
    assert asked is not None
    before = what_she_has(dora)
    for sure in ("", "no", "yes"):
        answer = answers(second, "confirm", sure=sure)
        assert answer.status_code == 200
        assert what_she_has(dora) == before
    read, (title, said) = pages.parsed(answer.content), AGREES[want]
    assert read.all("h1")[0].text == title
    form, yes = pages.yes_of(answer)
    assert form is not None
    assert said in form.text
    assert "another lead has to agree" not in form.text
    assert second.post(form["action"], yes).status_code in (200, 302)
    assert what_she_has(dora) != before
    assert not LeadRequest.objects.exists()


def test_what_ends_nothing_is_not_asked_about_twice(lead, second, dora, moderator):
    leads.ask(moderator, Want.LEAD, by=lead)
    assert answers(second, "confirm", sure="").status_code == 302
    assert is_lead("ada")


def test_it_takes_two_to_take_a_leads_key(lead_at_desk, second, dora):
    desk.admit(dora)
    browser_of(dora).post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert Session.objects.filter(person=dora).exists()
    ring = str(Keyring.objects.get(person=dora))
    fields = {"act": "remove", "keyring": ring}
    assert "another lead has to agree first" in lead_at_desk.post(KEYS, fields).content.decode()
    assert pages.surely(lead_at_desk, KEYS, fields).headers["Location"] == KEYS
    assert "under Team, within 7 days" in lead_at_desk.get(KEYS).content.decode()
    assert Keyring.objects.filter(person=dora, desk_keys__isnull=False).exists()
    assert SealingKey.objects.count() == 1
    assert not logged("key_taken")
    # The first is not the second by asking here once more.
    pages.surely(lead_at_desk, KEYS, fields)
    assert "It needs another lead" in alert(answers(lead_at_desk, "confirm"))
    (section,) = pages.parsed(second.get(TEAM).content).all("section", **{"aria-labelledby": "two"})
    assert "bell asks that the desk's key is taken from dora." in section.text
    assert answers(second, "confirm").status_code == 302
    assert not Keyring.objects.filter(person=dora).exists()
    # In a sitting that is open she would have it in hand.
    assert not Session.objects.filter(person=dora).exists()
    assert keys.is_turn_due()
    assert "turn that today" in said_next(second)
    assert logged("key_taken") == [("cleo", "dora", "")]
    assert not seconds.tied(User.objects.get(username="bell"), dora)


def test_who_becomes_a_lead_meanwhile_keeps_her_key(lead, moderator, desk_key):
    """It is asked in the transaction that takes it."""
    desk.admit(moderator)

    def takes_one() -> bool:
        people.change_role("ada", people.LEADS)
        return leads.ask(moderator, Want.KEY, by=lead) is None

    assert not keys.remove_and_turn(moderator, keys={1: desk.PAIR}, by=lead, if_still=takes_one)
    assert Keyring.objects.filter(person=moderator, desk_keys__isnull=False).exists()
    assert SealingKey.objects.count() == 1


def test_nobody_answers_what_is_asked_of_her_own_account(lead_at_desk, second, dora):
    browser = browser_of(dora)
    does(lead_at_desk, "close", "dora")
    page = browser.get(TEAM).content.decode()
    assert "It is about your own account" in page
    assert 'value="confirm"' not in page
    assert 'value="withdraw"' not in page
    for act in ("confirm", "withdraw"):
        assert "another lead than" in alert(answers(browser, act))
    assert LeadRequest.objects.count() == 1
    # Nor does she keep others from asking by what she asks.
    with pytest.raises(PermissionDenied):
        leads.ask(dora, Want.CLOSE, by=dora)


@pytest.mark.parametrize("state", ["closed", "without a factor", "there"])
def test_it_takes_two_to_give_a_link_to_a_lead(lead_at_desk, second, dora, state):
    if state == "closed":
        people.close("dora")
    elif state == "without a factor":
        factors.of(dora).delete()
    answer = does(lead_at_desk, "link", "dora")
    assert answer.status_code == 302
    assert not SetupLink.objects.exists()
    assert not logged("reopened")
    assert sets_password(link_on(answers(second, "confirm")))
    assert is_lead("dora")
    assert logged("reopened") == [("cleo", "dora", "")]
    assert logged("lead_carried") == [("bell", "dora", "link")]
    assert seconds.tied(User.objects.get(username="bell"), dora)


def test_what_concerns_no_lead_takes_one(lead_at_desk, second, moderator):
    desk.has_app(moderator)
    does(lead_at_desk, "role", role="auditor")
    does(lead_at_desk, "close")
    assert not LeadRequest.objects.exists()
    moderator.refresh_from_db()
    assert not moderator.is_active


def test_another_refuses_and_who_asked_takes_it_back(lead_at_desk, second, moderator):
    for client, who in ((second, "cleo"), (lead_at_desk, "bell")):
        does(lead_at_desk, "role", role="lead")
        assert answers(client, "withdraw").status_code == 302
        assert "What was stands." in said_next(client)
        assert not LeadRequest.objects.exists()
        assert logged("lead_refused")[-1] == (who, "ada", "lead")
    assert not is_lead("ada")


def test_after_seven_days_nothing_waits(lead, cleo, moderator):
    asked = leads.ask(moderator, Want.LEAD, by=lead)
    assert asked is not None
    with at(6 * DAY):
        leads.forget()
        assert leads.waiting() == [asked]
    with at(7 * DAY):
        assert not leads.waiting()
        for act in (leads.agree, leads.refuse):
            with pytest.raises(LeadRequest.DoesNotExist):
                act(asked.pk, by=cleo)
        leads.forget()
        assert not LeadRequest.objects.exists()
    assert not is_lead("ada")


@pytest.mark.parametrize("gone", ["closed", "no lead any more"])
def test_what_a_lead_asked_who_is_gone_waits_no_more(lead, cleo, moderator, gone):
    asked = leads.ask(moderator, Want.LEAD, by=lead)
    assert asked is not None
    if gone == "closed":
        people.close("bell")
    else:
        people.change_role("bell", people.MODERATORS)
    assert not leads.waiting()
    with pytest.raises(LeadRequest.DoesNotExist):
        leads.agree(asked.pk, by=cleo)
    # Nor does she who is gone agree, or ask, by a page that she had open.
    other = leads.ask(moderator, Want.LEAD, by=cleo)
    assert other is not None
    for act in (
        lambda: leads.agree(other.pk, by=lead),
        lambda: leads.refuse(other.pk, by=lead),
        lambda: leads.ask(moderator, Want.LEAD, by=lead),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not is_lead("ada")


def test_what_has_come_about_otherwise_waits_no_more(lead, cleo, dora, moderator):
    role = leads.ask(moderator, Want.LEAD, by=lead)
    shut = leads.ask(dora, Want.CLOSE, by=lead)
    assert role is not None
    assert shut is not None
    people.change_role("ada", people.LEADS)
    people.close("dora")
    assert not leads.waiting()
    for asked in (role, shut):
        with pytest.raises(LeadRequest.DoesNotExist):
            leads.agree(asked.pk, by=cleo)


def test_whom_she_brought_in_is_not_the_second(lead_at_desk, lead, moderator, cleo):
    sock = browser_of(people.create("sock", role=people.LEADS, by=lead))
    does(lead_at_desk, "role", role="lead")
    page = sock.get(TEAM).content.decode()
    assert 'value="confirm"' not in page
    assert "whom neither of you brought in this week" in page
    assert "one of you brought the other in" in alert(answers(sock, "confirm"))
    assert not is_lead("ada")
    # Each asks for herself: by asking first nobody keeps another from asking.
    does(sock, "role", role="lead")
    assert LeadRequest.objects.count() == 2
    leads.agree(LeadRequest.objects.get(asked_by=lead).pk, by=cleo)
    assert is_lead("ada")
    assert not LeadRequest.objects.exists()


def test_a_lead_is_not_safe_from_all_whom_she_brought_in(lead, dora):
    """She gave both of them a link this week: in what is asked against her they are two."""
    others = [people.create(name, role=people.LEADS, by=dora) for name in ("mara", "nina")]
    assert seconds.tied(*others)
    asked = leads.ask(dora, Want.CLOSE, by=others[0])
    assert asked is not None
    leads.agree(asked.pk, by=others[1])
    dora.refresh_from_db()
    assert not dora.is_active
    # In what is for her they are not, nor in anything else.
    for person in (dora, people.create("olga")):
        want = Want.LINK if person == dora else Want.LEAD
        asked = leads.ask(person, want, by=others[0])
        assert asked is not None
        with pytest.raises(seconds.Tied):
            leads.agree(asked.pk, by=others[1])


def test_where_there_is_no_second_the_page_names_the_way_out(lead_at_desk, lead, moderator):
    people.create("sock", role=people.LEADS, by=lead)
    help_text = "There is no lead now who could be the second to you."
    page = lead_at_desk.get(TEAM).content.decode()
    assert help_text in page
    assert "manage.py create_moderator NAME" in page
    does(lead_at_desk, "role", role="lead")
    said = said_next(lead_at_desk)
    assert "manage.py create_moderator ada --change-to lead" in said
    people.create("cleo", role=people.LEADS)
    assert help_text not in lead_at_desk.get(TEAM).content.decode()
    # And whoever runs the server needs no second.
    call_command("create_moderator", "ada", "--change-to", "lead", stdout=StringIO())
    assert is_lead("ada")
    assert not leads.waiting()


def test_a_lead_of_two_is_told_that_the_other_cannot_agree_to_her_own(lead_at_desk, cleo):
    does(lead_at_desk, "close", "cleo")
    assert "manage.py create_moderator cleo --close" in said_next(lead_at_desk)


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "\x00", "0" * 16])
@pytest.mark.parametrize("act", ["confirm", "withdraw"])
def test_nonsense_changes_nothing_and_is_said(lead_at_desk, act, number):
    answer = lead_at_desk.post(TEAM, {"act": act, "request": number})
    assert "That waits no more. Nothing was changed." in alert(answer)
