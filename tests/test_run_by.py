"""Who runs the site stands where it says what it is; where nobody says so, that is said."""

import pytest

from metoo import environment
from tests import pages

NOBODY = "Whoever runs this site does not say here who they are."


def about(client) -> pages.Element:
    (main,) = pages.parsed(client.get("/about/").content).all("main")
    return main


@pytest.mark.django_db
def test_it_says_who_and_how_to_reach_them(client, settings, monkeypatch):
    who, phone, at = "An association <of two>", "+44 20 7946 0018", "https://example.org/who"
    monkeypatch.setenv("RUN_BY", f"{who} | {phone} | {at}")
    settings.RUN_BY = environment.contact("RUN_BY")
    page = about(client)
    assert "Who runs it" in [one.text for one in page.all("h2")]
    assert [one.text for one in page.all("bdi")] == [who]
    assert [one.text for one in page.all("a", href="tel:+442079460018")] == [phone]
    # That page is not told where somebody came from.
    assert len(page.all("a", href=at, rel="noreferrer noopener")) == 1
    assert NOBODY not in page.text


@pytest.mark.django_db
def test_nobody_is_said_to_be_nobody(client, settings):
    settings.RUN_BY, settings.DEMO = {}, False
    assert NOBODY in about(client).text
    assert not about(client).all("bdi")


@pytest.mark.django_db
def test_nobody_runs_a_demonstration(client, settings):
    settings.RUN_BY, settings.DEMO = {}, True
    assert "Who runs it" not in about(client).text
