"""`make run` and a real server: what a start says, what it refuses, and what it answers."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from granian.net import SocketSpec  # type: ignore[attr-defined]

from metoo import serving
from tests import desk, live, pages
from tests.test_kill import children

PRODUCTION: dict[str, Any] = {
    "DEMO": "off",
    "SECRET_KEY": "k" * 60,
    "SITE_URL": "https://example.org",
    "ALLOWED_HOSTS": "example.org,localhost",
    "SUPPORT_LINE": "A counsellor",
}
PASSWORD = "six small boats on grey water"


def command(site: live.Site, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command of manage.py that is expected to fail."""
    return subprocess.run(
        [sys.executable, str(live.ROOT / "manage.py"), *words],
        env=site.environment | variables,
        capture_output=True,
        text=True,
        check=False,
        cwd=site.data_dir,
        timeout=60,
    )


def one_line(said: str) -> str:
    """The line that is all of it."""
    assert "Traceback" not in said
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    return lines[0]


@contextlib.contextmanager
def started(site: live.Site, *words: str) -> "Iterator[subprocess.Popen[str]]":
    """A command of manage.py that goes on, stopped at the end as a supervisor stops it."""
    with (site.data_dir / "command.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-u", str(live.ROOT / "manage.py"), *words],
            env=site.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            cwd=site.data_dir,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            status = process.wait(20)
            log.seek(0)
            said = log.read()
            assert "Traceback" not in said
        assert status == 0, said


class Browser:
    """Speaks to a server as a browser behind the site's proxy does, and keeps its cookies."""

    def __init__(self, port: int, origin: str, *, says_how: bool = True) -> None:
        """`says_how`: its proxy hands on that the request came encrypted."""
        self.port, self.origin, self.says_how = port, origin, says_how
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, **fields: str) -> tuple[http.client.HTTPResponse, str]:
        """A GET, or a POST of `fields` together with the page's own hidden ones."""
        return self.send(path, self.filled_in(path, **fields) if fields else None)

    def filled_in(self, path: str, **fields: str) -> dict[str, str]:
        """What the form on a page posts when it is filled in so."""
        form = pages.parsed(self.ask(path)[1])
        return {one["name"]: one["value"] for one in form.all("input", type="hidden")} | fields

    def send(
        self, path: str, posted: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        """A GET, or a POST of what a form is filled in with."""
        headers = {"Host": urlsplit(self.origin).netloc}
        if self.says_how:
            headers["X-Forwarded-Proto"] = urlsplit(self.origin).scheme
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={it}" for name, it in self.cookies.items())
        body = None
        if posted is not None:
            headers |= {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(posted)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer, page

    def signs_in(self, name: str, password: str, *, ahead: int | None = None) -> bool:
        """Whether these open the desk: with a code of her app, so many thirties of seconds ahead,
        where that is given."""
        self.ask("/accounts/login/", login=name, password=password)
        if ahead is not None:
            self.ask("/accounts/login/second/", **{"proof-code": desk.code(ahead=ahead)})
        return self.ask("/admin/review/")[0].status == 200


def test_a_demonstration_says_last_where_it_is_and_keeps_its_data_at_the_next_start():
    with live.running(filled=True, worker=False) as site:
        count = "from stories.models import Submission; print(Submission.objects.count())"
        block = (
            rf"\n  The wall   (http://localhost:{site.port})/\n"
            rf"  The desk   \1/admin/review/\n"
            r"  Unlock it with  (?:[a-z]+ ){4}[a-z]+\n"
            r"  Sign in as (\S+)  with  (\S+)\n"
            r"  \(a demonstration: [^\n]*\)\n\Z"
        )
        first = site.logs()
        assert "Filled with 1200 invented submissions." in first
        found = re.search(block, first)
        assert found, first
        assert Browser(site.port, found[1]).signs_in(found[2], found[3])
        assert site.python(count).strip() == "1200"

        # Another Granian has the port: Granian itself would bind it too and say nothing.
        second = command(site, "demo", "--serve", "--port", str(site.port))
        assert second.returncode == 1
        assert f"Port {site.port} is taken." in one_line(second.stderr)
        assert second.stdout == ""
        assert Browser(site.port, found[1]).signs_in(found[2], found[3])

        site.stop()
        site.start()
        again = site.logs().removeprefix(first)
        found = re.search(block, again)
        assert found, again
        assert "Filled" not in again
        assert site.python(count).strip() == "1200"
        assert Browser(site.port, found[1]).signs_in(found[2], found[3])


def test_a_taken_port_is_one_line_and_nothing_is_started():
    with live.running(started=False) as site, socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        for words in (["demo", "--serve"], ["serve"]):
            refused = command(site, *words, "--port", port)
            assert refused.returncode == 1
            assert f"Port {port} is taken. Choose another" in one_line(refused.stderr)
            assert refused.stdout == ""
        # It stopped before it touched the data: Django's own checks open the file, and write
        # nothing to it.
        made = {path.name: path.stat().st_size for path in site.data_dir.iterdir()}
        assert made.pop("secret-key")
        assert set(made) <= {"metoo.sqlite3", "metoo.sqlite3-wal", "metoo.sqlite3-shm"}, made


@pytest.mark.pure
def test_a_port_is_held_from_the_first_look_to_the_last():
    port = live.free_port()
    with serving.port_held("127.0.0.1", port):
        # A second start meanwhile is refused, long before the first one answers ...
        with pytest.raises(serving.PortTaken), serving.port_held("127.0.0.1", port):
            raise AssertionError
        # ... while nothing is answered yet ...
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 1)
        # ... and Granian's own socket may join.
        SocketSpec("127.0.0.1", port, 128).build()
    with serving.port_held("127.0.0.1", port):
        pass


@pytest.mark.pure
@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_number_that_is_no_port_is_refused_in_words(port):
    with (
        pytest.raises(serving.PortTaken, match="1 to 65535"),
        serving.port_held("127.0.0.1", port),
    ):
        raise AssertionError


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Frame-Options": "DENY",
}


