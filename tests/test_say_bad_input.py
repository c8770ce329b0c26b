"""Whatever is posted to the form, the answer is in words, and hers are still in it."""

import base64
import datetime
import re
import tempfile
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from stories.models import Submission
from stories.say import nonce
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence, unpacked
from tests import pages
from tests.desk import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

URLENCODED = "application/x-www-form-urlencoded"
WORDS = "She was not the first, and I said so. «Nadie» & nobody <3"


def fields(*texts: str, **more: str) -> dict[str, str]:
    """A form as a browser would post it, but for `more`: a name with _ for each -."""
    form = {
        "nonce": nonce.issue(datetime.datetime.now(datetime.UTC).date()),
        "examples-TOTAL_FORMS": str(max(len(texts), 1)),
        "action": "send",
    }
    form |= {f"examples-{position}-text": text for position, text in enumerate(texts)}
    return form | {name.replace("__", "-"): value for name, value in more.items()}


def post(form: dict[str, str], **options: Any) -> Any:
    """Posts it as somebody whom nobody knows. A fault raises here instead of being a 500."""
    return Client().generic("POST", "/say/", urlencode(form), URLENCODED, **options)


def raw(body: bytes, kind: str = URLENCODED) -> Any:
    """Posts bytes, whatever they are."""
    return Client().generic("POST", "/say/", body, kind)


def stored() -> list[list[str]]:
    """The texts of every submission there is."""
    return [[part.text for part in _said(one)] for one in all_there_is()]


def _said(one: Submission) -> tuple[Occurrence, ...]:
    return opened(one).examples if one.has_words else unpacked(one.examples)


def all_there_is() -> list[Submission]:
    return list(Submission.objects.all())


def assert_in_words(answer: Any, status: int) -> pages.Element:
    """A page in plain words that nothing keeps. Returns it, parsed."""
    page = pages.parsed(answer.content)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    (title,) = page.all("h1")
    assert len(title.text) > 5
    assert "Traceback" not in page.text
    return page


def assert_returned(answer: Any, status: int, *texts: str) -> pages.Element:
    """The form again: it says what is wrong, has each word in it, and nothing was kept."""
    page = assert_in_words(answer, status)
    assert pages.typed(page) == list(texts)
    assert pages.problems(page)
    assert all(len(problem.split()) > 4 for problem in pages.problems(page))
    assert stored() == []
    return page


def assert_arrived(answer: Any, *texts: str) -> None:
    """It is taken, once, with just these words."""
    page = assert_in_words(answer, 200)
    assert page.all("h1")[0].text == "It arrived."
    assert stored() == [list(texts)]


def as_posted(page: pages.Element) -> dict[str, str]:
    """What a browser would send from this page at the press of a button."""
    return fields(*pages.typed(page), nonce=pages.nonce(page))


# How long, how many ---------------------------------------------------------


def test_a_text_may_have_exactly_so_many_characters():
    assert_arrived(post(fields("é" * MAX_CHARACTERS)), "é" * MAX_CHARACTERS)


@pytest.mark.parametrize(
    "typed",
    [
        "e\u0301" * MAX_CHARACTERS,
        "é" * MAX_CHARACTERS + "  \r\n\r\n",
        "<b>" + "é" * MAX_CHARACTERS + "</b>",
        "\u202e\0" + "é" * MAX_CHARACTERS,
    ],
    ids=["in two parts each", "blanks at the end", "tags", "what cannot be seen"],
)
def test_characters_are_counted_as_they_are_stored(typed):
    assert_arrived(post(fields(typed)), "é" * MAX_CHARACTERS)


def test_one_character_more_is_refused_with_all_of_them():
    text = "é" * (MAX_CHARACTERS + 1)
    page = assert_returned(post(fields(text, WORDS)), 422, text, WORDS)
    assert "by 1 character." in pages.problems(page)[0]


@pytest.mark.parametrize("length", [20_001, 200_000])
def test_a_text_far_too_long_comes_back_as_it_was_typed(length):
    text = ("He\u0301 <b>said</b> \u20ac. " * length)[:length].strip()
    page = assert_returned(post(fields(WORDS, text)), 422, WORDS, text)
    assert f"by {len(text) - MAX_CHARACTERS} characters." in pages.problems(page)[0]


