"""Editing takes out and never adds: whatever is posted, what stands there is hers or a token."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import editing
from moderation.editing import Added, Cut, Place
from stories import stand_ins
from stories.testimony import BAR

pytestmark = pytest.mark.pure

TOKENS = editing.allowed("en")
WORD = re.compile(r"\w+")
# Few letters, so that much is alike; a token of ours among them, as if she had written it.
LETTERS = st.text(alphabet="ab é\n.[", max_size=24)
ORIGINALS = st.one_of(LETTERS, st.builds(lambda a, b: f"{a}[a friend]{b}", LETTERS, LETTERS))
FEW = ("[a friend]", BAR, "[a city]")


def is_hers(original: str, result: str, tokens: tuple[str, ...] = FEW) -> bool:
    """By trying everything, letter by letter: whether a result is some of the original in its
    order, with tokens where at least one character went."""
    # Every place of the original that the result so far can end at.
    reached = [set[int]() for _ in range(len(result) + 1)]
    reached[0] = set(range(len(original) + 1))
    for end, places in enumerate(reached[:-1]):
        for place in places:
            if place < len(original) and original[place] == result[end]:
                reached[end + 1] |= set(range(place + 1, len(original) + 1))
            for token in tokens:
                if result.startswith(token, end) and place < len(original):
                    reached[end + len(token)] |= set(range(place + 1, len(original) + 1))
    return bool(reached[-1])


@st.composite
def posted(draw: st.DrawFn, original: str) -> str:
    """What could stand in the text area: some of the original, tokens, and things of ours."""
    parts, at = [], 0
    while at < len(original):
        end = draw(st.integers(at + 1, len(original)))
        what = draw(st.sampled_from(["keep", "keep", "out", "token", "ours"]))
        if what == "keep":
            parts.append(original[at:end])
        elif what == "token":
            parts.append(draw(st.sampled_from(FEW)))
        elif what == "ours":
            parts.append(draw(LETTERS))
        at = end
    return "".join(parts)


@settings(max_examples=300)
@given(st.data(), ORIGINALS)
def test_whatever_is_posted_nothing_of_ours_is_published(data, original):
    text = data.draw(posted(original))
    try:
        cuts = editing.cuts_of(original, text, FEW)
    except Added:
        return
    result = editing.applied(original, cuts)
    assert result == text
    assert is_hers(original, result)
    assert is_hers(original, editing.tidied(result))
    # Whole words: none is made of a part of one, but beside a token.
    if not any(token in text for token in FEW):
        assert set(WORD.findall(result)) <= set(WORD.findall(original))


@settings(max_examples=200)
@given(st.data(), ORIGINALS)
def test_any_cuts_at_whole_words_or_with_tokens_are_read_back(data, original):
    # Words, each with what parts it from the next: where that goes alone, two become one.
    spans = [match.span() for match in re.finditer(r"\w*\W|\w+", original)]
    gone = data.draw(st.lists(st.sampled_from(spans), unique=True)) if spans else []
    cuts = [Cut(start, end, data.draw(st.sampled_from(("", *FEW)))) for start, end in sorted(gone)]
    text = editing.applied(original, cuts)
    assert editing.applied(original, editing.cuts_of(original, text, FEW)) == text


@settings(max_examples=200)
@given(st.data(), ORIGINALS)
def test_of_two_edits_what_either_took_out_is_out(data, original):
    edits = []
    for _ in range(2):
        text = data.draw(posted(original))
        try:
            edits.append(editing.cuts_of(original, text, FEW))
        except Added:
            edits.append([])
    result = editing.applied(original, editing.both(*edits))
    assert is_hers(original, result)
    plain = [
        re.sub("|".join(map(re.escape, FEW)), "", one)
        for one in (result, *(editing.applied(original, edit) for edit in edits))
    ]
    if "[a friend]" not in original:
        for letter in set(original):
            assert plain[0].count(letter) <= min(one.count(letter) for one in plain[1:])


@settings(max_examples=200)
@given(st.data(), ORIGINALS, LETTERS)
def test_what_is_chosen_for_a_place_is_not_there_any_more(data, base, text):
    if not base.strip():
        return
    start = data.draw(st.integers(0, len(base) - 1))
    end = data.draw(st.integers(start + 1, len(base)))
    bar, word = [Place(start, end, BAR)], base[start:end]
    assert editing.put_in(base, base, base, bar, TOKENS) == base[:start] + BAR + base[end:]
    # Typed into meanwhile, so that it is there less often: then all of it goes.
    try:
        put = editing.put_in(base, base, text, bar, TOKENS)
    except Added:
        return
    if text.count(word) != base.count(word):
        assert word not in put.replace(BAR, "\0")


ANNAS = "Anna Anna told Eva."


@pytest.mark.parametrize(
    ("base", "text", "places", "put"),
    [
        # What stands as it was shown is no choice, also where she typed.
        ("[a friend] Anna told Eva.", "[a friend] Anna told.", [(0, 4, "[a friend]")],
         "[a friend] Anna told."),
        # Another word, a bar, nothing, and back to what came.
        ("[a friend] Anna told Eva.", None, [(0, 4, "[a boss]")], "[a boss] Anna told Eva."),
        ("[a friend] Anna told Eva.", None, [(0, 4, BAR)], f"{BAR} Anna told Eva."),
        ("[a friend] Anna told Eva.", None, [(0, 4, "")], " Anna told Eva."),
        (" Anna told Eva.", None, [(0, 4, "[a boss]")], "[a boss] Anna told Eva."),
        ("[a friend] Anna told Eva.", None, [(0, 4, None)], ANNAS),
        (" told .", None, [(0, 9, None)], "Anna Anna told ."),
        # Within what was taken out by hand, a part of it stands otherwise.
        ("[a friend].", None, [(5, 9, "[a boss]")], "[a friend][a boss]."),
        # Typed into, it is told by its place; where it cannot be told, both go.
        (ANNAS, "Anna Anna told.", [(5, 9, "[a boss]")], "Anna [a boss] told."),
        (ANNAS, "Anna told Eva.", [(5, 9, "[a boss]")], "[a boss] [a boss]told Eva."),
        # What lies outside, or is nothing, is none.
        (ANNAS, None, [(4, 99, BAR), (3, 3, BAR), (9, 4, BAR)], ANNAS),
    ],
)  # fmt: skip
def test_what_is_chosen_for_a_place_can_be_chosen_otherwise(base, text, places, put):
    chosen = [Place(*place) for place in places]
    assert editing.put_in(ANNAS, base, base if text is None else text, chosen, TOKENS) == put


def test_a_place_of_what_is_no_edit_is_chosen_for_nothing():
    with pytest.raises(Added):
        editing.put_in(ANNAS, ANNAS, "Anna told Eve.", [Place(0, 4, BAR)], TOKENS)


@pytest.mark.parametrize(
    ("original", "text", "cuts"),
    [
        ("Anna told me.", "Anna told me.", []),
        ("Anna told me.", "[a friend] told me.", [Cut(0, 4, "[a friend]")]),
        ("I told Anna. Then Anna left.", "I told Anna. Then left.", [Cut(18, 23)]),
        ("Anna's desk", "[a boss]'s desk", [Cut(0, 4, "[a boss]")]),
        # A letter that belongs to the word before it stays where a token stands for the rest.
        ("قلت لأحمد أمس", f"قلت ل{BAR} أمس", [Cut(5, 9, BAR)]),
        ("In Lyon, at Acme", f"In [a city], at {BAR}", [Cut(3, 7, "[a city]"), Cut(12, 16, BAR)]),
        ("All of it goes", "", [Cut(0, 14)]),
        # A name of two words is one.
        ("My boss Eva Lund left", "My boss [a boss] left", [Cut(8, 16, "[a boss]")]),
        ("Then Eva Maria Lund left", "Then  left", [Cut(5, 19)]),
        ("My [a friend] Eva", "My [a friend] ", [Cut(14, 17)]),
    ],
)
def test_cuts_are_found_where_they_were_made(original, text, cuts):
    assert editing.cuts_of(original, text, TOKENS) == cuts


@pytest.mark.parametrize(
    ("original", "text", "piece"),
    [
        ("He was my therapist.", "He was my rapist.", "rapist"),
        ("He was my teacher.", "He was my boss.", "boss"),
        ("He was my teacher.", "He was my teacher!", "!"),
        ("He left.", "He left. [a friend]", " [a friend]"),
        ("He left me.", "me left", " left"),
        ("He left.", "[a hero] left.", "["),
        ("can not", "cannot", "cannot"),
        ("", "word", "word"),
    ],
)
def test_what_is_not_hers_is_refused_and_named(original, text, piece):
    with pytest.raises(Added) as refused:
        editing.cuts_of(original, text, TOKENS)
    assert refused.value.piece == piece


def test_any_bar_that_is_typed_is_the_bar_and_lines_end_as_ours():
    assert editing.typed("a\r\nb ██ c █████████") == f"a\nb {BAR} c {BAR}"


def test_what_cuts_leave_behind_is_tidied():
    assert editing.tidied("He  said \n\n\n\n no.  ") == "He said\n\nno."


def test_a_long_text_is_read_back_in_no_time():
    import time

    original = " ".join(f"word{number % 7} a a a" for number in range(700))
    text = original.replace("word3", "[a friend]")
    began = time.process_time()
    assert editing.applied(original, editing.cuts_of(original, text, TOKENS)) == text
    with pytest.raises(Added):
        editing.cuts_of("a" * 5_000, "a b " * 1_200, TOKENS)
    assert time.process_time() - began < 1


def test_every_kind_of_find_has_role_words_and_the_bar_is_allowed():
    from stories.say.identifiers import KINDS

    assert set(stand_ins._BY_KIND) == set(KINDS)
    assert all(editing.role_words(kind, "en") for kind in KINDS)
    assert BAR in TOKENS
    assert all(re.fullmatch(r"\[[a-z ]+\]", word) for word in TOKENS - {BAR})
