"""Stories on the wall, to read again and to take down."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation import decisions
from moderation.accounts import signed_in
from moderation.models import REASONS, Kind, Reason
from stories.lifecycle import Conflict
from stories.models import Example, Story


class ExampleInline(admin.StackedInline):
    model = Example
    fields = ("text", "setting", "by", "age", "reported")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return request.user.has_perm("stories.screen_submission")

    def has_add_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Nothing of a story is edited here. It can be removed, through the desk's one door."""

    list_display = ("__str__", "release", "language", "quotable")
    list_filter = ("language", "quotable")
    fields = ("release", "language", "quotable")
    readonly_fields = fields
    inlines = (ExampleInline,)
    actions = ("remove",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return Story.objects.published()

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return request.user.has_perm("stories.screen_submission")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False

    def has_remove_permission(self, request: HttpRequest) -> bool:
        """Whether the action is offered: asked by Django for `permissions=["remove"]`."""
        return decisions.may(signed_in(request), Kind.REMOVE)

    @admin.action(description=gettext_lazy("Take down from the wall"), permissions=["remove"])
    def remove(self, request: HttpRequest, chosen: QuerySet[Story]) -> HttpResponse | None:
        """Asks for the reason, then removes each. One that is gone already is said so."""
        try:
            reason = Reason(request.POST.get("reason", ""))
            if reason not in REASONS[Kind.REMOVE]:
                raise ValueError(reason)
        except ValueError:
            return TemplateResponse(
                request,
                "admin/stories/remove.html",
                {
                    **self.admin_site.each_context(request),
                    "title": _("Take down from the wall"),
                    "chosen": chosen,
                    "reasons": REASONS[Kind.REMOVE],
                    "checkbox": ACTION_CHECKBOX_NAME,
                    "asked": "reason" in request.POST,
                },
            )
        removed = sum(self._remove_one(request, story, reason) for story in chosen)
        messages.success(
            request,
            ngettext(
                "%(count)d story is off every page now. The numbers follow at the next release.",
                "%(count)d stories are off every page now. The numbers follow at the next release.",
                removed,
            )
            % {"count": removed},
        )
        return None

    def _remove_one(self, request: HttpRequest, story: Story, reason: Reason) -> bool:
        try:
            decisions.remove(story.pk, by=signed_in(request), reason=reason)
        except Conflict:
            return False
        return True
