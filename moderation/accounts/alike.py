"""What a name looks like, whatever letters it is written in. Pure.

Names of one alphabet each may still look the same: `copa` can be typed in Latin letters and in
Cyrillic ones. Unicode lists which letters look like which (Unicode Technical Standard 39, chapter
4, data file `confusables.txt`; Unicode License V3). Here are the letters of Cyrillic, Greek and
Armenian for which it gives one letter or digit of ASCII, as `confusable-homoglyphs` 3.3.1 has them.
Not here: its other alphabets, such as Cherokee and Lisu; signs that look like two letters, as `m`
does like `rn`; and what looks alike in one alphabet, but for 0, 1 and the capital I.
"""

import unicodedata

_LOOKS_LIKE = {
    "2": "\ua644",
    "3": "\u0417\u04e0",
    "6": "\u0431",
    "A": "\u0391\u0410",
    "a": "\u03b1\u0430",
    "B": "\u0392\u0412",
    "b": "\u042c",
    "C": "\u0421",
    "c": "\u0441",
    "d": "\u0501",
    "E": "\u0395\u0415",
    "e": "\u0435\u04bd",
    "F": "\u03dc",
    "f": "\u0584",
    "G": "\u050c",
    "g": "\u0581",
    "H": "\u0397\u041d",
    "h": "\u04bb\u0570",
    "I": "\u0399\u0406\u04c0",
    "i": "\u03b9\u0456\u04cf\ua647",
    "J": "\u037f\u0408",
    "j": "\u03f3\u0458",
    "K": "\u039a\u041a",
    "M": "\u039c\u03fa\u041c",
    "N": "\u039d",
    "n": "\u0578\u057c",
    "O": "\u039f\u041e\u0555",
    "o": "\u03bf\u03c3\u043e\u0585",
    "P": "\u03a1\u0420",
    "p": "\u03c1\u0440",
    "q": "\u051b\u0563\u0566",
    "r": "\u0433\u1d26",
    "S": "\u0405\u054f",
    "s": "\u0455",
    "T": "\u03a4\u0422",
    "U": "\u054d",
    "u": "\u03c5\u057d",
    "V": "\u0474",
    "v": "\u03bd\u0475",
    "W": "\u051c",
    "w": "\u0461\u051d\u0561",
    "X": "\u03a7\u0425",
    "x": "\u0445",
    "Y": "\u03a5\u0423\u04ae",
    "y": "\u03b3\u0443\u04af",
    "Z": "\u0396",
}
_PLAIN = {ord(sign): like for like, signs in _LOOKS_LIKE.items() for sign in signs}
# As they are typed: in small letters an i is no l.
_TYPED = {**_PLAIN, ord("0"): "o", ord("1"): "l", ord("I"): "l"}
_SMALL = {ord("0"): "o", ord("1"): "l"}


def folded(name: str) -> str:
    """A name without what sign-in does not tell apart: capitals and compatible forms."""
    # `upper` first: a dotless i has the capital of i. What that makes may be taken apart again.
    return _normal(_normal(name).upper().casefold())


def looks(name: str) -> set[str]:
    """What a name looks like as it is typed, in small letters and in capitals, for whoever reads it
    in one of them. Two names with one of these in common can be taken for each other."""
    small = folded(name)
    return {
        folded(_as_plain(_normal(name)).translate(_TYPED)),
        folded(_as_plain(small).translate(_SMALL)),
        folded(_as_plain(small.upper()).translate(_SMALL)),
    }


def _as_plain(name: str) -> str:
    # Taken apart, so that a letter with an accent looks like another with the same.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).translate(_PLAIN))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
