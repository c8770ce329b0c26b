"""How her words stand on a page, and a day."""

import datetime

from django import template

from stories import calendar
from stories.testimony import BAR

register = template.Library()


@register.filter
def pieces(paragraph: str) -> list[dict[str, object]]:
    """A paragraph in pieces: her text, and the bars where something was taken out of it."""
    found: list[dict[str, object]] = []
    for number, text in enumerate(paragraph.split(BAR)):
        if number:
            found.append({"bar": BAR})
        if text:
            found.append({"text": text})
    return found


@register.filter
def day(when: datetime.date) -> str:
    """A day as the page's language writes it."""
    return calendar.written(when)
