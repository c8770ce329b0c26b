"""Second factors: nobody is in by her password alone, and no code is taken twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import time as clock_time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from moderation import audit, guesses
from moderation.accounts import boxes, factors, people
from moderation.models import Guesses, Line, Session, Step
from stories.sealing import Unopenable
from tests import desk, pages
from tests.desk import SECRET

PASSWORD = "six small boats on grey water"
QUEUE, LOGIN, SECOND = "/admin/review/", "/accounts/login/", "/accounts/login/second/"
FACTORS, APP, CODES = "/accounts/factors/", "/accounts/factors/app/", "/accounts/factors/codes/"


@pytest.fixture(autouse=True)
def cheap_and_still(settings, monkeypatch) -> None:
    """It is the middle of a code's thirty seconds, and stays so."""
    now = time.time() // factors.STEP_SECONDS * factors.STEP_SECONDS + 15
    monkeypatch.setattr(time, "time", lambda: now)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada(moderator: User) -> User:
    """Has a password, and no second factor yet."""
    moderator.set_password(PASSWORD)
    moderator.save()
    return moderator


@pytest.fixture
def with_app(ada: User) -> User:
    """Has an app too."""
    desk.has_app(ada)
    return ada


def first_step(person: str = "ada") -> Client:
    """A browser from which the right password came."""
    client = Client()
    answer = client.post(LOGIN, {"login": person, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def shows(client: Client, code: str, at: str = SECOND) -> int:
    return client.post(at, {"proof-code": code}).status_code


def is_in(client: Client) -> bool:
    return client.get(QUEUE).status_code == 200


def sets_up(client: Client, ahead: int = 0) -> list[str]:
    """Sets up an app, as the page says. The recovery codes that it shows."""
    client.post(APP)
    key = pages.parsed(client.get(APP).content).all("output")[0].text
    answer = client.post(APP, {"code": desk.code(key.replace(" ", ""), ahead=ahead)})
    assert answer.status_code == 200, answer.content
    return [one.text for one in pages.parsed(answer.content).all("li")]


def logged(what: str) -> list[tuple[str, str, str]]:
    """The lines of the log that say so, with the names of the accounts."""
    who = {name: person.username for name, person in audit.names()} | {"": ""}
    lines = Line.objects.filter(what=what).values_list("event", "by", "whom")
    return [(event, who[by], who[whom]) for event, by, whom in lines]


# Signing in ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_password_alone_signs_nobody_in_who_has_a_factor(with_app):
    client = first_step()
    assert client.get(LOGIN).headers["Location"] == SECOND
    assert not is_in(client)
    assert not Session.objects.exclude(person=None).exists()
    assert shows(client, desk.code()) == 302
    assert is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "abcdef", "١٢٣٤٥٦", "\x00", "9" * 5000, "😀", "0000-0000-0000"]
)
def test_a_wrong_code_is_said_so_and_signs_nobody_in(with_app, code):
    client = first_step()
    answer = client.post(SECOND, {"proof-code": code})
    assert answer.status_code == 403
    assert "was not right" in pages.parsed(answer.content).all("div", role="alert")[0].text
    assert not is_in(client)


@pytest.mark.django_db
def test_who_did_not_begin_does_not_get_to_the_second_step(with_app):
    for client in (Client(), Client()):
        assert client.get(SECOND).headers["Location"].startswith(LOGIN)
        assert shows(client, desk.code()) == 302
        assert not is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_code_works_once_whatever_its_neighbours(with_app, ahead):
    code = desk.code(ahead=ahead)
    assert shows(first_step(), code) == 302
    assert shows(first_step(), code) == 403
    # And not one from before it, either.
    assert shows(first_step(), desk.code(ahead=ahead - 1)) == 403


@pytest.mark.django_db
@pytest.mark.parametrize("ahead", [-2, 2, 20])
def test_a_code_of_another_time_does_not_work(with_app, ahead):
    assert shows(first_step(), desk.code(ahead=ahead)) == 403


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_the_same_code_one_is_in():
    # Without a role: the commits of other tests take those away.
    person = User.objects.create(username="ada", is_staff=True)
    desk.has_app(person)
    code = desk.code()

    def tries(_: int) -> bool:
        try:
            return factors.code_is_right(person, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(tries, range(8))) == 1


