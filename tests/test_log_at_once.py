"""Two who have something to record at the same moment: one waits, and both lines stand."""

import threading
import time

import pytest
from django.db import connection, transaction

from moderation import audit
from moderation.models import Event, Line
from tests.test_log import chained

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 4, 15


def test_who_comes_second_waits_and_both_lines_stand():
    """On a connection of its own somebody begins while the first line is not yet sure."""
    audit.record(Event.SETTING, by=None, what="before")
    faults: list[BaseException] = []

    def second() -> None:
        try:
            audit.record(Event.SETTING, by=None, what="second")
        except BaseException as fault:  # noqa: BLE001 - a constraint that holds is one too
            faults.append(fault)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        audit.record(Event.SETTING, by=None, what="first")
        other.start()
        time.sleep(0.5)
        # It has begun, and neither written nor given up.
        assert other.is_alive()
    other.join(30)
    assert not other.is_alive()
    assert faults == []
    told = Line.objects.order_by("number").values_list("what", flat=True)
    assert list(told) == ["before", "first", "second"]
    assert chained()


def test_many_at_once_lose_nothing_and_leave_one_chain():
    faults: list[BaseException] = []

    def writes(number: int) -> None:
        try:
            for turn in range(EACH):
                audit.record(Event.SETTING, by=None, what=f"{number}.{turn}")
        except BaseException as fault:  # noqa: BLE001 - also what a database raises
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=writes, args=(number,)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert faults == []
    told = list(Line.objects.values_list("what", flat=True))
    assert sorted(told) == sorted(f"{a}.{b}" for a in range(WRITERS) for b in range(EACH))
    assert chained()
