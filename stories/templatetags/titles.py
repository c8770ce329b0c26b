"""What a page is called where others look: in tabs, in the history, in a list of windows."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def one_title() -> str:
    """What the operator has every public page be called; empty where each says what it is."""
    return str(settings.TITLE)
