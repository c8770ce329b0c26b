"""Counts with noise, for researchers. Pure: knows codes and numbers, and nothing of ours.

The definition is pure ε-differential privacy (Dwork and Roth, The Algorithmic Foundations of
Differential Privacy, 2014): with one testimony more or less, no table becomes likelier by more than
the factor e^ε. The noise is discrete Laplace, which Ghosh, Roughgarden and Sundararajan
(Universally Utility-Maximizing Privacy Mechanisms, 2009) call geometric, so that no rounding of
fractions tells anything (Mironov, 2012). Drawing it and accounting for it are OpenDP's: it is
imported where it is used, as it is not installed where there are no such tables.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

# What a testimony says of a category that its example does not name. No code of any.
NONE = "none"
# One testimony is in one cell, once: with it or without it, the table differs by this (L1).
SENSITIVITY = 1
# The noise satisfies the definition without exception.
DELTA = 0

# Each category with its codes, in the order of the table.
Axes = Sequence[tuple[str, Sequence[str]]]
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noisy:
    """A table with its noise: a number to each cell of `cells_of(axes)`, as it fell, so that some
    are below 0. `scale` is that of the noise."""

    counts: list[int]
    epsilon: float
    scale: float


def axes_of(codes: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    """The axes of a table: of each category its codes, and that none was said."""
    return [(name, [*of, NONE]) for name, of in codes.items()]


def cells_of(axes: Axes) -> list[Cell]:
    """Every cell there can be, whether anybody is in it or not: which there are tells nothing."""
    return list(product(*(codes for _, codes in axes)))


def cell_of(examples: Iterable[Mapping[str, str]], axes: Axes) -> Cell:
    """The one cell of a testimony: that of the first of its examples with anything ticked. It
    depends on nobody else's."""
    for example in examples:
        said = [(example.get(name, NONE), codes) for name, codes in axes]
        cell = tuple(code if code in codes else NONE for code, codes in said)
        if any(code != NONE for code in cell):
            return cell
    return (NONE,) * len(axes)


def scale_for(epsilon: float) -> float:
    """The least noise for which OpenDP's own accounting says at most `epsilon`."""
    scale = SENSITIVITY / epsilon
    while measurement(scale).map(SENSITIVITY) > epsilon:
        scale = math.nextafter(scale, math.inf)
    return scale


def measurement(scale: float) -> Any:
    """OpenDP's: takes a list of whole numbers, and adds noise of this scale to each."""
    import opendp.prelude as dp  # noqa: PLC0415 - only who has such tables has it

    # The discrete noise is among what OpenDP has not had vetted to its end.
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    return dp.m.make_laplace(*space, scale=scale)


def noisy(exact: Mapping[Cell, int], axes: Axes, *, epsilon: float) -> Noisy:
    """A table with noise drawn for each of its cells, empty ones too. Each call draws anew: what
    two tell of the same people adds up, so nobody may see two."""
    scale = scale_for(epsilon)
    counts = measurement(scale)([exact.get(cell, 0) for cell in cells_of(axes)])
    return Noisy(counts, epsilon, scale)
