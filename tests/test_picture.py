"""The image for link previews, the badge and the frame: what they say, in each language."""

import re
import struct
import unicodedata
import zlib
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from stories import edition
from stories.models import Release
from stories.wall.elsewhere import badge, picture
from stories.wall.elsewhere.breadth import in_lines
from stories.wall.meaning import meaning, people_told_us
from tests import pages
from tests.test_open_data import some_numbers

pytestmark = pytest.mark.django_db

PAPER = (0xFA, 0xF8, 0xF4)
LANGUAGES = [code for code, _ in settings.LANGUAGES]
# As long as they are likely to be, in the scripts that people here write in.
LONG = {
    "Latin": ("Wenigstens WWW mmm schwerwiegende", False),
    "Arabic": ("هذا العدد على الأقل من الناس أخبرونا أنا كمان", True),
    "Devanagari": ("कम से कम इतने लोगों ने हमें बताया मैं भी", False),
}
STANDS_ON = {"ARABIC": "ن", "DEVANAGARI": "क"}


def pixels(png: bytes) -> list[list[tuple[int, int, int]]]:
    """The rows of our image, which holds nothing else: no hour, no program's name."""
    assert struct.unpack(">II", png[16:24]) == (picture.WIDTH, picture.HEIGHT)
    assert set(re.findall(rb"IHDR|IDAT|IEND|tEXt|iTXt|zTXt|tIME|eXIf", png)) == {
        *(b"IHDR", b"IDAT", b"IEND")
    }
    return unpacked(png)


