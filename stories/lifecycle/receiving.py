"""Taking in."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from stories.flags import Lane
from stories.models import State, Submission
from stories.testimony import Testimony, packed

_FIELDS = list(Submission._meta.concrete_fields)  # noqa: SLF001


class Repeated(Exception):
    """One with the same receipt is here already: the same form, sent again."""


@dataclass(frozen=True, slots=True)
class Words:
    """A testimony with words, sealed: what may be known of it before the desk opens it."""

    envelope: bytes
    # The number of the SealingKey.
    sealed_to: int
    language: str
    hints: tuple[str, ...] = ()
    fingerprint: bytes = b""
    lane: Lane = Lane.USUAL
    topics: int = 0


def receive(
    said: Testimony | Words,
    *,
    key: int,
    day: datetime.date,
    receipt: bytes | None,
    body: bytes | None,
    held: bool = False,
) -> Submission:
    """Takes in one testimony under the random `key`, durably, in one statement. It is `held`, and
    waits for a lead first, where more comes in than usual (`stories.usual`).

    Raises Repeated where one with the same `receipt` is here already: that is asked of the
    database and not provoked, because PostgreSQL writes a violated constraint to its log, with
    the value and the time. Raises ValueError for words that are not sealed.
    """
    submission = Submission(
        pk=key,
        state=State.HELD if held else State.WAITING,
        day=day,
        since=day,
        language=said.language,
        receipt=receipt,
        body=body,
        **_content(said),
    )
    if not _inserted(submission):
        raise Repeated
    return submission


def _inserted(submission: Submission) -> bool:
    """Puts the row in, in one statement that does not fail where one with the same `receipt` is
    here."""
    values = [
        field.get_db_prep_save(getattr(submission, field.attname), connection) for field in _FIELDS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), values)
        return bool(cursor.rowcount)


@lru_cache(maxsize=2)
def _statement(_vendor: str) -> str:
    """The statement that puts a row in, which hangs on the database alone. Django takes a quarter
    as long to write it as the database to do it, so it is asked once."""
    query = InsertQuery(Submission, on_conflict=OnConflict.IGNORE)
    query.insert_values(_FIELDS, [Submission(pk=0)])
    ((statement, _),) = query.get_compiler(connection=connection).as_sql()
    return str(statement)


def _content(said: Testimony | Words) -> dict[str, object]:
    if isinstance(said, Words):
        return {
            "has_words": True,
            "envelope": said.envelope,
            "sealed_to_id": said.sealed_to,
            "hints": list(said.hints),
            "fingerprint": said.fingerprint,
            "lane": said.lane,
            "topics": said.topics,
        }
    if said.has_words:
        raise ValueError("Words are sealed before they are taken in.")
    return {"has_words": False, "examples": packed(said.examples), "country": said.country}
