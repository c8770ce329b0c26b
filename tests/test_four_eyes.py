"""What needs two: whom it is asked of, what the second does not see, and what becomes of a no."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client

from moderation import claims, decisions, four_eyes, keys, undoing, verifying
from moderation.accounts import people as accounts
from moderation.models import Agreement, Decision, Kind, Line, Reason
from stories import envelopes, lifecycle
from stories.lifecycle import Conflict
from stories.models import Example, SealingKey, State, Story, Submission
from stories.testimony import BAR, Occurrence, Testimony
from tests import desk, pages
from tests.racing import Person

pytestmark = pytest.mark.django_db

NAMED = "My boss Peter Sanderson came in. Anna left."
PLAIN = "He came in and she left."


def client_of(person) -> Client:
    """A browser in which somebody is signed in, and has unlocked the desk."""
    desk.admit(person)
    client = desk.Reader()
    desk.sits_down(person)
    desk.sign_in(client, person)
    assert client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE}).status_code == 302
    return client


@pytest.fixture
def trio(desk_key, moderator, lead):
    """Three who can read: a first, a second, and a lead. It is switched on."""
    second = accounts.create("cleo")
    browsers = client_of(moderator), client_of(second), client_of(lead)
    decisions.switch_four_eyes(on=True, by=lead)
    return browsers


def page_of(kept: Submission) -> str:
    return f"/admin/review/{kept}/"


def publish(browser: Client, kept: Submission, **fields: str):
    return browser.post(page_of(kept), {"decision": "publish", **fields}, follow=True)


def state(kept: Submission) -> str:
    return Submission.objects.get(pk=kept.pk).state


# When


def test_only_a_lead_switches_it_and_the_log_says_so(at_desk, lead_at_desk, moderator):
    with pytest.raises(PermissionDenied):
        decisions.switch_four_eyes(on=True, by=moderator)
    assert at_desk.get("/admin/review/four-eyes/").status_code == 403
    assert at_desk.post("/admin/review/four-eyes/", {"four_eyes": "on"}).status_code == 403
    assert not four_eyes.is_switched_on()
    lead_at_desk.post("/admin/review/four-eyes/", {"four_eyes": "on"})
    assert four_eyes.is_switched_on()
    lead_at_desk.post("/admin/review/four-eyes/", {"four_eyes": "off"})
    assert not four_eyes.is_switched_on()
    rows = Decision.objects.filter(kind=Kind.RULE).values_list("reason", flat=True)
    assert sorted(rows) == [Reason.OFF, Reason.ON]


def test_below_three_who_can_read_it_rests_so_that_nobody_is_locked_out(
    at_desk, lead, lead_at_desk, says
):
    decisions.switch_four_eyes(on=True, by=lead)
    # A third account without the desk's key can second nothing.
    third = accounts.create("cleo")
    assert (four_eyes.readers(), four_eyes.is_on()) == (2, False)
    kept = says(NAMED)
    publish(at_desk, kept)
    assert state(kept) == State.APPROVED
    desk.admit(third)
    assert (four_eyes.readers(), four_eyes.is_on()) == (3, True)
    kept = says(NAMED)
    publish(at_desk, kept)
    assert state(kept) == State.WAITING
    # She waits for a second, who leaves: what waits is anybody's again, also hers.
    assert publish(at_desk, kept).redirect_chain[-1][0] == "/admin/review/"
    accounts.close("cleo")
    publish(at_desk, kept)
    assert state(kept) == State.APPROVED


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        (Occurrence(PLAIN), False),
        (Occurrence(NAMED), True),
        (Occurrence(PLAIN, age="under13"), True),
        (Occurrence(PLAIN, age="13-17"), True),
        (Occurrence(PLAIN, age="18-24"), False),
    ],
)
def test_it_is_asked_of_names_and_minors(trio, today, said, needs):
    first, second, _ = trio
    kept = desk.received(Testimony((said,)), day=today)
    publish(first, kept)
    assert state(kept) == (State.WAITING if needs else State.APPROVED)
    assert Decision.objects.filter(kind=Kind.FIRST).exists() == needs
    assert not Story.objects.exists() or not needs
    if needs:
        publish(second, kept)
        assert state(kept) == State.APPROVED
        assert Agreement.objects.values_list("agreed", "differed").get() == (1, 0)


LETTERS = [
    ("hi", "मेरे बॉस राजेश शर्मा ने मुझे छुआ।", True),
    ("bn", "আমার বস রহিম উদ্দিন।", True),
    ("ru", "Мой начальник Иван Петров.", True),
    ("zh", "我的老板王小明。", True),
    ("el", "Ο Γιώργος ήρθε.", True),
    # One letter of them is enough; and names are looked for in the letters of the language alone.
    ("en", "My boss राज came in.", True),
    ("en", "My boss محمد came in.", True),
    ("ar", "اسمه Klaus.", True),
    ("fa", "او علی رضایی بود", True),
    ("ar", "او علی رضایی بود", True),
    ("ar", "هو لمسني", False),
    ("ar", "هـــو لمسني ﻻ أكثر، ١٢ مرة", False),
    ("en", PLAIN, False),
    ("es", "Él vino en el 1º año, ¿y qué? ½ – “ñ” 🙂", False),
    ("fr", "Ma sœur a pleuré à l’aube.", False),
    ("de", "er faßte mich an. 12 °C, ②", False),
]


@pytest.mark.parametrize(("language", "text", "needs"), LETTERS)
def test_it_is_asked_of_letters_in_which_no_names_are_known(trio, today, language, text, needs):
    said = Testimony((Occurrence("", setting="work"), Occurrence(text)), language=language)
    kept = desk.received(said, day=today)
    publish(trio[0], kept)
    assert state(kept) == (State.WAITING if needs else State.APPROVED)
    assert Decision.objects.filter(kind=Kind.FIRST).exists() == needs


def test_it_is_asked_of_what_goes_out_and_not_of_what_came(trio, today):
    kept = desk.received(Testimony((Occurrence("My boss राज came in."),)), day=today)
    publish(trio[0], kept, **{"text-0": f"My boss {BAR} came in."})
    assert state(kept) == State.APPROVED
    assert "holds other letters" in trio[2].get("/admin/review/four-eyes/").content.decode()


def test_it_is_asked_of_immediate_danger(trio, says):
    first, second, _ = trio
    kept = says(PLAIN)
    first.post(page_of(kept), {"decision": "mark"})
    publish(first, kept)
    assert state(kept) == State.WAITING
    publish(second, kept)
    assert state(kept) == State.APPROVED


def test_what_names_nobody_any_more_needs_one(trio, says):
    kept = says("My boss Peter Sanderson came in.")
    publish(trio[0], kept, **{"text-0": f"My boss {BAR} came in."})
    assert state(kept) == State.APPROVED


# What the second sees


def test_the_second_sees_neither_who_was_first_nor_how_she_edited_it(trio, says, lead):
    first, second, lead_browser = trio
    kept = says(NAMED)
    before = second.get(page_of(kept)).content.decode()
    publish(first, kept, **{"text-0": NAMED.replace("Anna", "[a friend]"), "notes": "threat"})
    after = second.get(page_of(kept)).content.decode()

    def without_token(page: str) -> str:
        return "\n".join(line.split("csrfmiddlewaretoken")[0] for line in page.splitlines())

    assert without_token(before) == without_token(after)
    log = pages.parsed(second.get("/admin/moderation/decision/").content)
    assert [row.text for row in log.all("td", "field-kind")] == ["Change four eyes"]
    assert "ada" not in lead_browser.get("/admin/review/decided/").content.decode()
    assert str(kept) not in first.post("/admin/review/next/").headers["Location"]
    assert str(kept) in second.post("/admin/review/next/").headers["Location"]


def test_the_first_cannot_be_her_own_second(trio, says, moderator):
    first, _, _ = trio
    kept = says(NAMED)
    publish(first, kept)
    assert "You have decided that one: A first yes." in publish(first, kept).content.decode()
    kept.refresh_from_db()
    read = desk.opened(kept)
    for act in (
        lambda: decisions.publish(kept, read, by=moderator, first=read),
        lambda: decisions.decline(kept, by=moderator, reason=Reason.SPAM),
        lambda: decisions.count(kept, read, by=moderator, reason=Reason.UNSAFE),
    ):
        with pytest.raises(Conflict):
            act()
    assert claims.take(moderator) is None


def test_the_first_yes_is_sealed_and_in_no_table_in_clear(trio, says):
    kept = says(NAMED)
    publish(trio[0], kept)
    kept.refresh_from_db()
    for word in (b"Peter", b"Anna"):
        assert word not in bytes(kept.edited or b"")
    assert envelopes.opened_testimony(kept, desk.PAIR, field=envelopes.EDITED).text() == NAMED
    assert "Peter" not in json.dumps(list(Decision.objects.values()), default=str)


# What comes of it


def test_of_two_yeses_what_either_took_out_is_out(trio, says):
    first, second, _ = trio
    kept = says(NAMED)
    publish(first, kept, **{"text-0": NAMED.replace("Anna", "[a friend]"), "notes": "threat"})
    publish(second, kept, **{"text-0": NAMED.replace("Peter", "[a name]"), "notes": "child"})
    assert Example.objects.get().text == "My boss [a name] Sanderson came in. [a friend] left."
    assert Story.objects.get().notes == ["threat", "child"]
    kept.refresh_from_db()
    assert kept.edited is None
    assert sorted(Decision.objects.values_list("kind", flat=True)) == ["edit", "first", "rule"]


@pytest.mark.parametrize(
    "no",
    [
        {"decision": "decline", "reason": "unsafe"},
        {"decision": "count"},
        {"decision": "ask", "question": "Who is that?"},
    ],
)
def test_where_two_differ_a_lead_decides_alone(trio, today, no):
    first, second, lead_browser = trio
    kept = desk.received(Testimony((Occurrence(NAMED),)), day=today, receipt=Person().receipt)
    publish(first, kept)
    answer = second.post(page_of(kept), no, follow=True)
    assert "so a lead decides" in answer.content.decode()
    kept.refresh_from_db()
    assert (kept.state, kept.for_lead, kept.edited) == (State.WAITING, True, None)
    assert Agreement.objects.values_list("agreed", "differed").get() == (0, 1)
    for browser in (first, second):
        assert "no longer waiting" in publish(browser, kept).content.decode()
    publish(lead_browser, kept)
    assert state(kept) == State.APPROVED


NOES = [{"decision": "decline", "reason": "unsafe"}, {"decision": "count"}]


@pytest.mark.parametrize("no", NOES)
@pytest.mark.parametrize("danger", [False, True])
@pytest.mark.parametrize("lead_is", ["first", "second"])
def test_a_lead_who_is_one_of_the_two_is_not_the_third(trio, says, lead, lead_is, danger, no):
    other_lead = accounts.create("dora", role=accounts.LEADS)
    third = client_of(other_lead)
    kept = says(PLAIN if danger else NAMED)
    if danger:
        decisions.danger(kept.pk, by=lead)
    first, second = (trio[2], trio[0]) if lead_is == "first" else (trio[0], trio[2])
    publish(first, kept)
    answer = second.post(page_of(kept), no, follow=True).content.decode()
    assert "a lead decides who has not read it" in answer
    # She is not given it, cannot go to it, and the door is shut.
    claims.release(lead)
    assert claims.take(lead) is None
    # That they differ is not one's to take back, and then to decide alone.
    differ = Decision.objects.get(reason=Reason.DIFFER)
    with pytest.raises(Conflict):
        decisions.undo(differ, by=differ.author)
    assert "no longer waiting" in publish(trio[2], kept).content.decode()
    kept.refresh_from_db()
    read = desk.opened(kept)
    for act in (
        lambda: decisions.publish(kept, read, by=lead),
        lambda: decisions.decline(kept, by=lead, reason=Reason.SPAM),
        lambda: decisions.count(kept, read, by=lead, reason=Reason.UNSAFE),
        lambda: decisions.ask(kept, "When?", by=lead),
    ):
        with pytest.raises(Conflict):
            act()
    assert claims.take(other_lead) == kept.pk
    assert "differently" not in third.get(page_of(kept)).content.decode()
    publish(third, kept)
    assert state(kept) == State.APPROVED


@pytest.mark.parametrize("gone", ["never there", "closed", "without the key", "rests"])
def test_where_every_lead_has_read_it_one_of_them_decides(trio, says, lead, gone):
    if gone == "without the key":
        accounts.create("dora", role=accounts.LEADS)
    elif gone != "never there":
        client_of(accounts.create("dora", role=accounts.LEADS))
    kept = says(NAMED)
    publish(trio[0], kept)
    answer = trio[2].post(page_of(kept), NOES[1], follow=True).content.decode()
    assert ("Every lead has read it already" in answer) == (
        gone in {"never there", "without the key"}
    )
    claims.release(lead)
    if gone == "closed":
        assert claims.take(lead) is None
        accounts.close("dora")
    if gone == "rests":
        decisions.switch_four_eyes(on=False, by=lead)
    assert claims.take(lead) == kept.pk
    page = trio[2].get(page_of(kept)).content.decode()
    assert ("Somebody and you have read this one differently" in page) == (gone != "rests")
    publish(trio[2], kept)
    assert state(kept) == State.APPROVED


def test_what_is_a_leads_no_more_needs_two_again(trio, says):
    """That two differed once stays in the table of decisions; whose it is now, it does not say."""
    first, second, _ = trio
    kept = says(NAMED)
    publish(first, kept)
    second.post(page_of(kept), {"decision": "decline", "reason": "unsafe"})
    assert Decision.objects.filter(reason=Reason.DIFFER, submission=kept.pk).exists()
    Submission.objects.filter(pk=kept.pk).update(for_lead=False)
    publish(first, kept)
    assert state(kept) == State.WAITING
    publish(second, kept)
    assert state(kept) == State.APPROVED


def test_what_a_moderator_passes_on_still_needs_two(trio, says):
    first, second, lead_browser = trio
    kept = says(NAMED)
    first.post(page_of(kept), {"decision": "refer"})
    publish(lead_browser, kept)
    assert state(kept) == State.WAITING
    publish(second, kept)
    assert state(kept) == State.APPROVED


def test_who_lets_it_out_alone_because_too_few_can_read_is_said_to_be_alone(trio, says, lead):
    *_others, leading = trio
    waits, other, plain = says(NAMED), says(NAMED), says(PLAIN)
    publish(leading, waits)
    keys.remove(User.objects.get(username="cleo"), by=lead)
    assert not four_eyes.is_on()
    for kept in (waits, other, plain):
        publish(leading, kept)
        assert state(kept) == State.APPROVED
    # The log says so of those that needed two, over her own waiting yes too.
    said = list(Line.objects.order_by("number").values_list("what", "reason"))
    assert said[-3:] == [("publish", "alone"), ("publish", "alone"), ("publish", "safe")]
    verifying.check(outside=[], key=None)
    # Where nobody asks for two, nobody was alone.
    decisions.switch_four_eyes(on=False, by=lead)
    publish(leading, says(NAMED))
    assert Line.objects.latest("number").reason == "safe"


def test_a_yes_can_be_taken_back_until_it_is_seconded(trio, says, moderator):
    first, second, _ = trio
    kept = says(NAMED)
    publish(first, kept)
    row = Decision.objects.get(kind=Kind.FIRST)
    first.post("/admin/review/decided/", {"undo": str(row)})
    kept.refresh_from_db()
    assert kept.edited is None
    # A second, whose page was open meanwhile, is the first now.
    publish(second, kept)
    assert state(kept) == State.WAITING
    publish(first, kept)
    assert state(kept) == State.APPROVED
    assert not undoing.open_to(moderator, leads=True).filter(kind=Kind.FIRST).exists()


def test_a_second_who_opened_it_before_the_first_yes_went_is_told(trio, says, django_user_model):
    first, _, _ = trio
    kept = says(NAMED)
    publish(first, kept)
    stale = Submission.objects.get(pk=kept.pk)
    lifecycle.take_back_yes(kept.pk)
    read = desk.opened(kept)
    with pytest.raises(Conflict):
        decisions.publish(
            stale, read, by=django_user_model.objects.get(username="cleo"), first=read
        )
    assert state(kept) == State.WAITING
    assert not Agreement.objects.exists()


def test_her_withdrawal_destroys_the_first_yes(trio, today):
    person = Person()
    kept = desk.received(Testimony((Occurrence(NAMED),)), day=today, receipt=person.receipt)
    publish(trio[0], kept)
    assert person.withdraws() == "withdrawn"
    kept.refresh_from_db()
    assert (kept.edited, kept.envelope) == (None, None)


def test_who_asked_to_see_it_first_sees_what_both_let_through(trio, today):
    first, second, _ = trio
    person = Person()
    said = Testimony((Occurrence(NAMED),), see_first=True)
    kept = desk.received(said, day=today, receipt=person.receipt)
    publish(first, kept)
    assert state(kept) == State.WAITING
    publish(second, kept, **{"text-0": NAMED.replace("Anna", BAR)})
    assert state(kept) == State.ASKED
    page = Client().post("/yours/", {"receipt": person.words}).content.decode()
    assert "Sanderson" in page
    assert "Anna" not in page


def test_a_turned_key_opens_the_first_yes_too(trio, says, moderator):
    kept = says(NAMED)
    publish(trio[0], kept)
    keys.turn({1: desk.PAIR})
    kept.refresh_from_db()
    number = SealingKey.objects.get().number
    assert kept.sealed_to_id == number
    pair = keys.open_with(desk.PASSPHRASE, person=moderator)[number]
    assert envelopes.opened_testimony(kept, pair, field=envelopes.EDITED).text() == NAMED


def test_agreement_is_shown_to_leads_by_month_and_without_names(trio, says):
    first, second, lead_browser = trio
    kept = says(NAMED)
    publish(first, kept)
    publish(second, kept)
    for number, said in ((1, "<td>fewer than 3</td><td></td>"), (3, "<td>3 ")):
        Agreement.objects.update(agreed=number)
        page = lead_browser.get("/admin/review/four-eyes/").content.decode()
        assert said in page
        assert "It is on." in page
        assert "cleo" not in page
    # The same table as among the figures, and the same line below which nothing is shown.
    Agreement.objects.update(agreed=3, differed=1)
    for page in ("/admin/review/four-eyes/", "/admin/figures/"):
        assert "not shown apart" in lead_browser.get(page).content.decode()