def unpacked(png: bytes) -> list[list[tuple[int, int, int]]]:
    """The rows of a PNG of eight bits a colour, not interlaced (ISO 15948)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, head = 8, b"", (0,) * 7
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        head = struct.unpack(">IIBBBBB", body) if kind == b"IHDR" else head
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, depth, colours, _, _, interlaced = head
    assert (depth, interlaced) == (8, 0)
    step = {2: 3, 6: 4}[colours]
    raw, before, found = zlib.decompress(data), bytearray(width * step), []
    for y in range(height):
        start = y * (width * step + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * step])
        _unfiltered(line, before, step, raw[start])
        found.append([(line[x], line[x + 1], line[x + 2]) for x in range(0, len(line), step)])
        before = line
    return found


def _unfiltered(line: bytearray, before: bytearray, step: int, way: int) -> None:
    for at in range(len(line)) if way else ():
        left = line[at - step] if at >= step else 0
        if way == 1:
            guess = left
        elif way == 2:
            guess = before[at]
        elif way == 3:
            guess = (left + before[at]) // 2
        else:
            guess = _paeth(left, before[at], before[at - step] if at >= step else 0)
        line[at] = (line[at] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    if left == up == corner:
        return left
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def inked(rows: list[list[tuple[int, int, int]]]) -> tuple[int, int, int, int]:
    """The first and last column and row that hold anything but paper."""
    xs = [x for row in rows for x, one in enumerate(row) if one != PAPER]
    ys = [y for y, row in enumerate(rows) if any(one != PAPER for one in row)]
    return min(xs), max(xs), min(ys), max(ys)


@pytest.mark.parametrize("script", LONG)
def test_nothing_is_cut_off_in_any_script(script):
    words, rtl = LONG[script]
    shown = picture.laid_out(
        number="10,000,000",
        said=" ".join([words] * 9)[:70],
        means=" ".join([words] * 20)[:300],
        quiet=words,
        rtl=rtl,
        people=10_000_000,
    )
    assert len(shown["said"]) <= 2
    assert len(shown["means"]) <= 5
    left, right, top, bottom = inked(pixels(picture.draw(shown)))
    assert left >= 60
    assert right <= picture.WIDTH - 60
    assert top >= 30
    assert bottom <= picture.HEIGHT - 20


def test_every_letter_of_every_language_has_a_shape():
    # What no font has is drawn as nothing: then two such texts are the same picture.
    for code in LANGUAGES:
        with translation.override(code):
            for letter in set(people_told_us(Release(people=1_234)) + meaning()) - {" ", "\xa0"}:
                # A mark or a vowel sign, on a letter that it can stand on.
                script = unicodedata.name(letter).split()[0]
                below = STANDS_ON[script] if unicodedata.category(letter)[0] == "M" else ""
                seen = _drawn(below + letter)
                assert seen != _drawn(below or " "), (code, letter)
                assert seen != _drawn(f"{below}\U0001f9ff"), (code, letter)


def _drawn(letter: str) -> bytes:
    shown = {"number": f"x{letter}x", "said": [], "means": [], "quiet": "", "sheets": []}
    return picture.draw(shown | {"x": 72, "anchor": "start"})


def test_arabic_is_shaped_and_runs_from_right_to_left():
    joined, apart = "كمان", "ك م ا ن"
    assert _drawn(joined) != _drawn(apart.replace(" ", "\u200c"))
    shown = picture.laid_out(number="", said=joined, means="", quiet="", rtl=True, people=0)
    left, right, _, _ = inked(pixels(picture.draw(shown)))
    assert left > picture.WIDTH / 2
    assert right > picture.WIDTH - 80


def test_what_stands_on_a_letter_takes_no_room_in_a_line():
    said = "कम से कम 12,34,567 लोगों ने हमें बताया: मैं भी।"
    shown = picture.laid_out(number="", said=said, means="", quiet="", rtl=False, people=0)
    assert shown["said"] == [said]
    assert len(said) > picture._IN_LINE["said"]
    assert in_lines("one  two three\xa0four", 7) == ["one two", "three\xa0four"]
    assert in_lines("", 7) == []


def svg_of(client, monkeypatch) -> str:
    """What the image is drawn from."""
    drawn: list[str] = []

    def remembered(svg: str) -> bytes:
        drawn.append(svg)
        return b""

    monkeypatch.setattr(picture, "_drawn", remembered)
    client.get("/preview.png")
    return drawn[0]


def said_in(svg: str) -> str:
    texts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
    return " ".join((text.text or "").strip("\u2067\u2069") for text in texts)


def test_the_image_says_the_number_and_what_it_means(client, says, monkeypatch):
    some_numbers(says)
    said = said_in(svg_of(client, monkeypatch))
    assert "43 At least 43 people told us: me too." in said
    assert meaning() in said
    assert "As of the release of" in said


def test_the_image_has_as_many_marks_as_people_or_as_fit(says):
    for people, marks in ((0, 0), (1, 1), (43, 43), (1_600, 1_600), (10_000_000, 1_600)):
        shown = picture.laid_out(number="", said="", means="", quiet="", rtl=False, people=people)
        assert sum(sheet.marks for sheet in shown["sheets"]) == marks
        rows = pixels(picture.draw(shown))[474:554]
        assert sum(_strokes(rows[y]) for y in range(5, 80, 10)) == marks


def _strokes(row: list[tuple[int, int, int]]) -> int:
    """How many strokes a row of pixels runs through: as often as it grows dark."""
    dark = [sum(one) < sum(PAPER) - 60 for one in row]
    return sum(now and not before for before, now in zip([False, *dark], dark, strict=False))


def test_the_image_is_one_and_is_not_drawn_again_when_somebody_is_taken_down(client, says):
    some_numbers(says)
    first = client.get("/preview.png?release=1")
    assert first.headers["Content-Type"] == "image/png"
    rows = pixels(first.content)
    assert inked(rows)[0] >= 60
    before = picture._drawn.cache_info().misses
    edition.advance()
    assert client.get("/preview.png").content == first.content
    assert picture._drawn.cache_info().misses == before


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_link_to_the_wall_is_shown_with_it_in_its_language(client, says, code):
    some_numbers(says)
    with translation.override(code):
        path, alternative = reverse("wall"), picture.alternative(Release.objects.get())
        found = {
            tag.attributes["property"]: tag["content"]
            for tag in pages.parsed(client.get(path).content).all("meta")
            if "property" in tag.attributes
        }
        assert found["og:title"] == people_told_us(Release.objects.get())
        assert found["og:description"] == meaning()
        assert found["og:image:alt"] == alternative
        assert meaning() in alternative
        assert found["og:url"] == settings.SITE_URL + path
        assert found["og:image"] == f"{settings.SITE_URL}{reverse('preview')}?release=1"
        assert client.get(reverse("preview")).status_code == 200


def test_no_other_page_has_a_preview(client, says):
    some_numbers(says)
    for path in ("/stories/", "/numbers/", "/say/", "/yours/", "/help/", "/about/", "/privacy/"):
        assert b"og:" not in client.get(path).content, path


# The badge ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_badge_says_what_the_number_means(client, says, code):
    some_numbers(says)
    with translation.override(code):
        answer = client.get(reverse("badge"))
        svg = ET.fromstring(answer.content)  # noqa: S314 - our own
        named = {one.get("id"): one.text for one in svg if one.get("id")}
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert svg.get("role") == "img"
        assert named[svg.get("aria-labelledby")] == people_told_us(Release.objects.get())
        assert meaning() in (named[svg.get("aria-describedby")] or "")
        texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
        assert "43" in str(texts[1])


def test_a_mark_on_a_letter_makes_the_badge_no_wider():
    # Two letters with their vowels, and the blank between: browsers would stretch them to six.
    assert badge._width("मैं भी") < badge._width("four")
    assert badge._width("मैं") == badge._width("म") < badge._width("मी") < badge._width("मम")


def test_the_badge_before_the_first_release_claims_nothing(client):
    assert "nobody yet" in client.get("/badge.svg").content.decode()


# The frame ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_frame_says_the_number_and_what_it_means(client, says, code):
    some_numbers(says)
    with translation.override(code):
        page = pages.parsed(client.get(reverse("embed")).content)
        assert page.all("h1")[0].text == "43"
        assert meaning() in page.text
        links = [(link["href"], link["target"]) for link in page.all("a")]
        assert links == [(reverse("wall"), "_top")]
        assert not page.all("script")
        assert not page.all("form")


def test_the_frame_alone_may_be_framed(client, says):
    some_numbers(says)
    for _ in range(2):
        answer = client.get("/embed/")
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors *"
        )
    for path in ("/", "/say/", "/yours/", "/stories/", "/numbers/", "/admin/", "/nowhere/"):
        answer = client.get(path)
        assert answer.headers["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
