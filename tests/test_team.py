"""The team page: invitations, roles, closing, and a lost factor that needs two leads."""

import datetime
from importlib import import_module
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from moderation import audit, claims, keys
from moderation.accounts import factors, leads, people
from moderation.models import Keyring, LeadRequest, Line, Session, Want
from stories.models import SealingKey
from tests import desk, pages

pytestmark = pytest.mark.django_db
TEAM = "/admin/team/"
PASSWORD = "six small boats on grey water"


@pytest.fixture
def second(desk_key) -> Client:
    """Another lead, at the desk."""
    client = Client()
    desk.sign_in(client, people.create("cleo", role=people.LEADS))
    return client


def does(client: Client, act: str, person: str = "ada", **more: str):
    """She asks for it, and is sure."""
    number = User.objects.filter(username=person).values_list("pk", flat=True).first()
    return pages.surely(client, TEAM, {"act": act, "person": str(number), **more})


def answers(client: Client, act: str, number: int | None = None, *, sure: str | None = None):
    """She agrees (`confirm`) to what waits, and is sure, or does not (`withdraw`). With `sure` her
    post comes alone, and says that."""
    found = LeadRequest.objects.get() if number is None else LeadRequest(pk=number)
    fields = {"act": act, "request": str(found)}
    if sure is None:
        return pages.surely(client, TEAM, fields)
    return client.post(TEAM, fields | {"sure": sure})


def link_on(answer) -> str:
    assert answer.status_code == 200
    return urlsplit(pages.parsed(answer.content).all("output")[0].text).path


