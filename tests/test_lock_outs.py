"""Whose password was guessed at so often that no more are looked at is named in the log, once."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from moderation import audit, guesses, lock_outs
from moderation.accounts import people as accounts
from moderation.models import Device, Event, Guesses, Line

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, str, str]]:
    locked = Line.objects.filter(event=Event.LOCKED_OUT).order_by("number")
    return list(locked.values_list("by", "whom", "what"))


def empties(purse: str, most: int) -> None:
    for _ in range(most):
        assert guesses.spend(purse, most=most)
    assert not guesses.spend(purse, most=most)


def test_an_account_that_strangers_guess_at_is_named_once(moderator: User, lead: User):
    purse = guesses.of_name("ADA ")
    for _ in range(guesses.STRANGERS - 1):
        guesses.spend(purse, most=guesses.STRANGERS)
    lock_outs.note()
    assert lines() == []
    guesses.spend(purse, most=guesses.STRANGERS)
    for _ in range(3):
        lock_outs.note()
        # And it stays as empty as it was.
        assert not guesses.spend(purse, most=guesses.STRANGERS)
    assert lines() == [("", audit.name_of(moderator), "password")]


def test_a_name_that_nobody_has_leaves_no_line(moderator: User):
    empties(guesses.of_name("nobody of that name"), guesses.STRANGERS)
    lock_outs.note()
    assert lines() == []


def test_a_closed_account_is_not_named(moderator: User):
    accounts.close("ada")
    empties(guesses.of_name("ada"), guesses.STRANGERS)
    lock_outs.note()
    assert lines() == []


def test_a_known_browser_that_guesses_too_often_is_its_persons(moderator: User, lead: User):
    until = timezone.now().date() + datetime.timedelta(days=9)
    hers, other = (
        Device.objects.create(person=person, mark=str(person.pk), until=until)
        for person in (moderator, lead)
    )
    empties(guesses.of_device(hers), guesses.KNOWN)
    guesses.spend(guesses.of_device(other), most=guesses.KNOWN)
    lock_outs.note()
    lock_outs.note()
    assert lines() == [("", audit.name_of(moderator), "password.known")]


def test_all_her_browsers_together_are_hers(moderator: User, lead: User):
    empties(guesses.of_known(moderator.pk), guesses.ALL_KNOWN)
    guesses.spend(guesses.of_known(lead.pk), most=guesses.ALL_KNOWN)
    lock_outs.note()
    lock_outs.note()
    assert lines() == [("", audit.name_of(moderator), "password.known")]


def test_on_another_day_she_is_named_again(moderator: User):
    purse = guesses.of_name("ada")
    empties(purse, guesses.STRANGERS)
    lock_outs.note()
    Guesses.objects.update(day=timezone.now().date() - datetime.timedelta(days=1))
    empties(purse, guesses.STRANGERS)
    lock_outs.note()
    assert [what for _, _, what in lines()] == ["password", "password"]
