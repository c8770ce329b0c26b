"""The privacy page says of what stands in clear no less than the code keeps."""

import pytest
from django.test import Client

from stories.categories import HINTS
from stories.edition import GONE_WITHIN
from stories.models import State, Submission
from stories.wall.release import release
from tests import desk, pages

pytestmark = pytest.mark.django_db


def sentences() -> list[str]:
    (main,) = pages.parsed(Client().get("/privacy/").content).all("main")
    return [" ".join(one.text.split()) for tag in ("li", "p") for one in main.all(tag)]


def test_each_kind_of_hint_that_is_kept_is_named():
    (said,) = [one for one in sentences() if "could point to someone, out of these" in one]
    assert len(HINTS) >= 13
    assert [str(kind) for kind in HINTS.values() if str(kind) not in said] == []


def test_what_stands_beside_words_on_the_wall_is_said(says):
    kept = says("He moved too.", setting="work", country="IS")
    assert (kept.country, kept.examples) == ("", [])
    desk.approve(kept)
    release()
    kept = Submission.objects.get(pk=kept.pk)
    assert kept.state == State.PUBLISHED
    assert (kept.country, bool(kept.day)) == ("IS", True)
    assert kept.examples
    (said,) = [one for one in sentences() if "also while they are on the wall" in one]
    for what in ("what you ticked", "the country", "the day they came"):
        assert what in said


def test_for_how_long_another_server_may_show_what_is_gone_is_said():
    (said,) = [one for one in sentences() if "stands before this one" in one]
    assert f"can show for {GONE_WITHIN} seconds more" in said
