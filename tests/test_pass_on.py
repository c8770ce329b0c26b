"""The call, to pass on: copied with what the number means, printed as a poster, and shared with
nobody but whom she gives it to."""

import re

import pytest

from stories.models import Release
from stories.wall import charts
from stories.wall.meaning import meaning, people_told_us
from tests import pages
from tests.browser import Opens, sheets
from tests.test_open_data import some_numbers

pytest_plugins = ["tests.browsing"]


@pytest.mark.django_db
def test_the_call_can_be_copied_with_the_number_and_what_it_means(client, says):
    some_numbers(says)
    page = pages.parsed(client.get("/pass-on/").content)
    (call,) = page.all("blockquote", "copy")
    assert "people might get a sense of the magnitude of the problem" in call.text
    assert people_told_us(Release.objects.get()) in call.text
    assert meaning() in call.text
    assert "http://localhost:8000/" in call.text
    (poster,) = page.all("section", "poster")
    assert poster.all("p", "number")[0].text == "43"
    assert meaning() in poster.text
    assert "As of the release of" in poster.text


@pytest.mark.django_db
def test_what_it_gives_for_other_pages_works_there(client, says):
    some_numbers(says)
    page = pages.parsed(client.get("/pass-on/").content)
    framed, pictured = (pages.parsed(box.text) for box in page.all("code"))
    (frame,), (picture,) = framed.all("iframe"), pictured.all("img")
    assert client.get(frame["src"].removeprefix("http://localhost:8000")).status_code == 200
    assert client.get(picture["src"].removeprefix("http://localhost:8000")).status_code == 200
    assert meaning() in picture["alt"]
    # We are not told on which page it is shown.
    assert frame["referrerpolicy"] == picture["referrerpolicy"] == "no-referrer"


@pytest.mark.django_db
def test_it_leads_to_no_other_company_and_asks_none(client, says):
    some_numbers(says)
    text = client.get("/pass-on/").content
    page = pages.parsed(text)
    led = [link["href"] for link in page.all("a")] + [form["action"] for form in page.all("form")]
    assert all(re.match(r"[/#](?!/)", address) for address in led), led
    assert not page.all("iframe")
    assert not page.all("img")
    assert b"mailto:" not in text


@pytest.mark.django_db
def test_it_says_how_to_use_what_it_gives(client, says):
    some_numbers(says)
    (use,) = pages.parsed(client.get("/pass-on/").content).all(
        "section", **{"aria-labelledby": "use"}
    )
    assert "free for everyone to use" in use.text
    (credit,) = use.all("p", "copy")
    assert credit.text.startswith("localhost:8000. As of the release of ")


@pytest.mark.django_db
def test_before_the_first_release_it_claims_nothing(client):
    page = pages.parsed(client.get("/pass-on/").content)
    assert page.all("section", "poster")[0].all("p", "number")[0].text == "Me too"
    assert "As of the release" not in page.text


@pytest.mark.django_db
def test_every_page_leads_to_it(client):
    for path in ("/", "/numbers/", "/about/"):
        (foot,) = pages.parsed(client.get(path).content).all("footer")
        assert "/pass-on/" in [link["href"] for link in foot.all("a")]


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_as_a_poster_on_one_sheet_in_black_and_white(opens: Opens, paper: str) -> None:
    page = opens().page
    page.goto("/pass-on/")
    printed = page.pdf(format=paper, print_background=True)
    assert sheets(printed) == 1
    assert not re.findall(rb"/Subtype\s*/Image\b", printed), "each mark is a line, and no pixels"
    page.emulate_media(media="print", color_scheme="dark")
    poster = page.locator(".poster")
    shown = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) =>
            one.checkVisibility() && one.getClientRects().length && one.innerText &&
            !one.closest(".poster") && !one.contains(document.querySelector(".poster"))
        ).map((one) => one.outerHTML.slice(0, 99))"""
    )
    assert shown == []
    assert poster.locator(".number").is_visible()
    assert poster.locator(".address").is_visible()
    assert poster.locator(".marks svg").count() >= 1
    colours = _colours(page.screenshot(full_page=True))
    assert all(max(one) - min(one) < 8 for one in colours), "a colour would be lost on paper"
    assert (255, 255, 255) in colours
    assert any(max(one) < 40 for one in colours)


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "ar/"])
def test_the_last_row_of_the_poster_is_as_long_as_there_are_marks(
    opens: Opens, language: str
) -> None:
    page = opens().page
    page.goto(f"/{language}pass-on/")
    marks, people = page.locator(".poster .marks > svg"), page.locator(".poster .number")
    number = int("".join(str(int(one)) for one in people.inner_text() if one.isdigit()))
    assert number % charts.BROAD, "no row is cut"
    whole = marks.locator("> use").last.bounding_box()
    cut = marks.locator("> svg")
    shown = page.locator(".poster .marks").bounding_box()
    assert whole
    assert shown
    # In units of the drawing, of which a row is a thousand wide.
    wide = cut.evaluate("one => one.width.baseVal.value * one.ownerSVGElement.getScreenCTM().a")
    (sheet,) = charts.band(number, per_row=charts.BROAD).sheets
    assert abs(wide) == pytest.approx(shown["width"] * sheet.last_width / sheet.width, rel=0.01)
    inked = _columns(marks.screenshot(), below=whole["y"] + whole["height"] - shown["y"])
    begins = max(inked) if language else min(inked)
    edge = shown["width"] if language else 0
    assert abs(begins - edge) < 8, "it begins where lines of text do"
    assert max(inked) - min(inked) == pytest.approx(abs(wide), abs=8)


def _columns(png: bytes, *, below: float) -> list[int]:
    """Where something is drawn below a line, in columns."""
    from tests.test_picture import unpacked

    rows = list(unpacked(png))[round(below) + 1 :]
    paper = rows[-1][0]
    return [
        at for at in range(len(rows[0])) if any(abs(row[at][0] - paper[0]) > 60 for row in rows)
    ]


def _colours(png: bytes) -> set[tuple[int, int, int]]:
    from tests.test_picture import unpacked

    return {one for row in unpacked(png) for one in row}


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.slow
def test_one_press_marks_all_of_the_call(opens: Opens) -> None:
    page = opens().page
    page.goto("/pass-on/")
    page.locator("blockquote.copy p").first.click()
    marked = page.evaluate("getSelection().toString()")
    assert "magnitude of the problem" in marked
    assert "You can say it without your name" in marked
