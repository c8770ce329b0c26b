"""One form is one submission, however often and however fast it is sent."""

import base64
import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from stories.models import State, Submission
from stories.say import nonce
from tests import pages
from tests.desk import opened

# Outside of a transaction, as it is served: the second row is refused by the database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk_key")]

WORDS = "He had the key to every room."
OTHER = "He had the key to every room. I never said so."


@pytest.fixture
def number(today: datetime.date) -> str:
    return nonce.issue(today)


def send(number: str, *texts: str, path: str = "/say/", **more: str) -> Any:
    form = {"nonce": number, "action": "send", "examples-TOTAL_FORMS": str(len(texts)), **more}
    form |= {f"examples-{position}-text": text for position, text in enumerate(texts)}
    return Client().generic("POST", path, urlencode(form), "application/x-www-form-urlencoded")


@pytest.mark.parametrize("texts", [(), (WORDS,), (WORDS, OTHER)], ids=len)
def test_the_same_form_twice_is_one_submission_and_one_answer(number, texts):
    first = send(number, *texts, country="DE")
    again = send(number, *texts, country="DE")
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert first.headers == again.headers
    assert Submission.objects.count() == 1


def test_what_only_looks_different_is_the_same(number):
    first = send(number, WORDS)
    again = send(number, "", f"  {WORDS}\r\n", quotable="")
    assert (again.status_code, again.content) == (200, first.content)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"country": "FR"}, {"quotable": "1"}, {"examples-0-setting": "work"}],
    ids=str,
)
def test_the_same_form_with_other_ticks_is_said_to_be_sent(number, change):
    send(number, WORDS)
    assert_not_sent_again(number, send(number, WORDS, **change), WORDS)


@pytest.mark.parametrize("texts", [(), (OTHER,), (WORDS, WORDS)], ids=len)
def test_the_same_form_with_other_words_is_said_to_be_sent(number, texts):
    send(number, WORDS)
    assert_not_sent_again(number, send(number, *texts), *texts or ("",))


def assert_not_sent_again(number: str, answer: Any, *texts: str) -> None:
    page = pages.parsed(answer.content)
    assert answer.status_code == 422
    assert pages.typed(page) == list(texts)
    assert "already sent once, and what it said then has arrived" in pages.problems(page)[0]
    (only,) = Submission.objects.all()
    assert opened(only).text() == WORDS
    assert not only.country
    # Pressing once more does not count her twice.
    assert pages.nonce(page) == number


def test_a_form_that_was_refused_can_still_be_sent(number):
    assert send(number, "x" * 5_001).status_code == 422
    assert send(number, WORDS, action="check").status_code == 200
    assert send(number, WORDS, action="add").status_code == 200
    assert send(number, WORDS).status_code == 200
    assert Submission.objects.count() == 1


def test_forms_are_known_apart(today):
    for _ in range(3):
        assert send(nonce.issue(today), WORDS).status_code == 200
    assert Submission.objects.count() == 3


def test_nothing_that_is_kept_is_the_number(number):
    send(number, WORDS)
    (only,) = Submission.objects.all()
    known = base64.urlsafe_b64decode(number + "==")[:16]
    kept = bytes(only.receipt or b"") + bytes(only.body or b"") + bytes(only.envelope or b"")
    assert len(kept) > 32 + 16
    assert known not in kept


# Taken back ------------------------------------------------------------------------


def taken_back(number: str, *texts: str) -> None:
    (receipt,) = pages.parsed(send(number, *texts).content).all("output")
    withdrawn = Client().post("/yours/", {"receipt": receipt.text, "action": "withdraw"})
    assert withdrawn.status_code == 200
    assert Submission.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("texts", [(), (WORDS,)], ids=len)
def test_what_she_took_back_is_not_sent_again(number, texts):
    taken_back(number, *texts)
    answer = send(number, *texts)
    page = pages.parsed(answer.content)
    assert answer.status_code == 409
    assert pages.problems(page)[0].startswith("You took this back. It was not sent again.")
    assert pages.typed(page) == list(texts or ("",))
    assert page.all("output") == []
    assert Submission.objects.get().state == State.WITHDRAWN
    # Where she means to, she can: that is something else then.
    assert send(pages.nonce(page), *texts).status_code == 200
    assert Submission.objects.exclude(state=State.WITHDRAWN).count() == 1


def test_that_she_took_it_back_is_told_to_nobody_with_other_words(number):
    send(number, WORDS)
    before = send(number, OTHER)
    Submission.objects.all().delete()
    taken_back(number, WORDS)
    after = send(number, OTHER)
    assert (after.status_code, after.content) == (422, before.content)
