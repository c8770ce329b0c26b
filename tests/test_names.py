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

from moderation.accounts import alike, names, people
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
        "\u01c0ea",
        "\u01c3",
        "\u0251da",
        "\u02afa",
        "\u1d00da",
        "ad\u1d87",
        "\ua730",
        "ad\ua7fb",
        "\u2c6dda",
    ],
)
def test_a_latin_letter_that_looks_like_another_is_refused(name):
    people.create("ada")
    with pytest.raises(CommandError, match="can be taken for another"):
        call_command("create_moderator", name)
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "ada.b-1_x@y+z",
        "Zoë",
        "Əliyə",
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
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountName.objects.create(person=other, folded=min(alike.looks(second)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("copa", "сора"),
        ("COPA", "сора"),
        ("Copa", "СОРА"),
        ("Hopa", "Нора"),
        ("kom", "ком"),
        ("hya", "Ηγα"),
        ("ëe", "ёе"),
        ("Κοο", "коо"),
        ("bell", "bel1"),
        ("lea", "Iea"),
        ("ado", "ad0"),
        ("hnn", "հոռ"),
        # In small letters alone, and beside a digit.
        ("rop", "ГОР"),
        ("rol", "ГО1"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_names_that_look_the_same_are_one_whatever_letters_they_are_in(first, second, turned):
    one, other = (second, first) if turned else (first, second)
    person = people.create(one)
    with pytest.raises(names.Taken, match=f"looks like that one: {one}\\.") as taken:
        people.create(other)
    assert taken.value.person == person
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [("ada", "ада"), ("zoe", "Zoë"), ("lisa", "ilsa"), ("hana", "nana"), ("Ηγα", "Ηβα")],
)
def test_names_that_do_not_look_the_same_are_two(first, second):
    for name in (first, second):
        people.create(name)
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_the_longest_name_has_room_whatever_it_is_taken_apart_to():
    # One sign of it becomes four.
    assert max(map(len, alike.looks("ᾂ" * names.LONGEST))) == 4 * names.LONGEST
    people.create("ᾂ" * names.LONGEST)
    assert AccountName.objects.exists()


@pytest.mark.django_db
def test_an_account_that_was_made_by_other_means_has_its_name_too():
    root = User.objects.create_superuser("root")
    with pytest.raises(names.Taken) as taken:
        people.create("Root")
    assert taken.value.person == root
    people.create("ada")
    assert not names.nameless()


@pytest.mark.django_db
def test_two_that_were_made_so_with_one_name_both_go_on():
    first, second = (User.objects.create(username=name) for name in ("lea", "LEA"))
    people.create("ada")
    found = AccountName.objects.exclude(folded="ada").order_by("person").values_list
    assert list(found("person", "folded")) == [
        (first.pk, "lea"),
        (second.pk, f"lea {second.pk}"),
    ]


def makes_root(name: str) -> None:
    call_command("createsuperuser", username=name, email="", interactive=False, verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ADA", "ｒoоt", "Αda", "аdа"])
def test_createsuperuser_makes_no_account_that_looks_like_another(name):
    people.create("ada")
    with pytest.raises(CommandError, match="Nothing was changed"):
        makes_root(name)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_createsuperuser_makes_an_account_with_its_name():
    older = User.objects.create(username="older")
    makes_root("root")
    root = User.objects.get(username="root")
    assert root.is_superuser
    assert AccountName.objects.get(person=root).folded == "root"
    assert User.objects.contains(older)
    with pytest.raises(names.Taken):
        people.create("Root")
    with pytest.raises(CommandError, match="looks like that one: root"):
        makes_root("r0ot")
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db
def test_a_name_is_compared_in_as_many_queries_with_any_number_of_accounts(
    django_assert_num_queries,
):
    for many in (1, 30):
        User.objects.bulk_create(User(username=f"reader{many}.{one}") for one in range(many))
        names.name_the_nameless()
        with django_assert_num_queries(2):
            names.check(f"mara{many}")


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
    kept = ["ada", f"ada {ada.pk}", "bell"]
    assert sorted(AccountName.objects.values_list("folded", flat=True)) == sorted(kept)
    # What looks the same came later: all of it is made anew.
    import_module("moderation.migrations.0033_names_alike").forget(apps, None)
    assert not AccountName.objects.exists()
    names.name_the_nameless()
    assert sorted(AccountName.objects.values_list("folded", flat=True)) == sorted(kept)
    with pytest.raises(names.Taken):
        people.create("BELL")
