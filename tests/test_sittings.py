"""A sitting has a budget, set by her: nobody is served more hard reading than she agreed to."""

import datetime
import threading

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from moderation import claims, sittings
from moderation.accounts import people as accounts
from moderation.models import Claim, Decision, Reached, Sitting
from moderation.sittings import HardOnesRead, NotSitting, Phase, Raised
from stories.flags import Lane, Topic
from stories.models import Submission
from tests import desk, pages
from tests.test_claims import at, page_of, put

pytestmark = pytest.mark.django_db

HARD, CALM = "i was raped by my uncle", "He moved too, on the bus."
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def reader(moderator, desk_key) -> Client:
    """The moderator's browser, with the desk unlocked and no sitting yet."""
    desk.admit(moderator)
    return _unlocked(moderator)


def _unlocked(person: User) -> Client:
    client = Client()
    desk.sign_in(client, person)
    client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    return client


def begins(client: Client, *, minutes: int = 45, hard: int = 2):
    posted = {"act": "begin", "minutes": minutes, "hard": hard}
    return client.post("/admin/review/sitting/", posted)


def act(client: Client, submission, what: str):
    return client.post(page_of(submission) + "card/", {"act": what})


def shows(client: Client, submission) -> bool:
    """Whether she is shown its words."""
    return 'name="text-0"' in client.get(page_of(submission)).content.decode()


def opened(person: User) -> int:
    return Sitting.objects.get(moderator=person).opened


# What she set


def test_nothing_is_given_to_who_has_not_begun(reader, says):
    says(CALM)
    assert reader.post("/admin/review/next/").url == "/admin/review/sitting/"
    assert not Claim.objects.exists()
    page = pages.parsed(reader.get("/admin/review/").content)
    chosen = [one["value"] for one in page.all("option") if "selected" in one.attributes]
    assert chosen == ["45", "5"], "gentle unless she says otherwise"
    assert page_of(Submission.objects.get()) in begins(reader).url


def test_what_she_set_last_is_chosen_the_next_time(reader, moderator, says):
    says(CALM)
    begins(reader, minutes=30, hard=1)
    with at(4 * 60 * MINUTE):
        reader = _unlocked(moderator)
        page = pages.parsed(reader.get("/admin/review/").content)
    chosen = [one["value"] for one in page.all("option") if "selected" in one.attributes]
    assert chosen == ["30", "1"]


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"act": "begin"},
        {"act": "begin", "minutes": "44", "hard": "5"},
        {"act": "begin", "minutes": "45", "hard": "-1"},
        {"act": "begin", "minutes": "45", "hard": "99999999999999999999"},
        {"act": "begin", "minutes": "\x00", "hard": "5"},
        {"act": "lower", "minutes": "x", "hard": "5"},
        {"act": "raise", "minutes": "45", "hard": "5"},
    ],
)
def test_nonsense_is_said_and_begins_nothing(reader, posted):
    answer = reader.post("/admin/review/sitting/", posted)
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert not Sitting.objects.exists()


def test_she_can_make_it_less_at_any_time_and_more_only_the_next_time(reader, moderator, says):
    says(CALM)
    begins(reader, minutes=60, hard=5)

    def asks(minutes, hard):
        posted = {"act": "lower", "minutes": minutes, "hard": hard}
        return reader.post("/admin/review/sitting/", posted)

    assert asks(30, 5).status_code == 302
    assert asks(30, 2).status_code == 302
    now = sittings.of(moderator)
    assert (now.phase, now.hard) == (Phase.ON, 2)
    assert 28 <= now.minutes <= 30
    for more in ((45, 2), (30, 3)):
        answer = asks(*more)
        assert answer.status_code == 422
        assert "can only be less" in answer.content.decode()
    assert begins(reader, minutes=120, hard=20).status_code == 302
    assert sittings.of(moderator) == now, "beginning again, in another window, raises nothing"
    with pytest.raises(Raised):
        sittings.lower(moderator, minutes=30, hard=20)


# What counts


def test_the_hard_ones_that_she_opens_count_and_then_she_is_given_others(reader, moderator, says):
    early = timezone.now().date() - datetime.timedelta(days=1)
    hard = {f"/admin/review/{says(HARD, day=early)}/" for _ in range(5)}
    calm = says(CALM)
    where = begins(reader, hard=2).url
    for _ in range(2):
        assert where in hard
        assert shows(reader, act_open(reader, where))
        where = reader.post(f"{where}card/", {"act": "pass"}).url
    assert opened(moderator) == 2, "passing on is no way to browse"
    assert where == page_of(calm)
    page = reader.get(where).content.decode()
    assert "you have read the hard ones that you set" in page
    act(reader, calm, "open")
    assert shows(reader, calm)
    answer = reader.post(page_of(calm) + "card/", {"act": "pass"}, follow=True)
    assert "Nothing waits at the moment but hard ones" in answer.content.decode()
    assert Submission.objects.to_read().count() == 6
    assert not Claim.objects.exists()


