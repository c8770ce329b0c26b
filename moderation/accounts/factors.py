"""Second factors: what a moderator has besides her password, and whether it was shown.

An app that makes codes (TOTP, RFC 6238), passkeys (`moderation.accounts.passkeys`), and ten
recovery codes for when both are out of reach.
"""

import hashlib
import hmac
import re
import secrets
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from moderation import audit
from moderation.accounts import boxes
from moderation.accounts.people import DEMONSTRATION
from moderation.models import Event, Step
from stories.sealing import Unopenable

Kind = Authenticator.Type
# Recovery codes alone are no factor: they stand in for one that is out of reach.
PRIMARY = (Kind.TOTP, Kind.WEBAUTHN)
# For so long she is not asked again (issue 4).
RECENT_SECONDS = 5 * 60
# A code is good for its own thirty seconds and for those on both sides of them: clocks differ.
STEP_SECONDS = 30
_STEPS = (-1, 0, 1)
RECOVERY_CODES = 10
# No letter that is read as another (Crockford's); 12 of 32 are 60 bits.
_LETTERS, _LENGTH = "0123456789abcdefghjkmnpqrstvwxyz", 12
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1"})
_PROVEN, _PENDING = "factor", "app"


def needed(person: User) -> bool:
    """Whether this account needs one: every one but that which a demonstration prints."""
    return not (settings.DEMO and person.get_username() == DEMONSTRATION)


def of(person: User) -> QuerySet[Authenticator]:
    """What somebody has, the first that she set up first."""
    hers: QuerySet[Authenticator] = Authenticator.objects.filter(user=person).order_by("pk")
    return hers


def has(person: User) -> bool:
    """Whether she has an app or a passkey."""
    return of(person).filter(type__in=PRIMARY).exists()


# Whether it was shown ---------------------------------------------------------------


def proven(session: SessionBase, person: User) -> None:
    """She has shown it, in this session."""
    # Nothing finer than a minute: what began in a minute ends a little early.
    minute = int(time.time()) // 60 * 60
    session[_PROVEN] = {"of": person.pk, "at": minute}


def passed(request: HttpRequest, person: User) -> bool:
    """Whether this session may go past the gate: one was shown in it, or none is needed."""
    return not needed(person) or _shown(request, person) is not None


def recent(request: HttpRequest, person: User) -> bool:
    """Whether she has shown it within RECENT_SECONDS."""
    at = _shown(request, person)
    return at is not None and 0 <= time.time() - at < RECENT_SECONDS


def _shown(request: HttpRequest, person: User) -> int | None:
    mark = request.session.get(_PROVEN)
    return int(mark["at"]) if mark and mark["of"] == person.pk else None


def code_is_right(person: User, typed: str) -> bool:
    """Whether it is a code of her app, or a recovery code. Each is taken once."""
    code = re.sub(r"[\s-]", "", typed).lower()
    for kept in of(person).exclude(type=Kind.WEBAUTHN):
        try:
            if kept.type == Kind.TOTP and _is_of_app(kept, code):
                return True
            if kept.type == Kind.RECOVERY_CODES and _is_recovery(kept.pk, code):
                audit.record(Event.FACTOR, by=person, whom=person, what="code.used")
                return True
        except Unopenable:
            # Changed in the database: it proves nothing.
            continue
    return False


def _is_of_app(kept: Authenticator, code: str) -> bool:
    step = _step_of(boxes.of(kept), code)
    if step is None:
        return False
    # Of many at once, in as many processes, one is told so.
    return bool(Step.objects.filter(factor=kept, last__lt=step).update(last=step))


def _step_of(secret: str, code: str) -> int | None:
    now = int(time.time()) // STEP_SECONDS
    for step in (now + near for near in _STEPS):
        right = format_hotp_value(hotp_value(secret, step))
        if hmac.compare_digest(right.encode(), code.encode()):
            return step
    return None


@transaction.atomic
def _is_recovery(pk: int, code: str) -> bool:
    kept = Authenticator.objects.select_for_update().get(pk=pk)
    left, digest = boxes.of(kept), _digest(code)
    if digest not in left:
        return False
    left.remove(digest)
    kept.data = _data(kept.user_id, kept.type, left)
    kept.save(update_fields=["data"])
    return True


def _digest(code: str) -> str:
    return hmac.digest(boxes.key(), code.translate(_READ_AS).encode(), hashlib.sha256).hex()


# How one is set up, and removed -------------------------------------------------------


def begin_app(request: HttpRequest, person: User) -> None:
    """A new secret for an app, kept in the session, encrypted, until a code of it has come."""
    request.session[_PENDING] = boxes.shut(generate_totp_secret(), about=_pending(person))


def pending_app(request: HttpRequest, person: User) -> str | None:
    """The secret of the app that she is setting up, in base 32; None where there is none."""
    try:
        secret: str = boxes.opened(request.session.get(_PENDING), about=_pending(person))
    except Unopenable:
        return None
    return secret


def _pending(person: User) -> str:
    return boxes.about(person.pk, "pending app")


@transaction.atomic
def keep_app(person: User, *, secret: str, code: str) -> bool:
    """Her app, in the place of one that she had. Returns whether the code is of it."""
    step = _step_of(secret, re.sub(r"\s", "", code))
    if step is None:
        return False
    of(person).filter(type=Kind.TOTP).delete()
    kept = _keep(person, Kind.TOTP, secret)
    Step.objects.create(factor=kept, last=step)
    return True


def keep_passkey(person: User, *, name: str, credential: str) -> None:
    """One more passkey. `credential` is its public half and its id, in base 64."""
    _keep(person, Kind.WEBAUTHN, {"name": name, "credential": credential})


@transaction.atomic
def new_codes(person: User) -> list[str]:
    """Ten new recovery codes, to be shown once, in the place of those that she had."""
    of(person).filter(type=Kind.RECOVERY_CODES).delete()
    codes = [
        "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    _keep(person, Kind.RECOVERY_CODES, [_digest(code) for code in codes])
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def codes_left(person: User) -> int:
    """How many recovery codes have not been used."""
    kept = of(person).filter(type=Kind.RECOVERY_CODES).first()
    try:
        return len(boxes.of(kept)) if kept else 0
    except Unopenable:
        return 0


def _keep(person: User, kind: str, what: Any) -> Authenticator:
    # The day and nothing finer.
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    data = _data(person.pk, kind, what)
    kept: Authenticator = Authenticator.objects.create(
        user=person, type=kind, data=data, created_at=day
    )
    return kept


def _data(person: int, kind: str, what: Any) -> dict[str, str]:
    return {"box": boxes.shut(what, about=boxes.about(person, kind))}
