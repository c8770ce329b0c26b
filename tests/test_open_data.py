"""The numbers for programs: one number a row, what it means in each; no formula; open to all."""

import csv
import datetime
import io
import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from stories import lifecycle
from stories.models import Release, Story
from stories.wall.elsewhere import spreadsheet
from stories.wall.elsewhere.sharing import VERSION
from stories.wall.meaning import meaning
from stories.wall.release import release
from tests import desk, quoting

pytestmark = pytest.mark.django_db

NUMBERS = ["/numbers.json", "/numbers.csv"]
# Every address that another site's page may read. None else may be.
OPEN = [
    *NUMBERS,
    *(
        "/badge.svg",
        "/preview.png",
        "/feed.atom",
        "/api/v1/",
        "/api/v1/numbers",
        "/api/v1/stories",
        "/api/v1/openapi.json",
    ),
    *("/api/v1/stories/0123456789abcdef", "/api/nothing"),
]
# Of each, with a story that may be quoted in the place of the braces, the ETag is the release.
TAGGED = [
    *(path for path in OPEN if path not in {"/api/v1/stories/0123456789abcdef", "/api/nothing"}),
    *("/embed/", "/api/v1/stories/{}"),
]
RUNS = "=+-@\t\r\n＝＋－＠"


def table(client: Client, path: str = "/numbers.csv") -> list[dict[str, str]]:
    text = client.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def some_numbers(says) -> None:
    for _ in range(25):
        says(setting="work", country="FR")
    says(setting="home", country="ES")
    for _ in range(16):
        says(reported="no")
    says()
    lifecycle.count_statuses()
    release()


def test_one_number_a_row_and_what_it_means_in_each(client, says, today):
    some_numbers(says)
    found = {(row["table"], row["code"]): row for row in table(client)}
    assert found["all", "people"]["at_least"] == "43"
    assert found["setting", "work"]["at_least"] == "20"
    assert found["setting", "work"]["label"] == "At work"
    assert found["country", "FR"]["label"] == "France"
    assert {row["release"] for row in found.values()} == {"1"}
    assert {row["date"] for row in found.values()} == {today.isoformat()}
    assert {row["meaning"] for row in found.values()} == {meaning()}
    assert {row["version"] for row in found.values()} == {str(VERSION)}


def test_a_hidden_number_is_an_empty_cell_and_a_hidden_country_no_row(client, says):
    some_numbers(says)
    found = {(row["table"], row["code"]): row["at_least"] for row in table(client)}
    assert found["setting", "home"] == ""
    assert found["all", "held"] == ""
    assert [code for name, code in found if name == "country"] == ["FR"]


def test_the_table_holds_what_the_json_holds_and_nothing_else(client, says):
    some_numbers(says)
    last = Release.objects.get()
    last.pairs = {
        "setting+by": {"work": {"stranger": 30, "friend": None}},
        "country+setting": {"FR": {"work": 20}, "DE": {"work": 30}},
    }
    last.number = 4
    last.save()
    Release.objects.filter(number=1).delete()
    said = client.get("/numbers.json").json()
    expected = {("all", "people"): said["people"]}
    expected |= {("all", name): said[name] for name in ("examples", "held", "gone")}
    for name, cells in said["tables"].items():
        expected |= {(name, code): number for code, number in cells.items()}
    for name, lines in said["pairs"]["tables"].items():
        for code, cells in lines.items():
            expected |= {(name, f"{code}+{other}"): number for other, number in cells.items()}
    rows = table(client)
    found = {(row["table"], row["code"]): int(row["at_least"] or -1) for row in rows}
    assert found == {at: -1 if number is None else number for at, number in expected.items()}
    assert len(rows) == len(found)
    # In the alphabetical order of their names.
    names = [row["label"] for row in rows if row["table"] == "country+setting"]
    assert names == ["France + At work", "Germany + At work"]


def test_before_the_first_release_there_is_a_heading_and_no_row(client):
    assert table(client) == []
    assert client.get("/numbers.csv").content.decode("utf-8-sig").startswith('"table","code"')


def as_read(text: str, separator: str) -> list[str]:
    """The cells that a spreadsheet finds whose separator is another than ours."""
    return [
        cell.lstrip(' "')
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cell in line
    ]


def _runs(cell: str) -> bool:
    return cell[:1] in RUNS and cell != ""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        '"=1',
        "＝1",
        "x;=1",
        'x;"=1',
        "x|=1",
        "x\t=cmd|' /C calc'!A0",
    ],
)
def test_no_formula_runs(text):
    for separator in ",;\t|":
        assert not any(map(_runs, as_read(_quoted(spreadsheet.harmless(text)), separator))), (
            separator
        )