@pytest.mark.django_db
def test_she_can_begin_again(with_app):
    client = first_step()
    assert client.post(SECOND, {"begin": "1"}).headers["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200
    assert shows(client, desk.code()) == 302
    assert not is_in(client)


@pytest.mark.django_db
def test_what_changes_after_the_first_step_begins_it_anew(with_app):
    client = first_step()
    with_app.set_password("another password than before")
    with_app.save()
    answer = client.post(SECOND, {"proof-code": desk.code()})
    assert answer.headers["Location"].startswith(LOGIN)
    assert not is_in(client)


@pytest.mark.django_db
def test_who_loses_her_factors_after_the_first_step_is_not_let_in_by_it(with_app):
    client = first_step()
    factors.of(with_app).delete()
    assert client.post(SECOND, {"proof-code": ""}).headers["Location"].startswith(LOGIN)
    assert client.get(FACTORS).status_code == 302


# How many guesses ----------------------------------------------------------------------


@pytest.mark.django_db
def test_twenty_codes_are_looked_at_in_a_day_and_a_known_browser_has_its_own(with_app, settings):
    settings.SIGN_INS_EACH = "1000/m"
    mine = first_step()
    assert shows(mine, desk.code(ahead=-1)) == 302
    mine.post("/accounts/logout/")
    thief = first_step()
    for _ in range(guesses.CODES):
        assert shows(thief, "000000") == 403
    answer = thief.post(SECOND, {"proof-code": desk.code()})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 86_400
    assert not is_in(thief)
    assert shows(first_step(), desk.code()) == 429, "from no other browser of a stranger either"
    # The log is told once.
    assert logged("codes") == [("locked_out", "", "ada")]
    # Where she has signed in before, she does: nobody can lock her out.
    mine.post(LOGIN, {"login": "ada", "password": PASSWORD})
    assert shows(mine, desk.code()) == 302
    assert is_in(mine)


@pytest.mark.django_db
def test_what_is_right_costs_nothing(with_app):
    assert shows(first_step(), desk.code()) == 302
    assert not Guesses.objects.filter(purse__startswith="codes", used__gt=0).exists()


@pytest.mark.django_db
def test_the_site_looks_at_so_many_codes_in_a_minute(with_app, settings):
    client = first_step()
    settings.SIGN_INS = "2/m"
    assert [shows(client, "000000") for _ in range(3)] == [403, 403, 503]


@pytest.fixture
def grace(lead: User) -> Client:
    """Another's browser, after the first step."""
    lead.set_password(PASSWORD)
    lead.save()
    desk.has_app(lead)
    return first_step(lead.get_username())


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["code", "passkey"])
def test_one_account_leaves_the_others_their_codes(with_app, grace, field):
    thief = first_step()
    seen = [thief.post(SECOND, {f"proof-{field}": "000000"}).status_code for _ in range(68)]
    assert seen == [403] * 10 + [503] * 58
    assert shows(grace, desk.code()) == 302
    assert is_in(grace)


@pytest.mark.django_db
def test_codes_that_are_not_looked_at_leave_the_others_theirs(with_app, grace, settings):
    settings.SIGN_INS_EACH = "1000/m"
    thief = first_step()
    seen = [shows(thief, "000000") for _ in range(68)]
    assert seen == [403] * guesses.CODES + [429] * (68 - guesses.CODES)
    assert shows(grace, desk.code()) == 302
    assert logged("codes") == [("locked_out", "", "ada")]


@pytest.mark.django_db
def test_who_has_her_password_leaves_her_own_browser_its_codes(with_app):
    mine = first_step()
    assert shows(mine, desk.code(ahead=-1)) == 302
    mine.post("/accounts/logout/")
    thief = first_step()
    # She was new here a moment ago herself: that was the first of ten.
    assert [shows(thief, "000000") for _ in range(10)] == [403] * 9 + [503]
    mine.post(LOGIN, {"login": "ada", "password": PASSWORD})
    assert shows(mine, desk.code()) == 302


# The gate --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_factor_she_reaches_the_page_that_sets_one_up_and_nothing_else(ada):
    client = first_step()
    for path in (QUEUE, "/admin/", "/admin/keys/", "/admin/unlock/", "/accounts/password/", CODES):
        for send in (client.get, client.post):
            assert send(path).headers["Location"] == FACTORS, path
    assert client.get(FACTORS).status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert not Session.objects.filter(person=ada).exists()


