"""How well one order foretells another, by ranks alone: for tests that measure what is told."""

import random
from collections.abc import Hashable, Sequence
from typing import Any


def ranks(values: Sequence[Any]) -> list[float]:
    """The rank of each value; equal ones share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for place in range(at, end):
            found[order[place]] = (at + end - 1) / 2
        at = end
    return found


def auc(lower: Sequence[float], higher: Sequence[float]) -> float:
    """How often one of `higher` is above one of `lower`, ties by halves (Mann and Whitney's U).

    By chance 0.5, with a standard error of sqrt((n + m + 1) / 12nm) for n and m of them.
    """
    together = ranks([*lower, *higher])
    n, m = len(lower), len(higher)
    return (sum(together[n:]) - m * (m - 1) / 2) / (n * m)


def correlation(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Spearman's rank correlation; 0 where all of either are equal.

    By chance 0, with a standard error of 1 / sqrt(n - 1).
    """
    left, right = ranks(one), ranks(other)
    mean = (len(left) - 1) / 2
    products = sum((a - mean) * (b - mean) for a, b in zip(left, right, strict=True))
    squares = [sum((a - mean) ** 2 for a in side) for side in (left, right)]
    if not all(squares):
        return 0.0
    return float(products / (squares[0] * squares[1]) ** 0.5)


def comparable(value: object) -> Hashable:
    """Any value of a column, so that two of one column can be ordered."""
    if value is None:
        return (0, "")
    if isinstance(value, memoryview | bytes):
        return (1, bytes(value).hex())
    if isinstance(value, bool | int | float):
        return (1, value)
    return (1, str(value))


def shuffled(values: Sequence[Any]) -> list[Any]:
    """The same in an order of chance."""
    return random.sample(list(values), len(values))
