"""What is remembered for an hour is forgotten after it, though nobody asks."""

import subprocess
import sys
import time
from typing import Any

import pytest
from django.core.cache import caches

from metoo import reaping
from tests import live

pytestmark = pytest.mark.pure


def held(name: str = "limits") -> list[str]:
    cache: Any = caches[name]
    return sorted(key.rsplit(":", 1)[-1] for key in cache._cache)


@pytest.mark.parametrize("name", ["limits", "default"])
def test_what_is_over_goes_and_the_rest_stays(name):
    cache = caches[name]
    cache.set("over", 1, 0.01)
    cache.set("lives", 1, 3_600)
    cache.set("ever", 1, None)
    time.sleep(0.05)
    assert "over" in held(name)
    reaping.reap()
    assert held(name) == ["ever", "lives"]


def test_it_goes_by_itself():
    caches["limits"].set("client-key", b"k", 0.01)
    reaping.start(every=0.02)
    until = time.monotonic() + 5
    while held():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_web_process_does_it():
    script = (
        "import threading, metoo.wsgi; "
        "print([one.name for one in threading.enumerate() if one.daemon])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=live.ROOT, capture_output=True, text=True, check=True
    )
    assert "reaping" in done.stdout
