"""Sheets of marks that are the same: a wall of ten million has 142 of one kind, and one other."""

from collections.abc import Iterable
from itertools import groupby

from django import template

from stories.wall.charts import Sheet

register = template.Library()


@register.filter
def alike(sheets: Iterable[Sheet]) -> list[tuple[Sheet, int]]:
    """Each sheet with how many like it follow one another, itself among them."""
    return [(sheet, len(list(same))) for sheet, same in groupby(sheets)]


@register.filter
def times(drawn: str, many: int) -> str:
    """What was drawn, so many times. For `{% filter %}`: what is in it is markup already."""
    return drawn * many
