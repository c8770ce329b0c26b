"""The words of a text as the search compares them, however they are written. Pure.

Case, accents, the points of Arabic and Hebrew and the forms of a letter make no difference: whoever
looks for “años”, “anos” or “ANOS” means the same. What is not a letter or a digit is a blank.
"""

import re
import unicodedata
from functools import cache

# Letters that have no parts to take away, by what people type for them where they lack the key; and
# the forms that Arabic, Persian and Urdu each have of the same letter.
_FORMS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    }
)  # fmt: skip
# Two of them would be taken apart into a blank and an accent.
_APOSTROPHES = str.maketrans(dict.fromkeys("´`’‘ʼʻ", "'"))
_TATWEEL = "ـ"
# Of the marks on letters: an accent, a point of Arabic, Hebrew or Syriac, a dot for a foreign
# sound. Any other is part of the letter, as a vowel of Hindi or Thai is (Unicode's canonical
# combining classes, UAX 44, table 15).
_ACCENTS = {1, 7, *range(10, 37), *range(200, 241)}
# Scripts that put no blank between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_RUNNING = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PARTS = re.compile(f"[{_RUNNING}]+|[^{_RUNNING}]+")
_BEGINS_RUNNING = re.compile(f"[{_RUNNING}]")
# No word is longer, in characters: what is longer is compared that far.
_LONGEST = 40
# What Arabic writes onto the front of a word: “and”; the article, with a preposition or without; of
# “to the” all but “to”. An alef with a hamza or a madda is no article: it hurt me, my pains.
_IN_WORD = r"[\w\u0640\u064b-\u0652]"
_PROCLITICS = (
    (re.compile(rf"(?<!{_IN_WORD})و(?={_IN_WORD}{{3}})"), ""),
    (re.compile(rf"(?<!{_IN_WORD})و?(?:[فبك]?ال|لل)(?={_IN_WORD}{{2}})"), ""),
    (re.compile(rf"(?<!{_IN_WORD})و?لل(?={_IN_WORD}{{2}})"), "ل"),
)
# What somebody looks for loses a plain article alone, of a word of which enough is left.
_ARTICLE = re.compile(rf"(?<!{_IN_WORD})ال(?={_IN_WORD}{{4}})")
_ARABIC = re.compile("[\u0621-\u064a]")
# Of “l'amie” and “d'une amie” both: what stands behind an apostrophe, if it is so long.
_A_WORD = 3


def indexed(text: str) -> str:
    """The words of a text, each once, in alphabetical order, with a blank before and after each.
    Nobody reads from it what the text said."""
    found = set()
    for run in {run for one in without_proclitics(text) for run in _folded(one).split()}:
        ends = run.split("'")[1:]
        for piece in (run.replace("'", ""), *(end for end in ends if len(end) >= _A_WORD)):
            found.update(_words(piece, last=True))
    return f" {' '.join(sorted(found))} "


def looked_for(typed: str) -> list[str]:
    """What has to be in `indexed` where all of these words are: each as the beginning of a word, a
    single letter as a whole one. Empty where there is no word of two letters."""
    plain = _ARTICLE.sub("", unicodedata.normalize("NFC", typed))
    runs = _folded(plain).replace("'", "").split()
    found = dict.fromkeys(
        f" {word}" if len(word) > 1 or _is_running(word) else f" {word} "
        for run in runs
        for word in _words(run, last=False)
    )
    return list(found) if any(not one.endswith(" ") for one in found) else []


def without_proclitics(text: str) -> list[str]:
    """A text, and where it is Arabic the same without what is written onto its words: of “and the
    university” also “the university” and “university”. Migration 0023 asks it too."""
    if not _ARABIC.search(text):
        return [text]
    plain = unicodedata.normalize("NFC", text)
    return [text, *(onto.sub(stays, plain) for onto, stays in _PROCLITICS)]


def _words(piece: str, *, last: bool) -> list[str]:
    """A run of letters as words: of a script without blanks, each two characters that stand
    together, and if `last` or there is no other also the last one alone."""
    words = []
    for part in _PARTS.findall(piece):
        if not _is_running(part):
            words.append(part[:_LONGEST])
            continue
        ends = len(part) if last else max(len(part) - 1, 1)
        words += [part[start : start + 2] for start in range(ends)]
    return words


def _is_running(part: str) -> bool:
    return _BEGINS_RUNNING.match(part) is not None


def _folded(text: str) -> str:
    """Letters and digits, apostrophes, and blanks."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return unicodedata.normalize("NFC", "".join(map(_letter, apart.translate(_FORMS))))


@cache
def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter == _TATWEEL or kind == "Cf":
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind[0] in "LN" or letter == "'":
        return letter
    if kind[0] != "M":
        return " "
    accent = unicodedata.combining(letter) in _ACCENTS
    return "" if accent or unicodedata.name(letter, "").startswith("VARIATION") else letter
