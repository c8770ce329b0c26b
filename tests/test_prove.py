"""What `make prove` calls proven."""

from pathlib import Path

import pytest

from tests import prove

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("why", "proven"),
    [("There is no Firefox here.", False), ("SQLite alone has a board.", True)],
)
def test_a_row_whose_program_is_missing_is_not_proven(tmp_path: Path, why: str, proven: bool):
    row = tmp_path / "test_row.py"
    row.write_text(
        "import pytest\n"
        "def test_one(): pass\n"
        f"@pytest.mark.skip(reason={why!r})\n"
        "def test_other(): pass\n"
    )
    passed, closing = prove.run([str(row)], None)
    assert passed is proven, closing
    assert "1 passed, 1 skipped" in closing
    assert ("not proven: 1. There is no Firefox here." in closing) is not proven
