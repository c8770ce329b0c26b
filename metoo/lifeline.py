"""A process that ends when the one that started it does, however that ended."""

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_POLL_SECONDS = 0.5


def hold(parent: int) -> None:
    """From now on, end with `parent` (a process id): at once on Linux, elsewhere within a second.

    Exits at once if `parent` is gone already.
    """
    if sys.platform.startswith("linux"):
        # The kernel's own word, which also ends a process that hangs.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)
