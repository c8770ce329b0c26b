"""What she types is made plain once, and comes out readable, the same each time, and quickly."""

import os
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stories.say.text import MARKS_PER_LETTER, normalised

pytestmark = pytest.mark.pure

EXAMPLES = 5_000 if os.environ.get("PROVE") == "full" else 300
# Characters that meet each other: halves of tags and entities, letters that compose with
# marks, marks of several classes, joiners, and everything that is taken out between them.
AWKWARD = [
    "<", ">", "&", ";", "/", "!", "-", "?", "'", '"', "=", "b", "<b>", "</b>", "<!--", "-->",
    "&lt;", "&amp;", "&#60;", "<script>", "a", "e", "\u0301", "\u0316", "\u0338", "\u0327",
    "\u0344", "\u20dd", "\u302e", "\U0001d15e", "\U0001d165", "\u1100", "\u1161", "\u212b",
    "\u200d", "\u200c", "\u00ad", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ufdd0", "\ufffd",
    "\0", "\x1b", "\x7f", "\x85", "\ud800", "\u2028", "\r", "\n", "\r\n", "\t", " ", "\u00a0",
    "\v", "\f", "\u3000", "\U0001f469", "\ufe0f", "\u05d0", "\u0628",
]  # fmt: skip
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(AWKWARD), max_size=40).map("".join),
    st.text(alphabet=st.characters(categories=["Mn", "Mc", "Me", "Cf", "Lo"]), max_size=60),
)
LINES = ["I said no.", "é", "Не надо", "日本", "a & b; c", "5 > 4", "<3", "e\u0301", "«…»", "-"]
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def most_marks(text: str) -> int:
    """The most marks on one letter. What does not show does not begin another letter."""
    most = marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Mn", "Me"} or unicodedata.combining(character):
            marks += 1
        elif category != "Cf":
            marks = 0
        most = max(most, marks)
    return most


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts)
@example("a\u0301\u0301\u0301<b>\u0301\u0301")
@example("e<b></b>\u0301")
@example("a" + "\u0301\u0301\u0301\u200d" * 9)
@example("<" * 9 + "b>" * 9)
@example("\u2260<b>\u0338")
def test_any_text_becomes_plain_and_stays_as_it_is(text):
    plain = normalised(text)
    assert normalised(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)
    assert not {c for c in plain if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n"}
    assert not BIDI & set(plain)
    assert most_marks(plain) <= MARKS_PER_LETTER
    assert "\n\n\n" not in plain
    assert plain == plain.strip()
    # It can be stored and sent.
    plain.encode()


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=6))
def test_paragraphs_and_lines_are_kept(lines):
    paragraphs = [unicodedata.normalize("NFC", line) for line in lines]
    assert normalised("\r\n\r\n".join(lines)) == "\n\n".join(paragraphs)
    assert normalised("\n".join(lines)) == "\n".join(paragraphs)
    assert normalised("  \n \t \n\n".join(lines)) == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("I was 5 < 6 and he > me & nobody <3", "I was 5 < 6 and he > me & nobody <3"),
        ("&lt;b&gt; &amp; &copy &#60;", "&lt;b&gt; &amp; &copy &#60;"),
        ("he <b>said</b> <i>no", "he said no"),
        ("cafe\u0301 Việt שָׁלוֹם", "café Việt שָׁלוֹם"),
        ("Z\u0351\u036b\u033f\u036a\u0302a", "Z\u0351\u036b\u033fa"),
        ("می\u200cخواهم 👩\u200d👩\u200d👧", "می\u200cخواهم 👩\u200d👩\u200d👧"),
        ("one\r\ntwo\r\n\r\n\r\n\r\nthree\t.", "one\ntwo\n\nthree ."),
        ("a\0b\x1b[31mc\x7f\u202ed\u2066e", "ab[31mcde"),
        ("line\u2028line\u2029line\x85line", "line\nline\nline\nline"),
        ("\ufeff \u00a0 \n ", ""),
        ("", ""),
    ],
)
def test_what_is_typed_and_what_is_stored(typed, stored):
    assert normalised(typed) == stored


HOSTILE = {
    "brackets": "<",
    "ampersands": "&",
    "marks on one letter": "a" + "\u0301",
    "marks that must be put in order": "\u0300\u0316",
    "marks that take up room": "\U0001d165\U0001d16d",
    "blanks": " ",
    "wide blanks": "\u3000",
    "empty lines": "\n",
    "blank lines": " \n",
    "tags": "<b>",
    "ends of tags": "</b>",
    "tags in tables": "<table><td>",
    "tags in tags": "<<b>b>",
    "links": "<a>x",
    "comments": "<!--",
    "quotes": "<a b='",
    "joiners": "\u200d\u0301",
    "controls": "\0\x1b",
    "entities": "&lt;&#60;",
}  # fmt: skip
# Passes through each step, the one for tags too.
HARMLESS = "Él no me dejó salir <b>hasta</b> que grité. Nadie vino.\n\n"


def seconds(text: str) -> float:
    """The least of a few, which is the one that nobody disturbed. Of the processor, so that what
    else runs on the machine is not counted."""
    best = float("inf")
    for _ in range(3):
        began = time.thread_time()
        normalised(text)
        best = min(best, time.thread_time() - began)
    return best


def of_length(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("length", [5_000, 20_000])
def test_a_hostile_text_takes_about_as_long_as_a_harmless_one(piece, length):
    harmless = seconds(of_length(HARMLESS, length))
    assert seconds("a" + of_length(piece, length) + "b") < 20 * harmless
