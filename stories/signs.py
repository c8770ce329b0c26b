"""The signs that phones set and a typewriter has not, for whoever cuts a text into words. Pure.

Nearly every text that is typed on a phone has some, and nothing else that is beyond ASCII; and a
regular expression for all alphabets takes three times as long as one for ASCII.
"""

# Each with what stands for it while a text is cut: as long as it, no part of a word, and no sign
# that says anything else here.
_PRINTED = (("’", "'"), ("‘", "`"), ("“", '"'), ("”", '"'), ("…", "!"), ("—", "~"), ("–", "~"))


def typewritten(text: str) -> str:
    """The text, as long as it was: in ASCII where nothing but such signs kept it out of it."""
    if not text.isascii():
        for printed, typed in _PRINTED:
            text = text.replace(printed, typed)
    return text
