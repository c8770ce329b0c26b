"""Names of accounts: no two that look or sign in the same, by whatever way they come."""

import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from moderation.accounts import names, people
from moderation.models import AccountName


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["аda", "adа", "Αda", "lea٣", "ada한", "ＡdΑ", "ʻada", "李ada"])
def test_a_name_that_mixes_alphabets_is_refused_by_the_command_too(name):
    with pytest.raises(CommandError, match="mixes letters of several alphabets"):
        call_command("create_moderator", name)
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "ada.b-1_x@y+z",
        "Zoë",
        "ада7",
        "Δήμητρα",
        "李小龍",
        "さくら愛ラー々",
        "김하늘",
        "سارة٣",
        "123",
    ],
)
def test_a_name_in_one_alphabet_is_taken(name):
    assert people.create(name).get_username() == names.normal(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lea", "LEA"),
        ("lea", "ｌｅａ"),
        ("straße", "STRASSE"),
        ("fi", "ﬁ"),
        ("ilk", "ılk"),
        ("Σας", "σασ"),
    ],
)
def test_names_that_differ_by_capitals_or_form_alone_are_one(first, second):
    person = people.create(first)
    with pytest.raises(names.Taken) as taken:
        people.create(second)
    assert taken.value.person == person
    assert User.objects.count() == 1
    # The database says so itself, whoever asks it.
    other = User.objects.create(username="somebody")
    folded = names._folded(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountName.objects.create(person=other, folded=folded)


@pytest.mark.django_db
def test_an_account_that_was_made_by_other_means_has_its_name_too():
    root = User.objects.create_superuser("root")
    with pytest.raises(names.Taken) as taken:
        people.create("Root")
    assert taken.value.person == root


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_has_the_name():
    # By the page they come one after the other; this is what the database itself does.
    ways = ["lea", "LEA", "Lea", "ｌｅａ", "lea"]
    gate = threading.Barrier(len(ways))

    def makes(name: str) -> str:
        try:
            connection.ensure_connection()
            gate.wait()
            names.keep(User(username=names.normal(name), is_staff=True))
        except names.Taken as taken:
            return f"taken by {taken.person.get_username().lower()}"
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(len(ways)) as hands:
        assert sorted(hands.map(makes, ways)) == ["made"] + ["taken by lea"] * 4
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_accounts_of_before_have_their_names_and_both_of_two_go_on():
    for name in ("ada", "ADA", "Bell"):
        User.objects.create(username=name)
    import_module("moderation.migrations.0030_account_names").fill(apps, None)
    ada = User.objects.get(username="ADA")
    assert sorted(AccountName.objects.values_list("folded", flat=True)) == sorted(
        ["ada", f"ada {ada.pk}", "bell"]
    )
    with pytest.raises(names.Taken):
        people.create("BELL")
