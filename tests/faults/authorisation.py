"""Each guard of the desk, taken out in turn: read from its source, so that a new one is here.

The walk names the route of what it did not expect. So those that each stand before one route are
taken out together, no two of the same route.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.authorisation import part_of
from tests.faults.fault import Fault

_ROOT = Path(__file__).resolve().parent.parent.parent
_TESTS = "tests/test_authorisation.py::"
_STORY = (
    f"{_TESTS}test_what_is_in_a_story_is_seen_by_who_may_and_edited_by_nobody "
    f"{_TESTS}test_who_may_not_take_a_story_down_is_not_asked_why"
)
# A view's own guards stand above it, one a line.
_DECORATOR = re.compile(
    r"^@(?:_?may_\w+|require_\w+(?:\(.*\))?|login_(?:stage_)?required.*|(?:proving\.)?asks_again\w*(?:\(.*\))?)\n",
    re.MULTILINE,
)
_MADE = re.compile(r"permission_required\([^)]*\)")
_ADMIN_VIEW = re.compile(r"self\.admin_view\(([\w.]+)\)")
# Where the views have their addresses: the file's own, and what stands before them.
_ADDRESSES = {"moderation/admin/site.py": "admin/", "moderation/accounts/urls.py": "accounts/"}
_ADDRESS = re.compile(r"\bpath\(\s*\"([^\"]*)\", (?:self\.admin_view\()?([\w.]+)")
_VIEW = re.compile(r"^(?:@.*\n)*def (\w+)", re.MULTILINE)
_ASKED = re.compile(
    r"(def has_\w+_permission\([^)]*\) -> bool:\n(?: +\"\"\".*\"\"\"\n)?)( +return) .*\n"
)
_PERMISSION = re.compile(r"^    (Kind\.\w+): (\"[\w.]+\"|LEADS),\n", re.MULTILINE)
# The door's own, whichever page it was that did not ask.
_FUNCTION = re.compile(r"^def (\w+)", re.MULTILINE)
_CHECK = re.compile(r"^    _check\(.*\)\n", re.MULTILINE)
# Everybody at the desk has it; the next one in the table is a lead's alone.
_EVERYBODYS = '"stories.screen_submission"'


def _taken_out(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each guard of a file stands, and what is there without it."""
    for found in _DECORATOR.finditer(text):
        yield found.start(), found.end(), ""
    for found in _MADE.finditer(text):
        yield found.start(), found.end(), "(lambda view: view)"
    for found in _ADMIN_VIEW.finditer(text):
        yield found.start(), found.end(), found[1]
    for found in _ASKED.finditer(text):
        yield found.start(), found.end(), f"{found[1]}{found[2]} True\n"
    for found in _PERMISSION.finditer(text):
        if found[2] != _EVERYBODYS:
            yield found.start(), found.end(), f"    {found[1]}: {_EVERYBODYS},\n"
    for found in _CHECK.finditer(text):
        yield found.start(), found.end(), ""


def _routes() -> dict[str, str]:
    """Of each view, by its name, the route that leads to it."""
    return {
        view.rpartition(".")[2]: before + route
        for file, before in _ADDRESSES.items()
        for route, view in _ADDRESS.findall((_ROOT / file).read_text(encoding="utf-8"))
    }


def _route(text: str, start: int, sound: str) -> str:
    """The one route that a guard stands before; empty where there are several, or none."""
    if found := _ADMIN_VIEW.match(sound):
        return _ROUTES.get(found[1].rpartition(".")[2], "")
    view = _VIEW.match(text, start) if sound.startswith("@") else None
    return _ROUTES.get(view[1], "") if view else ""


def _decided(text: str, start: int, sound: str) -> str:
    """What the test of the one door prints of a guard there; empty for what stands elsewhere."""
    if found := _PERMISSION.match(sound):
        return f"reads: {found[1].removeprefix('Kind.')}"
    if not _CHECK.match(sound):
        return ""
    return f"nobody: {_FUNCTION.findall(text, 0, start)[-1]}"


def _walk(part: str) -> str:
    return f"{_TESTS}test_what_comes_of_every_request_is_in_the_table[{part}]"


def _test(file: str, sound: str) -> str:
    """What has to notice, where a guard stands before more than one route."""
    name = file.removeprefix("moderation/")
    if name == "decisions.py":
        return "tests/test_who_decides.py"
    if name == "admin/stories.py":
        return f"{_STORY} {_walk('stories')}"
    if name == "admin/log.py":
        return _walk("moderation")
    reviews = name.startswith("admin/review/") or "screen_submission" in sound
    return _walk("review" if reviews else "pages")


def _once(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with as much of what follows as makes it the only one."""
    while text.count(text[start:end]) > 1:
        end = text.index("\n", end) + 1
    return start, end


def _faults() -> Iterator[Fault]:
    for path in sorted((_ROOT / "moderation").rglob("*.py")):
        text, file = path.read_text(encoding="utf-8"), str(path.relative_to(_ROOT))
        for start, end, without in _taken_out(text):
            _, far = _once(text, start, end)
            line = text.count("\n", 0, start) + 1
            sound = text[start:far]
            name = f"guard taken out: {file}:{line} {sound.splitlines()[0].strip()}"
            broken = without + text[end:far]
            route = _route(text, start, sound)
            test = _walk(part_of(route)) if route else _test(file, sound)
            shows = route or _decided(text, start, sound)
            yield Fault(name, file, sound, broken, test, shows=f" {shows} " if shows else "")


_ROUTES = _routes()
FAULTS = list(_faults())
