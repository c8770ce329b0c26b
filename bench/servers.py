"""The two servers that are measured against each other: ours and the floor.

`python -m bench.servers PORT` serves the floor. Both have databases of their
own, fresh, on one SQLite file each or in one PostgreSQL server.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests import live

_START_SECONDS = 30
_STOP_SECONDS = 15


@contextlib.contextmanager
def database_of(url: str) -> Iterator[None]:
    """DATABASE_URL as it is to be for what is started meanwhile; empty is SQLite."""
    before = os.environ.get("DATABASE_URL", "")
    os.environ["DATABASE_URL"] = url
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = before


@contextlib.contextmanager
def floor(*, page_bytes: int) -> Iterator[int]:
    """The floor, serving; gives its port."""
    with tempfile.TemporaryDirectory(prefix="floor-") as folder, live.fresh_database() as database:
        port = live.free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.servers", str(port)],
            env={**os.environ, "DATA_DIR": folder, "PAGE_BYTES": str(page_bytes)} | database,
            cwd=live.ROOT,
            start_new_session=True,
        )
        try:
            _wait(port, server)
            yield port
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGINT)
            try:
                server.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def rows(port: int) -> int:
    """How many rows the floor has stored."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count/") as answer:
        return int(answer.read())


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            rows(port)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The floor did not start.")


def _serve(port: int) -> None:
    from bench import floor as bare
    from metoo import lifeline, serving

    lifeline.hold(os.getppid())
    multiprocessing.set_start_method("spawn", force=True)
    os.environ[serving.PARENT] = str(os.getpid())
    bare.make_table()
    # With which it is fastest; ours has twice as many at work, and that would make the floor lower.
    serving.web("bench.floor:application", "127.0.0.1", port, threads=8).serve()


if __name__ == "__main__":
    Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    _serve(int(sys.argv[1]))