@pytest.mark.pure
@given(st.text(alphabet=st.sampled_from("=+-@＝;,|\t\r\n\"' ab1\u2028\x85"), max_size=12))
def test_no_formula_runs_whatever_a_label_is(text):
    for separator in ",;\t|":
        assert not any(map(_runs, as_read(_quoted(spreadsheet.harmless(text)), separator)))


def _quoted(text: str) -> str:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(["setting", text, "20"])
    return file.getvalue()


def test_a_label_that_would_be_a_formula_is_none(client, says, monkeypatch):
    some_numbers(says)
    monkeypatch.setattr(spreadsheet, "label", lambda *_: "=HYPERLINK(A1)")
    found = {row["label"] for row in table(client) if row["table"] == "setting"}
    assert found == {"'=HYPERLINK(A1)"}


def test_what_is_harmless_stays_as_it_is():
    for text in ("13-17", "At home", "work+stranger", "Côte d’Ivoire", "a - b", meaning()):
        assert spreadsheet.harmless(text) == text


# As of a release ------------------------------------------------------------------------


@pytest.mark.parametrize("path", TAGGED)
def test_the_etag_is_the_release(client, says, path):
    path = path.format(quoting.approved("Quote me."))
    some_numbers(says)
    first = client.get(path)
    assert first.headers["ETag"].startswith('W/"release-1-')
    strong = first.headers["ETag"].removeprefix("W/")
    for known in (first.headers["ETag"], strong, f'"other", {strong}', "*"):
        for encoding in ("", "gzip"):
            again = client.get(path, headers={"if-none-match": known, "accept-encoding": encoding})
            assert (again.status_code, again.content) == (304, b"")
            assert path == "/embed/" or again.headers["Access-Control-Allow-Origin"] == "*"
    for unknown in ('"other"', strong[1:-1], 'W/""', ""):
        assert client.get(path, headers={"if-none-match": unknown}).status_code == 200
    says()
    lifecycle.count_statuses()
    release()
    assert client.get(path, headers={"if-none-match": strong}).status_code == 200
    assert client.get(path).headers["ETag"].startswith('W/"release-2-')


@pytest.mark.parametrize("path", TAGGED)
def test_the_etag_does_not_tell_that_somebody_was_taken_down(client, says, path):
    path = path.format(quoting.approved("Quote me."))
    desk.approve(says("He moved too."))
    release()
    before = client.get(path)
    lifecycle.remove(Story.objects.get(quotable=False).pk)
    after = client.get(path)
    assert before.headers["ETag"] == after.headers["ETag"]
    assert before.content == after.content


# For other sites ------------------------------------------------------------------------

ELSEWHERE = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}


def addresses() -> list[str]:
    """An address for every pattern of the product, made up where it wants a key."""
    return sorted({*_of(get_resolver(), ""), "/nowhere/", "/static/nothing.css"})


def _of(resolver: URLResolver, before: str) -> list[str]:
    found: list[str] = []
    for one in resolver.url_patterns:
        address = before + str(one.pattern).replace("^", "").replace("$", "")
        if isinstance(one, URLPattern):
            key = re.sub("<(key|str):number>", "0123456789abcdef", address)
            found.append("/" + ("api/nothing" if key == "api/" else key))
        else:
            found += _of(one, address)
    return [address for address in found if "<" not in address and "(" not in address]


@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
def test_other_sites_may_read_the_open_data_and_nothing_else(client, says, method):
    some_numbers(says)
    assert {*OPEN, "/say/", "/yours/", "/admin/"} <= set(addresses())
    for path in addresses():
        answer = getattr(client, method)(path, headers=ELSEWHERE)
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        cross = answer.headers.get("Cross-Origin-Resource-Policy")
        if path in OPEN and answer.status_code != 403:
            assert (allowed, cross) == ("*", "cross-origin"), path
        else:
            assert allowed is None, path
            framed = path == "/embed/" and method in {"get", "head"}
            assert cross == ("cross-origin" if framed else "same-origin"), path
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", OPEN)
def test_what_can_only_be_read_says_so(client, path):
    answer = client.delete(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json() == {"error": "This can only be read: ask with GET."}
    before = client.options(path)
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD"


def test_a_date_is_that_of_a_release(client, says):
    some_numbers(says)
    Release.objects.update(day=datetime.date(2026, 2, 3))
    assert {row["date"] for row in table(client)} == {"2026-02-03"}
