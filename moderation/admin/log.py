"""The decisions, to read. Never whose: beside names anybody could count who decides how much, and
the chained log, where each decision is answered for, has names of its own (`audit`)."""

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.admin.page import is_a_filter, named
from moderation.models import Decision, Kind


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """What was decided, why, on which day. Nothing here can be changed."""

    list_display = ("day", "kind", "reason", "how_many", "hers")
    list_filter = ("kind", "reason", "day")
    fields = ("day", "kind", "reason", "number", "hers")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("How many"), ordering="number")
    def how_many(self, decision: Decision) -> str:
        """Of how many it was decided at once."""
        return named(_("How many"), decision.number)

    @admin.display(description=gettext_lazy("Yours"))
    def hers(self, decision: Decision) -> str:
        """Whether it is the reader's own."""
        return _("yours") if decision.is_hers else ""  # type: ignore[attr-defined]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the filters ask for, and nothing else: an address could ask whose it is."""
        return is_a_filter(lookup, self.list_filter)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under a title of its own."""
        return super().changelist_view(
            request, {"title": _("What was decided"), **(extra_context or {})}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Less the yeses that wait for a second: she must not know that there is a first."""
        waits = Q(kind=Kind.FIRST, submission__edited__isnull=False, undone__isnull=True)
        own = ExpressionWrapper(Q(author=request.user.pk), output_field=BooleanField())
        theirs: QuerySet[Decision] = super().get_queryset(request).exclude(waits)
        return theirs.annotate(is_hers=own)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
