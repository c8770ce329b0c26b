"""Whatever the desk refuses somebody, the page leads her back to it, and to whom she can call."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moderation.accounts import people
from tests import desk, pages

pytestmark = pytest.mark.django_db
LINE = {"words": "A counsellor", "phone": "", "dialled": "", "web": "", "host": ""}
TOO_LARGE = {f"field-{number}": "" for number in range(1_001)}


@pytest.fixture(autouse=True)
def line(settings):
    settings.SUPPORT_LINE = LINE


@pytest.fixture
def auditor(desk_key) -> Client:
    client, person = Client(), people.create("grace", role=people.AUDITORS)
    person.set_password("six small boats on grey water")
    person.save()
    desk.sign_in(client, person)
    return client


def ways(answer) -> dict[str, str]:
    """Where a page leads, by what it says."""
    read = pages.parsed(answer.content)
    return {link.text: link["href"] for link in read.all("a")}


@pytest.mark.parametrize(
    ("status", "asks"),
    [
        (403, lambda client: client.get("/admin/unlock/")),
        (404, lambda client: client.get("/admin/nowhere/")),
        (400, lambda client: client.post("/accounts/factors/", TOO_LARGE)),
        (413, lambda client: client.post("/accounts/factors/", {"name": "x" * 3_000_000})),
    ],
)
def test_a_refusal_leads_who_is_signed_in_back_to_her_work(auditor, status, asks):
    answer = asks(auditor)
    assert answer.status_code == status
    read = pages.parsed(answer.content)
    assert "A counsellor" in read.text
    assert "/leave/" not in ways(answer).values(), "that is the public pages' way out"
    back = auditor.get(ways(answer)["To the desk"], follow=True)
    assert (back.status_code, back.request["PATH_INFO"]) == (200, "/admin/log/")


def test_a_refusal_leads_anybody_else_to_the_sign_in(client):
    answer = client.get("/accounts/nowhere/")
    assert answer.status_code == 404
    assert ways(answer)["Sign in to the desk"] == "/accounts/login/"
    assert b"A counsellor" not in answer.content


def test_a_refusal_on_the_public_side_says_nothing_of_the_desk(auditor):
    answer = auditor.get("/nowhere/")
    assert answer.status_code == 404
    assert not [where for where in ways(answer).values() if where.startswith(("/admin", "/acc"))]
    assert b"A counsellor" not in answer.content


@pytest.mark.parametrize(
    ("role", "onward"),
    [(people.AUDITORS, "/admin/log/"), (people.MODERATORS, "/admin/unlock/")],
)
def test_after_the_recovery_codes_everybody_comes_to_a_page_of_hers(desk_key, role, onward):
    client, person = Client(), people.create("grace", role=role)
    client.force_login(person)
    client.post("/accounts/factors/app/")
    key = pages.parsed(client.get("/accounts/factors/app/").content).all("output")[0].text
    codes = client.post("/accounts/factors/app/", {"code": desk.code(key.replace(" ", ""))})
    assert ways(codes)["I have them on paper"] == onward
    assert client.get(onward).status_code == 200


def test_the_first_page_of_the_admin_is_nobody_s_dead_end(auditor):
    assert auditor.get("/admin/").headers["Location"] == "/admin/log/"
    client = Client()
    desk.sign_in(client, User.objects.create(username="joan", is_staff=True))
    assert "Ask a lead to give it a role" in client.get("/admin/", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/accounts/logout/", "/accounts/password/", "/accounts/factors/"])
def test_no_page_of_an_account_leads_an_auditor_to_a_refusal(auditor, path):
    for where in ways(auditor.get(path)).values():
        if where.startswith("/admin/"):
            assert auditor.get(where, follow=True).status_code == 200, where
