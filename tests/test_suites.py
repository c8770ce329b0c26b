"""The count at the end of `make test` says what happened."""

import subprocess
from pathlib import Path

import pytest

from tests import planted, prove
from tests.faults import authorisation
from tests.suites import Tally, complaints, tally

pytestmark = pytest.mark.pure

REPORT = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="test_fine"/>
<testcase classname="tests.test_a" name="test_wrong"><failure message="no"/></testcase>
<testcase classname="tests.test_a" name="test_broken"><error message="no"/></testcase>
<testcase classname="tests.test_a" name="test_left_out[1]"><skipped message="why"/></testcase>
</testsuite></testsuites>"""


def test_every_case_is_counted_once():
    assert tally(REPORT) == Tally(1, 2, ("tests.test_a::test_left_out[1]",))


def test_two_runs_are_added():
    assert str(tally(REPORT) + Tally(4)) == "5 passed, 2 failed, 1 skipped"


def test_the_closing_line_is_plain():
    assert str(Tally(12)) == "12 passed, 0 failed"


def test_too_few_tests_are_a_fault():
    assert list(complaints(Tally(9), floor=10, allowed=frozenset()))
    assert not list(complaints(Tally(10), floor=10, allowed=frozenset()))


def test_a_skip_must_be_allowed_by_name():
    skipped = Tally(1, 0, ("tests.test_a::test_b",))
    assert list(complaints(skipped, floor=0, allowed=frozenset()))
    assert not list(complaints(skipped, floor=0, allowed=frozenset(skipped.skipped)))


def test_whatever_has_a_full_size_is_proved_at_it():
    proved = {file for files in prove.ROWS.values() for file in files}
    sized = [
        f"tests/{file.name}"
        for file in Path(__file__).parent.glob("test_*.py")
        if 'environ.get("PROVE")' in file.read_text(encoding="utf-8")
    ]
    assert set(sized) - proved - {"tests/test_suites.py"} == set()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_each_guard_of_the_desk_is_taken_out_by_one_who_proves_it(kind):
    (word,) = prove.PLANTED.values()
    assert planted.named([word], kind) == authorisation.FAULTS
    # What finds them reads the source: where that is written otherwise, it would find none.
    assert len(authorisation.FAULTS) >= 120


def test_a_row_of_what_is_planted_fails_where_one_is_not_caught(monkeypatch):
    asked = []

    def planting(command, **more):
        asked.append((command[1:], more["env"].get("DATABASE_URL")))
        said = "one: red\nother: STAYED GREEN\n1 of 2 planted faults went red\n"
        return subprocess.CompletedProcess(command, status, said, "")

    monkeypatch.setattr(subprocess, "run", planting)
    proof = dict(prove.rows())["each guard taken out"]
    for status, database in ((0, None), (1, "postgresql://it")):
        good, closing = proof(database)
        assert good == (status == 0)
        assert ("STAYED GREEN" in closing) == (status == 1)
        assert closing.strip().endswith("1 of 2 planted faults went red")
    words = ["-m", "tests.planted", "guard taken out"]
    assert asked == [(words, None), (words, "postgresql://it")]
