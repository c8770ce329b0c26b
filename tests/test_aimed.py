"""An undo can be aimed: from the message of a decision, by its order in her sitting, and by opening
again what it was about."""

import re

import pytest
from django.conf import settings

from moderation import sittings
from moderation.models import Decision, Kind
from stories.models import State, Submission
from tests import desk, pages

pytestmark = pytest.mark.django_db

LIST = "/admin/review/decided/"
WORDS = ("The first came in.", "The second came in.", "The third came in.")


@pytest.fixture
def decided(at_desk, says) -> list[Decision]:
    """Three, in the order in which she decided them."""
    rows = []
    for words in WORDS:
        kept = says(words)
        at_desk.post(f"/admin/review/{kept}/", {"decision": "publish"}, follow=True)
        rows.append(Decision.objects.get(submission=kept))
    return rows


def offered(page: bytes) -> list[str]:
    """What can be undone on a page, from its top to its end."""
    return re.findall(r'name="undo" value="([0-9a-f]{16})"', page.decode())


def opens(browser, row: Decision) -> str:
    return str(browser.get(f"{LIST}{row}/", follow=True).content.decode())


@pytest.mark.parametrize("act", ["publish", "count", "refer", "mark", "decline"])
def test_the_message_of_a_decision_undoes_just_that(at_desk, says, act):
    kept = says(WORDS[0])
    posted = {"decision": act, "reason": "spam" if act == "decline" else ""}
    answer = at_desk.post(f"/admin/review/{kept}/", posted, follow=True)
    row = Decision.objects.get()
    assert offered(answer.content) == [str(row)]
    # It stands above the next one, and says that it is not about that.
    (said,) = pages.parsed(answer.content).all("li", "success")
    assert said.text.startswith("Your last decision ")
    # It is said once.
    assert offered(at_desk.get("/admin/review/").content) == []
    at_desk.post(LIST, {"undo": str(row)})
    assert Decision.objects.get(kind=Kind.UNDO).undoes == row
    assert Submission.objects.get().state == State.WAITING


def test_what_is_no_decision_is_not_called_one(at_desk):
    answer = at_desk.post("/admin/review/wishes/", {"language": ["es"]}, follow=True)
    (said,) = pages.parsed(answer.content).all("li", "success")
    assert said.text == "Kept. It counts from the next one on."


def test_a_lead_is_told_which_part_of_the_list_is_everybodys(lead_at_desk, at_desk, says):
    def headings(browser) -> list[str]:
        page = pages.parsed(browser.get(LIST).content)
        return [one.text for one in page.all("h2") if one["id"] in ("lately", "others")]

    for words, browser in zip(WORDS, (at_desk, lead_at_desk, at_desk), strict=True):
        browser.post(f"/admin/review/{says(words)}/", {"decision": "publish"})
    lately = "In this sitting, the last first"
    assert headings(lead_at_desk) == [lately, "Earlier ones, and everybody else's"]
    assert headings(at_desk) == [lately]
    del at_desk.cookies[settings.LATELY_COOKIE_NAME]
    assert headings(at_desk) == ["All of them"]
    at_desk.post(f"/admin/review/{says('The fourth.')}/", {"decision": "publish"})
    assert headings(at_desk) == [lately, "Earlier ones"]


def test_within_her_sitting_they_stand_in_its_order_and_after_it_by_chance(
    at_desk, decided, moderator
):
    for _ in range(2):
        page = at_desk.get(LIST)
        assert offered(page.content) == [str(row) for row in reversed(decided)]
    assert "the last one" in page.content.decode()
    cookie = at_desk.cookies[settings.LATELY_COOKIE_NAME]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"], cookie["expires"]) == ("Strict", "", "")
    # Nothing here holds it.
    assert str(decided[0]) not in str(dict(at_desk.session.items()))
    at_desk.post("/admin/lock/")
    assert at_desk.cookies[settings.LATELY_COOKIE_NAME].value == ""
    page = at_desk.get(LIST)
    assert sorted(offered(page.content)) == sorted(map(str, decided))
    assert "In this sitting" not in page.content.decode()


@pytest.mark.parametrize("nonsense", ["", "x", "." * 500, "0" * 16 + ".é", "f" * 16])
def test_nonsense_in_her_browser_is_no_order(at_desk, decided, nonsense):
    at_desk.cookies[settings.LATELY_COOKIE_NAME] = nonsense
    assert sorted(offered(at_desk.get(LIST).content)) == sorted(map(str, decided))


def test_what_she_decided_is_opened_again_and_counts_no_second_time(at_desk, decided, moderator):
    before = sittings.of(moderator)
    page = opens(at_desk, decided[1])
    assert WORDS[1] in page
    assert "<details>" in page.split(WORDS[1])[0]
    assert offered(page.encode()) == [str(decided[1])]
    assert sittings.of(moderator).hard == before.hard
    assert pages.parsed(page.encode()).all("h1")


def test_what_somebody_else_decided_is_not_opened_here(lead_at_desk, decided):
    assert str(decided[0]) in lead_at_desk.get(LIST).content.decode()
    assert f"{LIST}{decided[0]}/" not in lead_at_desk.get(LIST).content.decode()
    page = opens(lead_at_desk, decided[0])
    assert WORDS[0] not in page
    assert "cannot be taken back" in page


def test_outside_a_sitting_or_with_the_desk_locked_it_stays_shut(at_desk, decided, moderator):
    at_desk.post("/admin/lock/")
    assert "/admin/unlock/" in at_desk.get(f"{LIST}{decided[0]}/").headers["Location"]
    at_desk.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert WORDS[0] in opens(at_desk, decided[0])
    sittings.end(moderator)
    assert WORDS[0] not in opens(at_desk, decided[0])


def test_what_cannot_be_taken_back_any_more_is_not_opened(at_desk, decided):
    at_desk.post(LIST, {"undo": str(decided[0])})
    page = opens(at_desk, decided[0])
    assert WORDS[0] not in page
    assert "cannot be taken back" in page
