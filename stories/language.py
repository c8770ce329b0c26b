"""Which language a text is most likely in, without knowing anything but the text. Pure.

By its letters where a script has one language here, and otherwise by its smallest words. It is a
hint for whoever reads it, and says how a browser should pronounce and set it.
"""

import re
import unicodedata
from collections import Counter

from stories.signs import typewritten

# The words that make up most of any text, written by us from general knowledge of each language.
_SMALL = {
    "en": "the and was were that he she they my his her him had not with when this but what it i "
    "me you from would did because there after him who said told never",
    "es": "el los las y era que mi su con cuando pero porque yo él ella nunca había después dijo "
    "muy fue estaba tenía del una lo nadie también",
    "fr": "le les et était que mon ma sa avec quand mais parce je il elle jamais avait après dit "
    "très fut étais des une dans pas personne aussi ne m'a j'ai",
    "de": "der die das und war ich er sie mein mich nicht mit als aber weil nie hatte nach sagte "
    "sehr wurde ein eine niemand auch dem den",
    "pt": "o os e era que meu minha com quando mas porque eu ele ela nunca tinha depois disse "
    "muito foi estava uma não ninguém também em",
    "it": "il gli e era che mio mia con quando ma perché io lui lei mai aveva dopo disse molto fu "
    "una non nessuno anche della ho",
}
# Each of them with the languages that have it.
_OF = {
    word: tuple(code for code, words in _SMALL.items() if word in words.split())
    for word in " ".join(_SMALL.values()).split()
}
# Scripts that are written in one of these languages far more often than in another.
_SCRIPTS = {
    "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "BENGALI": "bn", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "THAI": "th",
}  # fmt: skip
# Every language that it can tell, by its code.
CODES = sorted({*_SMALL, *_SCRIPTS.values()})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# The same in ASCII and small letters, which is quicker.
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# Beyond Latin letters and the signs that stand between them.
_OTHER_SCRIPT = re.compile(r"[^\W\u0000-\u024f]")
_LOOKED_AT = 2_000
# So many small words must speak for a language, and so much more than for the next.
_LEAST, _LEAD = 3, 1.3


def likely(text: str, *, otherwise: str) -> str:
    """The language of a text (a code of ISO 639-1), or `otherwise` where it is not clear."""
    text = text[:_LOOKED_AT].lower()
    if not _OTHER_SCRIPT.search(text):
        return _by_small_words(text) or otherwise
    scripts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            scripts[_script(letter)] += times
    if not scripts:
        return otherwise
    # Japanese is mixed with what is read as Chinese.
    script = "HIRAGANA" if scripts["HIRAGANA"] else scripts.most_common(1)[0][0]
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    return _by_small_words(text) or otherwise


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter > "\u024f" else "LATIN"


def _by_small_words(text: str) -> str:
    text = typewritten(text)
    found = _ASCII_WORD if text.isascii() else _WORD
    votes = dict.fromkeys(_SMALL, 0)
    for word, times in Counter(found.findall(text)).items():
        for code in _OF.get(word, ()):
            votes[code] += times
    (second, _), (first, code) = sorted((times, code) for code, times in votes.items())[-2:]
    return code if first >= _LEAST and first >= _LEAD * second else ""
