"""Addresses that take posts alone: whoever comes to one by a link finds a page."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from moderation.admin.site import Desk
from moderation.models import Claim
from stories.random_keys import random_key
from tests import desk, pages

pytestmark = pytest.mark.django_db

KEY = {"number": random_key()}


def takes_posts_alone() -> dict[str, str]:
    """The address of each such page, and where it leads."""
    found = {}
    for route in Desk().get_urls():
        if isinstance(route, URLPattern) and hasattr(route.callback, "leads_to"):
            at = KEY if "number" in str(route.pattern) else {}
            to = reverse(route.callback.leads_to, kwargs=at)
            found[reverse(f"admin:{route.name}", kwargs=at)] = to
    return found


def test_the_known_ones_are_among_them():
    names = ("review-next", "review-statuses", "lock", "log-copy")
    known = {reverse(f"admin:{name}") for name in names}
    assert takes_posts_alone().keys() >= known | {reverse("admin:review-card", kwargs=KEY)}


def test_by_a_link_each_leads_to_a_page_and_does_nothing(at_desk, says):
    says("He moved too.")
    for path, to in takes_posts_alone().items():
        answer = at_desk.get(path)
        # An auditor's is not hers to see.
        assert answer.status_code == 403 or answer.headers["Location"] == to, path
        assert at_desk.put(path).status_code in {403, 405}
    assert not Claim.objects.exists()


def test_after_a_sign_in_she_comes_to_a_page(moderator, desk_key, says):
    desk.admit(moderator)
    for path, to in takes_posts_alone().items():
        she = Client()
        answer = she.post(path, {"act": "open"}, follow=True)
        (field,) = pages.parsed(answer.content).all("input", name="next")
        assert field["value"] == to, path
        desk.sign_in(she, moderator)
        came = she.get(to, follow=True)
        assert came.status_code == (403 if to == reverse("admin:log") else 200), path
