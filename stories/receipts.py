"""The receipt: ten ordinary words, and the key pair that they are the whole of.

Only the public half is kept. It finds the submission again, and what is for its author alone is
sealed to it. The words are made, shown once and forgotten.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import blake2b
from pathlib import Path

from stories import sealing
from stories.macs import mac
from stories.sealing import KeyPair

WORDS = 10
# How many words of a list are used.
PLACES = 7_772
_LISTS = Path(__file__).parent / "words"
_DEFAULT = "en"
# What may stand between two words, as people write them down: in any of the languages that are
# offered, numbered or not, and with the marks that say which way a text runs, which are copied with
# it and not seen.
_BETWEEN = re.compile(
    r"[\s\d,;:.·()،؛।\-\u2010-\u2015_/\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
# How alike a word of the list must be to be offered for one that is not in it (difflib's ratio).
_ALIKE = 0.6
_SLIPS = 3
# What a key is derived under, the newest first: one label for each version there was. Receipts are
# on paper, so none of these is ever changed, nor a word list, nor the labels of `say.nonce` while
# forms live: whatever derives otherwise is a version more, `metoo receipt 2`, and is put first.
_LABELS = (b"metoo receipt",)


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word that is in no list, and the nearest ones that are."""

    word: str
    nearest: tuple[str, ...]


class NotWords(Exception):
    """What was given is not a receipt's ten words. `misspelt` are those that cannot be any."""

    def __init__(self, misspelt: tuple[Misspelt, ...] = ()) -> None:
        super().__init__()
        self.misspelt = misspelt


def words_of(secret: bytes, language: str, *, kind: bool = True) -> str:
    """The ten words that stand for a secret, out of the list of a language, by single blanks.

    The secret's digest, of 256 bits, is written in a base that is the number of words there are to
    choose from, and its last ten digits choose them. Any 128 random bits in the secret come through
    whole, since that number to the tenth is more than 2 to the 128th. Without `kind` all words of
    the list are chosen from, as they were at first: those in `words/unkind/` too, which could hurt
    her who reads them.
    """
    number = int.from_bytes(blake2b(secret, digest_size=32, person=b"metoo words").digest())
    words, chosen = _kind_words(language) if kind else _words(language), []
    for _ in range(WORDS):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return " ".join(chosen)


def pair_of(words: str) -> KeyPair:
    """The key pair of ten words as `words_of` writes them, for what is new. Raises NotWords."""
    return pairs_of(words)[0]


def pairs_of(words: str) -> list[KeyPair]:
    """The key pairs of ten words, the newest version's first: one of them is on the row that they
    lead to. They hang on the words' places in the list and not on the language. Raises NotWords."""
    typed = _plain(words).split()
    for known in _known().values():
        if len(typed) == WORDS and all(word in known for word in typed):
            places = b"".join(known[word].to_bytes(2, "big") for word in typed)
            return [sealing.pair_of(mac(label, places)) for label in _LABELS]
    raise NotWords


def read(typed: str) -> str:
    """The ten words in what somebody typed, as `pair_of` takes them.

    Spaces, lines, commas, hyphens, capitals and accents are forgiven. Raises NotWords, with the
    nearest words of the lists for each that is in none, found without asking the database.
    """
    words = [word for word in _BETWEEN.split(_plain(typed)) if word][: 4 * WORDS]
    everything = _everything()
    if len(words) != WORDS:
        raise NotWords
    unknown = [word for word in dict.fromkeys(words) if word not in everything]
    if unknown:
        # Looking for the nearest takes long, so not for more than a slip of the pen or three.
        near = [
            get_close_matches(word[:24], everything, n=3, cutoff=_ALIKE) if at < _SLIPS else []
            for at, word in enumerate(unknown)
        ]
        raise NotWords(tuple(map(Misspelt, unknown, map(tuple, near))))
    return " ".join(words)


def word_list(language: str) -> list[str]:
    """The words that receipts in a language are made of; the English ones where it has none."""
    return _words(language)


def language_of_list(language: str) -> str:
    """The language that the words of receipts in a language are in."""
    return language if (_LISTS / f"{language}.txt").exists() else _DEFAULT


def language_of(word: str) -> str:
    """The language of the list in which a word of `Misspelt.nearest` stands."""
    return next(language for language, known in _known().items() if word in known)


@cache
def _words(language: str) -> list[str]:
    words = (_LISTS / f"{language_of_list(language)}.txt").read_text(encoding="utf-8")
    return words.split()[:PLACES]


@cache
def _kind_words(language: str) -> list[str]:
    """Those that are given out. The others are still read: receipts are on paper."""
    file = _LISTS / "unkind" / f"{language_of_list(language)}.txt"
    unkind = set(file.read_text(encoding="utf-8").split()) if file.exists() else set()
    return [word for word in _words(language) if word not in unkind]


@cache
def _known() -> dict[str, dict[str, int]]:
    """The place of every word of every list, the words without their accents."""
    return {
        path.stem: {_plain(word): place for place, word in enumerate(_words(path.stem))}
        for path in sorted(_LISTS.glob("*.txt"))
    }


@cache
def _everything() -> frozenset[str]:
    """Every word of every list, without its accents."""
    return frozenset(word for known in _known().values() for word in known)


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
