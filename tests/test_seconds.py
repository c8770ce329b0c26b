"""Two who have brought each other in lately are not two, wherever it takes two."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from moderation import audit, claims, decisions, four_eyes, free, gathering, keys, lots, seconds
from moderation.accounts import leads, lost, people
from moderation.models import Event, Fate, LeadRequest, Lot, Reason, Want
from stories.lifecycle import Conflict
from stories.models import State, Submission
from tests import desk, pages
from tests.test_claims import at
from tests.test_four_eyes import NAMED, client_of, page_of, publish
from tests.test_lots import at_the_desk, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def cora(db) -> User:
    """Another lead, from whoever runs the server."""
    return people.create("cora", role=people.LEADS)


def with_keyring(name: str) -> User:
    person = people.create(name)
    keys.make_keyring(person, passphrase=desk.PASSPHRASE)
    return person


def lead_of(name: str, by: User) -> User:
    """An account that a lead has made, and of which she is the second herself: as one lead could
    before it took two, and as two of hers would."""
    return people.create(name, role=people.LEADS, by=by)


def asks_for_factors(her: User, by: User) -> None:
    asked = leads.ask(her, Want.LOST, by=by)
    assert asked is not None
    leads.agree(asked.pk, by=people.create("zora", role=people.LEADS))


BRINGS_IN = {
    "makes her an account": lambda her, by: people.create("mara", by=by),
    "makes her a lead": lambda her, by: people.change_role("nina", people.LEADS, by=by),
    "gives her a link": lambda her, by: people.reopen("nina", by=by),
    "gives her the key": lambda her, by: keys.admit(her, keys={1: desk.PAIR}, by=by),
    "asked for new factors in the log of before": lambda her, by: audit.record(
        Event.LOST_ASKED, by=by, whom=her
    ),
    "asks for new factors": asks_for_factors,
    "gives her new factors": lambda her, by: lost.start_anew(her, by=by),
}


@pytest.mark.parametrize("how", BRINGS_IN)
def test_who_brought_her_in_is_tied_to_her_for_seven_days(lead, cora, how):
    her = with_keyring("nina")
    came = BRINGS_IN[how](her, lead)
    her = came if isinstance(came, User) else her
    for later, there in ((0 * DAY, True), (6 * DAY, True), (7 * DAY, False)):
        with at(later):
            assert seconds.tied(lead, her) is there
            assert seconds.tied(her, lead) is there
            assert not seconds.tied(cora, her)
            assert not seconds.tied(cora, lead)
    assert seconds.tied(her, her)


@pytest.mark.parametrize("how", ["gives her a link", "gives her the key"])
def test_two_whom_one_brought_in_are_tied_to_each_other(lead, cora, how):
    her, other = with_keyring("nina"), people.create("mara", by=lead)
    assert not seconds.tied(her, other)
    BRINGS_IN[how](her, lead)
    assert seconds.tied(her, other)
    assert seconds.tied(other, her)
    assert not seconds.tied(other, cora)
    # It goes no further than that.
    third = people.create("olga", by=other)
    assert seconds.tied(third, other)
    assert not seconds.tied(third, lead)
    with at(7 * DAY):
        assert not seconds.tied(her, other)


def test_who_runs_the_server_brings_nobody_in(lead, cora):
    """Else no new desk could do anything that takes two."""
    for person in (lead, cora):
        people.reopen(person.get_username())
        keys.make_keyring(person, passphrase=desk.PASSPHRASE)
        keys.admit(person, keys={1: desk.PAIR})
    assert not seconds.tied(lead, cora)


def test_what_ends_something_brings_nobody_in(lead, cora):
    keys.make_keyring(cora, passphrase=desk.PASSPHRASE)
    people.close("cora", by=lead)
    assert not seconds.tied(lead, cora)


def test_who_let_herself_in_with_the_recovery_code_is_tied_to_nobody(lead, cora):
    keys.make_keyring(lead, passphrase=desk.PASSPHRASE)
    keys.admit(lead, keys={1: desk.PAIR}, by=lead)
    assert not seconds.tied(lead, cora)


def test_it_is_one_query_however_many_there_are(lead, django_assert_num_queries):
    for number in range(20):
        people.create(f"mara{number}", by=lead)
    with django_assert_num_queries(1) as asked:
        assert len(seconds.ties().of(lead.pk)) == 21
    if connection.vendor == "sqlite":
        # By kind and day: not through all that was decided in those days.
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            assert "USING INDEX line_event" in str(cursor.fetchall())


# A lot


@pytest.fixture
def lot(db) -> Lot:
    """Four that are held."""
    held(4)
    gathering.gather()
    return Lot.objects.get()


def test_a_lead_and_whom_she_brought_in_do_not_discard_a_lot(lot, lead, cora):
    second = lead_of("sock", lead)
    for first, then in ((lead, second), (second, lead)):
        lots.propose(lot, by=first, reason=Reason.FLOOD)
        with pytest.raises(seconds.Tied):
            lots.discard(lot, by=then, reason=Reason.FLOOD)
        with pytest.raises(Conflict):
            lots.propose(lot, by=then, reason=Reason.FLOOD)
        assert Submission.objects.filter(state=State.HELD).count() == 4
        lots.recall(lot, by=first)
    lots.propose(lot, by=lead, reason=Reason.FLOOD)
    with at(7 * DAY):
        lots.discard(lot, by=second, reason=Reason.FLOOD)
        lots.restore(lot, by=lead)
    # Anybody whom neither brought in is the second at once.
    lots.propose(lot, by=lead, reason=Reason.FLOOD)
    lots.discard(lot, by=cora, reason=Reason.FLOOD)
    assert Submission.objects.filter(state=State.DISCARDED).count() == 4


def test_the_page_of_a_lot_says_why_she_cannot_be_the_second_and_who_could(lot, lead, cora):
    browser = at_the_desk(lead_of("sock", lead))
    where = f"/admin/review/lots/{lot}/"
    lots.propose(lot, by=lead, reason=Reason.FLOOD)
    page = browser.get(where).content.decode()
    assert "one of you brought the other in" in page
    assert "whom neither of you brought in this week" in page
    assert "Discard a lot" not in page
    assert "Let a lot wait again" in page
    answer = browser.post(where, {"decision": "discard", "reason": "flood"})
    assert answer.status_code == 422
    read = pages.parsed(answer.content)
    assert "Nothing was decided: it takes another lead." in read.all("p", role="alert")[0].text
    assert "whom neither of you brought in this week" in read.text
    lot.refresh_from_db()
    assert lot.fate == Fate.ASKED
    assert "Discard a lot" in at_the_desk(cora).get(where).content.decode()


@pytest.mark.parametrize("gone", ["closed", "no lead any more", "erased"])
def test_what_somebody_asked_who_is_gone_is_asked_anew(lot, lead, cora, gone):
    third = people.create("dora", role=people.LEADS)
    lots.propose(lot, by=cora, reason=Reason.FLOOD)
    if gone == "closed":
        people.close("cora")
    elif gone == "erased":
        Lot.objects.update(asked_by=None)
    else:
        people.change_role("cora", people.MODERATORS)
    # She is none of the two any more: one lead alone discards nothing.
    with pytest.raises(Conflict):
        lots.discard(lot, by=lead, reason=Reason.FLOOD)
    browser, where = at_the_desk(lead), f"/admin/review/lots/{lot}/"
    page = browser.get(where).content.decode()
    assert "is a lead no more" in page
    assert "Discard a lot" not in page
    answer = browser.post(where, {"decision": "propose", "reason": "flood"}, follow=True)
    assert "Another lead is asked." in answer.content.decode()
    lot.refresh_from_db()
    assert (lot.fate, lot.asked_by) == (Fate.ASKED, lead)
    with pytest.raises(Conflict):
        lots.discard(lot, by=lead, reason=Reason.FLOOD)
    lots.discard(lot, by=third, reason=Reason.FLOOD)
    assert Submission.objects.filter(state=State.DISCARDED).count() == 4


# A lost factor


def test_a_lead_and_whom_she_brought_in_give_nobody_new_factors(lead_at_desk, lead, moderator):
    desk.has_app(moderator)
    sock = Client()
    desk.sign_in(sock, lead_of("sock", lead))
    fields = {"person": str(moderator.pk)}
    lead_at_desk.post("/admin/team/", {"act": "lost", **fields})
    page = sock.get("/admin/team/").content.decode()
    assert 'value="confirm"' not in page
    assert "whom neither of you brought in this week" in page
    asked = LeadRequest.objects.get()
    yes = {"act": "confirm", "request": str(asked)}
    answer = pages.surely(sock, "/admin/team/", yes)
    assert answer.status_code == 422
    said = pages.parsed(answer.content).all("p", role="alert")[0].text
    assert "one of you brought the other in" in said
    with pytest.raises(seconds.Tied):
        leads.agree(asked.pk, by=User.objects.get(username="sock"))
    # Another can.
    other = Client()
    desk.sign_in(other, people.create("cora", role=people.LEADS))
    assert 'value="confirm"' in other.get("/admin/team/").content.decode()
    assert b'class="link"' in pages.surely(other, "/admin/team/", yes).content


# Four eyes


def read_by(person: User, kept: Submission) -> bool:
    """Whether what waits comes to somebody, and lets her decide."""
    claims.release(person)
    came = claims.take(person) == kept.pk
    claims.release(person)
    assert free.is_within_reach(Submission.objects.get(pk=kept.pk), person) == came
    kept = Submission.objects.get(pk=kept.pk)
    read = desk.opened(kept)
    try:
        decisions.count(kept, read, by=person, reason=Reason.UNSAFE)
    except Conflict:
        assert not came
        return False
    assert came
    return True


def test_who_was_brought_in_by_the_first_is_not_the_second(lead, moderator, says):
    """As long as two others can read; and what waits for them she does not see."""
    first = client_of(moderator)
    hers = people.create("nina", by=moderator)
    for person in (hers, people.create("olga"), lead):
        desk.admit(person)
    decisions.switch_four_eyes(on=True, by=lead)
    kept = says(NAMED)
    publish(first, kept)
    assert Submission.objects.get(pk=kept.pk).edited is not None
    assert not read_by(hers, kept)
    assert read_by(User.objects.get(username="olga"), kept)


def test_she_is_where_a_small_desk_would_lock_itself(lead, moderator, says):
    first = client_of(moderator)
    hers = people.create("nina", by=moderator)
    for person in (hers, lead):
        desk.admit(person)
    decisions.switch_four_eyes(on=True, by=lead)
    assert four_eyes.is_on()
    kept = says(NAMED)
    publish(first, kept)
    # Of others there is one alone.
    assert read_by(hers, kept)


def differed_in(kept: Submission, first: User, second: User, lead: User) -> None:
    """One would publish it, the other not, so a lead is to decide."""
    decisions.switch_four_eyes(on=True, by=lead)
    publish(client_of(first), kept)
    claims.release(first)
    kept.refresh_from_db()
    decisions.count(kept, desk.opened(kept), by=second, reason=Reason.UNSAFE)
    kept.refresh_from_db()
    assert four_eyes.is_a_leads(kept)


@pytest.mark.parametrize("of", ["first", "second"])
def test_who_was_brought_in_by_one_of_two_who_differed_is_not_the_third(
    lead, moderator, cora, says, of
):
    kept, olga = says(NAMED), people.create("olga")
    hers = people.create("nina", role=people.LEADS, by=moderator if of == "first" else olga)
    for person in (olga, hers, cora):
        desk.admit(person)
    differed_in(kept, moderator, olga, lead)
    assert not read_by(hers, kept)
    assert read_by(cora, kept)


@pytest.mark.parametrize("is_one", [False, True])
def test_she_is_the_third_where_every_lead_is_tied(lead, moderator, says, is_one):
    """But not where she is one of the two, and another is tied and has not read it."""
    kept, olga = says(NAMED), people.create("olga")
    hers = people.create("nina", role=people.LEADS, by=moderator)
    for person in (olga, hers, lead):
        desk.admit(person)
    people.reopen("ada", by=lead)
    differed_in(kept, moderator, lead if is_one else olga, lead)
    if is_one:
        assert not read_by(lead, kept)
    assert read_by(hers, kept)


def test_the_page_of_four_eyes_says_so(lead_at_desk, lead, says, at_desk, moderator):
    said = lead_at_desk.get("/admin/review/four-eyes/").content.decode()
    assert "nobody whom the first brought in this week" in said
    # To whom it is not given, its address says no more than that she does not have it.
    hers = client_of(people.create("nina", by=moderator))
    desk.admit(people.create("olga"))
    decisions.switch_four_eyes(on=True, by=lead)
    kept = says(NAMED)
    publish(at_desk, kept)
    answer = hers.get(page_of(kept), follow=True).content.decode()
    assert "brought" not in answer
    assert "Sanderson" not in answer
