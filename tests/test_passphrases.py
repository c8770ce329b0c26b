"""A passphrase stands between a stolen disk and everything: what is tried first is refused."""

import pytest
from django.contrib.auth.models import Group, User

from moderation import passphrases
from stories import receipts
from tests import desk

WEAK = [
    "",
    "short words here"[:14],
    "aaaaaaaaaaaaaaa",
    "abababababababab",
    "abcabcabcabcabca",
    "abcdefghijklmnop",
    "ponmlkjihgfedcba",
    "123456789012345678",
    "qwertyuiopasdfghjkl",
    "1234512345123451234512345",
    "password password",
    "password password password",
    "Password  Password  Password",
    "passwordpassword",
    "iloveyou iloveyou!!!",
    "metoo metoo metoo metoo",
    "ada.lovelace.moderator",
    "aaaaaaabbbbbbbbbccccccc",
]
GOOD = [
    "five ordinary words",
    "six small boats on grey water",
    "correct horse battery staple",
    "trois chats gris sous la pluie",
    "قطة رمادية تحت المطر الغزير",
    "बारिश में तीन भूरी बिल्लियाँ",
    "xV9!kq2#Lm0zR8tw",
]


@pytest.fixture(scope="module")
def person() -> User:
    return User(username="ada.lovelace.moderator", is_staff=True)


@pytest.mark.parametrize("weak", WEAK)
def test_what_a_guesser_tries_first_is_refused(person, weak):
    with pytest.raises(passphrases.Refused, match=r"[a-z]\.|a good length"):
        passphrases.check(weak, person=person)


@pytest.mark.parametrize("good", GOOD)
def test_ordinary_words_that_do_not_belong_together_are_taken(person, good):
    passphrases.check(good, person=person)


def test_one_that_is_made_for_her_is_taken_and_is_another_each_time():
    person = User(username="ada")
    person.set_unusable_password()
    made = {passphrases.suggested() for _ in range(50)}
    assert len(made) == 50
    known = set(receipts.word_list("en"))
    for phrase in made:
        passphrases.check(phrase, person=person)
        assert set(phrase.split()) <= known


def test_her_page_refuses_it_and_keeps_nothing(client, desk_key):
    person = User.objects.create(username="grace", is_staff=True)
    person.groups.set(Group.objects.filter(name="moderator"))
    desk.sign_in(client, person)
    for weak in ("aaaaaaaaaaaaaaa", "password password"):
        said = client.post("/admin/unlock/", {"passphrase": weak, "again": weak}).content.decode()
        assert 'role="alert"' in said
        assert not hasattr(User.objects.get(pk=person.pk), "keyring")
    assert "Have one made for you" in said
