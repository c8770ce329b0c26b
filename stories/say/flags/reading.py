"""A text as the patterns see it: lower case, without accents or signs, one blank between words."""

from stories.signs import typewritten

# Whoever writes in haste leaves out the accents and the signs, so nothing may depend on them.
# One replacement after the other: where there is nothing to replace, each costs next to nothing.
_SIGNS = tuple(".,;:!?\"'`~()-/*_")
_OTHER_SIGNS = tuple("«»¿¡،؟؛।॥")
_LETTERS = {
    "a": "áàâäã", "e": "éèêë", "i": "íìîï", "o": "óòôöõ", "u": "úùûü", "n": "ñ", "c": "ç",
    "oe": "œ", "ا": "أإآٱ", "ي": "ى", "ه": "ة",
    # The dot under a letter of Hindi is typed or left out, and of its two nasal signs either.
    "क": "\u0958", "ख": "\u0959", "ग": "\u095a", "ज": "\u095b", "ड": "\u095c", "ढ": "\u095d",
    "फ": "\u095e", "ं": "ँ",
    "": "ـ" + "".join(map(chr, range(0x64B, 0x653))) + "\u093c\u200c\u200d",
    **{
        str(digit): chr(0x660 + digit) + chr(0x6F0 + digit) + chr(0x966 + digit)
        for digit in range(10)
    },
}  # fmt: skip
_FOLDED = tuple((written, read) for read, all_ in _LETTERS.items() for written in all_)
# Said of somebody else, and now: a text that has none of these is in the past.
_PRESENT = (
    " he is ", " he s ", " hes ", " she is ", " she s ", " shes ", " they are ", " they re ",
    " theyre ",
)  # fmt: skip
THEY_NOW = "they, now"


def read(text: str) -> tuple[str, set[str]]:
    """The text with a blank before and after each word; and its words, and THEY_NOW among them
    where it says what somebody else is or does now."""
    text = typewritten(text.lower())
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    if not text.isascii():
        for sign in _OTHER_SIGNS:
            text = text.replace(sign, " ")
        for written, folded in _FOLDED:
            text = text.replace(written, folded)
    words = text.split()
    line, known = f" {' '.join(words)} ", set(words)
    if any(said in line for said in _PRESENT):
        known.add(THEY_NOW)
    return line, known