@pytest.mark.django_db
def test_a_session_that_has_not_seen_the_factor_is_ended(with_app):
    client = Client()
    client.force_login(with_app)
    assert client.get(FACTORS).headers["Location"].startswith(LOGIN)
    assert client.get(FACTORS).headers["Location"].startswith(LOGIN)
    assert not Session.objects.filter(person=with_app).exists()


@pytest.mark.django_db
def test_the_proof_of_one_account_is_none_of_another(with_app, lead):
    client = Client()
    client.force_login(lead)
    desk.proves(client, with_app)
    assert client.get(QUEUE).headers["Location"] == FACTORS


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "name"), [(True, "ada"), (False, "demonstration")])
def test_only_a_demonstrations_own_account_needs_none(settings, ada, demo, name):
    settings.DEMO = demo
    ada.username = name
    ada.save()
    assert first_step(name).get(QUEUE).headers["Location"] == FACTORS


@pytest.mark.django_db
def test_a_demonstrations_own_account_is_in_and_told_so(settings, ada):
    ada.username = "demonstration"
    ada.save()
    client = first_step("demonstration")
    assert is_in(client)
    assert b"needs no second factor" in client.get(FACTORS).content


# Setting one up, and changing it ---------------------------------------------------------------


@pytest.mark.django_db
def test_an_app_is_set_up_and_signs_her_in(ada):
    client = first_step()
    thief = Client()
    for name, cookie in client.cookies.items():
        thief.cookies[name] = cookie.value
    codes = sets_up(client, ahead=-1)
    assert len(set(codes)) == factors.RECOVERY_CODES
    assert is_in(client), "she goes on here"
    assert thief.get(QUEUE).headers["Location"].startswith("/admin/login/"), "and nowhere else"
    assert logged("app.set") == [("factor", "ada", "ada")]
    client.post("/accounts/logout/")
    again = first_step()
    assert not is_in(again)
    for code in codes[:2]:
        assert shows(first_step(), code.upper().replace("-", " ")) == 302
        assert shows(first_step(), code) == 403, "each works once"
    assert len(logged("code.used")) == 2


@pytest.mark.django_db
def test_the_key_of_an_app_is_drawn_by_our_own_server_and_kept_by_nobody(ada):
    client = first_step()
    assert client.get(f"{APP}picture/").status_code == 404
    before = Session.objects.get(person=ada).session_data
    client.get(APP)
    assert Session.objects.get(person=ada).session_data == before, "looking begins nothing"
    client.post(APP)
    page = pages.parsed(client.get(APP).content)
    key = page.all("output")[0].text.replace(" ", "")
    assert page.all("img")[0]["src"] == f"{APP}picture/"
    answer = client.get(f"{APP}picture/")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"style" not in answer.content
    assert b"<path" in answer.content
    # Nor is it in the session, in clear.
    kept = str(Client().session.__class__(client.cookies["desk"].value).load())
    assert key not in kept


@pytest.mark.django_db
def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(ada):
    client = first_step()
    client.post(APP)
    key = pages.parsed(client.get(APP).content).all("output")[0].text
    for code in ("000000", "", "x"):
        answer = client.post(APP, {"code": code})
        assert answer.status_code == 422
        assert pages.parsed(answer.content).all("output")[0].text == key
    assert not factors.has(ada)
    assert not is_in(client)


@pytest.mark.django_db
def test_whoever_has_one_shows_it_before_anything_changes(at_desk, moderator):
    unproven(at_desk)
    for path in (FACTORS, APP, CODES):
        before = list(factors.of(moderator).values_list("pk", "data"))
        answer = at_desk.post(path, {"factor": str(factors.of(moderator)[0].pk)})
        assert answer.status_code == 403, path
        assert b"proof-code" in answer.content
        assert list(factors.of(moderator).values_list("pk", "data")) == before
    page = at_desk.post(CODES, {"proof-code": desk.code()})
    assert len(pages.parsed(page.content).all("li")) == factors.RECOVERY_CODES


