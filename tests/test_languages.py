"""The same pages in another language: under its own prefix, and in nothing else another way."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.test import Client
from django.urls import reverse
from django.utils import translation

from metoo import errors
from stories import receipts
from stories.calendar import written
from stories.models import Story, Submission
from stories.wall import disclosure
from stories.wall.release import release
from tests import desk, pages, released

pytestmark = pytest.mark.django_db

# One that runs the same way as English, and one that runs the other way.
OFFERED = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
DIRECTION = {"en": "ltr", "es": "ltr", "ar": "rtl"}
OTHERS = ("es", "ar")
PAGES = (
    "/",
    "/say/",
    "/stories/",
    "/search/",
    "/yours/",
    "/numbers/",
    "/pass-on/",
    "/help/",
    "/privacy/",
    "/about/",
)
LABELLED = {"aria-labelledby": "pairs"}
# What is the same for every language, or is another language's.
_ELSEWHERE = re.compile(r"/static/|/api/v1/|#|https?://|tel:|sms:|mailto:")


@pytest.fixture(autouse=True)
def offered(settings):
    """Languages enough to go from one to another."""
    settings.LANGUAGES = OFFERED


@pytest.fixture
def story(says) -> Story:
    """One that is on the wall."""
    desk.approve(says("He followed me home, and nobody did anything.", setting="work"))
    release()
    return Story.objects.get()


def counterparts(page: pages.Element) -> dict[str, pages.Element]:
    return {link["hreflang"]: link for link in page.all("a") if "hreflang" in link.attributes}


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_there_in_each_language_and_keeps_to_it(client, story, code, path):
    answer = client.get(f"/{code}{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == code
    page = pages.parsed(answer.content)
    (html,) = page.all("html")
    assert (html["lang"], html.attributes.get("dir", "ltr")) == (code, DIRECTION[code])
    links = [
        one[name]
        for tag, name in (("a", "href"), ("form", "action"), ("button", "formaction"))
        for one in page.all(tag)
        if name in one.attributes and "hreflang" not in one.attributes
    ]
    strays = [
        to for to in links if not _ELSEWHERE.match(to) and not to.startswith(("?", f"/{code}/"))
    ]
    assert strays == []


@pytest.mark.parametrize("path", PAGES)
def test_each_page_offers_its_counterparts_in_their_own_names(client, path):
    for code, others in (("", OTHERS), ("/ar", ("en", "es"))):
        page = pages.parsed(client.get(f"{code}{path}").content)
        found = counterparts(page)
        assert tuple(found) == others
        for other, link in found.items():
            to = path if other == "en" else f"/{other}{path}"
            assert link["href"] == to
            assert link.text == dict(OFFERED)[other]
            assert (link["lang"], link["dir"]) == (other, DIRECTION[other])
            (named,) = page.all("link", rel="alternate", hreflang=other)
            assert named["href"] == settings.SITE_URL + to
            assert client.get(to).headers["Content-Language"] == other


def test_a_story_and_what_is_done_to_it_have_their_counterparts(client, story):
    for name in ("story", "stand", "report"):
        path = reverse(name, args=[story.pk])
        page = pages.parsed(client.get(f"/ar{path}").content)
        assert {code: link["href"] for code, link in counterparts(page).items()} == {
            "en": path,
            "es": f"/es{path}",
        }


def test_a_query_is_not_taken_along(client):
    page = pages.parsed(client.get("/?from=a-friend").content)
    assert counterparts(page)["es"]["href"] == "/es/"


def test_what_is_answered_to_a_form_has_no_counterpart(client):
    page = pages.parsed(client.post("/es/yours/", {"receipt": "not ten words"}).content)
    assert counterparts(page) == {}
    assert page.all("link", rel="alternate") == []
    (form,) = [one for one in page.all("form") if one["method"] == "post"]
    assert form["action"] == "/es/yours/"


def test_where_there_is_nothing_the_counterparts_are_the_walls(client):
    answer = client.get("/ar//elsewhere.example/")
    assert answer.status_code == 404
    page = pages.parsed(answer.content)
    assert page.all("html")[0]["lang"] == "ar"
    assert {code: link["href"] for code, link in counterparts(page).items()} == {
        "en": "/",
        "es": "/es/",
    }


def test_nothing_but_the_path_says_which_language(client):
    asks = {"HTTP_ACCEPT_LANGUAGE": "ar", "HTTP_COOKIE": "django_language=ar"}
    for path, code in (("/", "en"), ("/es/", "es")):
        for times in range(2):
            answer = client.get(path, **asks)
            assert answer.status_code == 200, times
            assert answer.headers["Content-Language"] == code
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert not answer.cookies
            assert pages.parsed(answer.content).all("html")[0]["lang"] == code


def test_english_has_no_prefix_and_a_language_that_is_not_offered_is_nowhere(client):
    for path in ("/en/", "/tlh/", "/de/"):
        assert client.get(path).status_code == 404


def test_search_engines_may_keep_the_same_pages_in_each_language(client):
    allowed = client.get("/robots.txt").text
    for code in ("", "/es", "/ar"):
        assert f"Allow: {code}/numbers/$\n" in allowed
    answer = client.get("/ar/numbers/")
    assert answer.headers["X-Robots-Tag"] == "all"


@pytest.mark.parametrize("code", ["en", *OTHERS])
@pytest.mark.parametrize("status", [500, 503])
def test_a_breakdown_is_told_in_the_language_of_the_page(code, status):
    prefix = "" if code == "en" else f"/{code}"
    answer = errors.bare_page(status, f"{prefix}/say/")
    assert answer.headers["Content-Language"] == code
    page = pages.parsed(answer.content)
    (html,) = page.all("html")
    assert (html["lang"], html.attributes.get("dir", "ltr")) == (code, DIRECTION[code])
    assert {link["href"] for link in page.all("a")} <= {
        f"{prefix}/",
        f"{prefix}/help/",
        f"{prefix}/leave/",
    }


def test_a_breakdown_of_a_view_and_of_the_database_are_told_so(client, monkeypatch):
    def breaks(*_: object) -> None:
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("stories.around.lines.load", breaks)
    page = pages.parsed(client.get("/ar/help/").content)
    assert page.all("html")[0]["dir"] == "rtl"


@pytest.mark.parametrize("code", OTHERS)
def test_the_way_out_is_dull_in_each_language(client, code):
    answer = client.get(f"/{code}/leave/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = pages.parsed(answer.content)
    assert page.all("html")[0]["lang"] == code
    assert page.all("a") == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_other_programs_read_is_there_in_each_language(client, story, code):
    assert f'xml:lang="{code}"' in client.get(f"/{code}/feed.atom").text
    assert f'xml:lang="{code}"' in client.get(f"/{code}/badge.svg").text
    assert client.get(f"/{code}/numbers.json").json()["people"] == 1
    assert client.get(f"/{code}/preview.png").headers["Content-Type"] == "image/png"
    framed = pages.parsed(client.get(f"/{code}/embed/").content)
    assert framed.all("html")[0]["lang"] == code


def test_the_desk_stays_in_one_language(at_desk: Client):
    page = pages.parsed(at_desk.get("/admin/review/").content)
    assert page.all("html")[0]["lang"] == "en"


def test_limits_are_the_same_whatever_the_language(client, settings):
    settings.RATELIMIT_ENABLE = True
    settings.LIMITS = {**settings.LIMITS, "other": {"client": "2/h", "site": "100/h"}}
    prefixes = ("", "/es", "/ar")
    statuses = [
        client.post(f"{prefix}/yours/", {"receipt": "ten words"}).status_code for prefix in prefixes
    ]
    assert statuses[2] == 429


@pytest.mark.parametrize(("code", "day", "number"), [
    ("en", "5 November 2026", "1,234,567"),
    ("es", "5 de noviembre de 2026", "1\xa0234\xa0567"),
    ("fr", "5 novembre 2026", "1\xa0234\xa0567"),
    ("pt", "5 de novembro de 2026", "1.234.567"),
    ("ar", "5 نوفمبر 2026", "1,234,567"),
    ("hi", "5 नवंबर 2026", "12,34,567"),
])  # fmt: skip
def test_days_and_numbers_are_written_as_the_language_has_it(code, day, number):
    with translation.override(code):
        assert written(datetime.date(2026, 11, 5)) == day
        assert intcomma(1234567) == number


def test_a_sentence_ends_as_the_language_has_it(client, settings):
    settings.LANGUAGES = [*OFFERED, ("hi", "हिन्दी")]
    for prefix, end in (("", "."), ("/es", "."), ("/hi", "।")):
        note = pages.parsed(client.get(f"{prefix}/say/").content).all("div", "safety")[0]
        assert note.text.strip().endswith(f"{note.all('a')[0].text}{end}")


def test_lakhs_and_crores_are_for_readers_and_programs_get_plain_numbers(client, settings):
    settings.LANGUAGES = [*OFFERED, ("hi", "हिन्दी")]
    released.release(1, 1_234_567, tables=released.tables(setting={"work": 543_210}))
    wall = pages.parsed(client.get("/hi/").content)
    assert wall.all("h1", "number")[0].text == "12,34,567"
    (told,) = wall.all("p", "passed")
    assert (told["data-people"], told["data-written"]) == ("1234567", "12,34,567")
    bars = {bar.text: bar for bar in wall.all("div", "bar")}
    (length,) = [bar.all("rect")[0]["width"] for text, bar in bars.items() if text == "5,43,210"]
    assert float(length) > 0
    assert "12,34,567" in client.get("/hi/badge.svg").text
    shown = client.get("/hi/numbers.json").json()
    assert (shown["people"], shown["tables"]["setting"]["work"]) == (1_234_567, 543_210)
    rows = client.get("/hi/numbers.csv").text
    assert '"1234567"' in rows
    assert '"543210"' in rows
    assert "5,43" not in rows


def test_countries_stand_in_the_order_of_the_alphabet_whatever_their_accents(client, settings):
    settings.LANGUAGES = [*OFFERED, ("pt", "Português")]
    page = pages.parsed(client.get("/pt/help/").content)
    helped = [link.text for link in page.all("nav", "letters")[0].all("a")]
    assert helped[:2] == ["África do Sul", "Alemanha"]
    assert helped.index("Índia") == helped.index("Indonésia") - 1
    codes = ("DE", "IN", "US", "ZA")
    released.release(
        disclosure.PAIRS_EVERY,
        4_000,
        tables=released.tables(country=dict.fromkeys(codes, 30)),
        pairs={"country+setting": {code: {"work": 30} for code in codes}},
    )
    right = ["África do Sul", "Alemanha", "Estados Unidos", "Índia"]
    (pairs,) = pages.parsed(client.get("/pt/numbers/").content).all("section", **LABELLED)
    assert [cell.text for cell in pairs.all("th", scope="row")] == right
    lines = client.get("/pt/numbers.csv").content.decode("utf-8-sig").splitlines()
    labels = [line.split('","')[2].partition(" + ")[0] for line in lines]
    assert [label for label in labels if label in right] == right * 2


def test_what_is_said_in_hindi_is_asked_about_taken_shown_and_found(client, desk_key, settings):
    settings.LANGUAGES = [*OFFERED, ("hi", "हिन्दी")]
    page = pages.parsed(client.get("/hi/say/").content)
    said = "बॉस ने लिफ़्ट में रोका, फिर ९८७६५४३२१० से रोज़ फ़ोन किया।"
    form = {
        "nonce": pages.nonce(page),
        "action": "send",
        "examples-TOTAL_FORMS": "1",
        "examples-0-text": said,
    }
    # Names in these letters are not known; what is the same everywhere is.
    asked = pages.parsed(client.post("/hi/say/", form).content)
    assert [one.text for one in asked.all("mark")] == ["९८७६५४३२१०"]
    sent = client.post("/hi/say/", form | {"confirmed": "1"})
    assert len(pages.parsed(sent.content).all("output")[0].text.split()) == 10
    (kept,) = Submission.objects.all()
    assert kept.language == "hi"
    desk.approve(kept)
    release()
    for path in ("/hi/stories/", "/stories/"):
        (cover,) = pages.parsed(client.get(path).content).all("details", "cover")
        (words,) = pages.opened(cover).all("div", "words")
        assert (words["lang"], words["dir"]) == ("hi", "ltr")
    found = client.post("/hi/search/", {"words": "लिफ्ट रोज"})
    (cover,) = pages.parsed(found.content).all("details", "cover")
    assert pages.words(pages.opened(cover)) == [said]


def test_what_is_dialled_copied_or_typed_runs_its_own_way(client, story):
    # In a page from right to left, "0800 123" would stand there as "123 0800".
    calls = pages.parsed(client.get("/ar/help/").content).all("a", "call")
    assert len(calls) > 50
    assert {call["dir"] for call in calls} == {"ltr"}
    shown = pages.parsed(client.get("/ar/pass-on/").content)
    address = shown.all("p", "address")[0].all("span")
    assert [one["dir"] for one in (*shown.all("pre"), *address)] == ["ltr"] * 3
    more = {"examples-TOTAL_FORMS": "2", "action": "add", "examples-0-text": "one"}
    for page in (
        client.get("/ar/say/"),
        client.post("/ar/say/", more),
        client.get("/ar/yours/"),
        client.post("/ar/yours/", {"receipt": "not ten", "answer": "yes", **more}),
    ):
        typed = pages.parsed(page.content).all("textarea")
        assert {field["dir"] for field in typed} == {"auto"}


def test_the_ten_words_run_their_own_way(client, desk_key):
    page = pages.parsed(client.get("/ar/say/").content)
    two = {"nonce": pages.nonce(page), "action": "send", "examples-TOTAL_FORMS": "0"}
    (receipt,) = pages.parsed(client.post("/ar/say/", two).content).all("output")
    assert receipt["dir"] == "auto"
    # So that they are read aloud as what they are.
    assert receipt["lang"] == receipts.language_of_list("ar") == "en"
    assert len(receipt.text.split()) == 10
