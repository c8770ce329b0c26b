"""What several ask for at once is asked once, and each has an answer of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from stories import lifecycle
from stories.lifecycle import Repeated, Words
from stories.models import SealingKey, Submission
from stories.random_keys import random_key
from stories.testimony import Testimony
from stories.together import Together

PATIENCE = 20.0


class Gate:
    """Asks for items, the first time only once it is opened. Remembers what was asked when."""

    def __init__(self, answer: Callable[[int], Any]) -> None:
        self.answer = answer
        self.began = threading.Event()
        self.open = threading.Event()
        self.asked: list[list[int]] = []

    def __call__(self, items: Sequence[int]) -> list[Any]:
        self.asked.append(list(items))
        if not self.began.is_set():
            self.began.set()
            assert self.open.wait(PATIENCE)
        return [self.answer(item) for item in items]


def all_at_once(gate: Gate, together: Together[int, Any], many: int) -> dict[int, Any]:
    """What each of `many` threads was answered or raised, the first one first."""
    got: dict[int, Any] = {}

    def one(item: int) -> None:
        try:
            got[item] = together(item)
        except (DatabaseError, SystemExit) as fault:
            got[item] = fault

    threads = [threading.Thread(target=one, args=(item,), daemon=True) for item in range(many)]
    threads[0].start()
    assert gate.began.wait(PATIENCE)
    for thread in threads[1:]:
        thread.start()
    until = time.monotonic() + PATIENCE
    while len(together._waiting) < many - 1 and time.monotonic() < until:
        time.sleep(0.001)
    gate.open.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return got


@pytest.mark.pure
def test_who_comes_meanwhile_is_asked_for_in_one_and_each_has_its_own_answer():
    gate = Gate(lambda item: item * item)
    got = all_at_once(gate, Together(gate, most=10), 6)
    assert got == {item: item * item for item in range(6)}
    # Not with the one that had begun: that answer would be older than their question.
    assert gate.asked[0] == [0]
    assert len(gate.asked) == 2
    assert sorted(gate.asked[1]) == [1, 2, 3, 4, 5]


@pytest.mark.pure
def test_no_more_than_so_many_are_asked_for_at_once():
    gate = Gate(lambda item: item)
    got = all_at_once(gate, Together(gate, most=3), 8)
    assert got == {item: item for item in range(8)}
    assert sorted(map(len, gate.asked)) == [1, 1, 3, 3]


@pytest.mark.pure
def test_one_alone_does_not_wait():
    def one_more(items: Sequence[int]) -> list[int]:
        return [item + 1 for item in items]

    assert Together(one_more, most=4)(1) == 2


@pytest.mark.pure
def test_what_is_wrong_with_one_harms_no_other():
    def answer(item: int) -> int:
        if item in (2, 4):
            raise DatabaseError(str(item))
        return -item

    gate = Gate(answer)
    together = Together(gate, most=10)
    got = all_at_once(gate, together, 6)
    assert {item: got[item] for item in (0, 1, 3, 5)} == {0: 0, 1: -1, 3: -3, 5: -5}
    assert [str(got[item]) for item in (2, 4)] == ["2", "4"]
    # And the next who comes is not kept waiting.
    assert together(7) == -7


@pytest.mark.pure
def test_who_has_begun_and_is_ended_leaves_nobody_waiting():
    def answer(item: int) -> int:
        if item == 0:
            raise SystemExit
        return item

    gate = Gate(answer)
    got = all_at_once(gate, Together(gate, most=10), 5)
    assert isinstance(got.pop(0), SystemExit)
    assert got == {1: 1, 2: 2, 3: 3, 4: 4}


# A testimony is what comes together -------------------------------------------------


@pytest.fixture
def one_is_written(monkeypatch) -> Callable[[], None]:
    """The first statement waits until the others have come, so that they share the next one."""
    line: Together[Any, Any] = lifecycle.receiving._together
    gate, ask = threading.Event(), line._ask

    def slow(rows: Sequence[Any]) -> Sequence[Any]:
        gate.wait(PATIENCE)
        return ask(rows)

    monkeypatch.setattr(line, "_ask", slow)
    return gate.set


def receive_at_once(asked: list[dict[str, Any]], open_gate: Callable[[], None]) -> list[str]:
    """How each was received: `in`, or the name of what was raised."""
    got = [""] * len(asked)

    def one(place: int) -> None:
        try:
            lifecycle.receive(**asked[place])
            got[place] = "in"
        except (Repeated, DatabaseError) as fault:
            got[place] = type(fault).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(asked))]
    for thread in threads:
        thread.start()
    line, until = lifecycle.receiving._together, time.monotonic() + PATIENCE
    while len(line._waiting) < len(asked) - 1 and time.monotonic() < until:
        time.sleep(0.005)
    open_gate()
    for thread in threads:
        thread.join(PATIENCE)
    return got


def status(today, receipt: bytes) -> dict[str, Any]:
    body = b"b" * 16
    return {
        "said": Testimony(), "key": random_key(), "day": today, "receipt": receipt, "body": body
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_those_who_come_at_once_share_a_statement(today, one_is_written, monkeypatch):
    statements = []
    line = lifecycle.receiving._together
    ask = line._ask

    def noted(rows: Sequence[Any]) -> Sequence[Any]:
        statements.append(len(rows))
        return ask(rows)

    monkeypatch.setattr(line, "_ask", noted)
    asked = [status(today, bytes([place]) * 32) for place in range(6)]
    assert receive_at_once(asked, one_is_written) == ["in"] * 6
    assert {one.pk for one in Submission.objects.all()} == {one["key"] for one in asked}
    assert sorted(statements) == [1, 5]


@pytest.mark.django_db(transaction=True)
def test_of_two_with_one_receipt_at_once_one_is_in_and_the_other_told(today, one_is_written):
    asked = [status(today, bytes([place // 2]) * 32) for place in range(6)]
    got = receive_at_once(asked, one_is_written)
    assert sorted(got) == ["Repeated"] * 3 + ["in"] * 3
    kept = {one["key"] for one, how in zip(asked, got, strict=True) if how == "in"}
    assert {one.pk for one in Submission.objects.all()} == kept


@pytest.mark.django_db(transaction=True)
def test_one_that_the_database_refuses_takes_no_other_with_it(today, one_is_written):
    SealingKey.objects.create(number=1, public=b"p" * 32)
    asked = [status(today, bytes([place]) * 32) for place in range(5)]
    # Sealed to a key that is not there.
    asked[2]["said"] = Words(envelope=b"e", sealed_to=2, language="en")
    got = receive_at_once(asked, one_is_written)
    assert got == ["in", "in", "IntegrityError", "in", "in"]
    assert Submission.objects.count() == 4


@pytest.mark.django_db
def test_what_is_not_given_is_as_the_model_has_it(today):
    """The statement writes it out and does not ask the model each time."""
    SealingKey.objects.create(number=1, public=b"p" * 32)
    words = Words(envelope=b"e", sealed_to=1, language="en")
    for said in (words, Testimony((), country="FR")):
        key = random_key()
        lifecycle.receive(said, key=key, day=today, receipt=None, body=None)
        kept, fresh = Submission.objects.get(pk=key), Submission()
        given = lifecycle.receiving._content(said).keys()
        for field in Submission._meta.concrete_fields:
            if field.attname not in {*given, "id", "day", "since", "language"}:
                held, usual = (getattr(one, field.attname) for one in (kept, fresh))
                if isinstance(usual, bytes):
                    held = bytes(held)
                assert held == usual, field.attname


@pytest.mark.django_db
def test_what_belongs_to_a_transaction_is_written_in_it(today, monkeypatch):
    monkeypatch.setattr(lifecycle.receiving, "_together", None)
    assert connection.in_atomic_block
    lifecycle.receive(**status(today, b"r" * 32))
    assert Submission.objects.count() == 1
