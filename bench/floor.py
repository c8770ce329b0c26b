"""The floor: a bare Django that does nothing but what cannot be left out.

CommonMiddleware and nothing else. `/status/` and `/story/` store one row with
the columns of a submission, as large as one, durably, and look at nothing of
what was posted. `/page/` answers a constant body of PAGE_BYTES bytes. It runs
on our own server (`metoo.serving.web`) and on our own database settings.
"""

import os
import secrets
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import path

from metoo import environment, lifeline
from stories.sealing import SEAL_BYTES, SIZES

if "METOO_SERVE_PID" in os.environ:
    lifeline.hold(int(os.environ["METOO_SERVE_PID"]))

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(64),
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": environment.database("DATABASE_URL", Path(os.environ["DATA_DIR"]))},
)
django.setup()


class _Key(models.BigIntegerField):
    """A large number that is the row's own place in SQLite's file, as a submission's is."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Row(models.Model):
    """A row as large as a submission, under a random key, with no index but that."""

    id = _Key(primary_key=True)
    state = models.CharField(max_length=9)
    day = models.DateField()
    language = models.CharField(max_length=8)
    country = models.CharField(max_length=2)
    has_words = models.BooleanField()
    since = models.DateField()
    envelope = models.BinaryField(null=True)
    sealed_to = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveSmallIntegerField(default=0)
    answers = models.PositiveSmallIntegerField(default=0)
    examples = models.JSONField()
    hints = models.JSONField(default=list)
    fingerprint = models.BinaryField(max_length=32, default=bytes)
    receipt = models.BinaryField(max_length=32)
    body = models.BinaryField(max_length=16)
    to_her = models.BinaryField(null=True)
    from_her = models.BinaryField(null=True)
    replaces = models.BigIntegerField(null=True)
    release = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return str(self.pk)


def make_table() -> None:
    """Makes the one table in a fresh database."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)


def _stored(envelope: bytes | None) -> HttpResponse:
    Row.objects.create(  # type: ignore[attr-defined]
        id=secrets.randbits(63),
        state="waiting",
        day=date.today(),  # noqa: DTZ011 - any day
        language="en",
        country="",
        since=date.today(),  # noqa: DTZ011
        has_words=bool(envelope),
        envelope=envelope,
        sealed_to=1 if envelope else None,
        examples=[],
        receipt=secrets.token_bytes(32),
        body=secrets.token_bytes(16),
    )
    return HttpResponse(b"stored")


# As long as a story of 1,000 characters is when it is sealed.
_ENVELOPE = os.urandom(SIZES[0] + SEAL_BYTES)


def status(request: HttpRequest) -> HttpResponse:
    """One row as large as a status."""
    return _stored(None)


def story(request: HttpRequest) -> HttpResponse:
    """One row as large as a story of 1,000 characters."""
    return _stored(_ENVELOPE)


_BODY = os.urandom(int(os.environ["PAGE_BYTES"]))


def page(request: HttpRequest) -> HttpResponse:
    """The constant body."""
    return HttpResponse(_BODY)


def count(request: HttpRequest) -> HttpResponse:
    """How many rows there are."""
    return HttpResponse(str(Row.objects.count()))  # type: ignore[attr-defined]


urlpatterns = [
    path("status/", status),
    path("story/", story),
    path("page/", page),
    path("count/", count),
]
application = get_wsgi_application()