def sets_password(link: str) -> bool:
    client = Client()
    form = client.get(link)
    if form.status_code != 302:
        return False
    client.post(form.headers["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    return True


def logged(event: str) -> list[tuple[str, str, str]]:
    who = {name: person.username for name, person in audit.names()} | {"": ""}
    lines = Line.objects.filter(event=event).order_by("number").values_list("by", "whom", "what")
    return [(who[by], who[whom], what) for by, whom, what in lines]


def test_a_lead_invites_somebody_who_sets_everything_up(lead_at_desk):
    answer = lead_at_desk.post(TEAM, {"act": "invite", "name": "grace", "role": "moderator"})
    link = link_on(answer)
    assert answer.headers["Cache-Control"] == "no-store" or "no-store" in answer["Cache-Control"]
    assert logged("invited")[-1] == ("bell", "grace", "moderator")
    assert sets_password(link)
    assert not sets_password(link), "it works once"
    client = Client()
    client.post("/accounts/login/", {"login": "grace", "password": PASSWORD})
    assert client.get("/admin/review/").headers["Location"] == "/accounts/factors/"
    client.post("/accounts/factors/app/")
    key = pages.parsed(client.get("/accounts/factors/app/").content).all("output")[0].text
    client.post("/accounts/factors/app/", {"code": desk.code(key.replace(" ", ""))})
    assert client.get("/admin/review/").status_code == 200
    assert b"A passphrase" in client.get("/admin/unlock/").content
    # It is shown on the answer alone.
    assert b"set-up" not in lead_at_desk.get(TEAM).content


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"act": "invite", "name": "", "role": "lead"}, "Type a name"),
        ({"act": "invite", "name": "ada", "role": "lead"}, "already: ada."),
        ({"act": "invite", "name": "ADA", "role": "lead"}, "already: ada."),
        ({"act": "invite", "name": "ａｄａ", "role": "lead"}, "already: ada."),
        ({"act": "invite", "name": "a b", "role": "lead"}, "letters, digits"),
        ({"act": "invite", "name": "\u1160", "role": "lead"}, "letters, digits"),
        # What Unicode writes as four words, eighteen letters and three blanks in all.
        ({"act": "invite", "name": "ﷺ" * 20, "role": "lead"}, "longer than 150"),
        ({"act": "invite", "name": "ﷺ", "role": "lead"}, "letters, digits"),
        ({"act": "invite", "name": "аda", "role": "lead"}, "(Cyrillic, Latin)"),
        ({"act": "invite", "name": "lea٣", "role": "lead"}, "(Arabic, Latin)"),
        ({"act": "invite", "name": "x" * 151, "role": "lead"}, "longer than 150"),
        ({"act": "invite", "name": "\x00", "role": "lead"}, "letters, digits"),
        ({"act": "invite", "name": "grace", "role": "owner"}, "Choose a role"),
        ({"act": "invite", "name": "grace"}, "Choose a role"),
        ({"act": "x", "person": "1"}, "Choose what to do"),
        ({}, "Choose what to do"),
        ({"act": "close", "person": "9" * 300}, "no such account"),
        ({"act": "close", "person": "²"}, "no such account"),
        ({"act": "close"}, "no such account"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(
    lead_at_desk, moderator, fields, said
):
    before = User.objects.count()
    answer = lead_at_desk.post(TEAM, fields)
    assert answer.status_code == 422
    assert said in pages.parsed(answer.content).all("p", role="alert")[0].text
    assert User.objects.count() == before
    if name := fields.get("name", "").strip("\x00"):
        assert pages.parsed(answer.content).all("input", id="name")[0]["value"] == name


def test_a_role_is_changed_and_an_account_closed(lead_at_desk, at_desk, moderator):
    assert does(lead_at_desk, "role", role="auditor").status_code == 302
    assert list(moderator.groups.values_list("name", flat=True)) == ["auditor"]
    assert not Session.objects.filter(person=moderator).exists()
    assert logged("role") == [("bell", "ada", "auditor")]
    does(lead_at_desk, "close")
    moderator.refresh_from_db()
    assert not moderator.is_active
    assert does(lead_at_desk, "close").status_code == 422, "and once"
    assert logged("closed") == [("bell", "ada", "")]


def test_a_link_that_was_lost_by_loading_the_page_again_can_be_made_again(lead_at_desk):
    fields = {"act": "invite", "name": "grace", "role": "moderator"}
    first = link_on(lead_at_desk.post(TEAM, fields))
    answer = lead_at_desk.post(TEAM, fields)
    read = pages.parsed(answer.content)
    assert "make “A new link for her password”" in read.all("p", role="alert")[0].text
    # What she needs for it stands open.
    (opened,) = [cover for cover in read.all("details") if "open" in cover.attributes]
    assert "grace" in opened.all("summary")[0].text
    assert [one["value"] for one in opened.all("button")].count("link") == 1
    assert sets_password(link_on(does(lead_at_desk, "link", "grace")))
    assert not sets_password(first)


def said_next(client: Client) -> str:
    """What the messages on the page that follows say."""
    read = pages.parsed(client.get(TEAM).content)
    return " ".join(item.text for box in read.all("ul", "messagelist") for item in box.all("li"))


def test_the_same_role_again_changes_nothing_and_says_so(lead_at_desk, at_desk, moderator):
    does(lead_at_desk, "role", role="moderator")
    assert "has that role already. Nothing was changed." in said_next(lead_at_desk)
    assert Session.objects.filter(person=moderator).exists()
    assert not logged("role")


@pytest.mark.parametrize(
    ("act", "role", "told"),
    [("role", "auditor", True), ("role", "lead", False), ("close", "", True)],
)
def test_a_lead_is_told_to_turn_a_key_that_somebody_held(
    lead_at_desk, at_desk, moderator, act, role, told
):
    does(lead_at_desk, act, role=role)
    assert ("turn that today" in said_next(lead_at_desk)) is told
    # Of who never held it, nobody says so, while that turn is due still.
    people.create("grace")
    does(lead_at_desk, "close", "grace")
    assert "turn that today" not in said_next(lead_at_desk)


ENDS = {
    "close": (TEAM, {"act": "close"}, "She is signed out at once"),
    "role": (TEAM, {"act": "role", "role": "auditor"}, "this role reads no words"),
    "key": ("/admin/keys/", {"act": "remove"}, "The key is turned: everything that waits"),
    "turn": ("/admin/keys/", {"act": "turn"}, "nothing takes this back"),
}


def what_she_has(person: User) -> list[object]:
    person = User.objects.get(pk=person.pk)
    return [
        person.is_active,
        list(person.groups.values_list("name", flat=True)),
        Keyring.objects.filter(person=person, desk_keys__isnull=False).exists(),
        Session.objects.filter(person=person).count(),
        SealingKey.objects.count(),
        Line.objects.count(),
    ]


@pytest.mark.parametrize(("path", "fields", "said"), ENDS.values(), ids=ENDS)
def test_what_ends_something_for_somebody_is_asked_about_first(
    lead_at_desk, at_desk, moderator, path, fields, said
):
    ring = str(Keyring.objects.get(person=moderator))
    before = what_she_has(moderator)
    for sure in ({}, {"sure": ""}, {"sure": "no"}, {"sure": "yes"}, {"sure": "é:x:y"}):
        posted = {"person": str(moderator.pk), "keyring": ring, **fields, **sure}
        asked = lead_at_desk.post(path, posted)
        assert asked.status_code == 200
        assert what_she_has(moderator) == before
    read = pages.parsed(asked.content)
    assert ("ada" in read.all("h1")[0].text) is (fields["act"] != "turn")
    form, yes = pages.yes_of(asked)
    assert form is not None
    assert said in form.text
    assert "Nothing was changed yet." in form.text
    assert lead_at_desk.post(form["action"], yes).status_code == 302
    assert what_she_has(moderator) != before


def test_what_she_had_of_the_queue_waits_for_others_when_her_account_is_closed(
    lead_at_desk, at_desk, moderator, says
):
    says("He moved too.")
    assert claims.take(moderator)
    does(lead_at_desk, "close")
    assert claims.held_by(moderator) is None


def test_a_name_is_said_as_it_is_written(lead_at_desk, desk_key):
    person = people.create("mara")
    ring = keys.make_keyring(person, passphrase=desk.PASSPHRASE)
    lead_at_desk.post("/admin/keys/", {"act": "admit", "keyring": str(ring)})
    assert said_next(lead_at_desk) == "mara holds the desk's key now."


@pytest.mark.parametrize("act", ["role", "close", "link", "lost"])
def test_nobody_changes_her_own_account(lead_at_desk, lead, act):
    before = list(User.objects.values())
    answer = does(lead_at_desk, act, "bell", role="moderator")
    assert answer.status_code == 422
    said = pages.parsed(answer.content).all("p", role="alert")[0].text
    assert "That is your own account: another lead does it." in said
    assert list(User.objects.values()) == before
    assert Group.objects.get(name="lead") in lead.groups.all()


def test_it_takes_two_leads_to_remove_a_lost_factor(lead_at_desk, second, at_desk, moderator):
    moderator.set_password(PASSWORD)
    moderator.save()
    desk.sign_in(at_desk, moderator)
    assert does(lead_at_desk, "lost").status_code == 302
    assert "Another lead has to agree, under Team, within 3 days." in said_next(lead_at_desk)
    # Not the same twice, by asking again or by agreeing with herself.
    does(lead_at_desk, "lost")
    number = LeadRequest.objects.get().pk
    assert answers(lead_at_desk, "confirm").status_code == 422
    assert factors.has(moderator)
    assert b"Agree" not in lead_at_desk.get(TEAM).content
    page = second.get(TEAM).content.decode()
    assert "bell asks that ada may set up new second factors." in page
    link = link_on(answers(second, "confirm"))
    assert not factors.of(moderator).exists()
    assert not Session.objects.filter(person=moderator).exists()
    assert logged("lead_asked") == [("bell", "ada", "lost")]
    assert logged("lead_agreed") == [("cleo", "ada", "lost")]
    assert logged("lost_agreed") == [("cleo", "ada", "")]
    assert logged("lead_carried") == [("bell", "ada", "lost")]
    # Who knows her password alone is not the first to set up a new one.
    thief = Client()
    thief.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert thief.get("/accounts/factors/").status_code == 302
    assert sets_password(link)
    assert not sets_password(link)
    # It is done once.
    desk.has_app(moderator)
    assert answers(second, "confirm", number).status_code == 422
    assert factors.has(moderator)


def test_a_second_lead_may_refuse_and_the_first_take_it_back(lead_at_desk, second, moderator):
    desk.has_app(moderator)
    for client in (second, lead_at_desk):
        does(lead_at_desk, "lost")
        number = LeadRequest.objects.get().pk
        assert answers(client, "withdraw").status_code == 302
        assert answers(second, "confirm", number).status_code == 422
    assert factors.has(moderator)
    assert logged("lead_refused") == [("cleo", "ada", "lost"), ("bell", "ada", "lost")]


def test_nobody_agrees_to_her_own(lead_at_desk, second):
    does(lead_at_desk, "lost", "cleo")
    for act in ("confirm", "withdraw"):
        assert answers(second, act).status_code == 422
    assert factors.has(User.objects.get(username="cleo"))


def test_after_three_days_nothing_waits(lead_at_desk, second, moderator, today):
    desk.has_app(moderator)
    does(lead_at_desk, "lost")
    # The days are those of the lead requests, but fewer: who lost it stands outside.
    LeadRequest.objects.update(day=today - datetime.timedelta(days=2))
    assert leads.waiting()
    LeadRequest.objects.update(day=today - datetime.timedelta(days=3))
    assert not leads.waiting()
    assert answers(second, "confirm").status_code == 422
    assert factors.has(moderator)
    # It can be asked anew, then by anybody.
    does(second, "lost")
    assert LeadRequest.objects.get().day == today
    assert link_on(answers(lead_at_desk, "confirm"))


@pytest.mark.parametrize("gone", ["closed", "no lead any more"])
def test_what_a_lead_asked_who_is_gone_waits_no_more(lead_at_desk, second, moderator, gone):
    desk.has_app(moderator)
    does(second, "lost")
    number = LeadRequest.objects.get().pk
    if gone == "closed":
        people.close("cleo")
    else:
        people.change_role("cleo", people.MODERATORS)
    assert answers(lead_at_desk, "confirm").status_code == 422
    assert factors.has(moderator)
    # She can ask anew, and agrees no more than any other who asked.
    does(lead_at_desk, "lost")
    hers = LeadRequest.objects.get(asked_by__username="bell")
    for one in (number, hers.pk):
        assert answers(lead_at_desk, "confirm", one).status_code == 422
    assert factors.has(moderator)


def test_of_two_who_asked_for_new_factors_none_waits_once_it_is_done(lead, moderator):
    cleo = people.create("cleo", role=people.LEADS)
    asked = [leads.ask(moderator, Want.LOST, by=one) for one in (lead, cleo)]
    # Each has her own: so that nobody, by asking first, keeps others from asking.
    assert len(leads.waiting()) == len(asked) == 2
    call_command("create_moderator", "ada", "--lost", "--yes", stdout=StringIO())
    assert not LeadRequest.objects.exists()


def test_what_waited_in_the_table_of_before_waits_in_the_new_one(lead, moderator):
    with connection.cursor() as cursor:
        columns = "id bigint PRIMARY KEY, person_id bigint, asked_by_id bigint, day date"
        cursor.execute(f"CREATE TABLE moderation_lostfactor ({columns})")
    state = MigrationLoader(connection).project_state([("moderation", "0030_account_names")])
    day = datetime.date(2026, 1, 2)
    state.apps.get_model("moderation", "LostFactor").objects.create(
        person_id=moderator.pk, asked_by_id=lead.pk, day=day
    )
    kind = ContentType.objects.create(app_label="moderation", model="lostfactor")
    Permission.objects.filter(codename="manage_team").update(content_type=kind)
    import_module("moderation.migrations.0031_lost_is_asked").move(state.apps, None)
    found = LeadRequest.objects.values_list("person", "want", "asked_by", "day")
    assert list(found) == [(moderator.pk, "lost", lead.pk, day)]
    # The permission hung on the table that is gone.
    assert Permission.objects.get(codename="manage_team").content_type.model == "leadrequest"
    assert lead.has_perm("moderation.manage_team")
    assert not ContentType.objects.filter(model="lostfactor").exists()


def test_who_runs_the_server_can_do_it_alone(moderator):
    desk.has_app(moderator)
    said = StringIO()
    call_command("create_moderator", "ada", "--lost", "--yes", stdout=said)
    assert not factors.of(moderator).exists()
    assert logged("lost_agreed") == [("", "ada", "")]
    assert sets_password(urlsplit(said.getvalue().rsplit(maxsplit=1)[-1]).path)


def test_what_is_asked_of_the_team_is_held_until_the_second_factor_is_shown(lead_at_desk):
    session = lead_at_desk.session
    session["factor"] = {**session["factor"], "at": session["factor"]["at"] - 360}
    session.save()
    fields = {"act": "invite", "name": "grace", "role": "auditor"}
    asked = lead_at_desk.post(TEAM, fields)
    assert asked.status_code == 403
    assert not User.objects.filter(username="grace").exists()
    held = {
        one["name"]: one["value"] for one in pages.parsed(asked.content).all("input", type="hidden")
    }
    assert fields.items() <= held.items()
    held["proof-code"] = desk.code()
    assert link_on(lead_at_desk.post(TEAM, held))
