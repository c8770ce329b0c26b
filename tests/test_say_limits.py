"""How much may come in from one place and in all, and that nobody can tell from where it came."""

import os
import pickle
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import redis
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from stories.models import Submission
from stories.say import nonce
from tests import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

WORDS = "It was in the lift, every Friday."
ADDRESS, OTHER = "198.51.100.7", "2001:db8::7"
REDIS = os.environ.get("CACHE_URL") or "redis://127.0.0.1:6379/9"


def send(address: str = ADDRESS, *, action: str = "send", **more: Any) -> Any:
    form = {
        "nonce": nonce.issue(timezone.now().date()),
        "action": action,
        "examples-TOTAL_FORMS": "1",
        "examples-0-text": WORDS,
    }
    return Client(REMOTE_ADDR=address).generic(
        "POST", "/say/", urlencode(form), "application/x-www-form-urlencoded", **more
    )


def assert_too_many(answer: Any, kept: int) -> None:
    page = pages.parsed(answer.content)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 3_600
    assert pages.typed(page) == [WORDS]
    assert "Nothing was sent and nothing was kept" in pages.problems(page)[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert Submission.objects.count() == kept


def test_the_sixty_first_in_an_hour_waits_and_others_do_not():
    for _ in range(60):
        assert send().status_code == 200
    assert_too_many(send(), 60)
    assert send(OTHER).status_code == 200
    # Looking at it once more has a limit of its own.
    assert send(action="check").status_code == 200


def test_the_whole_site_has_a_budget_wherever_it_comes_from(settings):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "60/h", "site": "5/h"}}
    for number in range(5):
        assert send(f"198.51.100.{number}").status_code == 200
    assert_too_many(send("198.51.100.200"), 5)


def test_that_the_budget_is_spent_is_said_once_an_hour(settings, caplog):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "60/h", "site": "2/h"}}
    for number in range(2):
        send(f"198.51.100.{number}")
    assert not caplog.records
    for number in range(5):
        assert_too_many(send(f"198.51.100.{number}"), 2)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    said = record.getMessage()
    assert "LIMIT_SITE" in said
    assert not any(character.isdigit() for character in said)


def test_nothing_is_said_of_one_clients_own_limit(settings, caplog):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "0/h", "site": "99/h"}}
    assert_too_many(send(), 0)
    assert not caplog.records


def test_the_steps_of_the_form_have_a_limit_too(settings):
    settings.LIMITS = {**settings.LIMITS, "other": {"client": "3/h", "site": "99/h"}}
    for action in ("add", "check", "add"):
        assert send(action=action).status_code == 200
    assert_too_many(send(action="check"), 0)
    assert send().status_code == 200


def test_what_is_not_ours_comes_back_when_there_is_no_room(settings):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "0/h", "site": "0/h"}}
    odd = "'\"></textarea><script>alert(1)</script>"
    form = {"nonce": odd, "country": odd, "examples-0-text": "1 </textarea> 2", "action": "send"}
    kind = "application/x-www-form-urlencoded"
    answer = Client().generic("POST", "/say/", urlencode(form), kind)
    page = pages.parsed(answer.content)
    assert answer.status_code == 429
    assert pages.nonce(page) == odd
    assert all(script["src"].startswith("/static/") for script in page.all("script"))
    assert "alert" not in "".join(script.text for script in page.all("script"))


def test_an_address_that_a_client_makes_up_is_not_believed(settings):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "2/h", "site": "99/h"}}
    for number in range(2):
        assert send(headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code == 200
    assert_too_many(send(headers={"X-Forwarded-For": "203.0.113.99"}), 2)


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_wrote(settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "2/h", "site": "99/h"}}
    for number in range(2):
        made_up = {"X-Forwarded-For": f"203.0.113.{number}, {ADDRESS}"}
        assert send(OTHER, headers=made_up).status_code == 200
    assert_too_many(send(OTHER, headers={"X-Forwarded-For": f"::1, {ADDRESS}"}), 2)
    assert send(OTHER, headers={"X-Forwarded-For": f"{ADDRESS}, 203.0.113.5"}).status_code == 200


