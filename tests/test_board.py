"""What another process changes is gone here at once, whenever that one dies."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from stories import edition, worker
from stories.board import Board, board_of
from stories.models import Story
from stories.wall.release import release
from tests import desk, elsewhere
from tests.asking import ask

WORDS = "He moved too."
# The worker has tried its release in this period.
NOW = worker._period(settings.RELEASE_EVERY)
DEATHS = {
    "before anything else": (
        "with transaction.atomic():\n transaction.on_commit(die)\n lifecycle.remove({})"
    ),
    "before it says so": "board.Board.end = die\nlifecycle.remove({})",
}
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL's answers are leased"
)
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has a board")


@pytest.fixture
def story(says, transactional_db) -> Story:
    """One on the wall, of which every page is kept, and known to be the latest."""
    kept = says(WORDS)
    desk.approve(kept)
    release()
    story = Story.objects.get(submission=kept)
    assert shows(story)
    return story


def shows(story: Story) -> bool:
    """Whether any page shows it; each is asked for twice, because the second answer is a kept
    one."""
    own = f"/story/{story}/"
    paths = {"/": own, "/stories/": own, own: WORDS}
    shown = {told in ask(path).body.decode() for path, told in paths.items() for _ in range(2)}
    assert len(shown) == 1
    return shown.pop()


def is_certain() -> bool:
    """Whether a kept page is answered without asking the database."""
    edition.current()
    return edition.known() is not None


def test_what_another_process_removes_is_gone_at_once(story):
    elsewhere.done(f"lifecycle.remove({story.pk})")
    assert not shows(story)
    assert ask(f"/story/{story}/").status.startswith("404")


@only_postgresql
def test_what_is_believed_here_is_outlasted_there(story):
    for _ in range(5):
        before = edition.current()
        # Another connection, as another machine has: what it changes is told to nobody here.
        in_a_thread(edition.advance).join()
        assert edition.known() is None
        assert edition.current() == before + 1


@only_postgresql
def test_an_answer_is_believed_from_before_it_was_asked_for(story, monkeypatch):
    reads = edition._read

    def slowly() -> int:
        number = reads()
        time.sleep(edition._LEASE)
        return number

    edition.forget_memory()
    monkeypatch.setattr(edition, "_read", slowly)
    assert edition.current()
    assert edition.known() is None


def test_what_another_process_releases_is_there_at_once(story, says):
    before = ask("/").body
    desk.approve(says("Another one."))
    elsewhere.done("release()")
    assert ask("/").body != before


@only_sqlite
def test_killed_before_its_commit_a_change_leaves_the_pages_as_they_are(story):
    elsewhere.killed(f"with transaction.atomic():\n lifecycle.remove({story.pk})\n die()")
    assert shows(story)
    # Nobody knows yet how it ended, so nothing is believed ...
    assert not is_certain()
    # ... until the worker has looked.
    worker.look(NOW)
    assert shows(story)
    assert is_certain()
    elsewhere.done(f"lifecycle.remove({story.pk})")
    assert not shows(story)


@only_sqlite
@pytest.mark.parametrize("death", ["before anything else", "before it says so"])
def test_killed_after_its_commit_a_change_is_seen_all_the_same(story, death):
    elsewhere.killed(DEATHS[death].format(story.pk))
    assert not shows(story)
    assert not is_certain()
    worker.look(NOW)
    assert not shows(story)
    assert is_certain()


@only_sqlite
def test_the_next_change_sets_right_what_a_killed_one_left(story):
    elsewhere.killed("with transaction.atomic():\n edition.advance()\n die()")
    elsewhere.done("edition.advance()")
    assert shows(story)
    assert is_certain()


@only_sqlite
def test_a_change_that_is_taken_back_leaves_the_pages_right(story):
    with transaction.atomic():
        edition.advance()
        transaction.set_rollback(True)
    assert shows(story)
    assert not is_certain()
    worker.look(NOW)
    assert shows(story)
    assert is_certain()


def test_an_answer_from_the_midst_of_a_change_is_not_believed(story):
    during = change_elsewhere()
    before = edition.current()
    assert shows(story)
    during.finish()
    assert edition.current() == before + 1


@only_sqlite
def test_what_has_not_ended_is_not_settled(story):
    during = change_elsewhere()
    settling = in_a_thread(edition.settle)
    settling.join(0.3)
    assert settling.is_alive()
    assert not is_certain()
    during.finish()
    settling.join()
    assert is_certain()


@only_sqlite
@pytest.mark.parametrize("another", [False, True], ids=["none", "another"])
def test_a_board_that_was_deleted_hides_a_removal_for_a_moment_only(story, another):
    board = Path(f"{connection.settings_dict['NAME']}-edition")
    board.unlink()
    if another:
        board.write_bytes(bytes(16))
    elsewhere.done(f"lifecycle.remove({story.pk})")
    until = time.monotonic() + 30
    while str(story) in ask("/").body.decode():
        assert time.monotonic() < until
        time.sleep(0.05)
    # And then the new one is the one that is looked at.
    before = edition.current()
    elsewhere.done("edition.advance()")
    assert edition.current() == before + 1


@pytest.mark.pure
def test_a_database_in_memory_or_without_a_place_beside_it_has_no_board(tmp_path):
    assert board_of("file:memorydb_default?mode=memory&cache=shared") is None
    assert board_of(":memory:") is None
    assert board_of(str(tmp_path / "nowhere" / "metoo.sqlite3")) is None


@pytest.mark.pure
def test_a_board_is_for_its_own_account_alone(tmp_path):
    assert board_of(str(tmp_path / "metoo.sqlite3"))
    assert (tmp_path / "metoo.sqlite3-edition").stat().st_mode & 0o777 == 0o600


@pytest.mark.pure
def test_two_that_open_one_board_see_the_same(tmp_path):
    mine, theirs = Board(tmp_path / "edition"), Board(tmp_path / "edition")
    assert mine.settled() == theirs.settled() == 0
    first = theirs.begin()
    assert mine.settled() is None
    # It has ended, and before it could say so the next one began.
    second = mine.begin()
    theirs.end(first)
    assert mine.settled() is None
    mine.end(second)
    theirs.end(first)
    assert mine.settled() == theirs.settled() == second == 2
    assert Board(tmp_path / "edition").settled() == 2


class Change:
    """One that another connection has begun."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.thread = in_a_thread(self._run)
        assert self.begun.wait(30)

    def _run(self) -> None:
        with transaction.atomic():
            edition.advance()
            self.begun.set()
            assert self.go_on.wait(30)

    def finish(self) -> None:
        """Commits it."""
        self.go_on.set()
        self.thread.join()


def change_elsewhere() -> Change:
    return Change()


def in_a_thread(does: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            does()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
