"""Second factors at rest: encrypted, and each bound to the account and the kind that it is of.

allauth would keep them in clear. A stolen disk must not hold what makes a code; and whoever can
write to the database must not be able to put his own factor in a moderator's place.
"""

import base64
import binascii
import hmac
import json
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from stories import sealing
from stories.sealing import Unopenable

# The key is of SECRET_KEY under this label, which nothing else has.
_LABEL = b"metoo second factors 1"


class FactorAdapter(DefaultMFAAdapter):
    """allauth, told how to keep a secret."""

    def encrypt(self, text: str) -> str:
        """Encrypted and authenticated (libsodium's secret box), in ASCII."""
        return base64.b64encode(sealing.shut(text.encode(), key=key())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The inverse. Raises Unopenable for what was changed, or encrypted under another key."""
        try:
            return sealing.reopened(base64.b64decode(encrypted_text), key=key()).decode()
        except (binascii.Error, ValueError, TypeError) as fault:
            raise Unopenable from fault


def key() -> bytes:
    """The key that factors are encrypted and recovery codes digested under. 32 bytes."""
    return hmac.digest(settings.SECRET_KEY.encode(), _LABEL, "sha256")


def shut(what: Any, *, about: str) -> str:
    """`what` (anything that JSON can say) encrypted. `about` is demanded again by `opened`."""
    return FactorAdapter().encrypt(json.dumps([about, what]))


def opened(box: object, *, about: str) -> Any:
    """What is in a box. Raises Unopenable where that is damaged or about something else."""
    if not isinstance(box, str):
        raise Unopenable
    said, what = json.loads(FactorAdapter().decrypt(box))
    if said != about:
        raise Unopenable
    return what


def of(kept: Authenticator) -> Any:
    """What a factor's row holds. Raises Unopenable."""
    return opened(kept.data.get("box"), about=about(kept.user_id, kept.type))


def about(person: int, kind: str) -> str:
    """What says which account a factor is of, and which kind it is."""
    return f"{kind} of {person}"
