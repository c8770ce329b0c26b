"""Whether somebody may be in danger now, and which hard topics a testimony seems to hold: a hint
to whoever chooses what to read next, never a judgement. Pure: no network, nothing remembered.

English, Spanish, French, Portuguese, Arabic and Hindi (and a little of it in Latin letters),
whatever language it says it is in: somebody in danger does not set a language first. Ages and
family are looked for among what was ticked, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stories.flags import Lane, Topic
from stories.say.flags import danger, topics
from stories.say.flags.reading import read
from stories.say.flags.rules import Rule
from stories.testimony import Occurrence

# Beside the topics' bits.
_URGENT = 1 << 10


@dataclass(frozen=True, slots=True)
class Flags:
    """How soon it should be read, and a mask of `stories.flags.Topic`."""

    lane: Lane = Lane.USUAL
    topics: int = 0


_TICKED = {
    ("age", "under13"): Topic.CHILD,
    ("age", "13-17"): Topic.CHILD,
    ("by", "family"): Topic.FAMILY,
}
_WORDS: dict[str, int] = defaultdict(int)
for _topic, _words in topics.WORDS.items():
    for _word in _words.split():
        _WORDS[_word] |= _topic
# Every rule with what it means, and under which words it stands.
_MEANT: list[tuple[Rule, int]] = []
_RULES: dict[str, list[int]] = defaultdict(list)


def _know(rules: Iterable[Rule], bits: int) -> None:
    for rule in rules:
        for word in rule.words:
            _RULES[word].append(len(_MEANT))
        _MEANT.append((rule, bits))


_know(danger.INTENT, _URGENT | Topic.SELF_HARM)
_know(danger.MINOR, _URGENT | Topic.CHILD)
_know(danger.NOW, _URGENT)
for _topic, _rules in topics.RULES.items():
    _know(_rules, _topic)


def flags_of(examples: Sequence[Occurrence]) -> Flags:
    """What the words of a testimony, and what was ticked beside them, seem to hold."""
    bits = 0
    for example in examples:
        for (category, code), topic in _TICKED.items():
            if getattr(example, category) == code:
                bits |= topic
        if example.text:
            bits |= _in(example.text)
    return Flags(Lane.URGENT if bits & _URGENT else Lane.USUAL, bits & ~_URGENT)


def _in(text: str) -> int:
    line, words = read(text)
    bits = 0
    for word in _WORDS.keys() & words:
        bits |= _WORDS[word]
    for number in {each for word in _RULES.keys() & words for each in _RULES[word]}:
        rule, meant = _MEANT[number]
        # Not where it would say nothing new.
        if meant & ~bits and (not rule.also or rule.also in words) and rule.pattern.search(line):
            bits |= meant
    return bits
