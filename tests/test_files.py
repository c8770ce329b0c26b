"""Nobody else on the machine can read what is kept, whatever the account's own habits."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests import live

pytestmark = pytest.mark.pure


def made(folder: Path, *command: str) -> dict[str, int]:
    """Runs Python under the usual umask on an empty DATA_DIR; what it made, with its rights."""
    environment = {name: it for name, it in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(folder), "DEMO": "on"}
    subprocess.run(
        [sys.executable, *command],
        cwd=live.ROOT, env=environment, check=True, capture_output=True, umask=0o022,
    )  # fmt: skip
    found = [folder, *folder.rglob("*")]
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in found}


def assert_private(rights: dict[str, int]) -> None:
    assert any(name.endswith(".sqlite3") for name in rights)
    assert {name: oct(mode) for name, mode in rights.items() if mode & 0o077} == {}


def test_a_command_makes_files_for_its_own_account_alone(tmp_path):
    assert_private(made(tmp_path / "data", str(live.ROOT / "manage.py"), "migrate", "-v", "0"))


def test_the_web_process_does_too(tmp_path):
    script = (
        "import metoo.wsgi; from django.core.management import call_command; "
        "call_command('migrate', verbosity=0)"
    )
    assert_private(made(tmp_path / "data", "-c", script))


def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o750)
    folder.chmod(0o750)
    rights = made(folder, str(live.ROOT / "manage.py"), "migrate", "-v", "0")
    assert rights.pop("data") == 0o750
    assert_private(rights)
