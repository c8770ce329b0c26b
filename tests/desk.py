"""The desk, for tests: what its key seals and opens, and how a moderator comes to a submission."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from moderation import claims, keys, sittings
from moderation.accounts import factors
from moderation.models import Claim, Step
from stories import envelopes, lifecycle, sealing
from stories.models import SealingKey, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Testimony
from tests.live import Site

PAIR = sealing.new_pair()
PASSPHRASE = "a passphrase for the tests"

# Inside a running site's Django: `opened(submission)` is what its words say.
OPEN_ON_SITE = """
import pathlib
from django.conf import settings
from django.contrib.auth.models import User
from moderation import keys
from stories import envelopes
from stories.models import Submission
_keys = keys.open_with(
    (settings.DATA_DIR / "desk-passphrase").read_text().strip(),
    person=User.objects.get(username="demonstration"),
)
def opened(kept):
    return envelopes.opened_testimony(kept, _keys[kept.sealed_to_id])
"""


def opened(submission: Submission) -> Testimony:
    """What a submission says: its words with the desk's key, or what stands there in clear."""
    submission = Submission.objects.get(pk=submission.pk)
    return envelopes.opened_testimony(submission, PAIR)


def approve(submission: Submission) -> None:
    """Approves it with the words that are in it."""
    lifecycle.approve(submission.pk, opened(submission) if submission.has_words else None)


def set_up() -> None:
    """The desk has a key, and nobody holds it yet."""
    SealingKey.objects.get_or_create(number=1, defaults={"public": PAIR.public})


def received(testimony: Testimony, *, day, receipt: bytes | None = None) -> Submission:
    """Takes a testimony in, sealed where it has words."""
    key = random_key()
    said = sealed(testimony, key=key) if testimony.has_words else testimony
    lifecycle.receive(said, key=key, day=day, receipt=receipt, body=None)
    return Submission.objects.get(pk=key)


def admit(person) -> None:
    """Gives somebody a keyring and the desk's key."""
    keys.make_keyring(person, passphrase=PASSPHRASE)
    keys.admit(person, keys={1: PAIR})


def sits_down(person) -> None:
    """She begins the longest sitting that there is."""
    sittings.begin(person, minutes=sittings.MINUTES[-1], hard=sittings.HARD[-1])


# How she signs in -------------------------------------------------------------------

# The secret of everybody's app.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def has_app(person: User) -> None:
    """Gives somebody an app, if she has none."""
    if not factors.has(person):
        step = int(time.time()) // factors.STEP_SECONDS
        code = format_hotp_value(hotp_value(SECRET, step))
        assert factors.keep_app(person, secret=SECRET, code=code)
        Step.objects.update(last=0)


# Inside a running site's Django: gives somebody a new app.
GIVES_APP = """
from django.contrib.auth.models import User
from moderation.accounts import factors
from tests import desk
person = User.objects.get(username="{name}")
factors.of(person).delete()
desk.has_app(person)
"""


def code(secret: str = SECRET, *, ahead: int = 0) -> str:
    """What an app shows now, or so many thirties of seconds later."""
    step = int(time.time()) // factors.STEP_SECONDS + ahead
    return str(format_hotp_value(hotp_value(secret, step)))


def sign_in(client: Client, person: User) -> None:
    """Signs somebody in who has just shown her second factor."""
    has_app(person)
    client.force_login(person)
    proves(client, person)


def proves(client: Client, person: User) -> None:
    """She shows her second factor in this browser."""
    session = client.session
    factors.proven(session, person)
    session.save()


# How she comes to a submission ----------------------------------------------------

_READ = re.compile("/admin/review/([0-7][0-9a-f]{15})/$")


class Reader(Client):
    """A browser at the desk whose moderator has taken and opened whatever submission she goes to:
    for tests of what comes after. What comes before stands in test_claims."""

    def generic(self, method: str, path: Any, *given: Any, **options: Any) -> Any:
        found = _READ.search(path.partition("?")[0])
        # Where there is no session, Django's client would make one.
        signed_in = settings.SESSION_COOKIE_NAME in self.cookies
        if found and signed_in and (person := self.session.get("_auth_user_id")):
            has(int(person), int(found[1], 16))
        return super().generic(method, path, *given, **options)


def has(person: int, submission: int) -> None:
    """She has it and has opened it, whoever had it before."""
    if not Submission.objects.filter(pk=submission).exists():
        return
    Claim.objects.filter(submission=submission).exclude(moderator=person).delete()
    values = {"submission_id": submission, "until": timezone.now() + claims.LASTS, "opened": True}
    Claim.objects.update_or_create(moderator_id=person, defaults=values)


def opens_next(page: Page) -> None:
    """In a real browser: goes on with what she has or takes the next one, and opens it."""
    page.goto("/admin/review/")
    begins(page)
    takes_next(page)
    if page.locator("#open").count():
        page.locator("#open").click()


def takes_next(page: Page) -> None:
    """In a real browser, at the queue: takes the next one, past whatever is reported."""
    # Each of the two leads to a page; before it is there, the old one is looked at.
    with page.expect_navigation():
        page.locator("#next").press("Enter")
    passes_reports(page)


def passes_reports(page: Page) -> None:
    """In a real browser, at what leads to the next one: leaves open every report on the way."""
    leaves = page.get_by_role("button", name="Leave it open, and read on")
    while leaves.count():
        with page.expect_navigation():
            leaves.press("Enter")


def begins(page: Page) -> None:
    """In a real browser, at the queue: where she has no sitting, she chooses the longest."""
    for name, most in (("#minutes", sittings.MINUTES[-1]), ("#hard", sittings.HARD[-1])):
        if page.locator(name).count():
            page.locator(name).select_option(str(most))


def hands(site: Site, words: str) -> str:
    """On a running site: its moderator has taken and opened the one that says so. Its address."""
    return site.python(f"""{OPEN_ON_SITE}
from django.utils import timezone
from moderation import claims
from moderation.models import Claim
for kept in Submission.objects.to_read():
    if {words!r} in opened(kept).text():
        Claim.objects.filter(moderator__username="demonstration").delete()
        Claim.objects.create(
            moderator=User.objects.get(username="demonstration"), submission=kept, opened=True,
            until=timezone.now() + claims.LASTS,
        )
        print(f"/admin/review/{{kept}}/")
""").strip()
