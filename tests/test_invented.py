"""Invented testimonies and real ones never stand in one database, whatever is started on it."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from stories.invented import Mixed, demand_unmixed
from stories.models import Place, Submission
from tests import live
from tests.test_serving import PRODUCTION, command, one_line

pytestmark = pytest.mark.django_db
DEMONSTRATION, REAL = "This database is a demonstration", "This database is for real testimonies"


@pytest.mark.parametrize("demo", [True, False])
def test_an_empty_database_becomes_what_is_first_started_on_it(settings, demo):
    settings.DEMO = demo
    demand_unmixed()
    demand_unmixed()
    assert Place.objects.get().invented is demo
    settings.DEMO = not demo
    with pytest.raises(Mixed):
        demand_unmixed()
    assert Place.objects.get().invented is demo


def test_what_nobody_marked_is_real(settings, says):
    says("He moved too.")
    with pytest.raises(Mixed, match=REAL):
        demand_unmixed()
    settings.DEMO = False
    demand_unmixed()


@pytest.mark.parametrize("words", [["demo"], ["release"], ["release", "--now"], ["work"]])
def test_a_demonstration_lets_a_real_database_alone(says, words):
    says()
    with pytest.raises(CommandError, match=REAL):
        call_command(*words)
    assert Submission.objects.get().state == "waiting"


@pytest.mark.parametrize("words", [["serve"], ["work"], ["release"], ["release", "--now"]])
def test_a_demonstration_is_not_shown_as_real(settings, words):
    Place.objects.create(invented=True)
    settings.DEMO = False
    if words == ["serve"]:
        words = ["serve", "--port", str(live.free_port())]
    with pytest.raises(CommandError, match=DEMONSTRATION):
        call_command(*words)


def test_from_the_command_line_each_is_refused_on_the_others_data():
    with live.running(started=False) as site:
        site.manage("demo", "--empty")
        for words in (["serve"], ["work"], ["release", "--now"]):
            refused = command(site, *words, **PRODUCTION)
            assert refused.returncode == 1
            assert DEMONSTRATION in one_line(refused.stderr)
            assert refused.stdout == ""
    with live.running(started=False) as site:
        site.manage("migrate", "-v", "0")
        site.environment |= PRODUCTION
        assert "0 are approved" in site.manage("release")
        port = ["--port", str(live.free_port())]
        for words in (["demo"], ["demo", "--serve", *port], ["serve", *port], ["release"]):
            refused = command(site, *words, DEMO="on")
            assert refused.returncode == 1
            assert REAL in one_line(refused.stderr)
            assert refused.stdout == ""


@pytest.mark.pure
def test_make_run_stays_away_from_the_database_of_the_environment():
    recipe = (live.ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = [line for line in recipe.splitlines() if "manage.py demo" in line]
    assert "env -u DATABASE_URL " in line
