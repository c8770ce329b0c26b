"""A crash leaves no image of memory, in which words would stand as they arrived."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import live
from tests.test_kill import children

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc"),
]


def limits(pid: int) -> list[str]:
    """The soft and the hard limit of its core dumps, as the kernel says."""
    (line,) = [
        one
        for one in Path(f"/proc/{pid}/limits").read_text().splitlines()
        if one.startswith("Max core file size")
    ]
    return line.split()[4:6]


def test_neither_the_web_process_nor_the_worker_may_dump_its_memory():
    with live.running() as site:
        assert site.process
        site.get("/healthz")
        started = children(site.process.pid)
        web = [pid for pid, line in started.items() if "spawn_main" in line]
        work = [pid for pid, line in started.items() if " work" in line]
        assert web
        assert work
        assert [limits(pid) for pid in [*web, *work]] == [["0", "0"], ["0", "0"]]


def test_nor_is_it_handed_to_another_program():
    """To one that takes dumps the kernel gives them without asking for the limit."""
    asked = "import ctypes\nprint(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"  # PR_GET_DUMPABLE
    said = subprocess.run(
        [sys.executable, "-c", f"{asked}from metoo import dumps\ndumps.forbid()\n{asked}"],
        cwd=live.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["1", "0"]