def test_eleven_examples_are_refused_with_all_of_them():
    texts = [f"{WORDS} {number}" for number in range(MAX_EXAMPLES + 1)]
    page = assert_returned(post(fields(*texts)), 422, *texts)
    assert "room for 10 examples. You have 11" in pages.problems(page)[0]


def test_an_example_left_empty_does_not_count():
    texts = [f"{WORDS} {number}" for number in range(MAX_EXAMPLES)]
    assert_arrived(post(fields("", *texts[:4], " \n", *texts[4:])), *texts)


def test_an_eleventh_cannot_be_added():
    texts = [f"{WORDS} {number}" for number in range(MAX_EXAMPLES)]
    assert_returned(post(fields(*texts, action="add")), 422, *texts)


def test_very_many_long_examples_come_back():
    texts = [f"{number} " + "x" * 1_000 for number in range(190)]
    assert_returned(post(fields(*texts)), 422, *texts)


# The one-time number --------------------------------------------------------


def damaged_nonces() -> dict[str, str]:
    whole = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
    return {
        "empty": "",
        "forged": whole,
        "short": whole[:8],
        "long": whole * 4_000,
        "no number": "'\"><script>alert(1)</script>",
        "not ascii": "é日\u202e",
        "NUL": "\0",
        "wrongly padded": "A",
    }


@pytest.mark.parametrize("given", damaged_nonces().values(), ids=damaged_nonces().keys())
def test_a_nonce_that_is_not_ours_is_answered_with_one_that_is(given):
    page = assert_returned(post(fields(WORDS, nonce=given)), 422, WORDS)
    assert pages.nonce(page) != given
    assert_arrived(post(as_posted(page)), WORDS)


def test_a_missing_nonce_is_answered_with_one():
    form = fields(WORDS)
    del form["nonce"]
    assert_arrived(post(as_posted(assert_returned(post(form), 422, WORDS))), WORDS)


@pytest.mark.parametrize("changed", [0, 15, 16, 31])
def test_a_nonce_with_one_bit_changed_is_none(changed):
    form = fields(WORDS)
    number = bytearray(base64.urlsafe_b64decode(form["nonce"] + "=="))
    number[changed] ^= 1
    form["nonce"] = base64.urlsafe_b64encode(number).decode().rstrip("=")
    assert_returned(post(form), 422, WORDS)


def test_a_form_of_yesterday_is_taken(today):
    yesterday = nonce.issue(today - datetime.timedelta(days=1))
    assert_arrived(post(fields(WORDS, nonce=yesterday)), WORDS)


def test_a_form_of_the_day_before_is_too_old(today):
    old = nonce.issue(today - datetime.timedelta(days=2))
    page = assert_returned(post(fields(WORDS, nonce=old)), 422, WORDS)
    assert "open for too long" in pages.problems(page)[0]
    assert_arrived(post(as_posted(page)), WORDS)


# Fields that lie ------------------------------------------------------------


@pytest.mark.parametrize("name", ["country", *(f"examples__0__{n}" for n in ("setting", "by"))])
@pytest.mark.parametrize("code", ["QQ", "de", "'\"><script>", "\0", "WORK", "é" * 9_000])
def test_a_code_that_does_not_exist_is_asked_for_again(name, code):
    form = fields(WORDS, **{name: code})
    page = assert_returned(post(form), 422, WORDS)
    assert "Choose it again" in pages.problems(page)[0]
    assert_arrived(post(as_posted(page)), WORDS)


@pytest.mark.parametrize("action", ["", "SEND", "delete", "send\0", "<script>"])
def test_what_nobody_asked_to_send_is_not_sent(action):
    page = assert_in_words(post(fields(WORDS, action=action)), 200)
    assert pages.typed(page) == [WORDS]
    assert "Nothing has been sent yet" in page.text
    assert stored() == []


LIES = ["", "0", "1", "-1", "1e9", "1000000000", "abc", "9" * 5_000, "²", " 2", "\0", "٣"]


@pytest.mark.parametrize("count", LIES, ids=[ascii(lie[:12]) for lie in LIES])
def test_a_wrong_count_of_examples_loses_none(count):
    form = fields(WORDS, "And then again.", examples__TOTAL_FORMS=count)
    assert_arrived(post(form), WORDS, "And then again.")


