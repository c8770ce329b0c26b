"""Each planted fault has its place: where the code moves, it has to move with it."""

from pathlib import Path

import pytest

from tests.faults import FAULTS

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parent.parent


def test_each_fault_fits_its_place_once_and_has_a_name_of_its_own():
    lost = [
        f"{fault.name}: {fault.file}"
        for fault in FAULTS
        if (ROOT / fault.file).read_text(encoding="utf-8").count(fault.sound) != 1
    ]
    assert lost == []
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names)
