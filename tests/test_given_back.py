"""Nothing that a moderator wrote is lost where it cannot be taken: it comes back, and goes on."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from moderation import claims, returns
from moderation.models import Claim, Decision, Kind
from stories import lifecycle, receipts
from stories.models import State, Submission
from stories.testimony import Occurrence, Testimony
from tests import desk, pages

pytestmark = pytest.mark.django_db

WORDS = "He moved too, every Friday."
LEFT = "He moved too, Friday."
QUESTION = "May we leave the day out?"


@pytest.fixture
def kept(desk_key: None, today: datetime.date) -> Submission:
    """One whose author can be asked."""
    public = receipts.pair_of(receipts.words_of(bytes(16), "en")).public
    return desk.received(Testimony((Occurrence(text=WORDS),)), day=today, receipt=public)


def unlocks(client: Client) -> None:
    client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})


@pytest.fixture
def reader(moderator: User, kept: Submission) -> Client:
    """A browser in which she has it open."""
    desk.admit(moderator)
    desk.sits_down(moderator)
    she = Client(enforce_csrf_checks=False)
    desk.sign_in(she, moderator)
    unlocks(she)
    desk.has(moderator.pk, kept.pk)
    return she


def page_of(submission: Submission) -> str:
    return f"/admin/review/{submission}/"


def fields(content: bytes) -> dict[str, Any]:
    """What a browser would send of the form in which she writes."""
    page = pages.parsed(content)
    found = {one["name"]: one.text.removeprefix("\n") for one in page.all("textarea")}
    found |= {one["name"]: one["value"] for one in page.all("input", type="hidden")}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def wrote(reader: Client, kept: Submission) -> dict[str, Any]:
    """What she has in her form when she presses."""
    shown = fields(reader.get(page_of(kept)).content)
    return shown | {
        "text-0": LEFT,
        "question": QUESTION,
        "notes": ["threat"],
        "reason": "names",
        "decision": "ask",
    }


def is_all_there(answer: Any, *, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    back = fields(answer.content)
    assert (back["text-0"], back["base-0"], back["question"]) == (LEFT, WORDS, QUESTION)
    assert (back["notes"], back["reason"]) == ("threat", "names")
    return back


def goes_on(reader: Client, kept: Submission, back: dict[str, Any]) -> None:
    reader.post(page_of(kept), back | {"decision": "ask"})
    kept.refresh_from_db()
    assert kept.state == State.ASKED
    assert Decision.objects.get().kind == Kind.ASK


def ended(**values: Any) -> None:
    before = timezone.now() - datetime.timedelta(minutes=1)
    Claim.objects.update(until=before, **values)


# Signed out, and locked


def test_signed_out_it_comes_back_and_goes_on_after_a_sign_in(reader, moderator, kept):
    wanted = wrote(reader, kept)
    del reader.cookies[settings.SESSION_COOKIE_NAME]
    back = is_all_there(reader.post(page_of(kept), wanted), status=403)
    desk.sign_in(reader, moderator)
    back = is_all_there(reader.post(page_of(kept), back | {"decision": "ask"}), status=403)
    unlocks(reader)
    goes_on(reader, kept, back)


def test_locked_it_comes_back_and_goes_on_when_it_is_open(reader, kept):
    wanted = wrote(reader, kept)
    del reader.cookies[settings.UNLOCK_COOKIE_NAME]
    answer = reader.post(page_of(kept), wanted)
    assert "The desk is locked" in answer.content.decode()
    back = is_all_there(answer, status=403)
    unlocks(reader)
    goes_on(reader, kept, back)


def test_a_form_of_an_earlier_sign_in_comes_back_with_a_token_that_is_taken(
    reader, moderator, kept
):
    wanted = wrote(reader, kept)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reader.cookies
    answer = strict.post(page_of(kept), wanted | {"csrfmiddlewaretoken": "x" * 32})
    assert "Press once more" in answer.content.decode()
    back = is_all_there(answer, status=403)
    (token,) = {
        one["value"]
        for one in pages.parsed(answer.content).all("input", name="csrfmiddlewaretoken")
    }
    goes_on(strict, kept, back | {"csrfmiddlewaretoken": token})


def test_another_site_can_put_no_words_before_her(reader, kept):
    strict = Client(enforce_csrf_checks=True)
    for cookies in (reader.cookies, Client().cookies):
        strict.cookies = cookies
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.test"}):
            answer = strict.post(page_of(kept), {"question": QUESTION}, headers=headers)
            assert answer.status_code == 403
            assert QUESTION not in answer.content.decode()


def test_to_somebody_who_was_never_in_it_shows_what_she_sent_and_nothing_else(kept):
    answer = Client().post(page_of(kept), {"text-0": "x", "question": QUESTION, "other": "secret"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert QUESTION in page
    assert WORDS not in page
    assert "secret" not in page
    nowhere = Client().post("/admin/review/0000000000000001/", {"question": QUESTION})
    assert nowhere.status_code == 403


# Claims that have ended


def test_what_nobody_took_is_hers_again_when_she_presses(reader, moderator, kept):
    wanted = wrote(reader, kept)
    ended()
    goes_on(reader, kept, wanted)


def test_it_is_hers_again_too_when_she_let_go_of_it_herself(reader, moderator, kept):
    wanted = wrote(reader, kept)
    reader.post("/admin/lock/")
    assert not Claim.objects.exists()
    back = is_all_there(reader.post(page_of(kept), wanted), status=403)
    unlocks(reader)
    goes_on(reader, kept, back)


def test_what_another_took_is_not_decided_and_comes_back(reader, moderator, lead, kept):
    wanted = wrote(reader, kept)
    ended()
    assert claims.take(lead) == kept.pk
    answer = reader.post(page_of(kept), wanted)
    assert "somebody else was given it" in answer.content.decode()
    back = is_all_there(answer, status=409)
    assert not Decision.objects.exists()
    claims.release(lead)
    goes_on(reader, kept, back)


def test_while_she_has_another_one_it_waits_for_her(reader, moderator, says, kept):
    wanted = wrote(reader, kept)
    other = says("Another one.")
    claims.release(moderator)
    desk.has(moderator.pk, other.pk)
    back = is_all_there(reader.post(page_of(kept), wanted), status=409)
    assert Claim.objects.get().submission == other
    claims.release(moderator)
    goes_on(reader, kept, back)


def test_of_what_was_taken_back_only_her_own_sentence_comes_back(reader, kept):
    wanted = wrote(reader, kept)
    lifecycle.withdraw(kept.pk)
    answer = reader.post(page_of(kept), wanted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert QUESTION in page
    assert "no longer waiting" in page
    assert LEFT not in page
    assert WORDS not in page


def test_a_ticket_is_hers_for_that_one_and_until_something_is_decided(
    moderator, lead, says, kept, reader
):
    mine, other = returns.ticket(moderator, kept.pk), says("Another one.")
    claims.release(moderator)
    for person, number, why in (
        (lead, kept.pk, returns.Why.UNKNOWN),
        (moderator, other.pk, returns.Why.UNKNOWN),
    ):
        with pytest.raises(returns.NotHers) as refused:
            returns.come_back(person, number, mine)
        assert refused.value.why == why
    assert not Claim.objects.exists()
    claims.pass_on(moderator, kept.pk)
    with pytest.raises(returns.NotHers) as refused:
        returns.come_back(moderator, kept.pk, mine)
    assert refused.value.why == returns.Why.OVER


def test_a_second_press_says_that_she_decided_it_and_goes_on(reader, kept, says):
    other = says("Another one.")
    wanted = wrote(reader, kept)
    assert reader.post(page_of(kept), wanted).url == page_of(other)
    answer = reader.post(page_of(kept), wanted)
    assert answer.url == page_of(other)
    said = reader.get(answer.url).content.decode()
    assert "You have decided that one: Ask its author." in said
    assert Decision.objects.count() == 1


def test_a_lead_passes_one_on_to_the_leads_once(lead, kept):
    desk.admit(lead)
    desk.sits_down(lead)
    she = Client()
    desk.sign_in(she, lead)
    unlocks(she)
    desk.has(lead.pk, kept.pk)
    wanted = wrote(she, kept) | {"decision": "refer"}
    she.post(page_of(kept), wanted)
    she.post(page_of(kept), wanted)
    assert Decision.objects.count() == 1


# While she types


def test_while_she_types_it_stays_hers(reader, moderator, kept):
    soon = timezone.now() + datetime.timedelta(minutes=1)
    Claim.objects.update(until=soon)
    assert reader.post(page_of(kept) + "stay/").status_code == 204
    assert Claim.objects.get().until > soon
    ended()
    assert reader.post(page_of(kept) + "stay/").status_code == 409
    del reader.cookies[settings.UNLOCK_COOKIE_NAME]
    assert reader.post(page_of(kept) + "stay/").status_code == 409


# Too long


@pytest.mark.parametrize(("name", "decision"), [("question", "ask"), ("told", "decline")])
def test_what_is_too_long_for_her_is_refused_and_not_cut(reader, kept, name, decision):
    long = "word " * 200 + "and the end"
    answer = reader.post(page_of(kept), wrote(reader, kept) | {name: long, "decision": decision})
    assert answer.status_code == 422
    assert fields(answer.content)[name] == long
    assert not Decision.objects.exists()
