"""How her words stand on a page, and a day."""

import datetime
from collections.abc import Iterable

from django import template
from django.conf.locale import LANG_INFO
from django.utils.html import format_html_join
from django.utils.translation import pgettext

from stories import calendar, receipts
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


@register.filter
def short_day(when: datetime.date) -> str:
    """The same, for a table."""
    return calendar.written(when, "medium")


@register.filter
def month(when: datetime.date) -> str:
    """A day's month and year as the page's language writes them."""
    return calendar.month(when)


@register.filter
def of_receipts(words: Iterable[str]) -> str:
    """Words of receipts in a sentence of any language, each marked with its own, so that each is
    read aloud as what it is and stands as one beside the comma."""
    comma = pgettext("between the parts of a list", ", ")
    marked = ((receipts.language_of(word), word) for word in words)
    return format_html_join(comma, '<bdi lang="{}">{}</bdi>', marked)


@register.filter
def direction(language: str) -> str:
    """Which way a language is written, for `dir`; "auto" where we do not know it. Its first letter
    alone would not say: an Arabic story may begin with a name in Latin letters."""
    known = LANG_INFO.get(language, {})
    if "bidi" not in known:
        return "auto"
    return "rtl" if known["bidi"] else "ltr"
