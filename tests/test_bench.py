"""That the bench still finds its way through the site, at a size that proves no figure."""

import pytest

from bench import cold, desk, rows, servers
from tests import live

pytestmark = pytest.mark.slow


def test_the_bench_finds_the_desks_next_past_reports_and_without_hurry(monkeypatch):
    monkeypatch.setattr(desk, "WAITING", 600)
    monkeypatch.setattr(desk, "TIMES", 8)
    with live.running(filled=True, THROTTLE="off") as site, servers.floor(page_bytes=100) as port:
        anything, rare, queue = desk.next_one(site, port, "here")
    # Each has its time; whether that is short enough is not for so few to say.
    assert all(row.value.endswith(" ms") for row in (anything, rare, queue))


def test_the_bench_makes_each_page_anew(monkeypatch):
    monkeypatch.setattr(cold, "MANY", 20_000)
    monkeypatch.setattr(cold, "RELEASES", {20_000: 60, cold.FEW: 50})
    monkeypatch.setattr(cold, "ROUNDS", 1)
    with cold.walls() as (few, many):
        _, queries = cold.made_anew("here", few, many)
    assert queries.verdict == rows.OK
