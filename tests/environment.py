"""The environment that the tests run in, set before the settings are read.

pytest loads this first (see `addopts` in pyproject.toml). What the caller has
set stays, but for the place of the data: that is always a fresh one.
"""

import atexit
import os
import shutil
import signal
import tempfile

_place = tempfile.mkdtemp(prefix="metoo-tests-")
atexit.register(shutil.rmtree, _place, ignore_errors=True)

os.environ["DATA_DIR"] = _place
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{_place}/hypothesis"
os.environ.setdefault("DEMO", "on")
os.environ.setdefault("SECRET_KEY", "for the tests alone; it is long enough and opens nothing")


def _stop(*_: object) -> None:
    # Told to stop, a run puts its things away, as at Ctrl-C; once is enough.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


signal.signal(signal.SIGINT, _stop)
signal.signal(signal.SIGTERM, _stop)
