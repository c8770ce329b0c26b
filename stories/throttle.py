"""How much may come in, without knowing from whom.

A client is counted under an HMAC of its address with a random key that lives in
the cache alone and is replaced every hour. Neither the address nor anything it
could be found from by trial is written anywhere; when the key is gone, so is
the link.
"""

import ipaddress
import logging
import secrets

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from stories.macs import mac

logger = logging.getLogger(__name__)

_KEY = "client-key"
_KEY_SECONDS = 3600
# Says that it was said.
_TOLD = "site-is-full"


def wait(request: HttpRequest, *, what: str) -> int:
    """Counts one request against its limits.

    `what` is a key of settings.LIMITS. Returns the seconds until the client may
    come again: 0 if it may now.
    """
    limits = settings.LIMITS[what]
    for whose, key in (("client", _client), ("site", _site)):
        usage = get_usage(
            request, group=f"{what}-{whose}", key=key, rate=limits[whose], increment=True
        )
        if usage and usage["should_limit"]:
            if whose == "site":
                _say_full()
            return max(int(usage["time_left"]), 1)
    return 0


def _say_full() -> None:
    """Once an hour, because only who runs the site can tell a flood from a day of many."""
    if caches[settings.RATELIMIT_USE_CACHE].add(_TOLD, True, _KEY_SECONDS):
        logger.warning("More is sent than LIMIT_SITE allows in an hour: the rest is asked to wait.")


def _client(group: str, request: HttpRequest) -> str:
    cache = caches[settings.RATELIMIT_USE_CACHE]
    key = cache.get(_KEY)
    if key is None:
        # Of two processes that make one at once, the first one's counts.
        key = cache.get_or_set(_KEY, lambda: secrets.token_bytes(32), _KEY_SECONDS)
    return mac(key, _network(_address(request)).encode()).hex()[:32]


def _network(address: str) -> str:
    """What one client has: of IPv6 the whole /64, which is handed out as one; else the address."""
    try:
        found = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(int(found) >> 64)


def _site(group: str, request: HttpRequest) -> str:
    return "everyone"


def _address(request: HttpRequest) -> str:
    header = settings.CLIENT_ADDRESS_HEADER
    if header:
        # The last entry is the trusted proxy's own; what stands before it can
        # be anything that the client wrote.
        return request.headers.get(header, "").rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
