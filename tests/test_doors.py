"""Whatever door somebody guesses at, it is out of the same purses: those of a day, in the
database."""

import datetime
import secrets
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from moderation import devices, guesses, passwords
from moderation.accounts import people
from moderation.models import Device, Guesses
from tests import desk, pages
from tests.test_guesses import known, spend_all, tries
from tests.test_passwords import CHANGE, UNLOCK

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "six small boats on grey water", "nine long trains in white snow"
# More than any browser has left, once it is known and once it is a stranger's.
OFTEN = guesses.KNOWN + 5


class Counting(MD5PasswordHasher):
    """Counts how many passwords are looked at, and is quick."""

    looked = 0

    def verify(self, password: str, encoded: str) -> bool:
        """One more."""
        Counting.looked += 1
        return bool(super().verify(password, encoded))


@pytest.fixture(autouse=True)
def counted(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.test_doors.Counting"]
    settings.SIGN_INS = settings.SIGN_INS_EACH = "100000/m"
    # How fast somebody may try is not looked at here.
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_password": False}


@pytest.fixture
def ada(moderator: User, desk_key: Any) -> User:
    """Has a password, and no passphrase yet."""
    moderator.set_password(PASSWORD)
    moderator.save()
    return moderator


def changes(client: Client, old: str, new: str = OTHER) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def chooses(client: Client, passphrase: str) -> Any:
    """With a recovery code that is none, so that she can go on choosing."""
    said = {"passphrase": passphrase, "again": passphrase, "recovery": "abdomen " * 10}
    return client.post(UNLOCK, said)


def sets(client: Client, form: str, password: str) -> Any:
    """By a link; the two differ, so that she can go on trying."""
    return client.post(form, {"password1": password, "password2": password + "!"})


def restart() -> None:
    """What a process had in hand is gone."""
    for name in caches:
        caches[name].clear()


def test_at_every_door_together_200_at_most_are_looked_at_and_a_restart_begins_none_anew(ada):
    browsers = [*(known() for _ in range(devices.MOST)), Client()]
    linked = Client()
    form = linked.get(urlsplit(people.setup_link(ada)).path).headers["Location"]
    Counting.looked = 0
    for _ in range(2):
        for client in browsers:
            desk.sign_in(client, ada)
            for number in range(OFTEN):
                changes(client, f"wrong at the page {number}")
            chooses(client, "eleven quiet herons on a wall")
            client.cookies.pop("desk", None)
            for number in range(OFTEN):
                tries(client, f"wrong at the sign-in {number}")
        for number in range(OFTEN):
            sets(linked, form, f"wrong at the link {number}")
        restart()
    most = guesses.STRANGERS + devices.MOST * guesses.KNOWN + guesses.BY_LINK
    assert Counting.looked == most == 200


def test_the_page_for_a_new_password_takes_out_of_the_purse_of_the_sign_in(ada):
    thief = known()
    desk.sign_in(thief, ada)
    spend_all()
    seen = [changes(thief, f"wrong {number}").status_code for number in range(OFTEN)]
    assert seen == [200] * guesses.KNOWN + [429] * 5
    answer = changes(thief, PASSWORD)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 86_400
    (problem,) = pages.parsed(answer.content).all("p", "problem")
    assert "That was not tried" in problem.text
    assert "ask for a new link" in problem.text
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    thief.cookies.pop("desk")
    assert tries(thief, PASSWORD) == 429


def test_what_is_right_there_costs_nothing_and_she_changes_it_under_attack(ada):
    mine = known()
    desk.sign_in(mine, ada)
    spend_all()
    for _ in range(OFTEN):
        changes(mine, PASSWORD, "short")
    assert changes(mine, PASSWORD).status_code == 302
    assert not Guesses.objects.filter(purse=guesses.of_known(ada.pk), used__gt=0).exists()


def test_the_new_one_is_not_held_against_hers_where_the_old_one_was_wrong(ada):
    thief = known()
    desk.sign_in(thief, ada)
    answer = changes(thief, "wrong", PASSWORD)
    assert "the password that you have now" in answer.content.decode()
    assert str(passwords.SAME) not in answer.content.decode()


def test_to_choose_her_password_as_a_passphrase_is_a_guess_at_that(ada):
    thief = known()
    desk.sign_in(thief, ada)
    spend_all()
    assert "That is your password." in chooses(thief, PASSWORD).content.decode()
    Guesses.objects.filter(purse__startswith="device").update(used=guesses.KNOWN)
    answer = chooses(thief, PASSWORD)
    assert answer.status_code == 429
    assert "That is your password." not in answer.content.decode()


def test_a_link_tells_ten_times_a_day_whether_it_is_the_old_one(ada):
    spend_all()
    client = Client()
    form = client.get(urlsplit(people.setup_link(ada)).path).headers["Location"]
    assert str(passwords.SAME) in sets(client, form, PASSWORD).content.decode()
    Counting.looked = 0
    for number in range(guesses.BY_LINK + 5):
        sets(client, form, f"not the old one {number}")
    assert Counting.looked == guesses.BY_LINK
    assert "That was not tried" in sets(client, form, PASSWORD).content.decode()


@pytest.mark.parametrize("how", ["password", "code"])
def test_browsers_that_were_known_today_have_no_more_than_five_at_a_time(ada, how):
    """She cleans her browser up, and signs in anew: that fills nobody's purse."""

    def spends(device: Device | None) -> bool:
        if how == "password":
            purses = guesses.for_password("ada", device)
            return purses.known is bool(device) and purses.spend()
        return guesses.for_codes(ada, device).spend()

    looked = sum(spends(one) for one in seven(ada) for _ in range(OFTEN))
    assert looked == 100
    assert looked + sum(spends(None) for _ in range(200)) <= 190


def seven(person: User) -> list[Device]:
    until = timezone.now().date() + datetime.timedelta(days=9)
    made = (
        Device(person=person, mark=secrets.token_hex(32), until=until)
        for _ in range(devices.MOST + 2)
    )
    return Device.objects.bulk_create(made)


def test_a_browser_of_hers_has_its_codes_whatever_comes_from_the_others(ada):
    *others, mine, _, _ = seven(ada)
    for one in (None, *others):
        for _ in range(OFTEN):
            guesses.for_codes(ada, one).spend()
    assert sum(guesses.for_codes(ada, mine).spend() for _ in range(OFTEN)) == guesses.CODES
