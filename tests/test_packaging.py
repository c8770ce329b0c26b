"""What a stranger clones: requirements that anyone can install, and nobody's own paths."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parent.parent
LISTS = ("requirements", "requirements-research", "requirements-test")
LICENCE = "AGPL-3.0-or-later"


def words(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def asked_for(name: str) -> list[str]:
    """The lines of an .in file that ask for a package."""
    lines = words(f"{name}.in").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def entries(name: str) -> list[str]:
    """The pinned packages of a .txt file, each with the hashes that follow it."""
    bare = re.sub(r"(?m)^ *#.*\n", "", words(f"{name}.txt"))
    return [entry.replace("\\\n", " ") for entry in re.split(r"\n(?=\S)", bare.strip())]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["in", "txt"])
def test_no_list_says_where_to_get_packages(name, kind):
    places = re.compile(
        r"://|\bfile:| @ |(?m:^\s*(-i|-f|-e|--(extra-)?index|--find|--trusted|--editable)\b)"
        r"|(?m:^[./~])|\bpypi\b|pythonhosted",
        re.IGNORECASE,
    )
    assert not places.search(words(f"{name}.{kind}"))


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_pinned_with_hashes(name):
    pinned = re.compile(
        r"[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==\S+( ; [^\\]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
    )
    assert [entry for entry in entries(name) if not pinned.fullmatch(entry)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_package_asked_for_has_a_reason_in_both_files(name):
    header = words(f"{name}.txt")
    for line in asked_for(name):
        package, _, reason = line.partition("  # ")
        assert len(reason.split()) > 1, f"{package} has no reason in {name}.in"
        assert f"#   {package}: {reason}\n" in header, f"run .ci/pins for {package}"


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_for_is_what_is_pinned(name):
    pinned = {entry.partition("==")[0].partition("[")[0] for entry in entries(name)}
    asked = {re.split(r"[^a-z0-9_-]", line)[0] for line in asked_for(name)}
    assert asked - pinned == set()


def test_tests_run_what_production_runs():
    lists = ("requirements", "requirements-research")
    production = {entry.split()[0] for name in lists for entry in entries(name)}
    assert production - {entry.split()[0] for entry in entries("requirements-test")} == set()


def test_no_path_of_the_machine_it_was_built_on():
    # The slashes are added apart, so that this file does not hold what it looks for.
    home = re.escape(str(Path.home()).strip("/")) or "root"
    path = re.compile(rf"(?<![\w.}}])/(work|farm|root|tmp/[a-z]+|{home})/".encode())
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    found = [str(file) for file in files if file.is_file() and path.search(file.read_bytes())]
    assert found == []


def test_the_licence_is_named_the_same_everywhere():
    assert tomllib.loads(words("pyproject.toml"))["project"]["license"] == LICENCE
    assert words("LICENSE").lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert LICENCE in words("README.md")
