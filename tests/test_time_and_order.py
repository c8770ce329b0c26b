"""Nothing kept says when somebody wrote: no clock time, no key in order of arrival."""

import pytest
from django.apps import apps
from django.db import connection, models

from moderation.models import Decision
from stories.models import Example, Story, Submission
from stories.random_keys import RandomKey

pytestmark = pytest.mark.django_db


def correlation(arrivals: list[int]) -> float:
    """Spearman's rank correlation of a permutation of 0..n-1 with its own order."""
    n = len(arrivals)
    return 1 - 6 * sum((at - one) ** 2 for at, one in enumerate(arrivals)) / (n * (n * n - 1))


# Of people at the desk, and never of who sent something: until when she holds a submission, until
# when she is signed in, reads or pauses, and until when a link sets up her account. They go with
# what they are about.
OF_MODERATORS = {
    "moderation.Claim.until",
    "moderation.Session.ends",
    "moderation.Session.expire_date",
    "moderation.SetupLink.until",
    "moderation.Sitting.ends",
    "moderation.Sitting.rests",
}


def test_no_column_holds_more_than_a_date():
    fields = [
        field
        for app in ("stories", "moderation")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
    ]
    assert fields
    assert not [
        str(field)
        for field in fields
        if (
            str(field) not in OF_MODERATORS
            and isinstance(field, models.DateTimeField | models.TimeField | models.DurationField)
        )
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    ]


@pytest.mark.parametrize("model", [Submission, Story, Example, Decision])
def test_keys_of_testimonies_are_random(model):
    assert isinstance(model._meta.pk, RandomKey)


def test_neither_keys_nor_places_in_the_file_follow_the_arrival(says):
    came = [says().pk for _ in range(2_000)]
    arrival = {key: number for number, key in enumerate(came)}
    with connection.cursor() as cursor:
        # On SQLite the order of the file is that of the key; PostgreSQL's heap is in order of
        # arrival until it is rewritten, and the privacy page says so.
        cursor.execute("SELECT id FROM stories_submission ORDER BY id")
        keys = [row[0] for row in cursor.fetchall()]
        assert abs(correlation([arrival[key] for key in keys])) < 0.09
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rowid FROM stories_submission ORDER BY rowid")
            assert [row[0] for row in cursor.fetchall()] == keys
