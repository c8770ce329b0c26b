"""Passkeys: as the second factor, in a real browser; and what no browser sends."""

import base64
import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from playwright.sync_api import Browser, Page, expect

from moderation.accounts import factors, passkeys
from tests import browser, desk, live
from tests.browser import Window

PASSWORD = "six small boats on grey water"
LOGIN, SECOND, QUEUE = "/accounts/login/", "/accounts/login/second/", "/admin/review/"
FACTORS, PASSKEY = "/accounts/factors/", "/accounts/factors/passkey/"
OPTIONS = f"{PASSKEY}options/"


def written(what: bytes) -> str:
    return base64.urlsafe_b64encode(what).rstrip(b"=").decode()


class Key:
    """A passkey in software: what one answers, made by hand, so that each part can be wrong."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a key for the tests"
        self.counter = 0

    def _data(self, host: str, *, made: bool) -> bytes:
        self.counter += 1
        public = ES256.from_cryptography_key(self.private.public_key())
        known = AttestedCredentialData.create(bytes(16), self.id, public) if made else b""
        digest = hashlib.sha256(host.encode()).digest()
        there = AuthenticatorData.FLAG.UP
        flags = there | AuthenticatorData.FLAG.AT if made else there
        return bytes(AuthenticatorData.create(digest, flags, self.counter, known))

    def answer(
        self, asked: dict[str, Any], *, origin: str = "", host: str = "localhost"
    ) -> dict[str, Any]:
        ask = asked["publicKey"]
        made = "rp" in ask
        said = {
            "type": "webauthn.create" if made else "webauthn.get",
            "challenge": ask["challenge"],
            "origin": origin or settings.SITE_URL,
        }
        client, data = json.dumps(said).encode(), self._data(host, made=made)
        response = {"clientDataJSON": written(client)}
        if made:
            kept = AttestationObject.create("none", AuthenticatorData(data), {})
            response["attestationObject"] = written(bytes(kept))
        else:
            signed = data + hashlib.sha256(client).digest()
            response["authenticatorData"] = written(data)
            response["signature"] = written(self.private.sign(signed, ec.ECDSA(hashes.SHA256())))
        return {
            "id": written(self.id), "rawId": written(self.id), "type": "public-key",
            "response": response, "clientExtensionResults": {},
        }  # fmt: skip


@pytest.fixture
def ada(moderator, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    moderator.set_password(PASSWORD)
    moderator.save()
    return moderator


def first_step() -> Client:
    client = Client()
    assert client.post(LOGIN, {"login": "ada", "password": PASSWORD}).status_code == 302
    return client


def asked(client: Client, what: str) -> dict[str, Any]:
    answer = client.post(OPTIONS, {"for": what})
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


def sets_up(client: Client, key: Key, name: str = "the blue one", **how: str) -> int:
    answer = json.dumps(key.answer(asked(client, "new"), **how))
    return client.post(PASSKEY, {"passkey": answer, "name": name}).status_code


def proves(client: Client, key: Key, **how: str) -> int:
    answer = json.dumps(key.answer(asked(client, "proof"), **how))
    return client.post(SECOND, {"proof-passkey": answer}).status_code


@pytest.fixture
def key(ada) -> Key:
    """Hers: it is set up."""
    key = Key()
    assert sets_up(first_step(), key) == 200
    return key


@pytest.mark.django_db
def test_a_passkey_is_the_second_step(ada, key):
    assert factors.codes_left(ada) == factors.RECOVERY_CODES
    client = first_step()
    assert client.get(QUEUE).status_code == 302
    assert proves(client, key) == 302
    assert client.get(QUEUE).status_code == 200
    assert b"the blue one" in client.get(FACTORS).content


@pytest.mark.django_db
def test_an_answer_is_good_once(ada, key):
    client, other = first_step(), first_step()
    answer = {"proof-passkey": json.dumps(key.answer(asked(client, "proof")))}
    wrong = answer["proof-passkey"].replace("webauthn", "x")
    assert other.post(SECOND, answer).status_code == 403, "to another browser it is none"
    assert client.post(SECOND, {"proof-passkey": wrong[:-9]}).status_code == 403
    assert client.post(SECOND, answer).status_code == 403
    assert client.get(QUEUE).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "how",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:1"},
        {"host": "elsewhere.example"},
    ],
)
def test_an_answer_that_was_made_for_another_site_is_refused(ada, key, how):
    assert proves(first_step(), key, **how) == 403
    factors.of(ada).delete()
    assert sets_up(first_step(), Key(), **how) == 422
    assert not factors.has(ada)


@pytest.mark.django_db
def test_another_passkey_is_refused(ada, key):
    other = Key()
    assert proves(first_step(), other) == 403
    other.id = b"another id"
    assert proves(first_step(), other) == 403


@pytest.mark.django_db
def test_somebody_elses_passkey_is_refused_also_where_its_row_is_moved(ada, key, lead):
    (kept,) = factors.of(ada).filter(type=factors.Kind.WEBAUTHN)
    lead.set_password(PASSWORD)
    lead.save()
    kept.pk, kept.user = None, lead
    kept.save()
    client = Client()
    client.post(LOGIN, {"login": lead.username, "password": PASSWORD})
    assert proves(client, key) == 403


@pytest.mark.django_db
def test_what_another_account_was_asked_is_answered_for_nobody_else(ada, key, lead):
    """In one browser two begin, one after the other: each answers what she was asked herself."""
    hers = Key()
    hers.id = b"the key of a lead"
    lead.set_password(PASSWORD)
    lead.save()
    client = Client()
    client.post(LOGIN, {"login": "bell", "password": PASSWORD})
    assert sets_up(client, hers) == 200
    client = first_step()
    of_ada = asked(client, "proof")
    client.post(SECOND, {"begin": ""})
    client.post(LOGIN, {"login": "bell", "password": PASSWORD})
    answer = {"proof-passkey": json.dumps(hers.answer(of_ada))}
    assert client.post(SECOND, answer).status_code == 403
    assert proves(client, hers) == 302


@pytest.mark.django_db
def test_nobody_is_asked_for_one_who_did_not_begin(ada, key):
    assert Client().post(OPTIONS, {"for": "proof"}).status_code == 403
    assert first_step().post(OPTIONS, {"for": "new"}).status_code == 403, "before the second step"
    assert first_step().post(OPTIONS, {"for": "x"}).status_code == 403


@pytest.mark.django_db
def test_who_has_one_shows_it_before_she_adds_another(ada, key):
    client = first_step()
    proves(client, key)
    session = client.session
    session["factor"] = {**session["factor"], "at": session["factor"]["at"] - 360}
    session.save()
    new = Key()
    new.id = b"a second key"
    answer = json.dumps(new.answer(asked(client, "new")))
    page = client.post(PASSKEY, {"passkey": answer, "name": "red"})
    assert page.status_code == 403
    # What was posted is held while she shows the first.
    proof = json.dumps(key.answer(asked(client, "proof")))
    client.post(PASSKEY, {"passkey": answer, "name": "red", "proof-passkey": proof})
    assert [name for _, name in passkeys.names(ada)] == ["the blue one", "red"]
    # With two of them one can go.
    (first, _), (second, _) = passkeys.names(ada)
    client.post(FACTORS, {"factor": str(first)})
    client.post(FACTORS, {"factor": str(second)})
    assert [name for _, name in passkeys.names(ada)] == ["red"]
    assert client.get(QUEUE).status_code == 200


@pytest.mark.django_db
def test_the_same_passkey_is_not_set_up_twice(ada, key):
    client = first_step()
    proves(client, key)
    assert sets_up(client, key) == 422


@pytest.mark.django_db
def test_codes_run_out_and_a_passkey_still_works(ada, key, settings):
    settings.SIGN_INS_EACH = "1000/m"
    client = first_step()
    for _ in range(25):
        client.post(SECOND, {"proof-code": "000000"})
    assert client.post(SECOND, {"proof-code": "000000"}).status_code == 429
    assert proves(client, key) == 302


ODD = [
    "", "{", "null", "7", '"x"', "[]", "{}", "[" * 15_000, "x" * 30_000, '{"id": 1}', "\x00",
    '{"id":"","rawId":"","type":"","response":{}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":null}',
    ('{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
    '"authenticatorData":"AA","signature":"AA"}}'),
    '{"id":"é","rawId":"é","type":"public-key","response":{"clientDataJSON":7}}',
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_what_no_browser_sends_is_refused(ada, key, odd):
    client = first_step()
    asked(client, "proof")
    assert client.post(SECOND, {"proof-passkey": odd}).status_code == 403
    factors.of(ada).delete()
    client = first_step()
    asked(client, "new")
    assert client.post(PASSKEY, {"passkey": odd, "name": "x" * 500}).status_code == 422
    assert not factors.has(ada)


@pytest.mark.django_db
def test_a_damaged_answer_is_refused_and_no_fault(ada, key, settings):
    settings.SIGN_INS = settings.SIGN_INS_EACH = "1000/m"
    client, lot = first_step(), random.Random(7)
    for _ in range(40):
        answer = key.answer(asked(client, "proof"))
        field = lot.choice(sorted(answer["response"]))
        good = answer["response"][field]
        # The last letters of a text in base 64 may say nothing.
        cut = lot.randrange(len(good) - 4)
        put = "".join(lot.choices("Aa0_-", k=lot.randrange(4)))
        answer["response"][field] = good[:cut] + put + good[cut + len(put) + 1 :]
        said = client.post(SECOND, {"proof-passkey": json.dumps(answer)})
        assert said.status_code == 403, answer


# In a real browser -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.started() as it:
        yield it


@pytest.fixture(scope="module")
def site() -> Iterator[live.Site]:
    with live.running(worker=False, started=False) as it:
        # A passkey is of one site: of this port, too.
        it.port = live.free_port()
        it.environment["SITE_URL"] = it.url
        it.start()
        it.manage("create_moderator", "grace")
        it.python(
            "from django.contrib.auth.models import User; she = User.objects.get(username='grace');"
            f"she.set_password('{PASSWORD}'); she.save()"
        )
        yield it


def has_authenticator(page: Page) -> None:
    """Plugs a passkey in that always says yes."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.browser
