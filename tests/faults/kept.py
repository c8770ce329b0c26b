"""Pages that are kept: which one is the latest, and who answers it."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "kept: another process's removal goes unnoticed",
        "stories/edition.py",
        "last is None or last.board.settled() != last.change or time.monotonic()",
        "last is None or time.monotonic()",
        "tests/test_board.py::test_what_another_process_removes_is_gone_at_once",
        only="sqlite",
    ),
    Fault(
        "kept: an answer from the midst of a change is believed",
        "stories/board.py",
        "return begun if begun == self._numbers[_ENDED] else None",
        "return begun",
        "tests/test_board.py::test_an_answer_from_the_midst_of_a_change_is_not_believed",
        only="sqlite",
    ),
    Fault(
        "kept: a change is announced after its commit",
        "stories/edition.py",
        "partial(board.end, board.begin())",
        "lambda: board.end(board.begin())",
        "tests/test_board.py::test_killed_after_its_commit_a_change_is_seen_all_the_same",
        only="sqlite",
    ),
    Fault(
        "kept: what has not ended is settled",
        "stories/edition.py",
        "        with transaction.atomic():\n            # The write lock",
        "        if board:\n            # The write lock",
        "tests/test_board.py::test_what_has_not_ended_is_not_settled",
        only="sqlite",
    ),
    Fault(
        "kept: the worker never sets it right",
        "stories/worker.py",
        "        edition.settle()\n",
        "",
        "tests/test_board.py::test_killed_before_its_commit_a_change_leaves_the_pages_as_they_are",
        only="sqlite",
    ),
    Fault(
        "kept: without its board a removal is never noticed",
        "stories/edition.py",
        "_BELIEVED = 1.0",
        "_BELIEVED = 600.0",
        "tests/test_board.py::test_a_board_that_was_deleted_hides_a_removal_for_a_moment_only",
        only="sqlite",
    ),
    Fault(
        "kept: a board that was replaced is looked at for ever",
        "stories/board.py",
        "    if board is None or not board.is_there():",
        "    if board is None:",
        "tests/test_board.py::test_a_board_that_was_deleted_hides_a_removal_for_a_moment_only",
        only="sqlite",
    ),
    Fault(
        "kept: who was overtaken says the wrong end",
        "stories/board.py",
        "max(last, self._numbers[_ENDED])",
        "last",
        "tests/test_board.py::test_two_that_open_one_board_see_the_same",
    ),
]
