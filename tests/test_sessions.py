"""Who is signed in at the desk, and that nothing of it can be used again when it has ended."""

import datetime
import re
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError, connection
from django.test import Client

from metoo.management.commands.work import DUTIES
from moderation import sessions
from moderation.accounts import factors
from moderation.models import Ended, Session, Why
from moderation.sessions import SessionStore
from stories import worker
from stories.models import Tidying
from tests import desk, live, pages
from tests.test_serving import Browser

QUEUE = "/admin/review/"
# The second for what is not the admin's; the first leads on to it.
LOGIN = ("/admin/login/?", "/accounts/login/?")
FIRST, SECOND = "six small boats on grey water", "nine long trains in white snow"
MINUTE, HOUR = 60, 3600


def opens(client: Client) -> bool:
    """Whether the desk takes this browser for somebody who is signed in."""
    answer = client.get(QUEUE)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(LOGIN)
    return answer.status_code == 200


def stolen(client: Client) -> Client:
    """Another browser with the same cookies."""
    thief = Client()
    for name, cookie in client.cookies.items():
        thief.cookies[name] = cookie.value
    return thief


def signed_in(person: User) -> Client:
    client = Client()
    desk.sign_in(client, person)
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`clock(seconds)`: it is so much later than at the start of the test."""
    began = time.time()

    def set_to(later: float) -> None:
        monkeypatch.setattr(time, "time", lambda: began + later)

    set_to(0)
    return set_to


# How long -------------------------------------------------------------------------


@pytest.mark.django_db
def test_fifteen_idle_minutes_end_it(at_desk, clock):
    clock(14 * MINUTE)
    assert opens(at_desk)
    clock(28 * MINUTE)
    assert opens(at_desk), "every look counts anew"
    clock(43 * MINUTE)
    assert not opens(stolen(at_desk))
    clock(28 * MINUTE)
    assert opens(at_desk), "and only that ended it"


@pytest.mark.django_db
@pytest.mark.parametrize("unlocks", [False, True])
def test_eight_hours_end_it_whatever_she_does(at_desk, clock, unlocks):
    for later in range(0, 8 * HOUR - MINUTE, 10 * MINUTE):
        clock(later)
        assert opens(at_desk), later
        if unlocks:
            # Another key for the session, and not another eight hours.
            at_desk.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    clock(8 * HOUR)
    assert not opens(at_desk)


@pytest.mark.django_db
def test_what_is_kept_says_no_second_and_is_written_once_a_minute(
    at_desk, clock, django_assert_max_num_queries
):
    (kept,) = Session.objects.all()
    assert kept.ends
    for at in (kept.expire_date, kept.ends):
        assert (at.second, at.microsecond) == (0, 0)
    assert kept.ends - kept.expire_date == sessions.LONGEST - sessions.IDLE
    assert opens(at_desk)
    with django_assert_max_num_queries(9) as seen:
        assert opens(at_desk)
    assert not [one for one in seen if one["sql"].startswith("UPDATE")]


@pytest.mark.django_db
def test_the_unlocked_desk_does_not_outlive_the_session(at_desk, moderator, says, clock):
    page = f"/admin/review/{says('He moved too.')}/"
    assert at_desk.get(page).status_code == 200
    thief = stolen(at_desk)
    clock(16 * MINUTE)
    desk.sign_in(at_desk, moderator)
    assert at_desk.get(page).status_code == 302
    assert thief.get(page).status_code == 302


# One at a time --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_sign_in_ends_the_one_before_and_nobody_elses(at_desk, lead_at_desk, moderator):
    again = signed_in(moderator)
    assert opens(again)
    assert not opens(at_desk)
    assert opens(lead_at_desk)
    assert Session.objects.filter(person=moderator).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_sign_ins_at_once_one_is_left():
    person = User.objects.create(username="ada", is_staff=True)
    gate, faults = threading.Barrier(6), []

    def signs_in() -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            # The second factor is shown after that, by who is still in.
            Client().force_login(person)
        except Exception as fault:  # noqa: BLE001 - a deadlock is one
            faults.append(fault)
        finally:
            connection.close()

    for _ in range(5):
        hands = [threading.Thread(target=signs_in) for _ in range(6)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        assert faults == []
        assert Session.objects.count() == 1


# Ended ----------------------------------------------------------------------------


def change_role(person: User) -> None:
    person.groups.set(Group.objects.filter(name="lead"))


def change_password(person: User) -> None:
    person.set_password(SECOND)
    person.save()


def close(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def lose_the_desk(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=False)


def another_app(person: User) -> None:
    factors.of(person).delete()
    desk.has_app(person)


def lose_factor(person: User) -> None:
    factors.of(person).delete()


CHANGES = [change_role, change_password, close, lose_the_desk, another_app, lose_factor]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_who_she_is_ends_it_by_whatever_way_it_came(at_desk, moderator, change):
    thief = stolen(at_desk)
    change(moderator)
    assert not opens(thief)
    assert not Session.objects.exists()
    assert not opens(at_desk)


@pytest.mark.django_db
def test_all_of_hers_can_be_ended_and_nobody_elses(at_desk, moderator, lead_at_desk):
    sessions.end_all(moderator)
    assert not opens(at_desk)
    assert opens(lead_at_desk)


@pytest.mark.django_db
def test_what_is_ended_while_a_request_is_on_its_way_does_not_come_back(at_desk, moderator):
    on_its_way: list[tuple[Callable[[SessionStore], None], type[Exception]]] = [
        (lambda store: store.cycle_key(), SessionInterrupted),
        (lambda store: store.save(), UpdateError),
    ]
    for acts, refused in on_its_way:
        store = signed_in(moderator).session
        assert isinstance(store, SessionStore)
        store["more"] = 1
        sessions.end_all(moderator)
        with pytest.raises(refused):
            acts(store)
        store.go_on()
        assert not Session.objects.exists()


@pytest.mark.django_db
def test_who_reads_the_table_cannot_sit_down_in_her_place(at_desk):
    cookie = at_desk.cookies[settings.SESSION_COOKIE_NAME].value
    (kept,) = Session.objects.all()
    assert cookie not in f"{kept.session_key} {kept.session_data}"
    at_desk.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key
    assert not opens(at_desk)


@pytest.mark.django_db
def test_what_has_ended_by_itself_is_let_go_of(at_desk, lead, clock):
    clock(HOUR)
    signed_in(lead)
    assert [kept.person for kept in Session.objects.all()] == [lead]


@pytest.mark.django_db
def test_the_worker_lets_go_of_it_though_nobody_signs_in(at_desk, clock):
    """The row holds the desk's key under that of a cookie which the browser may still have."""
    Tidying.objects.get_or_create(id=1)
    clock(HOUR)
    assert Session.objects.exists()
    for duty in DUTIES:
        worker.attend(duty)
    assert not Session.objects.exists()
    assert Tidying.objects.get().erased