def test_a_missing_count_of_examples_loses_none():
    form = fields(WORDS, "And then again.")
    del form["examples-TOTAL_FORMS"]
    assert_arrived(post(form), WORDS, "And then again.")


@pytest.mark.parametrize("position", ["9", "190", "999", "1000", "007", "1" + "0" * 30, "1" * 5000])
def test_an_example_at_any_place_is_read(position):
    form = fields(WORDS, **{f"examples__{position}__text": "And then again."})
    assert_arrived(post(form), WORDS, "And then again.")


def test_a_count_without_examples_makes_no_more_than_can_be_sent():
    page = assert_in_words(post(fields(action="check", examples__TOTAL_FORMS="999")), 200)
    assert len(pages.typed(page)) == MAX_EXAMPLES


def test_fields_that_are_none_of_ours_do_no_harm():
    odd = {"examples-": "x", "examples--text": "x", "examples-x-text": "x", "-": "x", "": "x"}
    assert_arrived(post(fields(WORDS) | odd | {"examples-0-id": "7", "state": "published"}), WORDS)


# Bytes ----------------------------------------------------------------------


def body(text: bytes, **more: str) -> bytes:
    return urlencode(fields("", **more)).encode() + b"&examples-0-text=" + text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b"100%+sure%zz%4", "100% sure%zz%4"),
        (b"caf%C3%A9 %E2%82%AC", "café €"),
        ("café €".encode(), "café €"),
        (b"a%00b%1Bc", "abc"),
        (b"why%EF%BF%BD", "why\ufffd"),
        (b"%F0%9F%92%94", "💔"),
    ],
)
def test_what_can_be_read_is_read(text, read):
    form = b"&".join(part for part in body(text).split(b"&") if part != b"examples-0-text=")
    assert_arrived(raw(form), read)


@pytest.mark.parametrize(
    "text",
    [
        b"%E9",
        b"%FF%FE",
        b"%ED%A0%80",
        b"%C0%80",
        b"%F5%80%80%80",
        b"%E2%82",
        b"\xe9",
        b"%E9 \xc3\xa9",
    ],
)
def test_what_cannot_be_read_comes_back_with_the_rest(text):
    answer = raw(body(b"one+" + text + b"+two"))
    page = assert_in_words(answer, 422)
    (typed,) = pages.typed(page)
    assert re.fullmatch("one .+ two", typed)
    assert "arrived damaged" in pages.problems(page)[0]
    assert stored() == []


@pytest.mark.parametrize("charset", ["utf8", "UTF-8", "latin-1", "utf-16", "no-such", "rot13", ""])
def test_a_body_in_utf_8_is_read_whatever_it_is_called(charset):
    form = urlencode(fields(WORDS)).encode()
    assert_arrived(raw(form, f"{URLENCODED}; charset={charset}"), WORDS)


@pytest.mark.parametrize("charset", ["latin-1", "windows-1252", "utf-16"])
def test_a_body_in_another_encoding_comes_back_to_be_looked_at(charset):
    form = urlencode(fields("café"), encoding="latin-1").encode()
    page = assert_returned(raw(form, f"{URLENCODED}; charset={charset}"), 422, "café")
    assert "arrived damaged" in pages.problems(page)[0]


def test_a_body_in_utf_16_comes_back_as_well_as_it_can_be_read():
    form = urlencode(fields("")).encode() + b"&examples-0-text=" + "café".encode("utf-16-le")
    page = assert_in_words(raw(form, f"{URLENCODED}; charset=utf-16"), 422)
    assert pages.typed(page) == ["café"]
    assert stored() == []


# Other ways to post ---------------------------------------------------------


def multipart(form: dict[str, str], *, file: bytes = b"") -> bytes:
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    if file:
        parts.append(
            b'--limit\r\nContent-Disposition: form-data; name="examples-1-text"; '
            b'filename="../../evil.html"\r\nContent-Type: text/html\r\n\r\n' + file + b"\r\n"
        )
    return b"".join(parts) + b"--limit--\r\n"


MULTIPART = "multipart/form-data; boundary=limit"


@pytest.mark.parametrize("charset", ["", "; charset=utf-16", "; charset=latin-1"])
def test_a_form_in_parts_is_read_like_any_other(charset):
    assert_arrived(raw(multipart(fields(WORDS)), MULTIPART + charset), WORDS)