def test_a_production_server_from_an_empty_database_to_a_moderator_at_the_desk():
    with live.running(started=False, **PRODUCTION) as site:
        port = str(live.free_port())
        early = command(site, "serve", "--port", port)
        assert early.returncode == 1
        assert one_line(early.stderr).endswith(
            "The database is not up to date: run `manage.py migrate`."
        )
        site.manage("migrate", "-v", "0")
        with started(site, "serve", "--no-worker", "--port", port) as process:
            wait_for(int(port), process)
            assert not [words for words in children(process.pid).values() if " work" in words]
            # Asked for in the clear first, as whatever watches the server does: the page that
            # is kept from then on must not lack a header for that.
            clear = Browser(int(port), "http://localhost")
            assert clear.ask("/")[0].status == 200
            visitor = Browser(int(port), "https://example.org")
            for path, status in (("/", 200), ("/say/", 200), ("/nowhere/", 404), ("/healthz", 200)):
                answer, _ = visitor.ask(path)
                assert answer.status == status
                assert SAFE.items() <= dict(answer.headers.items()).items() | {
                    (name, answer.headers[name]) for name in SAFE
                }
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
                assert not re.search(r"\d", answer.headers.get("Server", ""))
                assert answer.headers["Set-Cookie"] is None
            answer, _ = visitor.ask("/admin/")
            assert (answer.status, answer.headers["Location"]) == (
                302,
                "/admin/login/?next=/admin/",
            )
            assert Browser(int(port), "https://elsewhere.example").ask("/")[0].status == 400

            the_set_up_link_works_once(site, visitor)


def the_set_up_link_works_once(site: live.Site, visitor: Browser) -> None:
    """A moderator's account is made, set up by its link, and opens the desk."""
    made = site.manage("create_moderator", "grace")
    found = re.search(r"https://example\.org(/accounts/set-up/\S+)", made)
    assert found, made
    # The link itself only leads on, so that it is in no form and no referrer.
    answer, _ = visitor.ask(found[1])
    assert answer.status == 302
    cookies = [line.split("; ") for line in answer.headers.get_all("Set-Cookie", [])]
    assert cookies
    for name, *marks in cookies:
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(marks)
    form = answer.headers["Location"]
    visitor.ask(form, password1=PASSWORD, password2=PASSWORD)
    # Until she has set up a second factor, she is shown to that page.
    assert not visitor.signs_in("grace", PASSWORD)
    site.python(desk.GIVES_APP.format(name="grace"))
    assert visitor.signs_in("grace", PASSWORD, ahead=0)
    # Also where the proxy hands on no more than the host, as many do.
    silent = Browser(visitor.port, visitor.origin, says_how=False)
    assert silent.signs_in("grace", PASSWORD, ahead=1)

    late = Browser(visitor.port, visitor.origin)
    answer, said = late.ask(found[1])
    assert answer.status == 404
    assert "This link does not work" in said
    again = command(site, "create_moderator", "grace")
    assert again.returncode == 1
    assert "of that name already" in one_line(again.stderr)


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    """Until it answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("It did not answer.")


def test_the_worker_alone_releases_when_it_is_time_and_stops_when_told():
    with live.running(started=False, RELEASE_EVERY="1s") as site:
        site.manage("demo", "--empty")
        site.python(
            "import datetime; from stories import lifecycle; from stories.testimony import "
            "Testimony; lifecycle.receive(Testimony(()), key=1, day=datetime.date.today(), "
            "receipt=None, body=None)"
        )
        released = "from stories.models import Release; print(Release.objects.count())"
        with started(site, "work"):
            until = time.monotonic() + 30
            log = site.data_dir / "command.log"
            while "Release 1 is on the wall." not in log.read_text():
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.05)
        assert site.python(released).strip() == "1"
        assert "No release: 0 are approved." in site.manage("release", "--now")


@pytest.mark.parametrize("words", [["serve"], ["demo", "--serve"]])
def test_a_database_that_is_away_at_the_start_is_one_line(words):
    with live.running(started=False) as site:
        away = f"postgresql://somebody:hunter2@127.0.0.1:{live.free_port()}/metoo"
        ended = command(site, *words, "--port", str(live.free_port()), DATABASE_URL=away)
        assert ended.returncode == 1
        assert one_line(ended.stderr).endswith("The database does not answer (DATABASE_URL).")
        assert "hunter2" not in ended.stderr + ended.stdout
