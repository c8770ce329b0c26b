"""Sixteen bytes that every process on one SQLite file shares: whether the wall may have changed.

To ask the database before each kept page costs more than the page, because each look lets another
thread in. So whoever changes the wall says on the board, before it commits, that a change has
begun, and afterwards that it has ended. While the number of the last change is what it was, and it
has ended, nothing has changed. Where a process died between the two, or took its change back,
everybody asks the database again, until the next change or the worker (`edition.settle`) has set
the board right.

The file stands beside the database. It may be missing and is then made; it is in no backup.
"""

import mmap
import os
from pathlib import Path

_BYTES = 16
_BEGUN, _ENDED = range(2)


class Board:
    """The board of one database file."""

    def __init__(self, path: Path) -> None:
        """Opens it, or makes it. Raises OSError."""
        self._path = path
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # As large as it must be, and on a disk that is full now and not when it is written to.
            # What stands there already stays.
            os.posix_fallocate(file, 0, _BYTES)
            self._which = _which(os.fstat(file))
            self._numbers = memoryview(mmap.mmap(file, _BYTES)).cast("Q")
        finally:
            os.close(file)

    def settled(self) -> int | None:
        """The number of the last change; None while it has not ended, or nobody knows."""
        # In this order: what begins after the first look only makes the second one say no.
        begun = self._numbers[_BEGUN]
        return begun if begun == self._numbers[_ENDED] else None

    def begin(self) -> int:
        """Says that a change begins, and returns its number. For whoever holds the database's
        write lock, so that no two count at once."""
        number = self._numbers[_BEGUN] + 1
        self._numbers[_BEGUN] = number
        return number

    def end(self, number: int | None = None) -> None:
        """Says that this change has ended, and with it all before it: one waits for the other.
        Without a number, the last; for whoever holds the database's write lock."""
        last = self._numbers[_BEGUN] if number is None else number
        self._numbers[_ENDED] = max(last, self._numbers[_ENDED])

    def is_there(self) -> bool:
        """Whether it is still the one at its place, and not one that was deleted or replaced."""
        try:
            return _which(self._path.stat()) == self._which
        except OSError:
            return False


def board_of(database: str) -> Board | None:
    """The board beside a database file; None for a database in memory, or where there can be
    none: then everybody asks the database."""
    if not Path(database).is_absolute():
        return None
    board = _boards.get(database)
    if board is None or not board.is_there():
        try:
            board = _boards[database] = Board(Path(f"{database}-edition"))
        except OSError:
            return None
    return board


_boards: dict[str, Board] = {}


def _which(about: os.stat_result) -> tuple[int, int]:
    return about.st_dev, about.st_ino
