"""An app's code is taken once, also where several processes are asked for it at once."""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests import desk, live
from tests.test_serving import Browser, started, wait_for

PASSWORD = "six small boats on grey water"
SECOND = "/accounts/login/second/"
# Processes that serve the site, and browsers that ask each.
PROCESSES, EACH = 3, 2

_GRACE = """
from moderation.accounts import people
person = people.create("grace")
person.set_password({password!r})
person.save()
"""


@contextlib.contextmanager
def served_by_several(site: live.Site) -> Iterator[list[int]]:
    """The ports on which processes serve one site."""
    with contextlib.ExitStack() as more:
        ports = [site.port]
        for _ in range(PROCESSES - 1):
            ports.append(port := live.free_port())
            process = more.enter_context(started(site, "serve", "--port", str(port), "--no-worker"))
            wait_for(port, process)
        for port in ports:
            # Whoever was signed in before a start is not any more: each has started for good.
            assert Browser(port, site.url).ask("/accounts/login/")[0].status == 200
        yield ports


def sent_at_once(path: str, browsers: list[Browser], filled: list[dict[str, str]]) -> list[int]:
    """The status that each browser is answered with."""
    gate = threading.Barrier(len(browsers))

    def sends(browser: Browser, posted: dict[str, str]) -> int:
        gate.wait()
        return browser.send(path, posted)[0].status

    with ThreadPoolExecutor(len(browsers)) as hands:
        return list(hands.map(sends, browsers, filled))


def test_of_several_processes_one_takes_a_code():
    with live.running(worker=False) as site, served_by_several(site) as ports:
        site.python(_GRACE.format(password=PASSWORD))
        site.python(desk.GIVES_APP.format(name="grace"))
        for ahead in (0, 1):
            browsers = [Browser(port, site.url) for port in ports for _ in range(EACH)]
            for browser in browsers:
                answer, _ = browser.ask("/accounts/login/", login="grace", password=PASSWORD)
                assert answer.headers["Location"] == SECOND
            code = desk.code(ahead=ahead)
            filled = [browser.filled_in(SECOND, **{"proof-code": code}) for browser in browsers]
            came = sent_at_once(SECOND, browsers, filled)
            assert Counter(came) == {302: 1, 403: len(browsers) - 1}
            let = [browser.ask("/admin/review/")[0].status == 200 for browser in browsers]
            assert let == [status == 302 for status in came]
