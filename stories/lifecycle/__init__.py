"""The only code that changes the state of a submission.

Each change is one conditional UPDATE: it happens if the submission still is in
a state from which it may, and otherwise raises `Conflict`. Of two people who
decide at once, one wins and the other is told.

    waiting -> approved -> published -> removed
    published -> aside -> published, removed
    waiting -> asked -> waiting (she answered), approved (she agreed, or was silent for long)
    waiting, asked, approved, held -> declined
    asked, approved, declined -> waiting (undone at the desk, before the next release)
    waiting, approved -> held -> waiting, approved, discarded
    discarded -> held (taken back within seven days), declined (destroyed after them)
    any of these -> withdrawn

*What* may happen is decided here; *who* may do it is the desk's matter, and
what she herself may do is proven by her receipt (`stories.yours`).
"""

from stories.lifecycle.aside import bring_back, set_aside
from stories.lifecycle.batches import draw, make_room, show_stories, uncount
from stories.lifecycle.desk import (
    approve,
    ask,
    count,
    decline,
    mark_danger,
    pass_to_lead,
    propose,
    remove,
    take_back_yes,
    take_from_leads,
    unmark_danger,
)
from stories.lifecycle.hers import agree, answer, replace, withdraw
from stories.lifecycle.lots import (
    DISCARDED_DAYS,
    count_lot,
    count_statuses,
    destroy_the_discarded,
    discard_lot,
    hold_lot,
    hold_statuses,
    release_lot,
    resume_held,
)
from stories.lifecycle.moves import Conflict
from stories.lifecycle.receiving import Repeated, Words, receive
from stories.lifecycle.time import (
    count_the_silent,
    forget_forms,
    forget_the_decided,
    forget_the_ended,
)
from stories.lifecycle.undoing import forget_the_kept, reopen, tell

__all__ = [
    "DISCARDED_DAYS",
    "Conflict",
    "Repeated",
    "Words",
    "agree",
    "answer",
    "approve",
    "ask",
    "bring_back",
    "count",
    "count_lot",
    "count_statuses",
    "count_the_silent",
    "decline",
    "destroy_the_discarded",
    "discard_lot",
    "draw",
    "forget_forms",
    "forget_the_decided",
    "forget_the_ended",
    "forget_the_kept",
    "hold_lot",
    "hold_statuses",
    "make_room",
    "mark_danger",
    "pass_to_lead",
    "propose",
    "receive",
    "release_lot",
    "remove",
    "reopen",
    "replace",
    "resume_held",
    "set_aside",
    "show_stories",
    "take_back_yes",
    "take_from_leads",
    "tell",
    "uncount",
    "unmark_danger",
    "withdraw",
]
