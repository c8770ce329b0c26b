"""What it costs to look through words before they are sealed, by language. No server is asked."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.rows import Row, at_most
from stories.say.identifiers import find
from stories.say.identifiers.measure import Sentence, milliseconds, sentences

_INVENTED = Path(__file__).resolve().parent.parent / "stories/demo/texts"
LANGUAGES = {
    "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese", "ar": "Arabic",
    "hi": "Hindi",
}  # fmt: skip
# The best of so many rounds is the one that nothing else disturbed.
_ROUNDS = 5
# Milliseconds that 1,000 characters may take.
_MOST = 1.0


def identifiers() -> Iterator[Row]:
    """How long it takes to look for what could point at a person: milliseconds for 1,000
    characters of invented testimonies."""
    for code, language in LANGUAGES.items():
        told = list(_testimonies(code))
        took = min(milliseconds(find, told, rounds=1) for _ in range(_ROUNDS))
        yield at_most(f"identifiers in 1,000 characters, {language}", took, _MOST, "ms", ".2f")


def _testimonies(language: str) -> Iterator[Sentence]:
    rows = json.loads((_INVENTED / f"{language}.json").read_text("utf-8"))
    texts = (each["text"] for row in rows for each in row["examples"] if each.get("text"))
    return sentences({"text": text, "language": language, "spans": []} for text in texts)
