"""`make bench`: what it takes in and gives out, against a bare Django on the same machine.

Ours and the floor are asked in turn, round by round, and each round gives one
ratio; absolute figures say more about the machine than about us. Exits with 1
if a row falls short of what section 7 of the design demands.
"""

import contextlib
import gzip
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

from bench import behind, client, cold, desk, releases, requests, servers, words
from bench.rows import HEAD, Round, Row, against_floor, at_most, failed
from tests import live, postgres

# Each round asks the floor and ours for so many seconds each, or for so many
# posts; a round before them warms both up and does not count.
# Long enough that what a process needs to be awake again, while the other was asked, says nothing.
ROUNDS = 7
SECONDS = 3.0
MOST_POSTS = 9_000
# As many connections as the server has threads, twice.
CONNECTIONS = 16
# The first view is to fit what a server may send before it hears back.
FIRST_VIEW = 14_000

_NONCES = """
from django.utils import timezone
from stories.say.nonce import issue
day = timezone.now().date()
print("\\n".join(issue(day) for _ in range({many})))
"""
_COUNT = """
from stories.models import Submission
print(Submission.objects.count())
"""

Posts = Callable[[int], list[bytes]]


@dataclass
class Pair:
    """Our site and the floor beside it, on one kind of database."""

    engine: str
    site: live.Site
    floor: int
    acknowledged: int = 0
    nonces: list[str] = field(default_factory=list)
    busy: float = 0.0

    def page(self, name: str = "warm page") -> Row:
        """The wall, kept, compressed."""
        request = requests.get(self.site.port, "/")
        size = len(client.ask(self.site.port, request)[1])

        def right(status: int, body: bytes) -> bool:
            return status == 200 and len(body) == size

        rounds = self._rounds(
            lambda: self._drive(self.floor, repeat(requests.get(self.floor, "/page/")), right),
            lambda: self._drive(self.site.port, repeat(request), right),
        )
        return against_floor(f"{name}, {self.engine}", rounds, must=0.7)

    def intake(self, name: str, path: str, words: str, *, must: float) -> Row:
        """Posts of the form, each with a number of its own."""
        floor_before, ours_before = servers.rows(self.floor), int(self.site.python(_COUNT))
        stored = acknowledged = 0

        def floor() -> client.Tally:
            nonlocal stored
            posts = [requests.post(self.floor, path, "x" * 43, words)] * MOST_POSTS
            tally = self._drive(self.floor, iter(posts), lambda status, _: status == 200)
            stored += tally.right
            return tally

        def ours() -> client.Tally:
            nonlocal acknowledged
            numbers = self.site.python(_NONCES.format(many=MOST_POSTS)).split()
            posts = [requests.post(self.site.port, "/say/", number, words) for number in numbers]
            tally = self._drive(self.site.port, iter(posts), _arrived)
            acknowledged += tally.right
            return tally

        rounds = self._rounds(floor, ours)
        kept = int(self.site.python(_COUNT)) - ours_before == acknowledged
        kept &= servers.rows(self.floor) - floor_before == stored
        return against_floor(f"{name}, {self.engine}", rounds, must=must, kept=kept)

    def _rounds(
        self, floor: Callable[[], client.Tally], ours: Callable[[], client.Tally]
    ) -> list[Round]:
        rounds = []
        for number in range(ROUNDS + 1):
            # Whoever is asked first gets the quieter moment every other time.
            if number % 2:
                bare, full = floor(), ours()
            else:
                full, bare = ours(), floor()
            rounds.append(Round(bare.rate, full.rate, bare.wrong + full.wrong))
        return rounds[1:]

    def _drive(self, port: int, asked: Iterator[bytes], right: client.Right) -> client.Tally:
        before = time.process_time()
        tally = client.drive(port, asked, right, seconds=SECONDS, connections=CONNECTIONS)
        self.busy = max(self.busy, (time.process_time() - before) / tally.seconds)
        return tally


def _arrived(status: int, body: bytes) -> bool:
    return status == 200 and b"It arrived." in body


def first_view(site: live.Site) -> Row:
    """The wall's HTML and the style sheets it names, as they travel."""
    status, page = client.ask(site.port, requests.get(site.port, "/"))
    assert status == 200
    size = len(page)
    html = gzip.decompress(page).decode()
    for sheet in re.findall(r'<link rel="stylesheet" href="(/[^"]+)"', html):
        status, body = client.ask(site.port, requests.get(site.port, sheet))
        assert status == 200
        size += len(body)
    return at_most("first view of the wall, HTML and CSS compressed", size, FIRST_VIEW, "B")


@contextlib.contextmanager
def _pair(engine: str, url: str) -> Iterator[Pair]:
    with (
        servers.database_of(url),
        live.running(filled=True, THROTTLE="off") as site,
        _beside(engine, site) as pair,
    ):
        yield pair


@contextlib.contextmanager
def _beside(engine: str, site: live.Site) -> Iterator[Pair]:
    """A site with a floor that answers as many bytes as its wall has."""
    size = len(client.ask(site.port, requests.get(site.port, "/"))[1])
    with servers.floor(page_bytes=size) as port:
        yield Pair(engine, site, port)


@contextlib.contextmanager
def _postgresql() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with postgres.running(durable=True) as url:
        yield url


def _measured(show: Callable[[Row], None]) -> None:
    for row in words.identifiers():
        show(row)
    show(behind.nginx(ROUNDS, SECONDS))
    with _postgresql() as url:
        for engine, address in (("SQLite", ""), ("PostgreSQL", url)):
            with _pair(engine, address) as pair:
                show(pair.intake("status in", "/status/", "", must=0.5))
                show(
                    pair.intake(
                        "story in, 1,000 characters, sealed",
                        "/story/", requests.STORY, must=0.25,
                    )
                )  # fmt: skip
                show(pair.page())
                if engine == "SQLite":
                    show(first_view(pair.site))
                show(Row(f"the load client was busy, {engine}", f"{pair.busy:.0%}"))
                for row in desk.next_one(pair.site, pair.floor, engine):
                    show(row)
            with servers.database_of(address):
                for row in releases.release(engine):
                    show(row)
                for row in _of_millions(engine):
                    show(row)


def _of_millions(engine: str) -> Iterator[Row]:
    """The pages of a wall of ten million, made anew and kept."""
    with cold.walls() as (few, many):
        yield from cold.made_anew(engine, few, many)
        with _beside(engine, many) as pair:
            yield pair.page("warm page, 10 million")


def main() -> int:
    """Prints the table row by row. Returns the exit status."""
    print(
        f"{os.cpu_count()} processors, Python {platform.python_version()}. Floor: a bare Django "
        "view on the same server and database."
    )
    print(f"{ROUNDS} rounds in turn; the ratio is the median of the rounds' ratios.\n")
    print(HEAD, flush=True)
    rows: list[Row] = []

    def show(row: Row) -> None:
        rows.append(row)
        print(row.line(), flush=True)

    _measured(show)
    return int(failed(rows))


if __name__ == "__main__":
    sys.exit(main())
