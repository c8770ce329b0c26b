"""Releases as they would have been made, for tests of what pages say of them."""

import datetime
from typing import Any

from stories import edition
from stories.categories import CATEGORIES
from stories.models import Release

DAY = datetime.date(2026, 1, 4)


def tables(**shown: dict[str, int]) -> dict[str, dict[str, int | None]]:
    """The tables of a release: `setting={"work": 40}`, the rest hidden."""
    made: dict[str, dict[str, int | None]] = {
        name: {code: shown.get(name, {}).get(code) for code in choices.values}
        for name, choices in CATEGORIES.items()
    }
    return made | {"country": dict(shown.get("country", {}))}


def release(number: int, people: int, **fields: Any) -> Release:
    """One a week. `fields` as in the model."""
    day = DAY + datetime.timedelta(weeks=number)
    fields = {"tables": tables(), "examples": 0, "held": 0, "languages": ["en"]} | fields
    made = Release.objects.create(number=number, day=day, people=people, **fields)
    edition.advance()
    return made
