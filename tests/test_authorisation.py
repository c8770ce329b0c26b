"""Every address of the desk, by every method, as everybody: what comes of it is what the table in
`tests.authorisation` says, and nothing else."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.cache import caches
from django.db import transaction
from django.test import Client, RequestFactory

from moderation import decisions, gathering, keys, sessions
from moderation.accounts import factors, people
from moderation.models import (
    Decision,
    DeskKey,
    Keyring,
    LeadRequest,
    Lot,
    Reason,
    Sitting,
    Want,
)
from stories.models import Concern, SealingKey, Story, Submission
from stories.wall.release import release
from stories.wall.reporting import told
from tests import desk, pages
from tests.authorisation import (
    AGAIN,
    ANYBODY,
    ASKED,
    BACK,
    DEEDS,
    FORGED,
    HALFWAY,
    IN,
    LEADS,
    METHODS,
    NO_FACTOR,
    NOT_LATELY,
    OK,
    PARTS,
    SCREEN,
    SET_UP,
    TABLE,
    UNLOCK,
    expected,
    part_of,
)
from tests.faulty_wsgi import patterns

pytestmark = pytest.mark.django_db
PASSWORD = "six small boats on grey water"
LATELY = 86_400


@dataclass
class Cast:
    """Everybody who asks, by the cookies that they come with; and what there is to ask for."""

    cookies: dict[str, dict[str, str]]
    things: dict[str, str]
    client: Client
    strict: Client

    def ask(self, who: str, method: str, at: str, fields: dict[str, str]) -> str:
        """What comes of one request: nothing of it stays."""
        client = self.strict if method in FORGED else self.client
        elsewhere = {"Sec-Fetch-Site": "cross-site"} if method == FORGED[0] else {}
        client.cookies.clear()
        for name, value in self.cookies[who].items():
            client.cookies[name] = value
        data = {name: value.format(**self.things) for name, value in fields.items()}
        told: dict[str, Any] = {"headers": elsewhere}
        with transaction.atomic():
            path, verb = at.format(**self.things), method.partition(" ")[0]
            if verb == "POST":
                answer = client.post(path, data, **told)
            else:
                answer = client.generic(verb, path, **told)
            transaction.set_rollback(True)
        caches["default"].clear()
        return outcome(answer)


def outcome(answer: Any) -> str:
    where = answer.headers.get("Location", "")
    if answer.status_code in {301, 302} and where.startswith(("/admin/login/", "/accounts/login/")):
        return IN
    if answer.status_code == 302 and where.startswith("/admin/unlock/"):
        return UNLOCK
    if answer.status_code == 302 and where == "/accounts/factors/":
        return SET_UP
    if answer.status_code == 403 and b'name="proof-code"' in answer.content:
        return AGAIN
    if answer.status_code == 403 and b'id="given-back"' in answer.content:
        return BACK
    return OK if answer.status_code in {200, 302} else str(answer.status_code)


def sits_down(person: User, *, unlocks: bool, lately: bool = True) -> dict[str, str]:
    """The cookies of somebody who has signed in with her second factor, and unlocked the desk if
    she does. Not lately: that was long ago."""
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    desk.sign_in(client, person)
    if unlocks:
        desk.admit(person)
        assert client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE}).status_code == 302
    if not lately:
        session = client.session
        session["factor"] = {"of": person.pk, "at": int(time.time()) - 2 * LATELY}
        session.save()
    return {name: cookie.value for name, cookie in client.cookies.items()}


def without_factor(person: User) -> dict[str, str]:
    """The cookies of somebody who has signed in with her password, and has no more."""
    client = Client()
    client.force_login(person)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def halfway_in(person: User) -> dict[str, str]:
    """The cookies of somebody who has given her password, and is asked for her second factor."""
    person.set_password(PASSWORD)
    person.save()
    desk.has_app(person)
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/login/second/"
    return {name: cookie.value for name, cookie in client.cookies.items()}


def moderators() -> dict[str, dict[str, str]]:
    """Those with a role, and those who had one."""
    found = {}
    for who, role, unlocks in (
        ("moderator", people.MODERATORS, False),
        ("moderator, unlocked", people.MODERATORS, True),
        ("lead", people.LEADS, False),
        ("lead, unlocked", people.LEADS, True),
        ("lead, not lately", people.LEADS, True),
        ("auditor", people.AUDITORS, False),
        ("auditor, not lately", people.AUDITORS, False),
    ):
        name = who.replace(", ", "-").replace(" ", "-")
        person, lately = people.create(name, role=role), who not in NOT_LATELY
        found[who] = sits_down(person, unlocks=unlocks, lately=lately)
    for who in ("closed", "without her role", "ended"):
        person = people.create(who.replace(" ", "-"), role=people.LEADS)
        found[who] = sits_down(person, unlocks=True)
    found[HALFWAY] = halfway_in(people.create("halfway", role=people.LEADS))
    found[NO_FACTOR] = without_factor(people.create("new", role=people.LEADS))
    User.objects.filter(username="closed").update(is_active=False)
    User.objects.get(username="without-her-role").groups.clear()
    sessions.end_all(User.objects.get(username="ended"))
    return found


@pytest.fixture
def cast(says: Callable[..., Submission], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    # A walk may take longer than five minutes; how long a proof lasts is seen in test_factors.
    monkeypatch.setattr(factors, "RECENT_SECONDS", LATELY)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    desk.approve(says("He moved too."))
    release()
    kept, held = says("Words that wait."), says()
    told(Story.objects.get().pk, Concern.NAMES, day=kept.day)
    cookies = moderators()
    cookies["nobody"] = {}
    cookies["outsider"] = sits_down(User.objects.create(username="outsider"), unlocks=False)
    roleless = User.objects.create(username="roleless", is_staff=True)
    cookies["roleless"] = sits_down(roleless, unlocks=False)
    screens = User.objects.create(username="screens", is_staff=True)
    screens.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    cookies["screens alone"] = sits_down(screens, unlocks=False)
    lead = User.objects.get(username="lead")
    decision = decisions.hold_statuses(by=lead, reason=Reason.FLOOD)
    assert held.pk != kept.pk
    says()
    gathering.gather()
    newcomer = people.create("newcomer")
    asks = people.create("asks", role=people.LEADS)
    holder = Keyring.objects.get(person__username="moderator-unlocked")
    things = {
        "submission": str(kept),
        "story": str(Story.objects.get().pk),
        "reported": str(Story.objects.get()),
        "decision": str(decision.pk),
        "decided": str(decision),
        "lot": str(Lot.objects.get()),
        "keyring": str(keys.make_keyring(newcomer, passphrase=desk.PASSPHRASE)),
        "held": str(holder),
        "person": str(newcomer.pk),
        "closed": str(User.objects.get(username="closed").pk),
        "lost": str(
            LeadRequest.objects.create(person=roleless, want=Want.LOST, asked_by=asks, day=kept.day)
        ),
        "request": str(
            LeadRequest.objects.create(person=roleless, want=Want.LEAD, asked_by=asks, day=kept.day)
        ),
    }
    # What raises is a cell like all others.
    client = desk.Reader(raise_request_exception=False)
    strict = desk.Reader(raise_request_exception=False, enforce_csrf_checks=True)
    return Cast(cookies, things, client, strict)


# The short run looks at every second cell, the same each time, and at those that show that a factor
# is asked for again, one to a page; PROVE=full at all.
ONE_IN = 1 if os.environ.get("PROVE") == "full" else 2


def cells(part: str) -> Iterator[tuple[str, str, str]]:
    """Every route, person and method of a part that is looked at."""
    for route in TABLE:
        for who in sorted(ANYBODY):
            for method in (*METHODS, *FORGED):
                lot = crc32(f"{route} {method} {who}".encode()) % ONE_IN
                looked_at = not lot or (method == "POST" and who in NOT_LATELY)
                if part_of(route) == part and looked_at:
                    yield route, who, method


def test_every_address_of_the_desk_is_in_the_table():
    there = [route for route, _ in patterns() if route.startswith(("admin/", "accounts/"))]
    assert sorted(there) == sorted(TABLE)
    assert sum(len(list(cells(part))) for part in PARTS) >= 3_000


@pytest.mark.parametrize("part", PARTS)
def test_what_comes_of_every_request_is_in_the_table(cast: Cast, part: str):
    assert set(cast.cookies) == ANYBODY
    asked, unexpected = list(cells(part)), []
    for route, who, method in asked:
        page = TABLE[route]
        came = cast.ask(who, method, page.at, page.post)
        if came != expected(page, who, method):
            unexpected.append(f"{route} {method} as {who}: {came}")
    print(f"{part}: {len(asked)} cells, {len(unexpected)} unexpected")
    assert not unexpected, "\n".join(unexpected)


def test_who_may_not_take_a_story_down_is_not_asked_why(cast: Cast):
    asked = {"action": "remove", "_selected_action": "{story}"}
    for who in SCREEN:
        cast.client.cookies.clear()
        for name, value in cast.cookies[who].items():
            cast.client.cookies[name] = value
        data = {name: value.format(**cast.things) for name, value in asked.items()}
        answer = cast.client.post("/admin/stories/story/", data)
        assert (b'name="reason"' in answer.content) == (who in LEADS), who


def test_what_is_in_a_story_is_seen_by_who_may_and_edited_by_nobody(lead: User):
    request = RequestFactory().get("/admin/stories/story/1/change/")
    request.user = lead
    shown = admin.site.get_model_admin(Story)
    (inline,) = shown.get_inline_instances(request)
    assert not inline.has_add_permission(request, None)
    assert not inline.has_change_permission(request, None)
    assert not inline.has_delete_permission(request, None)
    request.user = User.objects.create(username="roleless", is_staff=True)
    assert not shown.get_inline_instances(request)


def everything() -> str:
    """All that a deed could change."""
    return repr(
        [
            sorted(Submission.objects.values_list("pk", "state", "sealed_to")),
            sorted(Story.objects.values_list("pk")),
            sorted(Decision.objects.values_list("pk")),
            sorted(DeskKey.objects.values_list("key", "keyring")),
            sorted(SealingKey.objects.values_list("pk")),
            sorted(Sitting.objects.values_list("moderator", "ends")),
            sorted(Lot.objects.values_list("pk", "fate")),
            sorted(User.objects.values_list("username", "is_active", "groups__name")),
            sorted(LeadRequest.objects.values_list("person", "want", "asked_by")),
        ]
    )


@pytest.mark.parametrize("number", range(len(DEEDS)))
def test_a_deed_is_done_by_who_may_and_by_nobody_else(cast: Cast, number: int):
    at, fields, may = DEEDS[number]
    before, did = everything(), set()
    for who in cast.cookies:
        with transaction.atomic():
            cast.client.cookies.clear()
            for name, value in cast.cookies[who].items():
                cast.client.cookies[name] = value
            data = {name: value.format(**cast.things) for name, value in fields.items()}
            send = pages.surely if data.pop("sure", "") == ASKED else desk.Reader.post
            send(cast.client, at.format(**cast.things), data)
            if everything() != before:
                did.add(who)
            transaction.set_rollback(True)
    assert did == may
