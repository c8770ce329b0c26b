"""How much the finder finds of sentences in which people have marked what there is."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from stories.say.identifiers.found import Find

Finder = Callable[[str, str], list[Find]]

# Milliseconds are told for so many characters, read as one text.
CHARACTERS = 1000


@dataclass(frozen=True)
class Sentence:
    """A text and the (type, start, end) that are marked in it."""

    text: str
    language: str
    spans: tuple[tuple[str, int, int], ...]


@dataclass
class Tally:
    """What was found: by type of the marked spans, and false alarms by kind of the finds."""

    found: Counter[str] = field(default_factory=Counter)
    every: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    alarmed: list[tuple[str, str, str]] = field(default_factory=list)

    def share(self, *types: str) -> float:
        """The share found of the spans of these types; 1 where there are none."""
        every = sum(self.every[each] for each in types)
        return sum(self.found[each] for each in types) / every if every else 1.0

    def alarm_share(self) -> float:
        """False alarms among all finds."""
        return self.alarms.total() / max(self.finds.total(), 1)


def sentences(rows: Iterable[dict[str, Any]]) -> Iterator[Sentence]:
    """Sentences as the corpus has them: `text`, `spans`, and `language` unless English."""
    for row in rows:
        spans = tuple((span["type"], span["start"], span["end"]) for span in row["spans"])
        yield Sentence(row["text"], row.get("language", "en"), spans)


def measured(finder: Finder, marked: Iterable[Sentence]) -> Tally:
    """A marked span is found where any find overlaps it; a find that overlaps none is false."""
    tally = Tally()
    for sentence in marked:
        finds = finder(sentence.text, sentence.language)
        for kind, start, end in sentence.spans:
            tally.every[kind] += 1
            if any(find.start < end and start < find.end for find in finds):
                tally.found[kind] += 1
            else:
                tally.missed.append((kind, sentence.text[start:end], sentence.text))
        for find in finds:
            tally.finds[find.kind] += 1
            spans = sentence.spans
            if not any(find.start < end and start < find.end for _, start, end in spans):
                tally.alarms[find.kind] += 1
                tally.alarmed.append(
                    (find.kind, sentence.text[find.start : find.end], sentence.text)
                )
    return tally


def table(tally: Tally) -> Iterator[str]:
    """Lines: found of all by type, then false alarms of finds by kind."""
    for kind in sorted(tally.every):
        share = tally.share(kind)
        yield f"{kind:20} found {tally.found[kind]:4} / {tally.every[kind]:4}  {share:.3f}"
    for kind in sorted(tally.finds):
        yield f"{kind:20} false {tally.alarms[kind]:4} / {tally.finds[kind]:4}"
    yield (
        f"{'all':20} false {tally.alarms.total():4} / {tally.finds.total():4}"
        f"  {tally.alarm_share():.3f}"
    )


def milliseconds(finder: Finder, marked: Sequence[Sentence], rounds: int = 5) -> float:
    """The median time that 1,000 characters take, the sentences put together to such texts.

    Of the processor, so that what else runs on the machine is not counted.
    """
    texts = list(_joined(marked))
    times = []
    for _ in range(rounds):
        for text, language in texts:
            began = time.thread_time()
            finder(text, language)
            took = time.thread_time() - began
            times.append(took * 1000 * CHARACTERS / len(text))
    return median(times) if times else 0.0


def _joined(marked: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    for language in sorted({sentence.language for sentence in marked}):
        text = ""
        for sentence in marked:
            if sentence.language == language:
                text += sentence.text + "\n"
                if len(text) >= CHARACTERS:
                    yield text, language
                    text = ""
        if text:
            yield text, language