def test_a_network_that_one_person_has_is_one_client(settings):
    # Whoever has one address of IPv6 has eighteen quintillions.
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "2/h", "site": "99/h"}}
    assert send("2001:db8:1:2::7").status_code == 200
    assert send("2001:0DB8:1:2:ffff::8").status_code == 200
    assert_too_many(send("2001:db8:1:2:3:4:5:6"), 2)
    assert send("2001:db8:1:3::7").status_code == 200
    # Written as IPv6, an address of IPv4 is still its own.
    assert send("::ffff:198.51.100.1").status_code == 200
    assert send("::ffff:198.51.100.2").status_code == 200
    assert send("::ffff:198.51.100.1").status_code == 200
    assert_too_many(send("198.51.100.1"), 6)


def test_what_is_no_address_is_counted_all_the_same(settings):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "1/h", "site": "99/h"}}
    for odd in ("", "unknown", "fe80::1%eth0"):
        kept = Submission.objects.count()
        assert send(odd).status_code == 200
        assert_too_many(send(odd), kept + 1)


# What the cache holds -------------------------------------------------------


def reachable() -> bool:
    """Whether there is a Redis to look into. The in-process cache is looked into in any case."""
    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


class InProcess:
    """The cache that a single process has in itself."""

    def content(self) -> dict[str, bytes]:
        limits: Any = caches["limits"]
        return {key: bytes(value) for key, value in limits._cache.items()}

    def forget(self) -> None:
        caches["limits"].clear()


class InRedis:
    """A Redis, under a prefix that nobody else has."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.client = redis.Redis.from_url(REDIS)

    def content(self) -> dict[str, bytes]:
        keys: Any = self.client.scan_iter(f"{self.prefix}:*")
        return {key.decode(): bytes(self.client.get(key) or b"") for key in keys}  # type: ignore[arg-type]

    def forget(self) -> None:
        for key in self.content():
            self.client.delete(key)


@pytest.fixture(params=["in the process", "in Redis"] if reachable() else ["in the process"])
def kept(request, settings) -> Iterator[InProcess | InRedis]:
    if request.param == "in the process":
        backend = "django.core.cache.backends.locmem.LocMemCache"
        limits = {"BACKEND": backend, "LOCATION": uuid.uuid4().hex}
        settings.CACHES = {**settings.CACHES, "limits": limits}
        yield InProcess()
        return
    prefix = f"test-{uuid.uuid4().hex}"
    backend = "django.core.cache.backends.redis.RedisCache"
    limits = {"BACKEND": backend, "LOCATION": REDIS, "KEY_PREFIX": prefix}
    settings.CACHES = {**settings.CACHES, "limits": limits}
    cache = InRedis(prefix)
    yield cache
    cache.forget()
    cache.client.close()
    caches["limits"].close()


def test_no_address_stands_in_the_cache(kept):
    assert send().status_code == 200
    content = kept.content()
    # One for her, one for everybody, and the key of the hour.
    assert len(content) == 3
    written = repr(content) + repr([pickle.dumps(value) for value in content.values()])
    for address in (ADDRESS, OTHER, "198.51", "Mozilla"):
        assert address not in written


def test_nothing_in_the_cache_can_be_found_from_an_address_by_trial(kept):
    """The same address again, with the key of the hour gone, leaves nothing alike: what is
    written depends on that key, and on nothing that somebody else could know."""
    send()
    first = set(kept.content())
    kept.forget()
    send()
    second = set(kept.content())
    alike = first & second
    assert len(first) == len(second) == 3
    assert len(alike) == 2
    # What is the same are the key's own name and the count of everybody.
    kept.forget()
    send(OTHER)
    assert set(kept.content()) >= alike


def test_the_key_of_the_hour_ends_with_it(kept):
    send()
    (name,) = [key for key in kept.content() if "client-key" in key]
    if isinstance(kept, InRedis):
        left: Any = kept.client.ttl(name)
    else:
        limits: Any = caches["limits"]
        left = limits._expire_info[name] - timezone.now().timestamp()
    assert 0 < left <= 3_600


def test_one_address_is_counted_as_one(kept, settings):
    settings.LIMITS = {**settings.LIMITS, "send": {"client": "1/h", "site": "99/h"}}
    assert send().status_code == 200
    assert send(OTHER).status_code == 200
    assert_too_many(send(), 2)
    assert_too_many(send(OTHER), 2)