@pytest.mark.parametrize("way", ["pass", "leave", "not today"])
def test_what_she_reads_and_lets_go_of_undecided_counts_too(reader, moderator, says, way):
    for number in range(8):
        says(f"{CALM} {number}")
    begins(reader, hard=2)
    read = 0
    for _ in range(12):
        where = reader.post("/admin/review/next/").url
        if "/sitting/" in where:
            break
        kept = act_open(reader, where)
        read += shows(reader, kept)
        reader.post(f"{where}card/", {"act": way})
    assert read == 2 + sittings.SPARE
    page = reader.get("/admin/review/sitting/").content.decode()
    assert "it is enough for now" in page
    assert sittings.of(moderator).phase == Phase.RESTING
    assert not Claim.objects.exists()


def act_open(client: Client, where: str) -> str:
    client.post(f"{where}card/", {"act": "open"})
    return where.split("/")[-2]


def test_danger_is_hard_too_though_it_comes_first(moderator):
    put(lane=Lane.URGENT)
    calm = put(lane=Lane.ANSWERED)
    sittings.begin(moderator, minutes=45, hard=0)
    assert claims.take(moderator) == calm.pk


def test_what_she_put_back_unopened_counts_for_nothing(reader, moderator, says):
    kept = says(HARD)
    begins(reader)
    act(reader, kept, "leave")
    reader.post("/admin/review/next/")
    act(reader, kept, "pass")
    assert opened(moderator) == 0


def test_opening_it_twice_is_one(reader, moderator, says):
    kept = says(HARD)
    begins(reader)
    for _ in range(3):
        act(reader, kept, "open")
    assert opened(moderator) == 1
    assert shows(reader, kept)


def test_a_card_that_was_shown_before_is_not_opened_when_they_are_read(reader, moderator, says):
    kept = says(HARD)
    begins(reader, hard=1)
    # In another window she makes it none.
    reader.post("/admin/review/sitting/", {"act": "lower", "minutes": 45, "hard": 0})
    answer = reader.post(page_of(kept) + "card/", {"act": "open"}, follow=True)
    assert "that one went to somebody else" in answer.content.decode()
    assert not shows(reader, kept)
    assert not Claim.objects.exists()


def test_signing_out_and_in_again_begins_nothing_anew(moderator, desk_key, says, client):
    desk.admit(moderator)
    for _ in range(3):
        says(HARD)

    def signs_in():
        desk.sign_in(client, moderator)
        client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})

    signs_in()
    where = begins(client, hard=1).url
    client.post(f"{where}card/", {"act": "open"})
    client.post("/accounts/logout/")
    signs_in()
    assert client.post("/admin/review/next/").url == "/admin/review/"
    assert begins(client, hard=20).url == "/admin/review/"
    assert (opened(moderator), sittings.of(moderator).hard) == (1, 0)
    assert not Claim.objects.exists()


def test_what_nothing_had_said_she_counts_herself(reader, moderator, says):
    kept = says(CALM)
    begins(reader, hard=1)
    act(reader, kept, "open")
    assert opened(moderator) == 0
    for _ in range(2):
        answer = reader.post(page_of(kept), {"decision": "hard", "text-0": "He moved too"})
        assert "He moved too\n" in answer.content.decode().replace("</textarea>", "\n")
    assert opened(moderator) == 1
    assert "It was a hard one" not in answer.content.decode()
    assert not Decision.objects.exists()


def test_whoever_is_in_danger_counts_though_nothing_had_said_so(reader, moderator, says):
    kept = says(CALM)
    begins(reader)
    act(reader, kept, "open")
    reader.post(page_of(kept), {"decision": "danger"})
    # She has only been shown what to do.
    assert opened(moderator) == 0
    reader.post(page_of(kept), {"decision": "mark"})
    assert opened(moderator) == 1


@pytest.mark.django_db(transaction=True)
def test_in_many_windows_at_once_no_more_is_opened_than_she_agreed_to():
    person = User.objects.create(username="windows")
    person.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    person = User.objects.get(pk=person.pk)
    for _ in range(40):
        put(topics=Topic.RAPE)
    sittings.begin(person, minutes=45, hard=5)
    faults: list[BaseException] = []
    let: list[int] = []

    def window() -> None:
        try:
            for _ in range(15):
                number = claims.take(person)
                claim = claims.hers(person, number) if number else None
                if claim is None:
                    continue
                try:
                    claims.mark_open(claim)
                except HardOnesRead:
                    continue
                finally:
                    if Claim.objects.filter(pk=claim.pk, opened=True).exists():
                        let.append(claim.pk)
                claims.pass_on(person, claim.submission_id)
        except BaseException as fault:  # noqa: BLE001 - a deadlock is one
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=window) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(set(let)) == 5
    assert opened(person) == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_begin_at_once_one_does():
    person = User.objects.create(username="windows")
    begun: list[bool] = []
    gate = threading.Barrier(4)

    def window() -> None:
        gate.wait()
        begun.append(sittings.begin(person, minutes=45, hard=5))
        connection.close()

    threads = [threading.Thread(target=window) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False, False, False, True]


# How it ends


