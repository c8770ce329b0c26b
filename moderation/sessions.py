"""Who is signed in at the desk, for how long, and how that ends.

A session ends after fifteen idle minutes, eight hours after she signed in, when she signs in
elsewhere, at sign-out, when her password, role, factor or account changes, and when the site is
started anew. It is one row: what has no row is no session, whatever a cookie says.

Django reads `SessionStore` from here (settings.SESSION_ENGINE).
"""

import datetime
import hashlib
import hmac
import json
import threading
import time
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends import db
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from moderation import devices, powers
from moderation.columns import Columns
from moderation.models import Ended, Session, Why
from moderation.powers import Powers
from stories import erasure

IDLE = datetime.timedelta(minutes=15)
LONGEST = datetime.timedelta(hours=8)
# In a session: when it ends, and who she was when she signed in.
_ENDS, _STANDING = "ends", "standing"
_FIELDS = [field.attname for field in User._meta.concrete_fields]  # noqa: SLF001
_COLUMNS = Columns({Session: ("s", ("session_data", "expire_date", "ends")), User: ("p", _FIELDS)})
# The minute of a start that has still to be settled.
_started: datetime.datetime | None = None
_one_settles = threading.Lock()


class SessionStore(db.SessionStore):
    """Django's sessions in the database, under a digest of their key and beside their person."""

    # Of the row that was read.
    _until: datetime.datetime
    person: User | None = None
    # Why the session of which the browser has the name goes on no more; None where nobody knows.
    ended: Why | None = None
    # What was found in this request of who she is, and is as it was when she signed in.
    found = ""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Ours."""
        return Session

    def load(self) -> dict[str, Any]:
        """What a session holds; nothing for one that has ended."""
        now = _now()
        row = _row(_digest(self.session_key), now)
        if row is None or (row["s.ends"] is not None and row["s.ends"] <= now):
            self.ended = _why(self.session_key, now)
            self._session_key = None
            return {}
        self._until, self.person = row["s.expire_date"], _person(row)
        return self.decode(row["s.session_data"])

    def exists(self, session_key: str) -> bool:
        """Whether there is one of that key."""
        return Session.objects.filter(pk=_digest(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        """Keeps it. The first time that somebody is signed in with it, it takes the place of all
        that she had."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if auth.SESSION_KEY not in data or _ENDS in data:
            super().save(must_create)
            return
        # First: what had ended by itself was not ended by this.
        forget_the_ended()
        with transaction.atomic():
            # Of two sign-ins at once the second waits here, and ends the first.
            person = User.objects.select_for_update().get(pk=data[auth.SESSION_KEY])
            _end(person, Why.ELSEWHERE, but=self.session_key)
            data[_ENDS] = (_minute() + LONGEST).isoformat()
            data[_STANDING] = standing(person)
            super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for what it holds."""
        ends, key = data.get(_ENDS), self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(
            session_key=_digest(key),
            session_data=self.encode(data),
            expire_date=_minute() + IDLE,
            person_id=data.get(auth.SESSION_KEY) if ends else None,
            ends=datetime.datetime.fromisoformat(ends) if ends else None,
        )

    def delete(self, session_key: str | None = None) -> None:
        """Ends it."""
        Session.objects.filter(pk=_digest(session_key or self.session_key)).delete()

    def cycle_key(self) -> None:
        """Another key for the same row. Raises SessionInterrupted where that has been ended: with
        a new row in place of the old one, who is thrown out at this moment would be in again."""
        self.keys()  # Reads it: what has ended has no key after that.
        old = self.session_key
        if old is None:
            super().cycle_key()
            return
        new = self._get_new_session_key()  # type: ignore[attr-defined]
        if not Session.objects.filter(pk=_digest(old)).update(session_key=_digest(new)):
            raise SessionInterrupted
        self._session_key = new
        self.modified = True

    def go_on(self) -> None:
        """Somebody is there: the idle minutes count anew. Written once a minute at most."""
        until = _minute() + IDLE
        if self.get(_ENDS) and self._until < until:
            Session.objects.filter(pk=_digest(self.session_key)).update(expire_date=until)


def who(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in with this request; nobody where she is not any more who she was when she
    signed in, by whatever way that changed."""
    was = request.session.get(_STANDING, "")
    person: User | None = getattr(request.session, "person", None)
    if not was or person is None:
        return AnonymousUser()
    hers = powers.of(person)
    if not person.is_active or not hmac.compare_digest(was, _standing(person, hers)):
        request.session.flush()
        request.session.ended = Why.CHANGED  # type: ignore[attr-defined]
        return AnonymousUser()
    request.session.found = was  # type: ignore[attr-defined]
    # Where Django looks for it, and whether she may is not asked for again.
    person._perm_cache = set(hers.may)  # type: ignore[attr-defined]  # noqa: SLF001
    return person


