"""What is acknowledged is on the disk, and what is deleted is not: as SQLite is told to. PostgreSQL
has its own settings for that, which are its operator's (the one of the tests is hurried)."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def asked(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def test_an_answer_comes_after_the_disk_has_it():
    if connection.vendor == "sqlite":
        assert asked("PRAGMA journal_mode") == "wal"
        assert asked("PRAGMA synchronous") == "2", "FULL: every commit waits for the disk"


def test_what_is_deleted_is_written_over():
    if connection.vendor == "sqlite":
        assert asked("PRAGMA secure_delete") == "1"


def test_nothing_is_sorted_on_the_disk():
    if connection.vendor == "sqlite":
        assert asked("PRAGMA temp_store") == "2", "MEMORY"
