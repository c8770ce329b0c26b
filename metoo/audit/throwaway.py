"""The real server as a user runs it, to be thrown away: its own database, port and files."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
# What the installation around it says of itself is not said of this one.
_NOT_ITS_OWN = set(
    "ALLOWED_HOSTS CACHE_URL CLIENT_ADDRESS_HEADER DATABASE_URL DEBUG LIMIT_SITE ONION_URL "
    "RELEASE_MIN RESEARCH_EPSILON SECRET_KEY SECRET_KEY_FILE SITE_URL THROTTLE TITLE".split()
)


class NotRunning(Exception):
    """It did not start, or a command on it failed. Its text is what was printed."""


@dataclass
class Site:
    """A site of its own in `data_dir`. `start` and `stop` may be called again and again."""

    data_dir: Path
    environment: dict[str, str]
    filled: bool
    worker: bool = True
    port: int = 0
    password: str = ""
    passphrase: str = ""
    process: "subprocess.Popen[str] | None" = None
    output: list[Path] = field(default_factory=list)

    name = "demonstration"

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def manage(self, *words: str) -> str:
        """Runs a command of manage.py on this site. Returns what it printed."""
        done = subprocess.run(  # noqa: S603 - our own
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data_dir,
        )
        if done.returncode:
            raise NotRunning(done.stdout + done.stderr)
        return done.stdout

    def python(self, script: str) -> str:
        """Runs lines of Python inside this site's Django. Returns what they printed."""
        return self.manage("shell", "--no-imports", "-v", "0", "-c", script)

    def start(self) -> None:
        """Starts it in a process group of its own, and waits until it answers."""
        self.port = self.port or free_port()
        log = self.data_dir / f"output-{len(self.output)}.log"
        self.output.append(log)
        words = ["demo", "--serve", "--port", str(self.port)]
        if not self.filled:
            words.append("--empty")
        if not self.worker:
            words.append("--no-worker")
        with log.open("w") as file:
            self.process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, str(ROOT / "manage.py"), *words],
                env=self.environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                cwd=self.data_dir,
            )
        self._wait(log, self.process)

    def _wait(self, log: Path, process: "subprocess.Popen[str]") -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            printed = log.read_text()
            said = re.search(r"Unlock it with +(.+)\n.*Sign in as \S+ +with +(\S+)", printed)
            if said:
                self.passphrase, self.password = said[1], said[2]
                return
            if process.poll() is not None:
                raise NotRunning(printed)
            time.sleep(0.05)
        raise NotRunning(f"The site did not start within {START_SECONDS} s:\n{printed}")

    def kill(self) -> None:
        """SIGKILL to the whole process group: what a power cut is to a program."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Asks it to stop, as Ctrl-C does, and waits."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path: str) -> str:
        """The text of a page."""
        with urllib.request.urlopen(self.url + path) as answer:  # noqa: S310 - its own address
            return str(answer.read(), "utf-8")

    def logs(self) -> str:
        """Everything it has printed since it was made."""
        return "".join(log.read_text() for log in self.output)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def running(
    *, filled: bool = False, worker: bool = True, started: bool = True, **variables: str
) -> Iterator[Site]:
    """A site on a database of its own: PostgreSQL where DATABASE_URL names one, else SQLite.

    `variables` are environment variables for it, such as THROTTLE="off". It releases only when
    told (`site.manage("release", "--now")`) unless RELEASE_EVERY says otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="metoo-") as folder, fresh_database() as database:
        environment = {
            name: value for name, value in os.environ.items() if name not in _NOT_ITS_OWN
        }
        environment |= {"DEMO": "on", "DATA_DIR": folder, "RELEASE_EVERY": "7d"} | database
        site = Site(Path(folder), environment | variables, filled, worker)
        try:
            if started:
                site.start()
            yield site
        finally:
            site.stop()


@contextlib.contextmanager
def fresh_database() -> Iterator[dict[str, str]]:
    """The environment that names a database of its own, which is gone after the block: made
    beside the PostgreSQL in DATABASE_URL. Empty for SQLite, which lies in DATA_DIR.

    Raises NotRunning where that may not be made."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    import psycopg  # noqa: PLC0415 - only who uses it waits for it

    name = f"metoo_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.errors.InsufficientPrivilege as fault:
        raise NotRunning("The account in DATABASE_URL may not make a database.") from fault
    try:
        yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
