"""Whoever is twelve can read what the public reads, in English.

By the Flesch-Kincaid grade: .39 words to a sentence, 11.8 syllables to a word, less 15.59 (J. P.
Kincaid and others, "Derivation of New Readability Formulas for Navy Enlisted Personnel", 1975). It
is a year of an American school; at twelve one is in the seventh. Syllables are counted by their
vowels, which is right for nine words of ten, and no formula knows what is hard to read for another
reason.
"""

import re
from collections import defaultdict

import pytest

from metoo import catalogues

pytestmark = pytest.mark.pure

GRADE = 7.0
# How the numbers are protected is told to those who would take them apart.
FOR_STATISTICIANS = {"templates/wall/protection.html": 9.0}
# Of fewer words a grade says nothing, nor of what is no sentence.
FEWEST_WORDS, SHORTEST = 60, 4
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_PLACE = re.compile(r"<[^>]*>|%\(\w+\)s|\{\w+\}")
_VOWELS = re.compile(r"[aeiouy]+")
_UNSPOKEN = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$")


def syllables(word: str) -> int:
    """How many a word has."""
    return max(len(_VOWELS.findall(_UNSPOKEN.sub("", word.lower()))), 1)


def grade(texts: list[str]) -> float:
    """The grade of them all together."""
    sentences = [
        re.findall(r"[A-Za-z'’]+", sentence)
        for text in texts
        for sentence in _SENTENCES.split(text)
    ]
    words = [word for sentence in sentences for word in sentence]
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def said() -> dict[str, list[str]]:
    """What there is to read, by the file in which it stands."""
    found = defaultdict(list)
    for message in catalogues.wanted():
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[-1]
            text = _PLACE.sub("ten", one)
            if len(text.split()) >= SHORTEST:
                for file, _ in message.locations:
                    found[file].append(text)
    return found


def test_the_grade_is_what_the_formula_gives():
    # Ten words, ten syllables, one sentence; and a long one.
    assert grade(["The cat sat on the mat and had a nap."]) == pytest.approx(0.11)
    hard = "Confidentiality considerations necessitate institutional accountability."
    assert grade([hard]) > 30
    assert [syllables(word) for word in ("told", "asked", "needed", "table", "safe", "people")] == [
        1, 1, 2, 2, 1, 2,
    ]  # fmt: skip


def test_whoever_is_twelve_can_read_it():
    long = {
        file: texts
        for file, texts in said().items()
        if sum(len(text.split()) for text in texts) >= FEWEST_WORDS
    }
    assert len(long) > 20
    grades = {file: grade(texts) for file, texts in long.items()}
    assert [
        f"{file}: {found:.1f}"
        for file, found in grades.items()
        if found > FOR_STATISTICIANS.get(file, GRADE)
    ] == []
