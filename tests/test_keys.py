"""Who holds the desk's key: admitted, removed, and the key turned, also when it is cut off."""

import time
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client

from moderation import admission, keys, sessions, unlocking
from moderation.accounts import people as accounts
from moderation.models import Claim, DeskKey, Keyring, Sitting
from moderation.sessions import SessionStore
from stories import envelopes, sealing
from stories.lifecycle import receiving
from stories.models import SealingKey, Submission
from stories.sealing import Unopenable
from tests import desk, pages
from tests.desk import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    """The recovery code of a desk that has just been set up."""
    return keys.set_up()


@pytest.fixture
def opened(code: str) -> keys.Opened:
    return keys.open_with_recovery(code)


def every_byte() -> bytes:
    """All that the database holds of keys."""
    rows = [
        *Keyring.objects.values_list("public", "salt", "box"),
        *DeskKey.objects.values_list("envelope"),
        *SealingKey.objects.values_list("public"),
    ]
    return b"|".join(bytes(value) for row in rows for value in row)


def test_the_recovery_code_opens_the_desk_and_is_stored_nowhere(code, opened):
    assert len(code.split()) == 10
    assert opened[1].public == bytes(SealingKey.objects.get().public)
    kept = every_byte()
    assert opened[1].private not in kept
    assert code.encode() not in kept
    with pytest.raises(Unopenable):
        keys.open_with_recovery("abdomen " * 10)
    with pytest.raises(Unopenable):
        keys.open_with_recovery("not ten words")
    with pytest.raises(ValueError, match="has a key"):
        keys.set_up()


def test_somebody_opens_it_with_her_own_passphrase_once_she_is_admitted(moderator, opened):
    with pytest.raises(Unopenable):
        keys.open_with(PASSPHRASE, person=moderator)
    keys.make_keyring(moderator, passphrase=PASSPHRASE)
    assert list(admission.waiting()) == [moderator.keyring]
    with pytest.raises(keys.NotAdmitted):
        keys.open_with(PASSPHRASE, person=moderator)
    keys.admit(moderator, keys=opened)
    assert not admission.waiting()
    assert keys.open_with(PASSPHRASE, person=moderator) == opened
    with pytest.raises(Unopenable):
        keys.open_with("another passphrase than hers", person=moderator)
    assert opened[1].private not in every_byte()


def test_a_guess_is_dear_where_anything_is_real(settings, moderator):
    settings.DEMO = False
    ring = keys.make_keyring(moderator, passphrase=PASSPHRASE)
    assert (ring.passes, ring.memory) == (sealing.DEAR.passes, sealing.DEAR.memory)


def test_a_short_passphrase_is_refused(moderator):
    with pytest.raises(ValueError, match="too short"):
        keys.make_keyring(moderator, passphrase="short")


def test_who_does_not_hold_the_key_cannot_give_it(moderator, opened):
    keys.make_keyring(moderator, passphrase=PASSPHRASE)
    with pytest.raises(keys.NotUnlocked):
        keys.admit(moderator, keys={})


def test_an_envelope_of_one_keyring_does_not_open_another(moderator, lead, opened):
    for person in (moderator, lead):
        keys.make_keyring(person, passphrase=PASSPHRASE)
        keys.admit(person, keys=opened)
    theirs = DeskKey.objects.get(keyring=lead.keyring).envelope
    DeskKey.objects.filter(keyring=moderator.keyring).update(envelope=theirs)
    with pytest.raises(Unopenable):
        keys.open_with(PASSPHRASE, person=moderator)


# Turning ------------------------------------------------------------------------


def waiting_words(how_many: int) -> dict[int, str]:
    from django.utils import timezone

    from stories.testimony import Occurrence, Testimony
    from tests.desk import received

    said = {}
    for number in range(how_many):
        words = f"He moved too, {number}."
        kept = received(Testimony((Occurrence(words),)), day=timezone.now().date())
        said[kept.pk] = words
    return said


def readable(opened: keys.Opened) -> dict[int, str]:
    return {
        kept.pk: envelopes.opened_testimony(kept, opened[kept.sealed_to_id or 0]).text()
        for kept in Submission.objects.filter(envelope__isnull=False)
    }