# Why ------------------------------------------------------------------------------


def told(client: Client, path: str = QUEUE) -> list[str]:
    """What a browser is told, beside what stands on the page of the sign-in for everybody."""
    answer = client.get(path, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    return [one.text for one in pages.parsed(answer.content).all("p", role="status")]


def starts_anew(clock: Callable[[float], None]) -> None:
    clock(2 * MINUTE)
    sessions.site_started()


ENDS: dict[Why, Callable[[User, Callable[[float], None]], object]] = {
    Why.IDLE: lambda person, clock: clock(16 * MINUTE),
    Why.ELSEWHERE: lambda person, clock: signed_in(person),
    Why.CHANGED: lambda person, clock: change_role(person),
    Why.STARTED: lambda person, clock: starts_anew(clock),
}


@pytest.mark.django_db
@pytest.mark.parametrize("why", ENDS)
def test_the_browser_that_was_signed_out_is_told_why_once_and_no_other(moderator, lead, clock, why):
    she, others = signed_in(moderator), [Client(), signed_in(lead), Client()]
    others[2].cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    others[1].get("/accounts/logout/")
    others[1].post("/accounts/logout/")
    ENDS[why](moderator, clock)
    assert [told(other) for other in others] == [[], [], []]
    assert told(she) == [str(why.label)]
    assert told(she) == []


@pytest.mark.django_db
def test_whoever_signs_out_herself_is_told_nothing_by_the_old_name(moderator):
    she = signed_in(moderator)
    thief = stolen(she)
    she.post("/accounts/logout/")
    assert told(thief) == []
    assert not Ended.objects.exists()


@pytest.mark.django_db
def test_eight_hours_are_called_eight_hours(moderator, lead, clock):
    she = signed_in(moderator)
    for later in range(0, 8 * HOUR, 10 * MINUTE):
        clock(later)
        opens(she)
    clock(8 * HOUR)
    signed_in(lead)
    assert told(she) == [str(Why.LONGEST.label)]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [sessions.end_all, change_password, close, another_app])
