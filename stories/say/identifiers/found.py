"""What is found: a place in the text, and what kind of thing stands there."""

from collections.abc import Iterable
from dataclasses import dataclass

# The kinds, the surest first: where two overlap, the earlier one stands.
KINDS = (
    "email",  # an e-mail address
    "link",  # a web page, a domain, an internet address
    "handle",  # what somebody is called on a network: @somebody
    "account",  # an international bank account number (IBAN)
    "card",  # a payment card
    "identity",  # a number that a state gave: social security, identity card, passport
    "date",  # an exact day
    "address",  # a street with a number, a flat, a box
    "postcode",
    "plate",  # of a car
    "phone",
    "organisation",  # an employer, a school, a hospital
    "name",  # of a person; a capital letter alone may also be that of a place
)
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Find:
    """Characters `start` to `end` of a text may point at a person; `kind` is one of KINDS."""

    start: int
    end: int
    kind: str


def settled(finds: Iterable[Find], text: str) -> list[Find]:
    """The finds in order, none over another: of two that overlap, the surer kind stands.

    The other keeps what stands before it, and loses what comes after.
    """
    kept: list[Find] = []
    ordered = sorted(finds, key=lambda find: (find.start, _RANK[find.kind], -find.end))
    for find in ordered:
        if not kept or find.start >= kept[-1].end:
            kept.append(find)
            continue
        before = kept[-1]
        if _RANK[find.kind] < _RANK[before.kind]:
            kept.pop()
            # What stands before it is still there: a name and then its address.
            left = text[before.start : find.start].rstrip(" ,.:;-\n")
            if left:
                kept.append(Find(before.start, before.start + len(left), before.kind))
            kept.append(find)
        elif find.kind == before.kind and find.end > before.end:
            kept[-1] = Find(before.start, find.end, find.kind)
    return kept