def test_after_a_turn_everybody_reads_on_and_the_old_key_opens_nothing(moderator, lead, opened):
    for person in (moderator, lead):
        keys.make_keyring(person, passphrase=PASSPHRASE)
        keys.admit(person, keys=opened)
    said = waiting_words(7)
    keys.remove(moderator)
    assert keys.turn(opened) == 7
    fresh = keys.open_with(PASSPHRASE, person=lead)
    assert set(fresh) == {2}
    assert readable(fresh) == said
    with pytest.raises(Unopenable):
        keys.open_with(PASSPHRASE, person=moderator)
    for kept in Submission.objects.all():
        with pytest.raises(Unopenable):
            envelopes.opened_testimony(kept, opened[1])
    assert not keys.is_turning()
    more = waiting_words(1)
    assert readable(fresh) == said | more


class Cut(Exception):
    """The process ends here."""


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_cut_off_anywhere_goes_on(opened, monkeypatch):
    """At each of the statements that a turn makes, in turn, everything stops there."""
    lead = User.objects.create(username="lead")
    # The roles of the migrations are gone after another test's commits.
    lead.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    keys.make_keyring(lead, passphrase=PASSPHRASE)
    keys.admit(lead, keys=opened)
    said = waiting_words(6)
    monkeypatch.setattr(keys, "_AT_ONCE", 2)
    cut, halfway = 0, 0
    for place in range(200):
        held = keys.open_with(PASSPHRASE, person=lead)
        ended = _turned_until(place, held)
        everything = keys.open_with(PASSPHRASE, person=lead)
        assert readable(everything) == said, f"cut at statement {place}"
        if ended:
            break
        cut += 1
        halfway += len(everything) == 2
        # It goes on, to its end, from wherever it was.
        keys.turn(everything)
        fresh = keys.open_with(PASSPHRASE, person=lead)
        assert readable(fresh) == said
        assert len(fresh) == 1
        newest = max(fresh)
        # With the key that was made for it: a turn that was cut is not one more turn.
        assert newest == max(everything) or len(everything) == 1
        assert not Submission.objects.exclude(sealed_to=newest).exists()
    assert ended
    assert cut >= 20
    assert halfway >= 10, "with both keys in hand, and words under either"


