"""What several threads want of the database in the same moment, asked of it once for all of them.

Whoever comes first asks, on its own connection. Who comes meanwhile waits for the next time, which
begins after it came: so nobody is given an answer that is older than the question. One of those who
wait asks then, for all of them. Nobody waits for company: one alone is served at once.
"""

import threading
from collections.abc import Callable, Sequence

# So many requests are worked on at once in one process (`metoo.body`), so no more come together.
# With eight, a sixth fewer come in each second on PostgreSQL.
AT_ONCE = 16


class _One[Item, Answer]:
    """One thread that waits, with what it wants."""

    __slots__ = ("answer", "called", "item", "leads")

    def __init__(self, item: Item) -> None:
        self.item = item
        # The answer alone in a list; empty where there is none.
        self.answer: list[Answer] = []
        # Whether it is called to ask for the next ones, and not because it has its answer.
        self.leads = False
        self.called = threading.Lock()
        self.called.acquire()


class Together[Item, Answer]:
    """Answers items by `ask`, which takes several and returns an answer to each, in their order.

    `ask` is called by one thread at a time, with at most `most` items. Where it raises for several,
    each is asked again alone, by the thread that brought it: what is wrong with one harms no other.
    So `ask` must bear that an item comes twice.
    """

    def __init__(self, ask: Callable[[Sequence[Item]], Sequence[Answer]], *, most: int) -> None:
        self._ask = ask
        self._most = most
        self._lock = threading.Lock()
        self._busy = False
        self._waiting: list[_One[Item, Answer]] = []

    def __call__(self, item: Item) -> Answer:
        """The answer to one item. Raises what `ask` does for this item alone."""
        one: _One[Item, Answer] = _One(item)
        with self._lock:
            if self._busy:
                self._waiting.append(one)
            else:
                self._busy = one.leads = True
        if not one.leads:
            one.called.acquire()
        if one.leads:
            self._lead(one)
        return one.answer[0] if one.answer else self._ask([item])[0]

    def _lead(self, one: _One[Item, Answer]) -> None:
        """Asks for `one` and those who wait now, and calls one of those who have come meanwhile."""
        with self._lock:
            group = [one, *self._waiting[: self._most - 1]]
            del self._waiting[: self._most - 1]
        try:
            answers = self._ask([each.item for each in group])
            for each, answer in zip(group, answers, strict=True):
                each.answer.append(answer)
        except Exception:
            if len(group) == 1:
                raise
        finally:
            self._call(group)

    def _call(self, group: list[_One[Item, Answer]]) -> None:
        with self._lock:
            following = self._waiting.pop(0) if self._waiting else None
            self._busy = following is not None
        if following:
            following.leads = True
            following.called.release()
        for each in group[1:]:
            each.called.release()
