"""Each guard of the desk, taken out in turn: read from its source, so that a new one is here."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.faults.fault import Fault

_ROOT = Path(__file__).resolve().parent.parent.parent
_TEST = "tests/test_authorisation.py"
# A view's own guards stand above it, one a line.
_DECORATOR = re.compile(r"^@(?:_?may_\w+|require_\w+(?:\(.*\))?)\n", re.MULTILINE)
_MADE = re.compile(r"permission_required\([^)]*\)")
_ADMIN_VIEW = re.compile(r"self\.admin_view\(([\w.]+)\)")
_ASKED = re.compile(
    r"(def has_\w+_permission\([^)]*\) -> bool:\n(?: +\"\"\".*\"\"\"\n)?)( +return) .*\n"
)
_PERMISSION = re.compile(r"^    (Kind\.\w+): (\"[\w.]+\"),\n", re.MULTILINE)
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
            yield Fault(name, file, sound, without + text[end:far], _TEST)


FAULTS = list(_faults())
