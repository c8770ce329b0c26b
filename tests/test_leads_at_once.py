"""Two leads at the same moment: one wins, and nobody who is gone counts as one of two."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from moderation.accounts import leads, people
from moderation.models import LeadRequest, Line, Want

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


@pytest.fixture(autouse=True)
def roles(transactional_db) -> None:
    """What the migrations made, and the flush between such tests takes."""
    for role in people.ROLES:
        Group.objects.get_or_create(name=role)


def asked(person: User, want: Want, *, by: User) -> int:
    """What somebody asked: its number."""
    found = leads.ask(person, want, by=by)
    assert found is not None
    return found.pk


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Does all of them at the same moment, each on a connection of its own. What came of each:
    "done", or the name of what it was refused with. Anything else that is raised fails the test."""
    came, faults = [""] * len(acts), []
    gate = threading.Barrier(len(acts))

    def does(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            act()
            came[place] = "done"
        except (LeadRequest.DoesNotExist, PermissionDenied) as refused:
            came[place] = type(refused).__name__
        except Exception as fault:  # noqa: BLE001 - a deadlock is one
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=does, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    return came


def test_of_two_who_agree_at_once_one_does_it():
    first, *others = (people.create(name, role=people.LEADS) for name in ("ann", "bea", "cat"))
    for number in range(ROUNDS):
        person = people.create(f"mara{number}")
        one = asked(person, Want.LEAD, by=first)
        came = at_once(*(partial(leads.agree, one, by=by) for by in others))
        assert sorted(came) == ["DoesNotExist", "done"]
        assert leads.is_lead(person)
    assert Line.objects.filter(event="lead_agreed").count() == ROUNDS
    assert Line.objects.filter(event="role").count() == ROUNDS


def test_of_two_who_agree_to_close_each_other_one_is_there_still():
    """Else what the one agreed to was agreed to by nobody."""
    asks = people.create("ann", role=people.LEADS)
    for number in range(ROUNDS):
        one, other = (
            people.create(f"{name}{number}", role=people.LEADS) for name in ("bea", "cat")
        )
        against = [asked(person, Want.CLOSE, by=asks) for person in (other, one)]
        came = at_once(
            partial(leads.agree, against[0], by=one), partial(leads.agree, against[1], by=other)
        )
        assert came.count("done") == 1, came
        assert [leads.is_lead(person) for person in (one, other)].count(True) == 1
        LeadRequest.objects.all().delete()


def test_what_is_agreed_to_while_its_asker_is_closed_was_agreed_to_before():
    second = people.create("bea", role=people.LEADS)
    for number in range(ROUNDS):
        first = people.create(f"ann{number}", role=people.LEADS)
        person = people.create(f"mara{number}")
        one = asked(person, Want.LEAD, by=first)
        yes, shut = at_once(
            partial(leads.agree, one, by=second), partial(people.close, first.get_username())
        )
        assert shut == "done"
        assert leads.is_lead(person) == (yes == "done")
        in_order = list(
            Line.objects.filter(event__in=("lead_agreed", "closed"))
            .order_by("number")
            .values_list("event", flat=True)
        )
        agreed = ["lead_agreed", "closed"] if yes == "done" else ["closed"]
        assert in_order[-len(agreed) :] == agreed


def test_who_becomes_a_lead_meanwhile_is_closed_by_no_lead_alone():
    first, second = (people.create(name, role=people.LEADS) for name in ("ann", "bea"))
    for number in range(ROUNDS):
        person = people.create(f"mara{number}")
        one = asked(person, Want.LEAD, by=first)

        def closes(person: User = person) -> None:
            with transaction.atomic():
                if leads.ask(person, Want.CLOSE, by=first) is None:
                    people.close(person.get_username(), by=first)

        at_once(partial(leads.agree, one, by=second), closes)
        person.refresh_from_db()
        lines = list(
            Line.objects.filter(event__in=("lead_agreed", "closed"))
            .order_by("number")
            .values_list("event", flat=True)
        )
        # Closed before she was one, or asked for after; never closed by one after.
        if not person.is_active:
            assert lines[-2:] == ["closed", "lead_agreed"]
        else:
            assert LeadRequest.objects.filter(person=person, want=Want.CLOSE).exists()


def test_a_lost_factor_goes_by_two_who_are_both_there():
    person = people.create("mara")
    second = people.create("bea", role=people.LEADS)
    for number in range(ROUNDS):
        first = people.create(f"ann{number}", role=people.LEADS)
        one = asked(person, Want.LOST, by=first)
        yes, shut = at_once(
            partial(leads.agree, one, by=second), partial(people.close, first.get_username())
        )
        assert shut == "done"
        in_order = list(
            Line.objects.filter(event__in=("lost_agreed", "closed"))
            .order_by("number")
            .values_list("event", flat=True)
        )
        agreed = ["lost_agreed", "closed"] if yes == "done" else ["closed"]
        assert in_order[-len(agreed) :] == agreed
