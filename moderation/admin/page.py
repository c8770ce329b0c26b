"""What every page of the desk has: its frame, and who may see it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info

may_screen = permission_required("stories.screen_submission", raise_exception=True)
may_read_log = permission_required("moderation.read_log", raise_exception=True)
may_read_figures = permission_required("moderation.read_figures", raise_exception=True)
may_copy_log = permission_required("moderation.copy_log", raise_exception=True)


# Django names Chinese by its script.
_DJANGOS = {"zh": "zh-hans"}


def language_info(code: str) -> dict[str, Any]:
    """What Django knows of a language by its code of ISO 639-1. Raises KeyError."""
    info: dict[str, Any] = get_language_info(_DJANGOS.get(code, code))
    return info


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame of the desk. The site's own view wrapper makes it `no-store`."""
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
