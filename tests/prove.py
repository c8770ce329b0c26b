"""Every row of "Show it" at its full size, one line a row: `python -m tests.prove`.

A row that passed is remembered in .state/prove.json for as long as nothing in the tree has
changed, so that a run that was cut goes on where it ended.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".state" / "prove.json"
# As pytest says of tests for which a program is not here: they prove nothing.
_NOT_PROVEN = re.compile(r"^SKIPPED \[(\d+)\] .*: (There is no \S+ here\.)$", re.MULTILINE)
# What stands at the end of a line: how many of the row's tests passed.
ROWS = {
    "what is acknowledged survives kills": ["tests/test_kill.py"],
    "real input": ["tests/test_real_input.py"],
    "hostile posts": [
        "tests/test_say_text.py",
        "tests/test_say_bad_input.py",
        "tests/test_say_limits.py",
        "tests/test_say_once.py",
        "tests/test_say_outage.py",
        "tests/test_say_over_the_wire.py",
    ],
    "nothing written": ["tests/test_nothing_written.py"],
    "no JavaScript": ["tests/test_without_scripts.py"],
    "accessibility": ["tests/test_accessibility.py", "tests/test_accessibility_desk.py"],
    "accessibility in each language": ["tests/test_accessibility_languages.py"],
    "a longer language": ["tests/test_longer.py", "tests/test_longer_desk.py"],
    "nothing left on the device": ["tests/test_leaving.py"],
    "on paper": ["tests/test_paper.py", "tests/test_pass_on.py"],
    "words sealed, keys turned, receipts": [
        "tests/test_sealing.py",
        "tests/test_envelopes.py",
        "tests/test_keys.py",
        "tests/test_receipts.py",
        "tests/test_yours.py",
    ],
    "a key turn that is killed": ["tests/test_key_turn_kill.py"],
    "wrong, forgotten and unknown words": ["tests/test_yours_timing.py"],
    "taken back while a release runs": ["tests/test_withdraw_races.py"],
    "who wrote when": ["tests/test_arrival.py"],
    "identifiers": ["tests/test_identifiers.py", "tests/test_pointers.py"],
    "what a thief would get": ["tests/test_privacy_audit.py"],
    # Long.
    "guessed receipts": ["tests/test_receipt_guesses.py"],
    # What the desk's own rows ask, after what everybody else depends on.
    "a log that somebody changes": ["tests/test_log_tampering.py"],
    "a log whose writers are killed": ["tests/test_log_kill.py"],
    "a stolen session": ["tests/test_sessions.py"],
    "guesses at sign-in": ["tests/test_guesses.py", "tests/test_signing_in.py"],
    "who may what": ["tests/test_authorisation.py"],
    "the next one": ["tests/test_next.py"],
    "a whole shift": ["tests/test_shift.py"],
    "many moderators at once": ["tests/test_claims_at_once.py"],
    "decided once for many": ["tests/test_lots.py", "tests/test_lots_kill.py"],
    "taken back at the desk": ["tests/test_undo.py"],
    # What the wall's own rows ask.
    "an attacker who reads every release": ["tests/test_attacker.py"],
    "ten million marks": ["tests/test_marks.py"],
    "what programs read": ["tests/test_api.py"],
    "taken down behind nginx": ["tests/test_behind_nginx.py"],
    # In her language, on her phone.
    "journeys from far away": ["tests/test_journeys.py"],
}
# Rows of another kind: each fault that has this in its name is planted (`tests.planted`), and has
# to be caught. All of them would take hours.
PLANTED = {"each guard taken out": "guard taken out"}


def tree() -> str:
    """A digest of every file that git knows or would know."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    digest = hashlib.sha256()
    for name in sorted(listed.splitlines()):
        path = ROOT / name
        digest.update(name.encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def run(files: list[str], database: str | None) -> tuple[bool, str]:
    """Runs a row's tests at full size. Returns whether all passed, none of them left out for want
    of a program, and pytest's last line with the figures that the tests gave
    (`tests/conftest.py`)."""
    command = ["pytest", "-q", "-rs", "-p", "no:cacheprovider", *files]
    if database:
        command += ["-m", "not pure"]
    done = _done(command, database, PROVE="full")
    lines = done.stdout.strip().splitlines() or [done.stderr[-200:]]
    figures = [line.partition(": ")[2] for line in lines if line.startswith("figures: ")]
    missing = [f"not proven: {number}. {why}" for number, why in _NOT_PROVEN.findall(done.stdout)]
    closing = "; ".join([*figures, *missing, lines[-1]])
    # 5: every test of the row is pure, and ran with the other database.
    passed = done.returncode == 0 or (database is not None and done.returncode == 5)
    passed = passed and not missing
    return passed, closing if passed else f"{closing}\n{done.stdout[-4000:]}"


def plant(word: str, database: str | None) -> tuple[bool, str]:
    """Plants the faults that have it in their name. Returns whether each was caught, and how many
    were of how many."""
    # At the size of `make test`: what is caught there is caught at any.
    done = _done(["tests.planted", word], database)
    lines = done.stdout.strip().splitlines() or [done.stderr[-200:]]
    return done.returncode == 0, lines[-1] if done.returncode == 0 else done.stdout[-4000:]


def _done(module: list[str], database: str | None, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", *module],
        cwd=ROOT, env=environment | more, capture_output=True, text=True, check=False,
    )  # fmt: skip


def rows() -> list[tuple[str, Callable[[str | None], tuple[bool, str]]]]:
    """Each row's name, and what runs it on a database."""
    tested = [(name, partial(run, files)) for name, files in ROWS.items()]
    return [*tested, *((name, partial(plant, word)) for name, word in PLANTED.items())]


def main() -> int:
    """Runs what has not passed on this tree yet. Returns 0 if all has."""
    at = tree()
    known = json.loads(STATE.read_text()) if STATE.exists() else {}
    passed: list[str] = known.get("passed", []) if known.get("tree") == at else []
    failed = False
    with postgres.running() as url:
        for files in ROWS.values():
            assert all((ROOT / file).exists() for file in files), files
        for name, proof in rows():
            for kind, database in (("SQLite", None), ("PostgreSQL", url)):
                row = f"{name}, {kind}"
                if row in passed:
                    print(f"{row}: passed before", flush=True)
                    continue
                began = time.monotonic()
                good, closing = proof(database)
                took = time.monotonic() - began
                print(f"{row}: {closing}  {took:.0f} s  {'ok' if good else 'FAILED'}", flush=True)
                failed |= not good
                if good:
                    passed.append(row)
                    STATE.parent.mkdir(exist_ok=True)
                    STATE.write_text(json.dumps({"tree": at, "passed": passed}))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
