"""What a receipt leads to, and what of it may be shown to whoever holds it."""

from dataclasses import dataclass
from hashlib import blake2b

from stories import envelopes, receipts
from stories.lifecycle.desk import OPEN
from stories.models import State, Submission
from stories.sealing import KeyPair, Unopenable
from stories.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Found:
    """A submission and the key of its receipt, which opens what is for its author alone."""

    submission: Submission
    pair: KeyPair

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self.submission.state in {State.DECLINED, State.REMOVED, State.WITHDRAWN}

    @property
    def is_kept(self) -> bool:
        """Whether it was declined and her words still are there, sealed."""
        declined = self.submission.state == State.DECLINED
        return declined and self.submission.envelope is not None

    def question(self) -> str:
        """What the desk asks her; empty where it asks nothing."""
        return self._message(State.ASKED)

    def told(self) -> str:
        """What the desk says to her of a decline; empty where it says nothing of its own."""
        return self._message(State.DECLINED)

    def _message(self, state: State) -> str:
        if self.submission.state != state:
            return ""
        try:
            return envelopes.opened_message(self.submission, self.pair, field=envelopes.TO_HER)
        except Unopenable:
            return ""

    def edited(self) -> Testimony | None:
        """The version she asked to see, while it waits for her; never anything else of hers."""
        if self.submission.state != State.ASKED:
            return None
        try:
            return envelopes.opened_testimony(self.submission, self.pair, field=envelopes.TO_HER)
        except Unopenable:
            return None

    @property
    def mark(self) -> str:
        """Names what the desk has sealed for her, 32 hexadecimal digits: another question or
        version has another. Made with her receipt's own key, of what only that opens, so that it
        tells nobody anything, not even how often she was asked."""
        what = envelopes.about(self.submission.pk, envelopes.TO_HER, self.submission.version)
        sealed = what.encode() + bytes(self.submission.to_her or b"")
        return blake2b(
            sealed, key=self.pair.private, digest_size=16, person=b"metoo shown"
        ).hexdigest()

    def is_being_replaced(self) -> bool:
        """Whether other words wait to take the place of these."""
        return Submission.objects.filter(replaces=self.submission.pk, state__in=OPEN).exists()


def find(words: str) -> Found | None:
    """What ten words lead to, or None: never there, or there no more. The same work either way.

    Raises NotWords for what cannot be a receipt, without asking the database.
    """
    pairs = {pair.public: pair for pair in receipts.pairs_of(receipts.read(words))}
    submission = Submission.objects.filter(receipt__in=pairs).first()
    if submission is None:
        return None
    return Found(submission, pairs[bytes(submission.receipt or b"")])
