"""No image of this process's memory on a disk when it crashes: words stand in it as they arrive,
and what somebody at the desk has opened."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4  # <linux/prctl.h>


def forbid() -> None:
    """From now on, neither this process nor what it starts leaves a core dump, whatever the limits
    were before. Of what it starts this holds by the limit alone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        # The limit does not hold where the kernel hands dumps to a program (core(5)); this does.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
