"""The pictures in `docs/screens/` are those that `make screens` takes, and all that are shown are
there."""

import re
import struct
import subprocess
from pathlib import Path

import pytest

from tests import live, screens

pytestmark = pytest.mark.pure

# All of them together, in bytes: whoever clones this gets them too.
MOST = 3_000_000
SHOWN = re.compile(r"!\[([^]]*)]\(([^)]+)\)")


def pictures() -> dict[str, Path]:
    return {path.stem: path for path in screens.FOLDER.iterdir()}


def head(picture: Path) -> tuple[int, int, int]:
    """Its width and height in pixels, and its kind of colour: 3 is a list of at most 256."""
    said = picture.read_bytes()[:26]
    assert said.startswith(b"\x89PNG\r\n\x1a\n"), picture.name
    width, height, _, colour = struct.unpack(">IIBB", said[16:26])
    return width, height, colour


def written() -> list[Path]:
    """Every page in Markdown that is ours."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.md"],
        cwd=live.ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    return [live.ROOT / name for name in listed.decode().split("\0") if name]


def test_five_pages_two_windows_two_themes_and_three_languages_are_sixty() -> None:
    pages = ("wall", "say", "numbers", "story", "yours")
    sixty = {
        f"{page}-{width}-{theme}-{language}"
        for page in pages
        for width in (360, 1200)
        for theme in ("light", "dark")
        for language in ("en", "es", "ar")
    }
    assert len(sixty) == 60
    assert sixty <= pictures().keys()


def test_each_is_one_that_the_command_takes_and_none_is_missing() -> None:
    assert pictures().keys() == screens.every()
    assert {path.suffix for path in pictures().values()} == {".png"}


def test_the_shift_is_photographed_where_the_command_says() -> None:
    shift = Path(__file__).with_name("test_shift.py").read_text(encoding="utf-8")
    assert set(re.findall(r'shift\.shows\("(\w+)"\)', shift)) == set(screens.SHIFT)


def test_each_is_as_large_as_its_window_and_small_as_a_file() -> None:
    for name, picture in pictures().items():
        width, height, colour = head(picture)
        assert f"-{width}-" in name
        assert height <= max(screens.WINDOWS.values()), name
        assert colour == 3, name
    assert sum(picture.stat().st_size for picture in pictures().values()) < MOST


def test_what_a_page_of_ours_shows_is_there_and_is_said_in_words() -> None:
    shown = [(page, *found) for page in written() for found in SHOWN.findall(page.read_text())]
    assert len(shown) >= 6
    for page, words, where in shown:
        assert (page.parent / where).is_file(), f"{page.name}: {where}"
        assert len(words.split()) > 1, f"{page.name}: {where}"


def test_the_wall_is_shown_in_its_three_languages() -> None:
    readme = (live.ROOT / "README.md").read_text(encoding="utf-8")
    for language in screens.LANGUAGES:
        assert re.search(rf"\(docs/screens/wall-\d+-\w+-{language}\.png\)", readme), language
