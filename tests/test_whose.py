"""Whose a decision is: nobody at the desk is shown that of another, nor can count it."""

import pytest

from moderation import decisions
from moderation.accounts import people as accounts
from moderation.models import Decision, Reason
from tests import desk, pages

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/decision/"


@pytest.fixture
def decided(says, moderator, lead) -> list[Decision]:
    """Three of a moderator's, and one of the lead's."""
    authors = [moderator, moderator, moderator, lead]
    return [decisions.publish(row, desk.opened(row), by=who) for who in authors
            for row in [says("He moved too.")]]  # fmt: skip


def rows(browser, query: str = "") -> int:
    answer = browser.get(LIST + query, follow=True)
    return len(pages.parsed(answer.content).all("td", "field-kind"))


def test_no_list_of_decisions_says_whose_they_are_but_her_own(decided, at_desk, lead_at_desk):
    for browser, hers, own in ((at_desk, decided[0], 3), (lead_at_desk, decided[3], 1)):
        other = decided[3] if own == 3 else decided[0]
        content = browser.get(LIST).content.decode()
        cells = [cell.text for cell in pages.parsed(content.encode()).all("td", "field-hers")]
        assert (len(cells), cells.count("yours")) == (4, own)
        undoable = browser.get("/admin/review/decided/").content.decode()
        one, another = (
            browser.get(f"{LIST}{row.pk}/change/").content.decode() for row in (hers, other)
        )
        assert "yours" in one
        assert "yours" not in another
        for page in (content, undoable, one, another):
            # Her own name stands above every page.
            assert {"ada", "bell"} & set(
                pages.parsed(page.encode()).all("main")[0].text.split()
            ) == set()


@pytest.mark.parametrize(
    "query", ["author={}", "author__exact={}", "author__id__exact={}", "author__username=ada"]
)
def test_no_address_asks_whose_they_are(decided, at_desk, lead_at_desk, moderator, query):
    asked = "?" + query.format(moderator.pk)
    assert rows(lead_at_desk, asked) in {0, 4}
    # Nor does it sort by it.
    assert "column-author" not in at_desk.get(LIST).content.decode()
    assert rows(lead_at_desk, "?kind__exact=publish") == 4
    assert rows(lead_at_desk, "?reason__exact=spam") == 0


def test_the_log_answers_for_each_under_names_of_its_own(decided, lead):
    auditor = accounts.create("audrey", role=accounts.AUDITORS)
    browser = desk.Reader()
    desk.sign_in(browser, auditor)
    page = browser.get("/admin/log/?kind=decided").content.decode()
    assert page.count("?who=") >= 4
    assert ">bell<" not in page
    assert all(row.reason == Reason.SAFE for row in decided)
