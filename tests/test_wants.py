"""Whatever takes two leads has its row, what it does, and what is said of it before it is done."""

import dataclasses

import pytest
from django.contrib.auth.models import User
from django.core.management import load_command_class

from moderation.accounts import leads
from moderation.admin import ending
from moderation.models import Want
from moderation.wants import WANTS


def test_each_has_a_row_and_an_act():
    assert set(WANTS) == set(Want)
    assert set(leads.ACTS) == set(Want)


@pytest.mark.parametrize("want", Want)
def test_its_sentence_names_both(want: Want):
    assert WANTS[want].asks % {"lead": "bell", "name": "ada"} == str(WANTS[want].asks).replace(
        "%(lead)s", "bell"
    ).replace("%(name)s", "ada")
    assert {"%(lead)s", "%(name)s"} <= {word.strip(".,") for word in str(WANTS[want].asks).split()}


@pytest.mark.parametrize("want", Want)
def test_who_runs_the_server_has_an_option_for_it(want: Want):
    parser = load_command_class("moderation", "create_moderator").create_parser("manage.py", "")
    said = parser.parse_args(["ada", *WANTS[want].option.split()])
    assert said.name == "ada"
    assert len({row.option for row in WANTS.values()}) == len(Want)


@pytest.mark.parametrize("want", Want)
@pytest.mark.django_db
def test_what_ends_something_says_what_comes_of_it(want: Want, moderator: User):
    if WANTS[want].ends:
        assert ending.agreeing(moderator, want, held=True).comes
    else:
        with pytest.raises(KeyError):
            ending.agreeing(moderator, want, held=True)
    # Nobody is asked less than once before something is done against her.
    assert WANTS[want].ends or not WANTS[want].against


def test_nobody_changes_a_row():
    with pytest.raises(dataclasses.FrozenInstanceError):
        WANTS[Want.LEAD].ends = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        WANTS[Want.LEAD] = WANTS[Want.LOST]  # type: ignore[index]
