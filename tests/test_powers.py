"""What somebody may is asked for in one, and is what Django says; and so is the frame of a page."""

from typing import Any

import pytest
from django.contrib.admin import AdminSite, site
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User

from moderation.accounts import people as accounts
from moderation.accounts.backend import DeskBackend
from tests.test_next import asked

pytestmark = pytest.mark.django_db


def test_what_she_may_is_what_django_says(moderator, lead):
    own = Permission.objects.get(codename="discard_statuses")
    people = [moderator, lead, accounts.create("ida", role=accounts.AUDITORS)]
    moderator.user_permissions.add(own)
    lead.groups.add(*Group.objects.all())
    people.append(User.objects.create(username="nobody"))
    people.append(User.objects.create(username="closed", is_active=False))
    people[-1].user_permissions.add(own)
    people.append(User.objects.create(username="all", is_superuser=True))
    for person in people:
        fresh, other = (User.objects.get(pk=person.pk) for _ in range(2))
        expected = ModelBackend().get_all_permissions(other)
        said = asked(lambda fresh=fresh: DeskBackend().get_all_permissions(fresh))
        # Of who may everything, everything is listed besides.
        assert len(said) == int(person.is_active) + int(person.is_superuser)
        assert DeskBackend().get_all_permissions(fresh) == expected
        assert DeskBackend().get_all_permissions(fresh, obj=fresh) == set()
        assert fresh.has_perm("stories.discard_statuses") == (
            "stories.discard_statuses" in expected
        )


def test_the_list_of_all_pages_is_djangos_and_made_only_where_it_is_shown(
    rf, moderator, monkeypatch
):
    request = rf.get("/admin/review/")
    request.user = moderator
    made = []
    build = AdminSite._build_app_dict

    def noted(*some: Any) -> Any:
        made.append(some)
        return build(*some)

    monkeypatch.setattr(AdminSite, "_build_app_dict", noted)
    frame = site.each_context(request)
    assert not made
    assert list(frame["available_apps"]) == AdminSite.get_app_list(site, request) != []
    assert len(made) == 2
    assert frame["site_url"] == "/"