def _turned_until(place: int, held: keys.Opened) -> bool:
    """Turns the key, and stops before the statement of that number. Whether it came to its end."""
    count = 0

    def stop(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count > place:
            raise Cut
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(stop):
            keys.turn(held)
    except Cut:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_words_come_in_where_another_process_turned_the_key(code, opened, client):
    """This one believes for a second what it was told before."""
    envelopes.current_key()
    before = envelopes._last
    assert before
    keys.turn(opened)
    envelopes._last = before._replace(until=float("inf"))
    number = pages.nonce(pages.parsed(client.get("/say/").content))
    said = {"nonce": number, "action": "send", "examples-0-text": "He moved too."}
    assert "It arrived." in client.post("/say/", said).content.decode()
    kept = Submission.objects.get()
    assert kept.sealed_to_id == 2
    assert "He moved too." in readable(keys.open_with_recovery(code))[kept.pk]


def test_the_key_is_asked_for_once_a_second(opened, django_assert_num_queries):
    first = envelopes.current_key()
    with django_assert_num_queries(0):
        assert envelopes.current_key() == first
    assert envelopes._last
    envelopes._last = envelopes._last._replace(until=0)
    with django_assert_num_queries(1):
        assert envelopes.current_key() == first


@pytest.mark.django_db(transaction=True)
def test_words_whose_key_is_let_go_of_as_they_come_in_are_sealed_to_the_next(
    code, opened, client, monkeypatch
):
    """In the moment before they are stored, a turn begins and ends. They go in all the same."""
    turns: list[int] = []
    storing = "_by_list" if connection.vendor == "sqlite" else "_by_json"
    stores = getattr(receiving, storing)

    def turn_first(rows):
        if not turns:
            turns.append(len(rows))
            keys.turn(opened)
        return stores(rows)

    number = pages.nonce(pages.parsed(client.get("/say/").content))
    said = {"nonce": number, "action": "send", "examples-0-text": "He moved too."}
    monkeypatch.setattr(receiving, storing, turn_first)
    answer = client.post("/say/", said)
    assert turns
    assert "It arrived." in answer.content.decode()
    kept = Submission.objects.get()
    assert kept.sealed_to_id == 2
    assert "He moved too." in readable(keys.open_with_recovery(code))[kept.pk]


def test_who_cannot_turn_the_key_removes_nobody(moderator, lead, opened):
    for person in (moderator, lead):
        keys.make_keyring(person, passphrase=PASSPHRASE)
        keys.admit(person, keys=opened)
    keys.turn(opened)
    with pytest.raises(keys.NotUnlocked):
        keys.remove_and_turn(moderator, keys=opened)
    fresh = keys.open_with(PASSPHRASE, person=moderator)
    keys.remove_and_turn(moderator, keys=fresh)
    with pytest.raises(Unopenable):
        keys.open_with(PASSPHRASE, person=moderator)
    assert set(keys.open_with(PASSPHRASE, person=lead)) == {3}


def test_one_envelope_that_does_not_open_keeps_no_other_under_the_old_key(opened):
    said = waiting_words(3)
    damaged = min(said)
    envelope = bytearray(Submission.objects.get(pk=damaged).envelope or b"")
    envelope[99] ^= 1
    Submission.objects.filter(pk=damaged).update(envelope=bytes(envelope))
    keys.turn(opened)
    assert not keys.is_turning()
    kept = Submission.objects.get(pk=damaged)
    assert (kept.sealed_to_id, bytes(kept.envelope or b"")) == (2, bytes(envelope))


def test_a_closed_account_holds_no_key(moderator, opened):
    keys.make_keyring(moderator, passphrase=PASSPHRASE)
    keys.admit(moderator, keys=opened)
    accounts.close(moderator.username)
    assert not admission.holders()
    assert keys.is_turn_due(), "until then her wrap in a stolen copy opens what comes in"
    keys.turn(opened)
    assert not keys.is_turn_due()
    assert DeskKey.objects.filter(keyring__person__isnull=False).count() == 0


def test_who_never_held_the_key_leaves_no_turn_due(moderator, opened):
    keys.make_keyring(moderator, passphrase=PASSPHRASE)
    accounts.close(moderator.username)
    assert not keys.is_turn_due()


def test_what_somebody_kept_of_it_opens_nothing_that_comes_after_the_turn(moderator, lead, opened):
    for person in (moderator, lead):
        keys.make_keyring(person, passphrase=PASSPHRASE)
        keys.admit(person, keys=opened)
    stolen = keys.open_with(PASSPHRASE, person=moderator)
    accounts.close(moderator.username)
    (before,) = waiting_words(1)
    assert envelopes.opened_testimony(Submission.objects.get(pk=before), stolen[1]).examples
    keys.turn(keys.open_with(PASSPHRASE, person=lead))
    for number in (before, *waiting_words(1)):
        kept = Submission.objects.get(pk=number)
        assert kept.sealed_to_id not in stolen
        with pytest.raises(Unopenable):
            envelopes.opened_testimony(kept, stolen[1])


def test_leads_are_told_that_a_turn_is_due_until_it_is_done(lead_at_desk, at_desk, moderator, lead):
    other = accounts.create("newcomer")
    desk.admit(other)
    accounts.close(other.username)
    for page in ("/admin/review/", "/admin/keys/"):
        assert "Somebody who left held" in lead_at_desk.get(page).content.decode()
    assert "Somebody who left held" not in at_desk.get("/admin/review/").content.decode()
    pages.surely(lead_at_desk, "/admin/keys/", {"act": "turn"})
    for page in ("/admin/review/", "/admin/keys/"):
        assert "Somebody who left held" not in lead_at_desk.get(page).content.decode()


# A sitting ------------------------------------------------------------------------


def test_the_session_alone_and_the_cookie_alone_open_nothing(at_desk, says, settings):
    kept = says("He moved too.")
    page = f"/admin/review/{kept}/"
    assert "He moved too." in at_desk.get(page).content.decode()
    cookie = at_desk.cookies.pop(settings.UNLOCK_COOKIE_NAME)
    assert at_desk.get(page).status_code == 302
    at_desk.cookies[settings.UNLOCK_COOKIE_NAME] = cookie.value
    assert at_desk.get(page).status_code == 200
    at_desk.post("/admin/lock/")
    assert at_desk.get(page).status_code == 302


def test_the_cookie_is_for_this_site_and_no_script(at_desk, settings):
    cookie = at_desk.cookies[settings.UNLOCK_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]


def test_fifteen_idle_minutes_lock_it(at_desk, says, monkeypatch):
    kept = says("He moved too.")
    now = time.time()
    page = f"/admin/review/{kept}/"
    monkeypatch.setattr(time, "time", lambda: now + 14 * 60)
    assert at_desk.get(page).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 28 * 60)
    assert at_desk.get(page).status_code == 200, "every look counts anew"
    monkeypatch.setattr(time, "time", lambda: now + 44 * 60)
    assert at_desk.get(page).status_code == 302


