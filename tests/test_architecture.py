"""The shape of the house, read from its source: arrows, one door to states, no unsafe marks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("metoo", "stories", "moderation")

# Who may not import whom: an arrow from the left to the right is wrong.
WRONG_ARROWS = [
    ("stories", "moderation"),
    ("stories", "metoo"),
    ("stories.say", "stories.wall"),
    ("stories.say", "stories.yours"),
    ("stories.wall", "stories.yours"),
    ("moderation", "stories.yours"),
    ("stories.wall", "stories.say"),
    ("stories.lifecycle", "stories.wall"),
    ("stories.lifecycle", "stories.say"),
    ("stories.models", "stories.lifecycle"),
    ("moderation", "metoo"),
    ("moderation", "stories.wall"),
    ("moderation", "stories.say"),
    # Pure: these import nothing of ours.
    ("stories.wall.disclosure", "stories"),
    ("stories.wall.differential", "stories"),
    ("stories.wall.tables", "stories.models"),
    ("stories.sealing", "stories"),
    ("stories.fingerprints", "stories"),
    ("stories.language", "stories"),
    ("stories.signs", "stories"),
    ("stories.macs", "stories"),
    ("stories.wall.charts", "stories"),
    ("stories.say.text", "stories"),
    ("stories.say.identifiers", "stories"),
    ("stories.demo.invent", "stories"),
    ("stories.help_lines", "stories"),
    ("metoo.environment", "metoo"),
]
# Pure, so that whoever looks at words may look for what points to somebody, and is hard to read.
ALLOWED = ("moderation", ("stories.say.identifiers", "stories.say.flags"))
# Signs as a typewriter has them, which whoever cuts a text asks first: pure, and below all of them.
BENEATH = "stories.signs"
# Joined by nobody's rule but the product's own start: wiring.
STATE_WRITERS = {"stories.lifecycle"}


def sources() -> Iterator[tuple[str, ast.Module, str]]:
    """(module, tree, text) of every Python file of ours that runs in production."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            text = path.read_text(encoding="utf-8")
            yield module.removesuffix(".__init__"), ast.parse(text), text


def imports(module: str, tree: ast.Module) -> Iterator[str]:
    """Every module that a tree imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relatively"
            base = node.module or ""
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(module: str, room: str) -> bool:
    """Whether a module is a room or in it."""
    return module == room or module.startswith(f"{room}.")


def wrong_arrows(module: str, tree: ast.Module) -> list[str]:
    """The imports of a module that run against the house."""
    return [
        f"{module} imports {imported}"
        for source, target in WRONG_ARROWS
        if within(module, source)
        for imported in imports(module, tree)
        if within(imported, target)
        and not within(imported, source)
        and not (target == "stories" and within(imported, BENEATH))
        and not (within(module, ALLOWED[0]) and any(within(imported, pure) for pure in ALLOWED[1]))
    ]


def state_writes(tree: ast.Module) -> list[int]:
    """Lines that write a `state`: by assignment, by keyword to update/create, by bulk_update."""
    found = []
    writers = {"update", "create", "update_or_create", "get_or_create", "Submission"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets):
                found.append(node.lineno)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = name or (node.func.id if isinstance(node.func, ast.Name) else "")
            if name in writers and any(keyword.arg == "state" for keyword in node.keywords):
                found.append(node.lineno)
            names = [e for a in node.args for e in getattr(a, "elts", [])]
            if name == "bulk_update" and any(getattr(e, "value", "") == "state" for e in names):
                found.append(node.lineno)
            if name == "setattr" and any(getattr(a, "value", "") == "state" for a in node.args):
                found.append(node.lineno)
    return found


def test_no_arrow_runs_backwards() -> None:
    assert [arrow for module, tree, _ in sources() for arrow in wrong_arrows(module, tree)] == []


def test_a_wrong_arrow_would_be_seen() -> None:
    late = ast.parse("def f():\n    from moderation import decisions\n")
    assert wrong_arrows("stories.lifecycle", late) == [
        "stories.lifecycle imports moderation",
        "stories.lifecycle imports moderation.decisions",
    ]
    assert wrong_arrows("stories.say.views", ast.parse("import stories.wall.release"))
    assert not wrong_arrows("moderation.decisions", ast.parse("from stories import lifecycle"))
    assert wrong_arrows("stories.language", ast.parse("import stories.testimony"))
    assert not wrong_arrows("stories.language", ast.parse("from stories.signs import typewritten"))


def test_lifecycle_alone_writes_a_state() -> None:
    written = {
        f"{module}:{line}"
        for module, tree, _ in sources()
        if not any(within(module, writer) for writer in STATE_WRITERS)
        for line in state_writes(tree)
    }
    assert written == set()


@pytest.mark.parametrize(
    "line",
    [
        "submission.state = 'published'",
        "Submission.objects.filter(pk=1).update(state=State.PUBLISHED)",
        "Submission(state='published').save()",
        "Submission.objects.bulk_update(found, ['state'])",
        "setattr(submission, 'state', 'published')",
    ],
)
def test_a_state_written_elsewhere_would_be_seen(line: str) -> None:
    assert state_writes(ast.parse(line)) == [1]


def test_states_are_never_written_in_sql() -> None:
    pattern = re.compile(r"(?i)update\s+stories_submission|set\s+state\s*=")
    assert [module for module, _, text in sources() if pattern.search(text)] == []


def test_nothing_a_person_wrote_is_marked_safe() -> None:
    marks = re.compile(r"\|\s*safe\b|mark_safe|SafeString|SafeText|autoescape\s+off|safeseq")
    found = [module for module, _, text in sources() if marks.search(text)]
    found += [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and marks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_only_one_place_lets_posts_past_djangos_own_check() -> None:
    exempting = re.compile(
        r"csrf_exempt|CsrfViewMiddleware|_dont_enforce_csrf_checks|csrf_processing"
    )
    assert {module for module, _, text in sources() if exempting.search(text)} == {
        "metoo.desk_middleware"
    }


def test_nothing_here_reacts_to_signals() -> None:
    signals = re.compile(r"django\.db\.models\.signals|django\.dispatch|@receiver\b")
    assert [module for module, _, text in sources() if signals.search(text)] == []


def test_rooms_are_named_after_what_is_done_in_them() -> None:
    vague = {"utils", "helpers", "common", "base", "services", "misc"}
    assert [module for module, _, _ in sources() if set(module.split(".")) & vague] == []


# There is one settings file, in the order in which a request meets it: it may be longer.
ROOM = {"metoo.settings": 360}


def test_no_room_is_crowded() -> None:
    crowded = [
        f"{module}: {text.count(chr(10))} lines"
        for module, _, text in sources()
        if text.count("\n") > ROOM.get(module, 300)
    ]
    long = [
        f"{module}.{node.name} at line {node.lineno}"
        for module, tree, _ in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or node.lineno) - node.lineno > 45
    ]
    assert crowded + long == []
