"""Runs the tests on SQLite and on PostgreSQL side by side: `python -m tests.suites`.

PostgreSQL's address comes in DATABASE_URL_POSTGRES. What each run says goes to
test-results/ and is printed whole, one after the other; the last line adds both.
Tests marked `pure` touch no database, so they run once.

It fails where a run fails, where fewer tests passed than tests/floor.txt says,
and where a test was skipped that tests/allowed_skips.txt does not name.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
RESULTS = HERE.parent / "test-results"
# Seconds that an interrupted run may take to put its things away.
GRACE = 15


@dataclass(frozen=True)
class Tally:
    """What became of the tests of one run or of several."""

    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def tally(report: str) -> Tally:
    """What a JUnit report (its XML) says.

    A test with an error counts as failed, one expected to fail as skipped.
    """
    total = Tally()
    for case in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 (pytest wrote it)
        outcomes = {part.tag for part in case}
        if outcomes & {"failure", "error"}:
            total += Tally(failed=1)
        elif "skipped" in outcomes:
            total += Tally(skipped=(f"{case.get('classname')}::{case.get('name')}",))
        else:
            total += Tally(passed=1)
    return total


def complaints(total: Tally, *, floor: int, allowed: frozenset[str]) -> Iterator[str]:
    """Why a run is not good enough even where no test failed."""
    if total.passed < floor:
        yield f"Only {total.passed} tests passed; tests/floor.txt says {floor}."
    for name in sorted(set(total.skipped) - allowed):
        yield f"Skipped, and not named in tests/allowed_skips.txt: {name}"


def _start(kind: str, database: str | None, *options: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    # The two must not share pytest's own cache.
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    # The form that a test may note its figures in.
    command += ["-o", "junit_family=xunit1", f"--junitxml={RESULTS / kind}.xml", *options]
    with (RESULTS / f"{kind}.txt").open("wb") as words:
        return subprocess.Popen(
            command, cwd=HERE.parent, env=environment, stdout=words, stderr=subprocess.STDOUT
        )


def _end(run: subprocess.Popen[bytes]) -> None:
    run.terminate()
    try:
        run.wait(GRACE)
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()


def _run_both(postgres: str) -> dict[str, subprocess.Popen[bytes]]:
    """Both runs, ended; what they said is printed even when we are told to stop."""
    runs = {}
    try:
        runs["SQLite"] = _start("SQLite", None)
        runs["PostgreSQL"] = _start("PostgreSQL", postgres, "-m", "not pure")
        for run in runs.values():
            run.wait()
    finally:
        for kind, run in runs.items():
            _end(run)
            print(f"\n{kind}\n{(RESULTS / f'{kind}.txt').read_text(errors='replace')}", flush=True)
    return runs


def _read(kind: str) -> Tally:
    report = RESULTS / f"{kind}.xml"
    return tally(report.read_text(encoding="utf-8")) if report.exists() else Tally()


def _told_to_stop(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> int:
    """Runs both and returns the exit status: 0 where all is well."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _told_to_stop)
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    print("The tests run on SQLite and on PostgreSQL, side by side.", flush=True)
    runs = _run_both(os.environ["DATABASE_URL_POSTGRES"])
    total = sum((_read(kind) for kind in runs), Tally())
    faults = [
        f"The run on {kind} ended with status {run.returncode}."
        for kind, run in runs.items()
        if run.returncode
    ]
    floor = int((HERE / "floor.txt").read_text(encoding="ascii"))
    allowed = frozenset((HERE / "allowed_skips.txt").read_text(encoding="utf-8").split("\n"))
    faults += complaints(total, floor=floor, allowed=allowed)
    print(*faults, total, sep="\n", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
