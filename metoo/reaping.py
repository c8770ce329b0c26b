"""What this process remembers for a time is forgotten when the time is over.

Django's cache in the process drops what is over when somebody asks for it, or when it is full. On
a quiet day nobody asks: the hour's key and the counts made with it would stay for as long.
"""

import threading
import time
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

# Who came how often, and who tried to sign in.
_NAMES = ("limits", "default")
_EVERY_SECONDS = 60.0


def start(*, every: float = _EVERY_SECONDS) -> None:
    """From now on, forgets by itself what is over, within `every` seconds of its end."""
    threading.Thread(target=_go_on, args=(every,), daemon=True, name="reaping").start()


def reap() -> None:
    """Forgets what is over. A cache elsewhere does so itself."""
    for name in _NAMES:
        cache: Any = caches[name]
        if isinstance(cache, LocMemCache):
            _drop(cache)


def _drop(cache: Any) -> None:
    # Django itself has no word for this.
    with cache._lock:  # noqa: SLF001
        over = [key for key in cache._cache if cache._has_expired(key)]  # noqa: SLF001
        for key in over:
            cache._delete(key)  # noqa: SLF001


def _go_on(every: float) -> None:
    while True:
        time.sleep(every)
        reap()
