"""The other languages that a page is there in."""

from django import template

from stories.counterparts import counterparts

register = template.Library()

register.simple_tag(counterparts)