def test_fifteen_minutes_of_other_pages_lock_it_too(at_desk, says, monkeypatch):
    kept, now = says("He moved too."), time.time()
    for minutes in (10, 16):
        monkeypatch.setattr(time, "time", lambda later=minutes * 60: now + later)
        assert at_desk.get("/admin/review/").status_code == 200
    answer = at_desk.get(f"/admin/review/{kept}/")
    assert answer.headers["Location"].startswith("/admin/unlock/")


@pytest.mark.parametrize("change", ["role", "password", "closed"])
def test_the_keys_themselves_ask_who_she_is(moderator, opened, rf, settings, change):
    request = rf.get("/admin/review/")
    request.session = SessionStore()
    request.COOKIES[settings.UNLOCK_COOKIE_NAME] = unlocking.keep(request, moderator, opened)
    assert unlocking.keys_of(request, moderator) == opened
    if change == "role":
        moderator.groups.set(Group.objects.filter(name="lead"))
    elif change == "password":
        moderator.set_password("another password than before")
    else:
        moderator.is_active = False
    with pytest.raises(unlocking.Shut):
        unlocking.keys_of(request, moderator)


@pytest.mark.parametrize("change", ["role", "password", "sign-out", "closed"])
def test_any_change_of_who_she_is_locks_it(at_desk, moderator, says, change):
    kept = says("He moved too.")
    page = f"/admin/review/{kept}/"
    assert at_desk.get(page).status_code == 200
    if change == "role":
        moderator.groups.set(Group.objects.filter(name="lead"))
    elif change == "password":
        moderator.set_password("another password than before")
        moderator.save()
    elif change == "closed":
        moderator.is_active = False
        moderator.save()
    else:
        at_desk.post("/accounts/logout/")
        desk.sign_in(at_desk, moderator)
    assert at_desk.get(page).status_code == 302


def locks(client, person):
    client.post("/admin/lock/")


def signs_out(client, person):
    client.post("/accounts/logout/")


def sits_idle(client, person):
    # What the session holds of it is over; the session itself goes on.
    session = client.session
    session["desk"] = {**session["desk"], "until": 0}
    session.save()


def session_ends(client, person):
    sessions.end_all(person)


def role_changes(client, person):
    person.groups.set(Group.objects.filter(name="lead"))


def password_changes(client, person):
    person.set_password("another password than before")
    person.save()


ENDS = [locks, signs_out, sits_idle, session_ends, role_changes, password_changes]


@pytest.mark.parametrize("ends", ENDS)
def test_however_it_ends_the_browser_gives_back_its_half(at_desk, moderator, settings, ends):
    at_desk.get("/admin/review/")
    assert at_desk.cookies[settings.UNLOCK_COOKIE_NAME].value
    ends(at_desk, moderator)
    at_desk.get("/admin/review/")
    cookie = at_desk.cookies[settings.UNLOCK_COOKIE_NAME]
    assert (cookie.value, cookie["max-age"]) == ("", 0)


def test_nobody_reads_without_unlocking(moderator, says):
    client = desk.Reader()
    kept = says("He moved too.")
    desk.sign_in(client, moderator)
    answer = client.get(f"/admin/review/{kept}/")
    assert answer.status_code == 302
    assert "/admin/unlock/" in answer.headers["Location"]
    # What she wrote is given back, and nothing of what is sealed.
    answer = client.post(f"/admin/review/{kept}/", {"decision": "publish"})
    assert answer.status_code == 403
    assert "He moved too." not in answer.content.decode()
    kept.refresh_from_db()
    assert kept.state == "waiting"


