"""Invented testimonies, so that the wall can be shown without anybody's words.

Nothing here happened to anyone. The texts were written for this purpose, are kept beside this
file, and each says that it is invented. The numbers follow weights that look plausible on a
chart; they were measured nowhere and mean nothing.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent

# Stands under every invented text, so that a copy of one that has lost its page still says so.
MARKS: dict[str, str] = {
    "en": "(Invented for the demonstration.)",
    "es": "(Texto inventado para la demostración.)",
    "fr": "(Texte inventé pour la démonstration.)",
    "pt": "(Texto inventado para a demonstração.)",
    "ar": "(نصّ متخيَّل كُتب للعرض التجريبي.)",
    "hi": "(नमूने के लिए गढ़ा हुआ।)",
}

# A quarter with words: most people of the real hashtag wrote the two words and nothing else.
WITH_WORDS = 0.25

# Half of the statuses are the two words alone; the others ticked something.
TICKED_SOMETHING = 0.5

# Of those, the share with a second example: enough for the tables to show that they count people
# and not examples.
SECOND_EXAMPLE = 0.3

# Uneven, so that filtering by language is seen to change the wall.
LANGUAGES = {"en": 50, "es": 18, "fr": 10, "pt": 8, "hi": 8, "ar": 6}

# Country is optional, and on a phone an extra question is the first to be skipped.
NO_COUNTRY = 0.35

# Languages travel, but mostly stay. English is drawn from everywhere, because whoever does not
# find her own language takes that one.
SPEAKS_AT_HOME = 0.85
SPOKEN_IN: dict[str, frozenset[str]] = {
    "es": frozenset({"ES", "MX", "AR", "CO", "CL", "PE", "UY"}),
    "fr": frozenset({"FR", "BE", "CA", "SN", "CH", "CI", "MA", "TN"}),
    "pt": frozenset({"BR", "PT", "AO", "MZ"}),
    "ar": frozenset({"EG", "MA", "LB", "TN", "JO", "IQ"}),
    "hi": frozenset({"IN", "NP"}),
}

# Chances out of 100 that a category is left unsaid; the harder the question, the higher.
UNSAID = {"setting": 6, "by": 14, "age": 12, "reported": 20}

SETTINGS = {
    "work": 26,
    "public": 16,
    "home": 16,
    "transport": 11,
    "school": 10,
    "online": 8,
    "health": 4,
    "sport": 3,
    "other": 3,
    "faith": 2,
    "military": 1,
}

# Who, where: a classmate at school, a partner at home, a stranger in the street.
BY_IN: dict[str, dict[str, int]] = {
    "work": {"authority": 48, "colleague": 36, "stranger": 10, "other": 6},
    "public": {"stranger": 74, "friend": 14, "colleague": 5, "authority": 4, "other": 3},
    "home": {"partner": 32, "former_partner": 18, "family": 28, "friend": 16, "stranger": 6},
    "transport": {"stranger": 88, "authority": 5, "other": 4, "friend": 3},
    "school": {"classmate": 58, "authority": 34, "other": 8},
    "online": {"stranger": 58, "former_partner": 18, "colleague": 9, "classmate": 9, "other": 6},
    "health": {"authority": 72, "other": 20, "stranger": 8},
    "sport": {"authority": 60, "colleague": 26, "stranger": 8, "other": 6},
    "other": {"stranger": 34, "friend": 28, "authority": 20, "other": 18},
    "faith": {"authority": 66, "family": 16, "other": 18},
    "military": {"colleague": 52, "authority": 44, "other": 4},
}

# How old, where: the years in which people are mostly in such a place.
AGE_IN: dict[str, dict[str, int]] = {
    "work": {"13-17": 3, "18-24": 40, "25-34": 35, "35-49": 18, "50plus": 4},
    "public": {"under13": 3, "13-17": 25, "18-24": 40, "25-34": 20, "35-49": 9, "50plus": 3},
    "home": {"under13": 14, "13-17": 14, "18-24": 26, "25-34": 26, "35-49": 15, "50plus": 5},
    "transport": {"13-17": 24, "18-24": 42, "25-34": 22, "35-49": 9, "50plus": 3},
    "school": {"under13": 8, "13-17": 46, "18-24": 42, "25-34": 4},
    "online": {"13-17": 20, "18-24": 42, "25-34": 25, "35-49": 11, "50plus": 2},
    "health": {"13-17": 5, "18-24": 28, "25-34": 34, "35-49": 22, "50plus": 11},
    "sport": {"under13": 8, "13-17": 42, "18-24": 36, "25-34": 14},
    "other": {"13-17": 10, "18-24": 42, "25-34": 28, "35-49": 15, "50plus": 5},
    "faith": {"under13": 10, "13-17": 26, "18-24": 32, "25-34": 20, "35-49": 12},
    "military": {"18-24": 62, "25-34": 34, "35-49": 4},
}

# Nobody invented here is a child and also somebody's partner or colleague.
MINORS = frozenset({"under13", "13-17"})
ONLY_OF_ADULTS = frozenset({"partner", "former_partner", "colleague"})

REPORTED = {"no": 56, "told_someone": 26, "yes_nothing": 12, "yes_acted": 6}


@dataclass(frozen=True)
class Invented:
    """One submission that nobody sent.

    Each example has exactly the keys ``text``, ``setting``, ``by``, ``age`` and ``reported``,
    any of them "" for not said; ``country`` is an ISO 3166-1 code or "".
    """

    language: str
    country: str
    quotable: bool
    examples: tuple[dict[str, str], ...]


def invent(count: int, *, seed: int) -> Iterator[Invented]:
    """Yield ``count`` invented submissions; the same ones, in the same order, for a seed.

    About a quarter carry words until the texts of all languages are used up, each text once.
    After that come statuses only. A smaller count yields the beginning of a larger one.
    """
    # Not for secrets: it has to be repeatable.
    random = Random(seed)
    countries: dict[str, int] = json.loads((HERE / "countries.json").read_text("utf-8"))
    entries = _entries()
    random.shuffle(entries)
    for _ in range(count):
        if entries and random.random() < WITH_WORDS:
            language, entry = entries.pop()
            examples, quotable = _marked(entry["examples"], MARKS[language]), entry["quotable"]
        else:
            language = _pick(random, LANGUAGES)
            examples, quotable = _ticked(random), False
        yield Invented(language, _country(random, language, countries), quotable, examples)


def _entries() -> list[tuple[str, dict[str, Any]]]:
    """Every written entry, with its language."""
    return [
        (language, entry)
        for language in MARKS
        for entry in json.loads((HERE / "texts" / f"{language}.json").read_text("utf-8"))
    ]


def _marked(examples: list[dict[str, str]], mark: str) -> tuple[dict[str, str], ...]:
    """The examples, with the mark as the last paragraph of the last text."""
    last = max(n for n, example in enumerate(examples) if example["text"])
    return tuple(
        example | {"text": f"{example['text']}\n\n{mark}"} if n == last else example
        for n, example in enumerate(examples)
    )


def _ticked(random: Random) -> tuple[dict[str, str], ...]:
    """The examples of a status: none, one or two, without a word."""
    if random.random() >= TICKED_SOMETHING:
        return ()
    return tuple(_example(random) for _ in range(2 if random.random() < SECOND_EXAMPLE else 1))


def _example(random: Random) -> dict[str, str]:
    """An example without text, whose categories go together; at least one of them is said."""
    setting = _pick(random, SETTINGS)
    by = _pick(random, BY_IN[setting])
    age = _pick(random, AGE_IN[setting], never=MINORS if by in ONLY_OF_ADULTS else ())
    whole = {"setting": setting, "by": by, "age": age, "reported": _pick(random, REPORTED)}
    said = {key: "" if random.random() * 100 < UNSAID[key] else whole[key] for key in whole}
    return {"text": ""} | (said if any(said.values()) else said | {"setting": setting})


def _country(random: Random, language: str, countries: Mapping[str, int]) -> str:
    """A country, more often than not one where the language is spoken; or ""."""
    if random.random() < NO_COUNTRY:
        return ""
    if language in SPOKEN_IN and random.random() < SPEAKS_AT_HOME:
        return _pick(random, countries, never=countries.keys() - SPOKEN_IN[language])
    return _pick(random, countries)


def _pick(random: Random, weights: Mapping[str, int], never: Collection[str] = ()) -> str:
    """One key, as often as its weight says."""
    left = {key: weight for key, weight in weights.items() if key not in never}
    return random.choices(list(left), list(left.values()))[0]
