"""The desk in every language that the public's pages are in: as guarded, and whole in itself."""

import pytest
from django.conf import settings
from django.test import Client

from metoo import paths
from moderation.accounts import people
from tests import desk, pages
from tests.states import root

pytestmark = pytest.mark.django_db

CODES = [code for code, _ in settings.LANGUAGES]
OTHERS = [code for code in CODES if code != settings.LANGUAGE_CODE]
PASSWORD = "six small boats on grey water"
ADDRESSES = (
    "review/",
    "review/sitting/",
    "review/wishes/",
    "stories/story/",
    "reports/",
    "unlock/",
)


@pytest.mark.parametrize("path", ["/admin/", "/admin/review/", "/accounts/login/"])
@pytest.mark.parametrize("code", CODES)
def test_a_path_is_the_desk_s_in_each_language(code, path):
    assert paths.at_desk(root(code) + path.lstrip("/"))


@pytest.mark.parametrize(
    "path", ["/", "/es/", "/say/", "/administer/", "/es/admins/", "/xx/admin/"]
)
def test_no_other_path_is(path):
    assert not paths.at_desk(path)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("code", OTHERS)
def test_nobody_gets_in_who_has_not_signed_in(client, code, address):
    where = f"/{code}/admin/{address}"
    for answer in (client.get(where, follow=True), client.post(where, follow=True)):
        (to, _) = answer.redirect_chain[-1]
        assert to.startswith(f"/{code}/accounts/login/")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("code", OTHERS)
def test_a_password_alone_gets_nobody_in(desk_key, code):
    person, client = people.create("grace"), Client()
    person.set_password(PASSWORD)
    person.save()
    sent = {"login": "grace", "password": PASSWORD}
    answer = client.post(f"/{code}/accounts/login/", sent)
    assert answer.status_code == 302
    for address in ADDRESSES:
        answer = client.get(f"/{code}/admin/{address}")
        assert (answer.status_code, answer["Location"]) == (302, f"/{code}/accounts/factors/")


@pytest.mark.parametrize("code", OTHERS)
def test_a_form_without_its_token_is_refused_in_the_desk_s_dress(at_desk, code):
    strict = desk.Reader(enforce_csrf_checks=True)
    strict.cookies = at_desk.cookies
    answer = strict.post(f"/{code}/admin/review/wishes/", {"language": "es"})
    assert answer.status_code == 403
    assert b"desk/accounts" in answer.content
    assert f'lang="{code}"'.encode() in answer.content


@pytest.mark.parametrize("address", [*ADDRESSES, "review/decided/", "review/lots/", ""])
@pytest.mark.parametrize("code", OTHERS)
def test_nothing_on_a_page_leads_out_of_its_language(lead_at_desk, code, address):
    answer = lead_at_desk.get(f"/{code}/admin/{address}")
    assert answer.status_code == 200
    read = pages.parsed(answer.content)
    assert read.all("html")[0]["lang"] == code
    ways = [one["href"] for one in read.all("a") if "hreflang" not in one.attributes]
    ways += [one["action"] for one in read.all("form") if one.attributes.get("action")]
    inside = [way for way in ways if way.startswith("/")]
    assert inside
    assert [way for way in inside if not way.startswith((f"/{code}/", "/static/"))] == []


def test_a_page_of_the_desk_offers_itself_in_the_other_languages(at_desk, client):
    for code in CODES:
        for asked, path in ((at_desk, "/admin/review/wishes/"), (client, "/accounts/login/")):
            read = pages.parsed(asked.get(root(code) + path.lstrip("/")).content)
            offered = [
                one["href"] for one in read.all("a") if one.attributes.get("hreflang") in CODES
            ]
            assert offered == [root(other) + path.lstrip("/") for other in CODES if other != code]


def test_it_runs_the_other_way_where_the_language_does(at_desk, client):
    for code, way in (("ar", "rtl"), ("es", None)):
        for asked, path in ((at_desk, "/admin/review/"), (client, "/accounts/login/")):
            page = pages.parsed(asked.get(f"/{code}{path}").content).all("html")[0]
            assert page.attributes.get("dir", "ltr") == (way or "ltr")
