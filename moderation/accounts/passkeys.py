"""Passkeys (WebAuthn): how one is made for an account, and how it proves that she has it.

The browser and the passkey see to it that a proof is of this site: it is signed over the site's own
address (settings.SITE_URL), which is checked here, whatever the request says of its host.
"""

import base64
import json
import struct
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from moderation.accounts import boxes, factors
from stories.sealing import Unopenable

NEW, PROOF = "new", "proof"
# Of one account.
MOST = 10
NAME_LENGTH = 40
_STATE = "passkey "
# A browser sends some 1,000 characters.
_LONGEST = 20_000
# All that fido2 raises on what no browser sends.
_MALFORMED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class NoPasskey(Exception):
    """What was sent is no proof of a passkey, or not of this one."""


def options(request: HttpRequest, person: User, what: str) -> dict[str, Any]:
    """What a browser is to be asked, for a NEW one or as a PROOF, with a number that is good for
    one answer."""
    server, known = _server(), _known(person)
    asked: Any
    if what == NEW:
        user = PublicKeyCredentialUserEntity(
            id=str(person.pk).encode(),
            name=person.get_username(),
            display_name=person.get_username(),
        )
        asked, state = server.register_begin(
            user,
            known,
            resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    else:
        asked, state = server.authenticate_begin(known, UserVerificationRequirement.PREFERRED)
    request.session[_STATE + what] = {"of": person.pk, "state": state}
    return dict(asked)


def keep(request: HttpRequest, person: User, *, name: str, answer: str) -> None:
    """Keeps a new one. Raises NoPasskey."""
    state = _asked(request, person, NEW)
    try:
        made = _server().register_complete(state, _read(answer)).credential_data
    except _MALFORMED as fault:
        raise NoPasskey from fault
    known = _known(person)
    if made is None or len(known) >= MOST:
        raise NoPasskey
    if made.credential_id in {credential.credential_id for credential in known}:
        raise NoPasskey
    credential = base64.b64encode(bytes(made)).decode("ascii")
    factors.keep_passkey(person, name=name[:NAME_LENGTH], credential=credential)


def is_right(request: HttpRequest, person: User, answer: str) -> bool:
    """Whether it is an answer of one of hers to what she was last asked."""
    try:
        state = _asked(request, person, PROOF)
        _server().authenticate_complete(state, _known(person), _read(answer))
    except (NoPasskey, *_MALFORMED):
        return False
    return True


def names(person: User) -> list[tuple[int, str]]:
    """Hers, by their row, and what she calls each."""
    found = []
    for kept in factors.of(person).filter(type=factors.Kind.WEBAUTHN):
        try:
            found.append((kept.pk, str(boxes.of(kept)["name"])))
        except Unopenable:
            found.append((kept.pk, "?"))
    return found


def _asked(request: HttpRequest, person: User, what: str) -> Any:
    # Taken out: whatever comes of it, it was good for one answer.
    asked = request.session.pop(_STATE + what, None)
    if not asked or asked["of"] != person.pk:
        raise NoPasskey
    return asked["state"]


def _known(person: User) -> list[AttestedCredentialData]:
    found = []
    for kept in factors.of(person).filter(type=factors.Kind.WEBAUTHN):
        try:
            credential = base64.b64decode(boxes.of(kept)["credential"])
            found.append(AttestedCredentialData(credential))
        except (Unopenable, *_MALFORMED):
            # Changed in the database: it proves nothing.
            continue
    return found


def _read(answer: str) -> Any:
    if len(answer) > _LONGEST:
        raise ValueError("That is no browser's answer.")
    return json.loads(answer)


def _server() -> Fido2Server:
    # `.hostname` is without the port, which is no part of who a site is here.
    host = urlsplit(settings.SITE_URL).hostname or ""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name="me too"),
        verify_origin=lambda origin: origin == settings.SITE_URL,
    )