def test_when_her_time_is_up_she_finishes_what_is_open_and_then_it_is_over(
    reader, moderator, says, settings
):
    settings.SUPPORT_LINE = {"words": "A counsellor"}
    one, _ = says(CALM), says(CALM)
    kept = Submission.objects.get(pk=int(begins(reader, minutes=15).url.split("/")[-2], 16))
    act(reader, kept, "open")
    with at(5 * MINUTE):
        assert shows(reader, kept)
    with at(16 * MINUTE):
        assert "Your time is up. Finish this one" in reader.get(page_of(kept)).content.decode()
        assert reader.post("/admin/review/next/").url == page_of(kept), "she has it open"
        answer = reader.post(page_of(kept), {"decision": "publish"})
        assert answer.url == "/admin/review/sitting/"
        assert Decision.objects.get().author == moderator
        page = reader.get(answer.url).content.decode()
        for said in ("Your sitting is over", "the desk is locked", "A counsellor", "Sign out"):
            assert said in page
        assert not Claim.objects.exists()
        assert "Your passphrase opens them" in reader.get("/admin/review/").content.decode()
        for path in ("/admin/review/next/", "/admin/review/sitting/"):
            posted = {"act": "begin", "minutes": 45, "hard": 5}
            assert reader.post(path, posted).url == "/admin/review/sitting/"
        assert not Claim.objects.exists()
    assert one


def test_what_she_has_not_opened_goes_back_when_her_time_is_up(reader, moderator, lead, says):
    kept = says(CALM)
    begins(reader, minutes=15)
    with at(16 * MINUTE):
        assert act(reader, kept, "open").url == "/admin/review/sitting/"
        assert not shows(reader, kept)
        assert claims.take(lead) == kept.pk
        with pytest.raises(NotSitting):
            sittings.open_one(moderator, hard=False)


def test_she_can_stop_at_any_time_and_begin_again_after_a_pause(reader, moderator, lead, says):
    kept = says(HARD)
    begins(reader, hard=5)
    act(reader, kept, "open")
    assert reader.post("/admin/review/sitting/", {"act": "end"}).url == "/admin/review/sitting/"
    assert not shows(reader, kept)
    assert claims.take(lead) == kept.pk
    claims.release(lead)
    assert not Reached.objects.exists(), "stopping early is nothing that leads are told"
    with at(50 * MINUTE):
        assert sittings.of(moderator).phase == Phase.RESTING
        assert not sittings.begin(moderator, minutes=45, hard=20)
    with at(61 * MINUTE):
        assert sittings.begin(moderator, minutes=45, hard=20)
        assert opened(moderator) == 0


def test_looking_ends_nothing(reader, moderator, says):
    says(CALM)
    begins(reader, minutes=15)
    with at(16 * MINUTE):
        for path in ("/admin/review/", "/admin/review/sitting/"):
            assert reader.get(path).status_code == 200
        assert sittings.of(moderator).phase == Phase.UP
        assert Claim.objects.exists()


def test_whoever_went_home_begins_a_new_one_the_next_day(moderator):
    sittings.begin(moderator, minutes=45, hard=0)
    with at(datetime.timedelta(days=1)):
        assert sittings.of(moderator).phase == Phase.NONE
        assert sittings.begin(moderator, minutes=45, hard=5)


def test_no_clock_time_stays(moderator, lead):
    sittings.begin(moderator, minutes=45, hard=5)
    sittings.begin(lead, minutes=45, hard=5)
    sittings.end(lead)
    sittings.forget()
    assert Sitting.objects.filter(ends__isnull=False).get().moderator == moderator
    assert Sitting.objects.filter(rests__isnull=False).get().moderator == lead
    with at(2 * 60 * MINUTE):
        sittings.forget()
    assert not Sitting.objects.exclude(ends=None, rests=None).exists()


# What the leads see


def test_leads_see_who_reached_what_she_had_set_and_not_how_fast(lead_at_desk, moderator, today):
    quick = accounts.create("quick")
    sittings.begin(moderator, minutes=45, hard=1)
    sittings.open_one(moderator, hard=True)
    sittings.begin(quick, minutes=45, hard=20)
    for _ in range(15):
        sittings.open_one(quick, hard=True)
    for ago in (1, 2, 3, 7):
        Reached.objects.create(moderator=moderator, day=today - datetime.timedelta(days=ago))
    assert sittings.over_lately() == [("ada", 4, True)]
    page = pages.parsed(lead_at_desk.get("/admin/review/sittings/").content)
    (row,) = page.all("tbody")[0].all("tr")
    assert row.text == "ada4 days: often, latelytoday too"
    assert "quick" not in page.text
    assert "15" not in page.all("table")[0].text
    with at(datetime.timedelta(days=8)):
        sittings.forget()
    assert not Reached.objects.exists()


def test_her_time_being_up_is_seen_too(moderator):
    sittings.begin(moderator, minutes=15, hard=5)
    with at(16 * MINUTE):
        sittings.end(moderator)
        assert sittings.over_lately() == [("ada", 1, True)]


def test_moderators_are_not_shown_who_it_was(at_desk):
    assert at_desk.get("/admin/review/sittings/").status_code == 403
    assert "sittings/" not in at_desk.get("/admin/review/").content.decode()
