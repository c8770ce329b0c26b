"""Plants a testimony with canaries in a site to be thrown away, and searches all that it wrote.

The site is the product's own server on a database and in a folder of its own. People and attackers
come to it over HTTP; the values that they bring are then looked for in every guise.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from metoo.audit import inventory, postgresql
from metoo.audit.attacks import attack
from metoo.audit.canaries import ADDRESSES, SENDER, WORDS
from metoo.audit.inventory import Check
from metoo.audit.searching import address_in, files, tables, time_in, traces
from metoo.audit.sending import Answer, Sender
from metoo.audit.throwaway import Site, running
from metoo.audit.visits import visit
from stories.folding import indexed

# What becomes of the words that are sent here.
FATES = ("refused", "checked only", "declined", "published", "removed", "waiting")
# Where words that were approved may stand: on the wall, and of what is removed in PostgreSQL's file
# until the day's tidying (`stories.tidying`), which the privacy page says.
_REMAINS = ("PostgreSQL's file of stories_example,", "PostgreSQL's file of stories_searched")
_WALL = (
    "table stories_example",
    "table stories_searched",
    "bytes in table stories_searched_index",
    "file metoo.sqlite3",
    *_REMAINS,
)
_MAY_STAND = {"published": _WALL, "removed": _REMAINS}
# Of the words as the search folds them, what is so long that nothing else has it by chance.
_LONG = 7
# What it prints goes to such files here.
_PRINTED = "output-*.log"
_OUTPUT = _PRINTED.partition("*")[0]


def run() -> Iterator[Check]:
    """Everything, one check after the other. Raises NotRunning, and NotPlanted where what was sent
    did not arrive: then nothing is proven."""
    with (
        tempfile.TemporaryDirectory(prefix="metoo-audit-") as temporary,
        running(
            worker=False,
            TMPDIR=temporary,
            PYTHONDONTWRITEBYTECODE="1",
            CLIENT_ADDRESS_HEADER="X-Forwarded-For",
        ) as site,
    ):
        sender = Sender(site.port)
        yield answered(visit(site), attack(sender))
        # While it runs: SQLite's log is as a thief would find it.
        left = written(site, Path(temporary))
    yield from searched(left)


def written(site: Site, temporary: Path) -> dict[str, bytes]:
    """Every byte that a site has written, by its place."""
    found = {f"temporary file {name}": said for name, said in files(temporary).items()}
    found |= {f"file {name}": said for name, said in files(site.data_dir, static=True).items()}
    url = site.environment.get("DATABASE_URL", "")
    found |= tables(site.data_dir, url)
    return found | postgresql.files(url) if url else found


def answered(sent: dict[str, Answer], hostile: dict[str, Answer]) -> Check:
    """Whether everything was answered as it is meant to be: what was not proves nothing."""
    wrong = [
        f"{name}: {answer.status}"
        for name, answer in sent.items()
        if answer.status not in (200, 302)
    ]
    wrong += [
        f"{name}: {answer.status}"
        for name, answer in hostile.items()
        if answer.status >= 500 or "It arrived" in answer.body
    ]
    wrong += [
        f"{fate}: it did not arrive"
        for fate in ("published", "removed", "declined", "waiting", "status")
        if "It arrived" not in sent[fate].body
    ]
    what = f"{len(sent)} requests of people and {len(hostile)} of attackers were answered as meant"
    return Check(what, tuple(wrong))


def searched(left: dict[str, bytes]) -> Iterator[Check]:
    """Searches what a site has written, by place, for everything that was planted in it."""
    size = sum(map(len, left.values()))
    yield Check(f"{len(left)} files and tables with {size:,} bytes are searched")
    for what, value in SENDER.items():
        if value not in ADDRESSES:
            yield _nowhere(f"the sender: {what}", [value], left)
    yield _nowhere(f"the sender: {len(ADDRESSES)} addresses", ADDRESSES, left)
    for fate in FATES:
        folded = [one for one in indexed(WORDS[fate]).split() if len(one) >= _LONG]
        yield _nowhere(f"words: {fate}", [WORDS[fate], *folded], left, but=_MAY_STAND.get(fate, ()))
    yield from _shapes(left)


def _nowhere(
    what: str, values: Iterable[str], left: dict[str, bytes], *, but: tuple[str, ...] = ()
) -> Check:
    searched = {place: said for place, said in left.items() if not place.startswith(but or ("\0",))}
    found = [found for value in values for found in traces(searched, value)]
    return Check(f"{what}: in no byte" + (" but where it may" if but else ""), tuple(found))


def _shapes(left: dict[str, bytes]) -> Iterator[Check]:
    """What no place may hold, whoever's it is."""
    names = [place.removeprefix("file ") for place in left if place.startswith("file ")]
    yield inventory.check_files(names, also=(_PRINTED,))
    temporary = tuple(place for place in left if place.startswith("temporary file "))
    yield Check("no temporary file is left", temporary)
    lines = [
        (place, line)
        for place, said in left.items()
        if place.startswith(f"file {_OUTPUT}")
        for line in said.decode("utf-8", "replace").splitlines()
    ]
    timed = tuple(f"{place}: {time_in(line)}" for place, line in lines if time_in(line))
    yield Check(f"no line of {len(lines)} in the logs has a clock time", timed)
    known = inventory.tables()
    theirs = {f"table {name}" for name, table in known.items() if table.of_the_desk}
    rows = {
        place: said.decode("utf-8", "replace")
        for place, said in left.items()
        if place.startswith("table ") and place not in theirs
    }
    found = [f"{place}: {time_in(said)}" for place, said in rows.items() if time_in(said)]
    found += [f"{place}: {address_in(said)}" for place, said in rows.items() if address_in(said)]
    yield Check(f"no row of {len(rows)} tables has a clock time or an address", tuple(found))
