"""Stories on the wall, to read again and to take down."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation import decisions
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again
from moderation.admin.page import is_a_filter, language_name, named
from moderation.models import REASONS, Kind, Reason
from moderation.taking_down import Enough
from stories.lifecycle import Conflict
from stories.models import Example, Story
from stories.random_keys import DIGITS, NO_KEY, read_key

_KEY = re.compile(rf"\b{DIGITS}\b")
# Ours: as many as somebody can have looked at. With a stolen session nobody empties the wall by
# one post.
MOST_AT_ONCE = 10


class ExampleInline(admin.StackedInline):
    model = Example
    fields = ("words", "setting", "by", "age", "reported")
    readonly_fields = fields
    extra = 0
    can_delete = False

    @admin.display(description=gettext_lazy("In her words"))
    def words(self, example: Example) -> str:
        """Her text, in the direction in which it is written."""
        return format_html(
            '<div class="words" lang="{}" dir="auto">{}</div>', example.story.language, example.text
        )

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return request.user.has_perm("stories.screen_submission")

    def has_add_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False


class LanguageFilter(admin.AllValuesFieldListFilter):
    """Django's, but with what a language is called in the place of its code."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Those that there are."""
        for choice in super().choices(changelist):
            yield {**choice, "display": language_name(str(choice["display"]))}


class ChosenOnly(ActionForm):
    """Django's, but never for all that there are: only for those that were ticked."""

    def clean_select_across(self) -> bool:
        """No, whatever was posted."""
        return False


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Nothing of a story is edited here. It can be removed, through the desk's one door."""

    list_display = ("__str__", "came_out", "in_language", "may_be_quoted")
    list_filter = (("language", LanguageFilter), "quotable")
    fields = ("came_out", "in_language", "may_be_quoted", "on_the_wall")
    readonly_fields = fields
    # By the sixteen digits in the address of its page.
    search_fields = ("pk",)
    search_help_text = gettext_lazy("The address of the story's page, or the digits in it")
    change_form_template = "admin/stories/story.html"
    inlines = (ExampleInline,)
    actions = ("remove",)
    action_form = ChosenOnly
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under a title of its own."""
        return super().changelist_view(
            request, {"title": _("On the wall"), **(extra_context or {})}
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One story, with the way to take it down for who may."""
        context = {"title": _("One story"), "may_remove": self.has_remove_permission(request)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Story], search_term: str
    ) -> tuple[QuerySet[Story], bool]:
        """One story, by the address that a complaint names, or all where nothing is looked for."""
        if not search_term:
            return queryset, False
        found = _KEY.search(search_term.lower())
        return queryset.filter(pk=read_key(found[0]) if found else NO_KEY), False

    @admin.display(description=gettext_lazy("Release"), ordering="release")
    def came_out(self, story: Story) -> str:
        """The release that it came out with."""
        return named(_("Release"), story.release)

    @admin.display(description=gettext_lazy("Language"), ordering="language")
    def in_language(self, story: Story) -> str:
        """What it is called, and not its code."""
        return named(_("Language"), language_name(story.language))

    @admin.display(description=gettext_lazy("May be quoted"))
    def may_be_quoted(self, story: Story) -> str:
        """In words: a red cross would say that something is wrong."""
        return named(_("May be quoted"), _("yes") if story.quotable else _("no"))

    @admin.display(description=gettext_lazy("On the wall"))
    def on_the_wall(self, story: Story) -> str:
        """A link to its page."""
        address = reverse("story", kwargs={"number": story.pk})
        return format_html('<a href="{}">{}</a>', address, address)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return Story.objects.published()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the filters ask for, and nothing else: an address could ask for its submission."""
        return is_a_filter(lookup, ("language", "quotable"))

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
    def remove(self, request: HttpRequest, chosen: QuerySet[Story]) -> HttpResponseBase:
        """Asks for the reason and who she is, then removes each. One that is gone already is said
        so."""
        why = _reason(request)
        if why is None or len(chosen) > MOST_AT_ONCE:
            return self._asked_why(request, chosen, why)
        # As before all that a stolen session must not do.
        return asks_again(self._removed)(request, chosen=chosen, why=why)

    def _asked_why(
        self, request: HttpRequest, chosen: QuerySet[Story], why: Reason | None
    ) -> HttpResponse:
        too_many = len(chosen) > MOST_AT_ONCE
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take down from the wall"),
            "chosen": chosen,
            "reasons": REASONS[Kind.REMOVE],
            "checkbox": ACTION_CHECKBOX_NAME,
            "asked": "reason" in request.POST,
            "why": why,
            "too_many": too_many,
            "most": MOST_AT_ONCE,
        }
        status = 422 if too_many else 200
        return TemplateResponse(request, "admin/stories/remove.html", context, status=status)

    def _removed(self, request: HttpRequest, chosen: QuerySet[Story], why: Reason) -> HttpResponse:
        removed = 0
        try:
            for story in chosen:
                removed += _remove_one(request, story, why)
        except Enough as enough:
            messages.error(request, str(enough))
            if not removed:
                return redirect("admin:stories_story_changelist")
        messages.success(
            request,
            ngettext(
                "%(count)d story is off every page now. The numbers follow at the next release.",
                "%(count)d stories are off every page now. The numbers follow at the next release.",
                removed,
            )
            % {"count": removed},
        )
        return redirect("admin:stories_story_changelist")


def _reason(request: HttpRequest) -> Reason | None:
    """Why she takes them down; None where she has not said so yet."""
    try:
        reason = Reason(request.POST.get("reason", ""))
    except ValueError:
        return None
    return reason if reason in REASONS[Kind.REMOVE] else None


def _remove_one(request: HttpRequest, story: Story, reason: Reason) -> bool:
    try:
        decisions.remove(story.pk, by=signed_in(request), reason=reason)
    except Conflict:
        return False
    return True
