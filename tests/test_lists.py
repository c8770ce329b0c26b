"""What can be asked of the desk's lists by their addresses: what their filters offer, no more."""

from collections.abc import Collection, Iterator

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from stories.models import Story
from stories.wall.release import release
from tests import desk

pytestmark = pytest.mark.django_db
# What the filters themselves put there.
OFFERED = {
    "decision": {"kind__exact": "publish", "reason__exact": "safe", "day__gte": "2026-03-01"},
    "story": {"language": "en", "quotable__exact": "1"},
}


def address(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def asked(client: Client, model: type[Model], lookup: str, value: str) -> int:
    return client.get(address(model), {lookup: value}).status_code


def wanted(model: type[Model], filters: Collection[str]) -> Iterator[str]:
    """Every field of a list's rows and of the rows beside them, asked for by its order; and what
    no filter asks of its own field."""
    for field in model._meta.get_fields():
        if field.is_relation and field.related_model:
            far = field.related_model._meta.fields
            yield from (f"{field.name}__{other.name}__lte" for other in far)
        yield f"{field.name}__lte"
        if field.name not in filters:
            yield field.name
    yield from (f"{name}__regex" for name in filters)


def _field(one: object) -> str:
    """Of what a filter is one: it may say how it is shown, too."""
    return str(one[0] if isinstance(one, tuple) else one)


@pytest.fixture
def shown(lead_at_desk: Client, says) -> Story:
    desk.approve(says("Nobody looked up."))
    release()
    return Story.objects.published().get()


def test_a_list_answers_what_its_filters_offer_and_nothing_else(lead_at_desk: Client, shown: Story):
    tried = 0
    for model, page in admin.site._registry.items():
        offered = OFFERED[model._meta.model_name or ""]
        for lookup, value in offered.items():
            # Django sends away (302) who asks for what it cannot read.
            assert asked(lead_at_desk, model, lookup, value) == 200, lookup
        for lookup in wanted(model, [_field(one) for one in page.list_filter]):
            assert asked(lead_at_desk, model, lookup, "1") == 400, lookup
            tried += 1
    assert tried > 60


def test_nobody_halves_her_way_to_whose_a_story_is(at_desk: Client, shown: Story):
    key = shown.submission_id
    for lookup in ("submission", "submission__lte", "submission__day", "submission__receipt__lt"):
        answer = at_desk.get("/admin/stories/story/", {lookup: str(key)})
        assert answer.status_code == 400
        assert str(shown) not in answer.content.decode()
