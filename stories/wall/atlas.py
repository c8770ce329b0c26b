"""The map of "at least so many from here". Geometry: `world.json`, made by `.ci/world.mjs` out of
Natural Earth and the IANA time zone database, both in the public domain.

It ranks nothing: few shades, far apart, the same ones whatever the numbers are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from stories.places import country
from stories.wall.disclosure import FIRST_SHOWN

# From so many people on, each with how dark it is drawn: told apart without any colour.
SHADES = ((FIRST_SHOWN, 0.3), (100, 0.55), (1_000, 0.8), (10_000, 1.0))
_WORLD = Path(__file__).with_name("world.json")


@dataclass(frozen=True, slots=True)
class Place:
    """One country that has a number: its outline, and a point where that is tiny or none."""

    name: str
    people: int
    opacity: float
    outline: str
    point: str


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn: the places, and all that are hidden in one path that names none of them."""

    width: int
    height: int
    places: list[Place]
    hidden_outlines: str
    hidden_points: str


def drawn(shown: Mapping[str, int], language: str) -> Map:
    """The map of a released table of countries."""
    world = _world()
    outlines, points = world["outlines"], world["points"]
    return Map(
        width=world["width"],
        height=world["height"],
        places=[
            Place(
                name=country(code, language),
                people=people,
                opacity=shade(people),
                outline=outlines.get(code, ""),
                point=_dot(points.get(code)),
            )
            for code, people in shown.items()
        ],
        hidden_outlines="".join(path for code, path in outlines.items() if code not in shown),
        hidden_points="".join(_dot(point) for code, point in points.items() if code not in shown),
    )


def shade(people: int) -> float:
    """How dark a country of so many is drawn, from 0 to 1. Raises ValueError below the first."""
    for least, opacity in reversed(SHADES):
        if people >= least:
            return opacity
    raise ValueError("A number that small is not shown.")


def _dot(point: list[int] | None) -> str:
    """A line of no length: with round ends, a dot that is as large on a phone."""
    return f"M{point[0]} {point[1]}h0" if point else ""


@lru_cache(maxsize=1)
def _world() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_WORLD.read_text(encoding="utf-8"))
    return read
