"""Sees each guard fail: puts one fault at a time into a copy of the tree, and demands that the
test which guards against it goes red: `python -m tests.planted [WORD ...]` for those whose name
holds a word.

A fault that no longer fits its file is an error too: it has to move with the code. Runs on the
database that DATABASE_URL names, SQLite where it names none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults import FAULTS
from tests.faults.fault import Fault

ROOT = Path(__file__).resolve().parent.parent
# What pytest ends with when tests have failed. Anything else is no red test.
RED, GREEN = 1, 0


@dataclass(frozen=True)
class Copy:
    """A copy of the tree to break."""

    root: Path

    def run(self, test: str, *, at_the_first: bool = True) -> tuple[int, str]:
        """The exit status of one test (or several, by pytest's address) and what it printed. It
        ends `at_the_first` that fails, or else with the last."""
        # What is compiled is kept for the next run; and hypothesis is loaded by those that use it,
        # not for the report of each.
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
        without = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
        command = [sys.executable, "-m", "pytest", "-q", *(["-x"] if at_the_first else [])]
        done = subprocess.run(
            [*command, *without, *test.split()],
            cwd=self.root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def plant(self, fault: Fault) -> str:
        """Puts a fault in. Returns the file's text as it was; raises LookupError if the place
        is not there, or there twice."""
        path = self.root / fault.file
        before = path.read_text(encoding="utf-8")
        if before.count(fault.sound) != 1:
            raise LookupError(f"{fault.file}: {before.count(fault.sound)} times: {fault.sound}")
        path.write_text(before.replace(fault.sound, fault.broken), encoding="utf-8")
        return before


def copied(into: Path) -> Copy:
    """The tree as git knows it, with shared data beside it where there is any."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    root = into / "metoo"
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    if (ROOT.parent / "shared").is_dir():
        (into / "shared").symlink_to(ROOT.parent / "shared")
    # Some tests ask git which files there are.
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return Copy(root)


def verdict(copy: Copy, fault: Fault) -> str:
    """What became of one fault: "red", or why not."""
    try:
        before = copy.plant(fault)
    except LookupError as gone:
        return f"NO SUCH PLACE ({gone})"
    try:
        status, printed = copy.run(fault.test)
    finally:
        (copy.root / fault.file).write_text(before, encoding="utf-8")
    if status == RED:
        return "red"
    return "STAYED GREEN" if status == GREEN else f"DID NOT RUN ({status})\n{printed[-1500:]}"


def rounds(faults: list[Fault]) -> list[list[Fault]]:
    """Those that are planted together: each shows something else."""
    found: list[list[Fault]] = []
    for fault in faults:
        for others in found:
            if fault.shows and fault.shows not in {other.shows for other in others}:
                others.append(fault)
                break
        else:
            found.insert(0 if fault.shows else len(found), [fault])
    return found


def together(copy: Copy, faults: list[Fault]) -> list[Fault]:
    """Those of a round of several that the tests did not show, or that had no place."""
    before: dict[str, str] = {}
    planted = []
    tests = sorted({test for fault in faults for test in fault.test.split()})
    try:
        for fault in faults:
            try:
                text = copy.plant(fault)
            except LookupError:
                continue
            before.setdefault(fault.file, text)
            planted.append(fault)
        status, printed = copy.run(" ".join(tests), at_the_first=False)
    finally:
        for file, text in before.items():
            (copy.root / file).write_text(text, encoding="utf-8")
    return [
        fault
        for fault in faults
        if status != RED or fault not in planted or fault.shows not in printed
    ]


def verdicts(copy: Copy, faults: list[Fault]) -> Iterator[tuple[Fault, str]]:
    """Each fault, and "red" or why not. What a round did not show is planted by itself."""
    for these in rounds(faults):
        left = these if len(these) == 1 else together(copy, these)
        yield from ((fault, "red") for fault in these if fault not in left)
        yield from ((fault, verdict(copy, fault)) for fault in left)


def named(words: list[str], kind: str) -> list[Fault]:
    """Those on one kind of database (`sqlite`, `postgresql`) whose name holds one of `words`; all
    of them for none."""
    return [
        fault
        for fault in FAULTS
        if fault.only in ("", kind) and (not words or any(word in fault.name for word in words))
    ]


def main(words: list[str]) -> int:
    """Plants every fault whose name holds one of `words`. Returns 0 if each was caught, and 2 where
    there is none of that name on this database."""
    kind = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    chosen = named(words, kind)
    if not chosen:
        print(f"No fault on {kind} has such a name.")
        return 2
    caught = 0
    with tempfile.TemporaryDirectory(prefix="metoo-planted-") as folder:
        copy = copied(Path(folder))
        # A test that is red anyway would prove nothing.
        tests = sorted({test for fault in chosen for test in fault.test.split()})
        status, printed = copy.run(" ".join(tests))
        if status != GREEN:
            print(f"Without any fault the tests do not pass:\n{printed[-3000:]}")
            return 1
        for fault, became in verdicts(copy, chosen):
            caught += became == "red"
            print(f"{fault.name}: {became}", flush=True)
    print(f"{caught} of {len(chosen)} planted faults went red", flush=True)
    return int(caught < len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