def test_she_sets_up_a_passkey_and_signs_in_with_it(chromium: Browser, site: live.Site):
    window = Window(chromium, site)
    page = window.page
    has_authenticator(page)
    window.sign_in("grace", PASSWORD)
    page.wait_for_url(f"**{FACTORS}")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("What you call it").fill("blue")
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(factors.RECOVERY_CODES)
    page.get_by_role("link", name="I have them on paper").click()
    page.wait_for_url("**/admin/unlock/")
    page.get_by_role("button", name="Sign out").click()
    window.sign_in("grace", PASSWORD)
    page.wait_for_url(f"**{SECOND}")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{QUEUE}")
    # Before what cannot be undone it is asked for again, and what was posted is held.
    site.python(
        "from moderation.models import Session; from moderation.sessions import SessionStore\n"
        "for row in Session.objects.exclude(person=None):\n"
        "    held = SessionStore().decode(row.session_data); held['factor']['at'] -= 360\n"
        "    row.session_data = SessionStore().encode(held); row.save()"
    )
    page.goto("/accounts/factors/codes/")
    page.get_by_role("button", name="Make ten new ones").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".codes li")).to_have_count(factors.RECOVERY_CODES)
    assert not window.faults()
    window.close()


@pytest.mark.browser
def test_a_passkey_that_does_not_answer_is_said_so(chromium: Browser, site: live.Site):
    site.python(desk.GIVES_APP.format(name="grace"))
    window = Window(chromium, site)
    page = window.page
    window.sign_in("grace", PASSWORD)
    page.get_by_label("Code").fill(desk.code())
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"**{QUEUE}")
    page.goto(PASSKEY)
    page.route(f"**{OPTIONS}", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("alert")).to_have_text(
        "The passkey did not answer. Nothing was set up."
    )
    window.close()
