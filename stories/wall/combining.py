"""One or two categories asked for at once: what a release has of them, or why it has nothing.

Only the released tables are looked at. What they do not hold cannot be asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from stories.categories import CATEGORIES, COUNTRIES, label
from stories.models import Release
from stories.places import country
from stories.wall import charts, reading
from stories.wall.disclosure import COUNTRY, PAIRS, PAIRS_FROM, pair_name
from stories.wall.pages import question

MOST = 2


class Why(StrEnum):
    """Why there is no number."""

    HIDDEN = "hidden"
    # Not among the tables that are ever counted.
    NO_TABLE = "no table"
    # Of two at once: below so many people, or not until the next release that has them.
    FEW = "few"
    NOT_DUE = "not due"
    TOO_MANY = "too many"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for, in words; at least how many that are, or why nobody says; as of which
    release; and for one category, how it divides by each other one."""

    asked: list[str]
    people: int | None = None
    why: Why | None = None
    release: Release | None = None
    divided: list[dict[str, Any]] = field(default_factory=list)


def chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """The part of a query that asks for categories. Raises ValueError for an unknown code."""
    codes = reading.filters(dict(asked))
    if place := asked.get(COUNTRY):
        if place not in COUNTRIES:
            raise ValueError(place)
        codes[COUNTRY] = place
    return codes


def answer(
    codes: Mapping[str, str], *, last: Release, paired: Release | None, language: str
) -> Answer:
    """What the released tables say of one or more codes. `last` is the last release, `paired` the
    one whose pairs are the current ones."""
    asked = [named(name, code, language) for name, code in codes.items()]
    if len(codes) > MOST:
        return Answer(asked, why=Why.TOO_MANY)
    if len(codes) == MOST:
        return _of_two(codes, asked, last, paired)
    ((name, code),) = codes.items()
    people = last.tables[name].get(code)
    return Answer(
        asked,
        people,
        None if people else Why.HIDDEN,
        last,
        _divided(name, code, paired) if paired else [],
    )


def _of_two(
    codes: Mapping[str, str], asked: list[str], last: Release, paired: Release | None
) -> Answer:
    pair = next((pair for pair in PAIRS if set(pair) == set(codes)), None)
    if pair is None:
        return Answer(asked, why=Why.NO_TABLE)
    if paired is None:
        return Answer(asked, why=Why.FEW if last.people < PAIRS_FROM else Why.NOT_DUE)
    one, other = pair
    rows = paired.pairs.get(pair_name(one, other), {})
    people = rows.get(codes[one], {}).get(codes[other])
    return Answer(asked, people, None if people else Why.HIDDEN, paired)


def _divided(name: str, code: str, paired: Release) -> list[dict[str, Any]]:
    """The lines of the pairs in which a code stands, drawn as bars of one table each. Not by
    country: bars beside one another would be a ranking."""
    tables = []
    for one, other in PAIRS:
        rows = paired.pairs.get(pair_name(one, other), {})
        if name == one:
            beside, shown = other, rows.get(code, {})
        elif name == other:
            beside, shown = one, {row: cells[code] for row, cells in rows.items()}
        else:
            continue
        if beside != COUNTRY and any(shown.values()):
            labels = {code: label(beside, code) for code in CATEGORIES[beside].values}
            bars = charts.bars(labels, shown)
            tables.append({"name": beside, "question": question(beside), "bars": bars})
    return tables


def named(name: str, code: str, language: str) -> str:
    """A code in words."""
    return country(code, language) if name == COUNTRY else label(name, code)