def test_a_form_in_parts_that_cannot_be_read_comes_back():
    form = multipart(fields("one \x01 two")).replace(b"\x01", b"\xff")
    assert_returned(raw(form, MULTIPART), 422, "one \ufffd two")


def test_a_file_is_not_written_anywhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    answer = raw(multipart(fields(WORDS), file=b"\xff<html>" * 300_000), MULTIPART)
    assert_arrived(answer, WORDS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (multipart({"examples-0-text": "x"}), "multipart/form-data"),
        (multipart({"examples-0-text": "x"}), "multipart/form-data; boundary="),
        (multipart({"examples-0-text": "x"}), f"multipart/form-data; boundary={'x' * 300}"),
        (multipart({"examples-0-text": "x"}), "multipart/form-data; boundary=é"),
        (b'{"examples-0-text": "x"}', "application/json"),
        (b"examples-0-text=x", "text/plain"),
        (b"examples-0-text=x", ""),
        (b"<x/>", "application/xml"),
        (b"\0\xff", "image/png"),
    ],
)
def test_what_is_no_form_at_all_is_answered_in_words(sent, kind):
    page = assert_in_words(raw(sent, kind), 400)
    assert "could not be read. Nothing was kept." in page.text
    assert stored() == []


@pytest.mark.parametrize("kind", [MULTIPART, "multipart/form-data; boundary=other"])
@pytest.mark.parametrize("cut", [0, 30, 90, 200, -9])
def test_broken_parts_are_answered_in_words(kind, cut):
    answer = raw(multipart(fields(WORDS))[:cut], kind)
    assert_in_words(answer, answer.status_code)
    assert answer.status_code in {400, 422}
    assert stored() == []


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
def test_more_than_fits_is_answered_in_words(kind):
    text = "x" * 2_700_000
    sent = multipart(fields(text)) if kind == MULTIPART else urlencode(fields(text)).encode()
    page = assert_in_words(raw(sent, kind), 413)
    assert "ten examples of 5,000 characters. Nothing was kept." in page.text
    assert stored() == []


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
def test_thousands_of_fields_are_answered_in_words(kind):
    form = fields(WORDS) | {f"x{number}": "" for number in range(2_000)}
    sent = multipart(form) if kind == MULTIPART else urlencode(form).encode()
    assert_in_words(raw(sent, kind), 400)
    assert stored() == []


def test_nothing_at_all_is_answered_with_the_form():
    assert_returned(raw(b""), 422, "")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_not_for_this_page(method):
    answer = getattr(Client(), method)("/say/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert answer.headers["Cache-Control"] == "no-store"


def test_asking_for_the_head_is_asking_for_the_form():
    answer = Client().head("/say/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_address_fills_in_nothing():
    asked = {**fields("Not typed here."), "country": "DE", "examples-0-setting": "work"}
    page = assert_in_words(Client().get("/say/", asked), 200)
    assert pages.typed(page) == [""]
    assert pages.nonce(page) != asked["nonce"]
    assert "Not typed here." not in page.text
    answer = Client().post(f"/say/?{urlencode(asked)}", urlencode({"a": "b"}), URLENCODED)
    assert pages.typed(assert_in_words(answer, 200)) == [""]
    assert "Nothing has been sent yet." in pages.parsed(answer.content).text
    assert stored() == []


# Where it comes from --------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://testserver:81"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://[bad"},
    ],
    ids=str,
)
def test_what_another_site_posts_is_refused_and_can_be_sent_from_here(headers):
    page = assert_returned(post(fields(WORDS), headers=headers), 403, WORDS)
    assert "by way of another site" in pages.problems(page)[0]
    assert_arrived(post(as_posted(page), headers={"Sec-Fetch-Site": "same-origin"}), WORDS)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Origin": "HTTP://TESTSERVER"},
        {"Referer": "https://elsewhere.example/"},
    ],
    ids=str,
)
def test_what_this_site_posts_is_taken(headers):
    assert_arrived(post(fields(WORDS), headers=headers), WORDS)


def test_a_number_that_another_site_put_in_is_not_given_back():
    given = fields(WORDS)
    answer = post(given, headers={"Sec-Fetch-Site": "cross-site"})
    assert pages.nonce(pages.parsed(answer.content)) != given["nonce"]
