"""What she can do with her receipt: take it back, agree, answer, or put other words there."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stories import envelopes, lifecycle
from stories.known import known_of
from stories.lifecycle import Conflict
from stories.models import State
from stories.random_keys import random_key
from stories.receipts import Misspelt
from stories.say.forms import Draft
from stories.say.identifiers import Find
from stories.say.intake import sealed
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence
from stories.yours.found import Found, find


@dataclass
class Asked:
    """One post, and what the page that answers it says."""

    words: str = ""
    action: str = ""
    answer: str = ""
    # What the page showed on which she pressed the button (`Found.mark`).
    seen: str = ""
    keep: bool = True
    draft: Draft = field(default_factory=Draft)
    problems: list[str] = field(default_factory=list)
    misspelt: tuple[Misspelt, ...] = ()
    # What may point to someone in her new words, of each example, before they go.
    pointing: list[list[Find]] = field(default_factory=list)
    done: str = ""
    status: int = 200
    retry_after: int = 0


def done(asked: Asked, found: Found) -> Found:
    """Does what she asks for. Returns what there is after that."""
    act = _ACTS.get(asked.action)
    if act is None:
        return found
    try:
        act(asked, found)
    except Conflict:
        asked.status = 409
        asked.problems.append(
            _(
                "It has changed since this page was made, so nothing was done. This is how "
                "it is now."
            )
        )
    return find(asked.words) or found


def _withdraw(asked: Asked, found: Found) -> None:
    try:
        lifecycle.withdraw(found.submission.pk)
    except Conflict:
        # Her new words took the place of the old ones in this very moment: it is those now.
        now = find(asked.words)
        if now is None or now.submission.pk == found.submission.pk:
            raise
        lifecycle.withdraw(now.submission.pk)


def _must_have_seen(asked: Asked, found: Found) -> None:
    """The desk may have taken back what her page shows, and sent her something else. Raises
    Conflict if it did, and where nothing says what she saw."""
    if not hmac.compare_digest(asked.seen.encode(), found.mark.encode()):
        raise Conflict


def _agree(asked: Asked, found: Found) -> None:
    edited = found.edited()
    if edited is None:
        raise Conflict
    _must_have_seen(asked, found)
    lifecycle.agree(found.submission.pk, edited, asked=found.submission.version)
    asked.done = _("You agreed. It comes out with a later release.")


def _answer(asked: Asked, found: Found) -> None:
    if not found.question() or found.submission.sealed_to is None:
        raise Conflict
    _must_have_seen(asked, found)
    too_many = len(asked.answer) - MAX_CHARACTERS
    if not asked.answer or too_many > 0:
        asked.status = 422
        asked.problems.append(
            _("That is longer than there is room for, by %(count)d. All of it is still here.")
            % {"count": too_many}
            if asked.answer
            else _("There was nothing in your answer, so nothing was sent.")
        )
        return
    submission = found.submission
    envelope = envelopes.shut_message(
        asked.answer,
        to=bytes(found.submission.sealed_to.public),
        key=submission.pk,
        field=envelopes.FROM_HER,
        version=submission.answers + 1,
    )
    lifecycle.answer(
        submission.pk,
        asked=submission.version,
        from_her=envelope,
        version=submission.answers + 1,
        sealed_to=found.submission.sealed_to.number,
    )
    asked.answer = ""
    asked.done = _("Your answer arrived. It waits to be read.")


def _replace(asked: Asked, found: Found) -> None:
    testimony = asked.draft.testimony(translation.get_language() or "en")
    if not asked.draft.sound or not testimony.has_words:
        asked.status, asked.action = 422, "rewrite"
        if asked.draft.sound:
            asked.problems.append(_("There are no words in it yet. Nothing was changed."))
        return
    if testimony.see_first and asked.keep and found.submission.state == State.PUBLISHED:
        asked.status, asked.action = 422, "rewrite"
        asked.problems.append(
            _(
                "To see the new words first, let the old ones go now: only one of the two can "
                "wait for you. Nothing was changed."
            )
        )
        return
    known = known_of(asked.draft.examples, otherwise=testimony.language)
    if not asked.draft.confirmed and any(known.finds):
        asked.pointing = known.finds
        return
    key = random_key()
    lifecycle.replace(
        found.submission.pk,
        sealed(testimony, key=key, known=known),
        key=key,
        day=timezone.now().date(),
        keep=asked.keep,
    )
    asked.done = _("Your new words arrived. They wait to be read, like any others.")


def _add(asked: Asked, found: Found) -> None:
    asked.action = "rewrite"
    if len(asked.draft.examples) < MAX_EXAMPLES:
        asked.draft.examples.append(Occurrence())


_ACTS: dict[str, Callable[[Asked, Found], None]] = {
    "withdraw": _withdraw,
    "agree": _agree,
    "answer": _answer,
    "replace": _replace,
    "add": _add,
}