def standing_in(request: HttpRequest, person: User) -> str:
    """Her `standing`, who has signed in with this request: not asked for twice in one."""
    return getattr(request.session, "found", "") or standing(person)


def standing(person: User) -> str:
    """What must stay as it is for a session to go on: her password, her roles, her second factors,
    her account."""
    return _standing(person, powers.of(person))


def _standing(person: User, hers: Powers) -> str:
    said = [person.pk, person.password, person.is_active, person.is_staff, hers.has]
    return hmac.digest(settings.SECRET_KEY.encode(), json.dumps(said).encode(), "sha256").hex()


def end_all(person: User) -> None:
    """Ends every session of a person: at once, wherever she is signed in, here too.

    Called after each change of password, role, factor or account. No browser of hers is known
    after that, either (`moderation.devices`).
    """
    _end(person, Why.CHANGED)
    devices.revoke(person)


def begin_anew(request: HttpRequest, person: User) -> None:
    """Ends every session of a person, and begins one here: she has just proven who she is, and
    what was stolen of the old one is worth nothing."""
    end_all(person)
    request.session.flush()
    auth.login(request, person, settings.AUTHENTICATION_BACKENDS[0])
    devices.earned(request, person)


def forget_the_ended() -> None:
    """Lets go of what has ended by itself, and of why anything ended before yesterday."""
    now = _now()
    _end_all_of(Session.objects.filter(ends__lte=now), Why.LONGEST)
    _end_all_of(Session.objects.filter(expire_date__lte=now), Why.IDLE)
    Ended.objects.filter(day__lt=now.date() - datetime.timedelta(days=1)).delete()


def site_started() -> None:
    """Whoever was signed in before this moment is not any more: a stolen cookie must not outlive a
    restart. Who signed in since, by another machine, goes on."""
    global _started
    _started = _minute()


def settle() -> None:
    """Ends, once, what `site_started` said has ended. Called before any session is looked at: where
    the database is away then, none is, and the next call tries again."""
    global _started
    if _started is None:
        return
    with _one_settles:
        if _started is not None:
            earlier = Q(ends=None) | Q(ends__lte=_started + LONGEST)
            _end_all_of(Session.objects.filter(earlier), Why.STARTED)
            _started = None


def _end(person: User, why: Why, *, but: str | None = None) -> None:
    _end_all_of(Session.objects.filter(person=person).exclude(pk=_digest(but)), why)


@transaction.atomic
def _end_all_of(sessions: QuerySet[Session], why: Why) -> None:
    """Ends them, and keeps why, of those in which somebody was signed in."""
    keys = sessions.filter(person__isnull=False).values_list("pk", flat=True)
    day = _now().date()
    kept = [Ended(session_key=key, why=why, day=day) for key in keys]
    Ended.objects.bulk_create(kept, ignore_conflicts=True)
    gone, _ = sessions.delete()
    if gone:
        # It held the desk's key under that of a cookie.
        erasure.erase()


def _why(session_key: str | None, now: datetime.datetime) -> Why | None:
    """Why the session of a name goes on no more; None where there was none, or somebody ended it
    herself."""
    if not session_key:
        return None
    key = _digest(session_key)
    why = Ended.objects.filter(pk=key).values_list("why", flat=True).first()
    if why is not None:
        return Why(why)
    # What has ended by itself stands there until somebody signs in.
    row = Session.objects.filter(pk=key, person__isnull=False).first()
    if row is None:
        return None
    return Why.LONGEST if row.ends and row.ends <= now else Why.IDLE


@cache
def _statement(_vendor: str) -> str:
    session, user = (
        connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
        for model in (Session, User)
    )
    return (
        f"SELECT {_COLUMNS.listed()} FROM {session} s LEFT JOIN {user} p ON p.id = s.person_id "  # noqa: S608 - nothing in it comes from anybody
        "WHERE s.session_key = %(key)s AND s.expire_date > %(now)s"
    )


def _row(key: str, now: datetime.datetime) -> dict[str, Any] | None:
    """The session under a key that has not been idle for too long, with its person: every page of
    the desk asks for it, so it is asked for in plain words."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), {"key": key, "now": at})
        row = cursor.fetchone()
    return None if row is None else _COLUMNS.read(row)


def _person(row: dict[str, Any]) -> User | None:
    values = [row[f"p.{name}"] for name in _FIELDS]
    return None if row["p.id"] is None else User.from_db(connection.alias, _FIELDS, values)


def _digest(session_key: str | None) -> str:
    """Of the 165 bits of a key, in the 40 characters that the column has. It needs no salt."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


def _now() -> datetime.datetime:
    return datetime.datetime.fromtimestamp(time.time(), datetime.UTC)


def _minute() -> datetime.datetime:
    """Now, and nothing finer than a minute: what began in a minute ends a little early."""
    return _now().replace(second=0, microsecond=0)
