"""Words: how a text is cut into them, and what is known about each.

The lists lie in data/, where their sources and licences are named. What a person
wrote is never kept: nothing here remembers a word that is not in a list.
"""

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "fr", "pt", "ar")
# In Latin letters: what a language without lists of its own is read with.
_LATIN = LANGUAGES[:-1]

# What a list says about a word; a word may be several.
GIVEN, FAMILY, WORD, STOP, MODAL, TITLE, SURNAME, ROLE, CALLED, NAMED = (
    1 << place for place in range(10)
)
BE, ME, ACT, DOES, PLAIN, NEVER, PARTICLE, SAYER, COMPOUND, MINE = (
    1 << place for place in range(10, 20)
)
ORG_TAIL, ORG_FIRST, ORG_LEVEL, ORG_LINK, WORK, WORK_AT, JOINT, PROPER = (
    1 << place for place in range(20, 28)
)
NAME_LIKE = GIVEN | FAMILY
# What Arabic writes before a word.
ARTICLE = "ال"

_CUE_FLAGS = {
    "stop": STOP, "modal": MODAL, "title": TITLE, "surname": SURNAME, "role": ROLE,
    "called": CALLED, "name": NAMED, "be": BE, "me": ME, "act": ACT, "does": DOES,
    "plain": PLAIN, "never": NEVER, "particle": PARTICLE, "sayer": SAYER, "mine": MINE,
    "compound": COMPOUND, "orgtail": ORG_TAIL, "orgfirst": ORG_FIRST, "orglevel": ORG_LEVEL,
    "orglink": ORG_LINK, "workcue": WORK, "student": WORK, "workat": WORK_AT, "joint": JOINT,
}  # fmt: skip

# Letters that do not fall apart into a letter and a mark.
_WHOLE = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
# Arabic letters that people write one for the other, and what lengthens a word.
_ARABIC = str.maketrans("أإآٱىة", "ااااي" + "ه", "".join(map(chr, range(0x64B, 0x653))) + "ـ")
# Endings of English words that are not in the list while what is before the ending is.
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "less", "ful", "ish", "y")
# An ending no name has, for words that no list knows.
NOT_A_NAME = re.compile(
    r"(?:ing|ings|ed|ly|tion|tions|sion|ness|ment|ments|able|ible|less|ful|ism|ist|ists|ity|ies|"
    r"ando|iendo|mente|cion|ciones|aron|ieron|aba|aban|amos|emos|imos|arme|arse|arlo|irme|erme|"
    r"aient|ait|ais|ions|iez|euse|euses|eux|iques?|ements?|elles?|els)$"
)


@dataclass(frozen=True)
class Lexicon:
    """What is known about the words of a language: `flags` by folded word, `cues` by kind."""

    language: str
    flags: dict[str, int]
    cues: dict[str, Set[str]]

    def about(self, word: str) -> int:
        """The flags of a folded word; 0 for one that nothing is known of."""
        known = self.flags.get(word)
        if known is not None:
            return known
        if self.language != "en":
            return 0
        return WORD if _inflected(word, self.flags) else 0


def _inflected(word: str, flags: dict[str, int]) -> bool:
    if not word.endswith(_ENDINGS):
        return False
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            root = word[: -len(ending)]
            roots = (root, root + "e", root[:-1] + "y" if root[-1] == "i" else root)
            if any(flags.get(each, 0) & ~NAME_LIKE for each in roots):
                return True
            if root[-1] == root[-2] and flags.get(root[:-1], 0) & WORD:
                return True
    return False


def folded(word: str) -> str:
    """A word as the lists have it: lower case, no accents; never empty where the word is not."""
    word = word.lower()
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_ARABIC).translate(_WHOLE))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)) or word


def near(text: str, start: int, told_by: Set[str], reach: int = 36) -> bool:
    """Whether one of the words stands within `reach` characters (about five words) before."""
    before = text[max(0, start - reach) : start]
    return any(folded(word) in told_by for word in re.findall(r"[^\W\d_]+", before))


def lexicon_of(language: str) -> Lexicon:
    """What is known of the language of a code such as "en", "es-mx" or "pt_BR"."""
    return lexicon(language.lower().replace("_", "-").partition("-")[0])


@cache
def lexicon(language: str) -> Lexicon:
    """What is known of a language; of one without lists, what all the others know together."""
    known = (language,) if language in LANGUAGES else _LATIN
    script = ".ar" if language == "ar" else ""
    flags: dict[str, int] = {}
    for name, flag in ((f"given{script}", GIVEN), (f"family{script}", FAMILY)):
        _mark(flags, _words(name), flag)
    cues: dict[str, set[str]] = {}
    for each in known:
        _mark(flags, _words(f"words.{each}"), WORD)
        if (_DATA / f"proper.{each}.txt").exists():
            _mark(flags, _words(f"proper.{each}"), WORD | PROPER)
        for kind, words in _cues(each):
            cues.setdefault(kind, set()).update(words)
    for kind, words in cues.items():
        if kind in _CUE_FLAGS:
            _mark(flags, words, _CUE_FLAGS[kind])
    for kind in _CUE_FLAGS.keys() | _ALWAYS:
        cues.setdefault(kind, set())
    return Lexicon(language if len(known) == 1 else "", flags, dict(cues))


_ALWAYS = {
    "month", "street", "unit", "livecue", "plate", "cardcue", "accountcue", "phonecue",
    "postcue", "idcue",
}  # fmt: skip


def _mark(flags: dict[str, int], words: Set[str], flag: int) -> None:
    for word in words:
        flags[word] = flags.get(word, 0) | flag


def _words(name: str) -> set[str]:
    return set((_DATA / f"{name}.txt").read_text(encoding="utf-8").split())


def _cues(language: str) -> list[tuple[str, set[str]]]:
    found = []
    for line in (_DATA / f"cues.{language}.txt").read_text(encoding="utf-8").splitlines():
        kind, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found.append((kind, {folded(word) for word in words.split()}))
    return found