@pytest.mark.django_db
def test_the_log_is_not_taken_away_without_it():
    client = Client()
    desk.sign_in(client, people.create("ida", role=people.AUDITORS))
    unproven(client)
    answer = client.post("/admin/log/copy/")
    assert answer.status_code == 403
    assert b"proof-code" in answer.content
    assert not Line.objects.filter(event="exported").exists()
    # A file would leave the page that asked standing there: she is led back to the log first.
    answer = client.post("/admin/log/copy/", {"proof-code": desk.code()})
    assert answer.headers["Location"] == "/admin/log/#copy"
    assert not Line.objects.filter(event="exported").exists()
    assert "the file comes at once" in client.get("/admin/log/").content.decode()
    answer = client.post("/admin/log/copy/")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Line.objects.filter(event="exported").count() == 1


@pytest.mark.django_db
def test_five_minutes_after_the_proof_it_is_asked_for_again(at_desk, moderator, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + factors.RECENT_SECONDS - 61)
    assert b"proof-code" not in at_desk.post(CODES).content
    monkeypatch.setattr(time, "time", lambda: now + 2 * factors.RECENT_SECONDS)
    assert b"proof-code" in at_desk.post(CODES).content


@pytest.mark.django_db
def test_another_app_takes_the_place_of_the_first(at_desk, moderator):
    sets_up(at_desk)
    (kept,) = factors.of(moderator).filter(type=factors.Kind.TOTP)
    assert boxes.of(kept) != SECRET
    moderator.set_password(PASSWORD)
    moderator.save()
    assert shows(first_step(), desk.code(ahead=1)) == 403


@pytest.mark.django_db
def test_the_only_one_is_not_removed(at_desk, moderator):
    (kept,) = factors.of(moderator)
    for number in (str(kept.pk), "0", "x", "9" * 400, "²"):
        at_desk.post(FACTORS, {"factor": number})
    assert factors.has(moderator)
    assert is_in(at_desk)


@pytest.mark.django_db
def test_nobody_removes_another_ones(moderator, lead):
    desk.has_app(moderator)
    desk.has_app(lead)
    # She has two, so that it is not refused as her only one.
    factors.keep_passkey(moderator, name="red", credential="")
    client = Client()
    desk.sign_in(client, moderator)
    (kept,) = factors.of(lead)
    client.post(FACTORS, {"factor": str(kept.pk)})
    assert factors.has(lead)


def unproven(client: Client) -> None:
    """Six minutes pass."""
    session = client.session
    session["factor"] = {**session["factor"], "at": session["factor"]["at"] - 360}
    session.save()


# At rest -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_row_holds_what_makes_or_is_a_code(ada):
    client = first_step()
    codes = sets_up(client)
    (app,) = factors.of(ada).filter(type=factors.Kind.TOTP)
    rows = str([*Authenticator.objects.values(), *Step.objects.values(), *Session.objects.values()])
    assert boxes.of(app) not in rows
    assert all(code not in rows and code.replace("-", "") not in rows for code in codes)
    assert {kept.created_at.time() for kept in factors.of(ada)} == {clock_time()}
    assert {kept.last_used_at for kept in factors.of(ada)} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["flipped", "another's", "cut", "none", "not text", "not a box"])
def test_a_factor_that_was_changed_in_the_database_is_refused(with_app, lead, damage):
    desk.has_app(lead)
    (hers,), (another,) = factors.of(with_app), factors.of(lead)
    box = hers.data["box"]
    hers.data = {
        "flipped": {"box": box[:40] + ("A" if box[40] != "A" else "B") + box[41:]},
        "another's": another.data,
        "cut": {"box": box[:20]},
        "none": {},
        "not text": {"box": 7},
        "not a box": {"box": "é" * 60},
    }[damage]
    hers.save()
    with pytest.raises(Unopenable):
        boxes.of(hers)
    client = first_step()
    assert shows(client, desk.code()) == 403
    assert not is_in(client)


@pytest.mark.django_db
def test_another_secret_key_opens_none(with_app, settings):
    settings.SECRET_KEY = "another one for the tests alone; it is long enough, too"
    (kept,) = factors.of(with_app)
    with pytest.raises(Unopenable):
        boxes.of(kept)


def test_what_allauth_would_keep_is_encrypted_too():
    adapter = boxes.FactorAdapter()
    kept = adapter.encrypt(SECRET)
    assert SECRET not in kept
    assert adapter.decrypt(kept) == SECRET
