"""A real nginx with the configuration in `deploy/`, before a server on this machine.

Only names of places, ports and the account are others, so that it runs beside whatever runs here.
"""

import contextlib
import http.client
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests import live

DEPLOY = live.ROOT / "deploy"
NAME = "example.org"
# As it stands there; of no key that anybody has.
ONION = "nm3ge27qcbdlclmkhibbdyyoecquanilhldne6klnz6ljvv7vw5e2cad.onion"
START_SECONDS = 20
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def installed() -> str | None:
    """The path of an nginx, NGINX or the system's; None where there is none."""
    return shutil.which(os.environ.get("NGINX") or "nginx") or shutil.which("/usr/sbin/nginx")


@dataclass
class Nginx:
    """One that runs. What it writes lies in `folder`, its messages in `printed`."""

    folder: Path
    port: int
    plain_port: int
    onion_port: int
    certificate: Path
    process: "subprocess.Popen[bytes]"
    name: str = NAME

    @property
    def printed(self) -> Path:
        return self.folder / "printed.log"

    def written(self) -> dict[str, bytes]:
        """All that it has written and not deleted, but for what it was given."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix not in {".conf", ".pem"}
        }

    def connection(self, address: str = "127.0.0.1", *, narrow: bool = False) -> "Encrypted":
        """One to the site, from one of this machine's own addresses; `narrow`: of what is sent to
        it and not read, the system itself takes in little."""
        return Encrypted(self, address, narrow=narrow)


class Encrypted(http.client.HTTPConnection):
    """A connection as a browser makes it, to the name on the certificate."""

    def __init__(self, nginx: Nginx, address: str, *, narrow: bool) -> None:
        super().__init__(nginx.name, timeout=30)
        self._nginx, self._from, self._narrow = nginx, address, narrow

    def connect(self) -> None:
        """Goes to this machine, whatever the name says."""
        plain = socket.socket()
        if self._narrow:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        plain.settimeout(30)
        plain.bind((self._from, 0))
        try:
            plain.connect(("127.0.0.1", self._nginx.port))
        except OSError:
            plain.close()
            raise
        context = ssl.create_default_context(cafile=str(self._nginx.certificate))
        self.sock = context.wrap_socket(plain, server_hostname=self._nginx.name)


@dataclass
class Answer:
    """What came back, and when it was asked for."""

    status: int
    body: str
    headers: http.client.HTTPMessage
    asked: float


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    *,
    method: str = "GET",
    fields: dict[str, str] | None = None,
    **headers: str,
) -> Answer:
    """One request; `fields` are posted as a form."""
    body = urlencode(fields) if fields is not None else None
    sent = {**(FORM if body else {}), **headers}
    asked = time.time()
    connection.request("POST" if body else method, path, body, sent)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    return Answer(answer.status, text, answer.headers, asked)


def once(connection: http.client.HTTPConnection, path: str, **more: Any) -> Answer:
    """As `ask`, on a connection that ends with it."""
    with contextlib.closing(connection):
        return ask(connection, path, **more)


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    before: int,
    away: str = "/var/www/metoo",
    name: str = NAME,
    pages: str | None = None,
) -> Iterator[Nginx]:
    """An nginx before the server on that port. `away`: where the pages lie that it shows while that
    one does not answer. `name`: what it answers to. `pages`: what it answers, where that is not
    what `deploy/metoo-pages.conf` says."""
    path = installed()
    assert path
    port, plain_port, onion_port = (live.free_port() for _ in range(3))
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    _make_certificate(key, certificate, name)
    places = {
        "/etc/letsencrypt/live/example.org/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/example.org/privkey.pem": str(key),
        "/etc/nginx/": f"{folder}/",
        "/var/www/metoo;": f"{away};",
        "/run/": f"{folder}/",
        "user www-data;": f"user {pwd.getpwuid(os.getuid()).pw_name};",
        "127.0.0.1:8000;": f"127.0.0.1:{before};",
        "listen 443 ": f"listen {port} ",
        "listen 80 ": f"listen {plain_port} ",
        "listen 127.0.0.1:8081 ": f"listen 127.0.0.1:{onion_port} ",
        f"server_name {NAME};": f"server_name {name};",
    }
    for file in ("nginx.conf", "metoo-pages.conf"):
        (folder / file).write_text(_rendered((DEPLOY / file).read_text(encoding="utf-8"), places))
    if pages is not None:
        (folder / "metoo-pages.conf").write_text(pages)
    with (folder / "printed.log").open("wb") as printed:
        process = subprocess.Popen(
            [path, "-c", str(folder / "nginx.conf"), "-g", "daemon off;", "-e", "stderr"],
            stderr=printed,
            stdout=subprocess.DEVNULL,
            # In NGINX it looks for sockets that another of its kind has left it.
            env={key: value for key, value in os.environ.items() if key != "NGINX"},
            start_new_session=True,
        )
    nginx = Nginx(folder, port, plain_port, onion_port, certificate, process, name)
    try:
        _wait(nginx)
        yield nginx
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(20)


def _rendered(text: str, places: dict[str, str]) -> str:
    # Not every machine that tests has addresses of the sixth version.
    lines = [line for line in text.splitlines() if "listen [::]:" not in line]
    found = "\n".join(lines) + "\n"
    return re.sub("|".join(map(re.escape, places)), lambda one: places[one[0]], found)


def _make_certificate(key: Path, certificate: Path, name: str) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait(nginx: Nginx) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert nginx.process.poll() is None, nginx.printed.read_text()
        with contextlib.suppress(OSError), contextlib.closing(nginx.connection()) as one:
            one.connect()
            return
        time.sleep(0.05)
    raise AssertionError(nginx.printed.read_text())


Fronted = tuple[live.Site, Nginx]


@contextlib.contextmanager
def fronted(folder: Path) -> Iterator[Fronted]:
    """A site that is served for nginx, which keeps its files in `folder`."""
    with served() as site, before(site, folder, site.port) as front:
        yield site, front


@contextlib.contextmanager
def served() -> Iterator[live.Site]:
    """A site as it is set up for nginx."""
    with live.running(
        worker=False,
        THROTTLE="off",
        SITE_URL=f"https://{NAME}",
        ONION_URL=f"http://{ONION}",
        ALLOWED_HOSTS=f"{NAME},{ONION},localhost",
        CLIENT_ADDRESS_HEADER="X-Forwarded-For",
    ) as site:
        yield site


@contextlib.contextmanager
def before(site: live.Site, folder: Path, port: int) -> Iterator[Nginx]:
    """nginx before that site, which it finds at `port`."""
    with (
        tempfile.TemporaryDirectory() as away,
        running(folder, before=port, away=away) as front,
    ):
        site.manage("away_pages", away)
        yield front


@contextlib.contextmanager
def stopped(site: live.Site) -> Iterator[None]:
    """The program stands still, with all that it is."""
    assert site.process
    os.killpg(site.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(site.process.pid, signal.SIGCONT)