def test_words_that_do_not_open_can_only_be_declined(at_desk, says):
    kept, other = says("He moved too."), says("Somebody else's.")
    Submission.objects.filter(pk=kept.pk).update(envelope=other.envelope)
    page = f"/admin/review/{kept}/"
    said = at_desk.get(page).content.decode()
    assert "does not open" in said
    assert "Somebody else" not in said
    at_desk.post(page, {"decision": "publish"})
    kept.refresh_from_db()
    assert kept.state == "waiting"
    at_desk.post(page, {"decision": "decline", "reason": "other"})
    kept.refresh_from_db()
    assert kept.state == "declined"


def test_a_lead_admits_and_removes_and_a_moderator_may_not(lead_at_desk, at_desk, moderator, says):
    newcomer = accounts.create("newcomer")
    keyring = keys.make_keyring(newcomer, passphrase=PASSPHRASE)
    assert at_desk.get("/admin/keys/").status_code == 403
    assert at_desk.post("/admin/keys/", {"act": "admit", "keyring": keyring}).status_code == 403
    lead_at_desk.post("/admin/keys/", {"act": "admit", "keyring": str(keyring)})
    assert keys.open_with(PASSPHRASE, person=newcomer)
    kept = says("He moved too.")
    pages.surely(lead_at_desk, "/admin/keys/", {"act": "remove", "keyring": str(keyring)})
    with pytest.raises(Unopenable):
        keys.open_with(PASSPHRASE, person=newcomer)
    # The key has turned: both have to unlock once more, and then read on.
    assert at_desk.get(f"/admin/review/{kept}/").status_code == 302
    at_desk.post("/admin/unlock/", {"passphrase": PASSPHRASE})
    assert "He moved too." in at_desk.get(f"/admin/review/{kept}/").content.decode()


def test_a_wrong_passphrase_says_so_and_tells_nothing(at_desk):
    answer = at_desk.post("/admin/unlock/", {"passphrase": "not the one at all"})
    assert answer.status_code == 200
    assert "That did not open it." in answer.content.decode()


@pytest.mark.parametrize(
    ("after", "goes"),
    [
        ("/admin/review/sitting/", "/admin/review/sitting/"),
        ("//elsewhere.example/", "/admin/review/"),
        ("https://elsewhere.example/", "/admin/review/"),
        ("/\\elsewhere.example", "/admin/review/"),
        ("javascript:alert(1)", "/admin/review/"),
        ("", "/admin/review/"),
    ],
)
def test_after_unlocking_she_goes_on_here_and_nowhere_else(at_desk, after, goes):
    where = f"/admin/unlock/?{urlencode({'next': after})}"
    answer = at_desk.post(where, {"passphrase": PASSPHRASE})
    assert (answer.status_code, answer.headers["Location"]) == (302, goes)


def test_sealing_needs_only_the_public_half():
    assert sealing.seal(b"x", to=sealing.new_pair().public, about="")


def test_who_is_not_admitted_yet_is_told_what_is_to_come_and_by_whom_and_begins_nothing(
    desk_key, moderator, lead, says
):
    says("He moved too.")
    she = Client()
    desk.sign_in(she, moderator)

    def shown(path: str = "/admin/review/") -> str:
        return str(she.get(path).content.decode())

    def begins() -> None:
        she.post("/admin/review/sitting/", {"act": "begin", "minutes": "45", "hard": "5"})
        she.post("/admin/review/next/")

    begins()
    assert "Nothing has begun" in shown()
    page = shown()
    assert "You choose a passphrase of your own." in page
    assert "No lead holds it herself yet." in page
    keys.make_keyring(moderator, passphrase=PASSPHRASE)
    desk.admit(lead)
    # A moderator holds it too, and can give it to nobody.
    desk.admit(accounts.create("cleo"))
    begins()
    for path in ("/admin/review/", "/admin/unlock/"):
        page = shown(path)
        assert "You have chosen your passphrase." in page
        assert "<bdi>bell</bdi>" in page
        assert "Begin, and take the first one" not in page
    assert not Sitting.objects.exists()
    # Nor where the key was taken from her while she sat.
    desk.sits_down(moderator)
    she.post("/admin/review/next/")
    assert not Claim.objects.exists()
    Sitting.objects.all().delete()
    keys.admit(moderator, keys={1: desk.PAIR})
    assert "still to come" not in shown()
    begins()
    assert Sitting.objects.get().moderator == moderator
    assert Claim.objects.get().moderator == moderator