def test_whatever_was_changed_is_called_a_change_and_not_what(moderator, change):
    she = signed_in(moderator)
    change(moderator)
    assert told(she, "/accounts/password/") == [str(Why.CHANGED.label)]


@pytest.mark.django_db
def test_she_is_told_when_others_have_signed_in_since_and_for_two_days(moderator, lead, clock):
    idle, long_ago = signed_in(moderator), signed_in(lead)
    clock(HOUR)
    signed_in(lead)
    thief = stolen(idle)
    assert told(idle) == [str(Why.IDLE.label)]
    assert told(long_ago) == [str(Why.IDLE.label)]
    clock(49 * HOUR)
    signed_in(lead)
    assert told(thief) == []
    assert [kept.day for kept in Ended.objects.all()] == [sessions._now().date()]


@pytest.mark.django_db
def test_what_she_wrote_comes_back_with_the_reason(at_desk, moderator, says):
    kept = says("He moved too.")
    sessions.end_all(moderator)
    answer = at_desk.post(f"{QUEUE}{kept}/", {"text-0": "He moved"})
    assert answer.status_code == 403
    (said,) = pages.parsed(answer.content).all("li", "info")
    assert said.text == str(Why.CHANGED.label)


@pytest.mark.django_db
def test_a_reason_says_nothing_of_whom_and_which_browser(at_desk, moderator):
    cookie = at_desk.cookies[settings.SESSION_COOKIE_NAME].value
    sessions.end_all(moderator)
    (kept,) = Ended.objects.values()
    assert sorted(kept) == ["day", "session_key", "why"]
    assert cookie not in str(kept)
    assert moderator.username not in str(kept)


# A start --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_start_ends_what_was_before_it_and_nothing_after(at_desk, lead, clock):
    clock(2 * MINUTE)
    sessions.site_started()
    clock(3 * MINUTE)
    later = signed_in(lead)
    assert not opens(at_desk)
    assert opens(later)


@pytest.mark.django_db(transaction=True)
def test_a_start_without_a_database_is_not_forgotten():
    def away(*_: object) -> None:
        raise OperationalError

    signed_in(User.objects.create(username="ada", is_staff=True))
    sessions.site_started()
    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        sessions.settle()
    assert Session.objects.exists()
    sessions.settle()
    assert not Session.objects.exists()


# Over the wire ----------------------------------------------------------------------

WHOSE = "from django.contrib.auth.models import User; person = User.objects.get(username='{name}');"
IDLE = "datetime.timedelta(minutes=15)"
SHIFT = "from moderation.models import Session; import datetime; from django.db.models import F;"


@pytest.fixture(scope="module")
def site() -> Iterator[live.Site]:
    with live.running(worker=False) as it:
        yield it


def sign_out(site: live.Site, she: Browser, name: str) -> None:
    she.ask("/accounts/logout/", out="1")


