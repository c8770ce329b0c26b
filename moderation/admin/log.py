"""The log of decisions, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moderation.models import Decision, Kind


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """Who decided what, why, on which day. Nothing here can be changed."""

    list_display = ("day", "kind", "reason", "number", "author")
    list_filter = ("kind", "reason", "day")
    list_select_related = ("author",)
    fields = ("day", "kind", "reason", "number", "author")
    readonly_fields = fields

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under a title of its own."""
        return super().changelist_view(
            request, {"title": _("What was decided"), **(extra_context or {})}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Less the yeses that wait for a second: she must not know who was first."""
        waits = Q(kind=Kind.FIRST, submission__edited__isnull=False, undone__isnull=True)
        return super().get_queryset(request).exclude(waits)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