def sit_idle(site: live.Site, she: Browser, name: str) -> None:
    # Fifteen minutes, from where the server counts them.
    site.python(f"{SHIFT} Session.objects.update(expire_date=F('expire_date') - {IDLE})")


def work_for_eight_hours(site: live.Site, she: Browser, name: str) -> None:
    site.python(f"{SHIFT} Session.objects.update(ends=F('ends') - datetime.timedelta(hours=8))")


def new_password(site: live.Site, she: Browser, name: str) -> None:
    answer, _ = she.ask(
        "/accounts/password/", oldpassword=FIRST, password1=SECOND, password2=SECOND
    )
    assert answer.headers["Location"] == "/accounts/password/done/"
    assert "Sign in with the new one" in she.ask("/accounts/password/done/")[1]


def password_by_a_link(site: live.Site, she: Browser, name: str) -> None:
    link = urlsplit(site.manage("create_moderator", name, "--again").split()[-1]).path
    other = Browser(site.port, site.url)
    form = other.ask(link)[0].headers["Location"]
    answer, _ = other.ask(form, password1=SECOND, password2=SECOND)
    assert answer.headers["Location"] == "/accounts/set-up/done/"


def another_role(site: live.Site, she: Browser, name: str) -> None:
    site.python(
        f"{WHOSE.format(name=name)} from django.contrib.auth.models import Group;"
        "person.groups.set(Group.objects.exclude(pk__in=person.groups.all())[:1])"
    )


def another_factor(site: live.Site, she: Browser, name: str) -> None:
    site.python(desk.GIVES_APP.format(name=name))


def closed(site: live.Site, she: Browser, name: str) -> None:
    site.manage("create_moderator", name, "--close", "--yes")


def sign_in_elsewhere(site: live.Site, she: Browser, name: str) -> None:
    assert Browser(site.port, site.url).signs_in(name, FIRST, ahead=1)


def restart(site: live.Site, she: Browser, name: str) -> None:
    site.stop()
    site.start()


def restart_after_a_kill(site: live.Site, she: Browser, name: str) -> None:
    site.kill()
    site.start()


ENDINGS = [
    sign_out,
    sit_idle,
    work_for_eight_hours,
    new_password,
    password_by_a_link,
    another_role,
    another_factor,
    closed,
    sign_in_elsewhere,
    restart,
    restart_after_a_kill,
]


def replayed(site: live.Site, cookies: dict[str, str]) -> tuple[int, int]:
    """Plays stolen cookies back at every kind of page. Returns how many were tried, and taken."""
    tried = accepted = 0
    for path in (QUEUE, "/admin/", "/admin/unlock/", "/admin/keys/", "/accounts/password/") * 2:
        thief = Browser(site.port, site.url)
        thief.cookies = dict(cookies)
        answer, page = thief.ask(path)
        tried += 1
        accepted += answer.status != 302 or not answer.headers["Location"].startswith(LOGIN)
        assert not re.search("grace", page)
    return tried, accepted


@pytest.mark.slow
@pytest.mark.parametrize("ends", ENDINGS)
def test_a_stolen_session_is_worth_nothing_when_hers_has_ended(site: live.Site, ends):
    # An account of her own for each ending: of one, the site looks at ten codes in a minute.
    name = f"grace{ENDINGS.index(ends)}"
    site.manage("create_moderator", name)
    site.python(f"{WHOSE.format(name=name)} person.set_password('{FIRST}'); person.save()")
    site.python(desk.GIVES_APP.format(name=name))
    she = Browser(site.port, site.url)
    assert she.signs_in(name, FIRST, ahead=0)
    cookies = dict(she.cookies)
    thief = Browser(site.port, site.url)
    thief.cookies = dict(cookies)
    assert thief.ask(QUEUE)[0].status == 200, "while hers goes on, it is the same to us"
    ends(site, she, name)
    assert replayed(site, cookies) == (10, 0)


def test_the_longest_times_are_those_that_are_promised():
    assert datetime.timedelta(minutes=15) == sessions.IDLE
    assert datetime.timedelta(hours=8) == sessions.LONGEST
