"""What the public pages read: the last release, and the stories on the wall."""

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from stories.categories import CATEGORIES, Note, note_bits, noted
from stories.models import Example, Release, Story, StoryQuerySet
from stories.wall.disclosure import PAIRS_EVERY
from stories.wall.merging import merged

# As the contract's addresses have it: BCP 47, simple ones.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?")
# Digits of the number that stands for every content note.
_LONGEST_NUMBER = len(str((1 << len(Note)) - 1))
PER_PAGE = 20
ON_THE_WALL = 8
# Of the growth from release to release.
MOST_STEPS = 48
# With what an address begins that leads to stories in other languages than the page's.
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Page:
    """Some stories, and where the next ones begin (empty at the end).

    `linked`: a page before this one leads here, and not an address that somebody made up. So many
    `others` at the end of it are in other languages than the one that comes first.
    """

    stories: list[Story]
    after: str
    linked: bool
    others: int = 0


def latest() -> Release | None:
    """The last release; None before the first."""
    return Release.objects.order_by("number").last()


def with_pairs(last: Release | None) -> Release | None:
    """The release whose pairs of tables are the current ones; None where there are none."""
    if last is None:
        return None
    at = last if last.number % PAIRS_EVERY == 0 else None
    at = at or Release.objects.filter(number=last.number - last.number % PAIRS_EVERY).first()
    return at if at and at.pairs else None


def growth(last: Release) -> list[tuple[int, datetime.date, int]]:
    """(number, day, people) of the releases until now: all of the first `MOST_STEPS`, then every
    second, fourth, … of them, and always the first and the last. So many at most, at any age."""
    every = 1
    while last.number > every * MOST_STEPS:
        every *= 2
    numbers = {1, *range(every, last.number + 1, every), last.number}
    found = Release.objects.filter(number__in=numbers).order_by("number")
    return list(found.values_list("number", "day", "people"))


def first_stories(language: str) -> list[Story]:
    """The stories that the wall shows, out of the last releases that had any: those in the page's
    language first, and others where these are few."""
    on_the_wall = Story.objects.published().whole()
    own = list(on_the_wall.filter(language=language)[:ON_THE_WALL])
    room = ON_THE_WALL - len(own)
    # These pass over fewer than `ON_THE_WALL` of their own.
    return own + list(on_the_wall.exclude(language=language)[:room]) if room else own


def stories(
    chosen: dict[str, str],
    *,
    languages: Sequence[str] = (),
    without: Collection[str] = (),
    after: str = "",
    quotable: bool = False,
    most: int = PER_PAGE,
) -> Page:
    """One page, of `most` at most, of the stories that have an example with all the `chosen`
    codes, but for those that hold a content note of `without`; of those alone that may be quoted,
    for what is taken elsewhere. Of all `languages` where none is named; otherwise those in the
    first of them come first, and then those in the others, the latest first.

    `after` is the `Page.after` of the page before. Raises ValueError if it is none, or for a
    content note that does not exist.
    """
    found = Story.objects.quotable() if quotable else Story.objects.published()
    if chosen:
        fitting = Example.objects.filter(story=OuterRef("pk"), **chosen)
        found = found.filter(Exists(fitting))
    found = found.without(without)
    if languages:
        return _own_first(found, languages, after=after, most=most)
    keys, following, linked = _in_order(found, after=after, most=most)
    return Page(_whole(keys), following, linked)


_Keys = list[tuple[int, int]]


def _own_first(found: StoryQuerySet, languages: Sequence[str], *, after: str, most: int) -> Page:
    first, *rest = languages
    own: _Keys = []
    linked = True
    if after.partition("-")[0] != _OTHERS:
        its = found.filter(language=first)
        own, following, linked = _in_order(its, after=after, most=most)
        if following:
            return Page(_whole(own), following, linked)
        after = _OTHERS
    room, place = most - len(own), after.removeprefix(_OTHERS).removeprefix("-")
    if place:
        found, linked = _beyond(found, place, among=found.exclude(language=first))
    elif after != _OTHERS:
        raise ValueError(after)
    lists = [found.filter(language=code) for code in rest]
    keys = merged(lists, most=room + 1)
    following = ""
    if len(keys) > room:
        following = f"{_OTHERS}-{_address(*keys[room - 1])}" if room else _OTHERS
    others = keys[:room]
    return Page(_whole(own + others), following, linked, others=len(others))


def _in_order(found: StoryQuerySet, *, after: str, most: int) -> tuple[_Keys, str, bool]:
    """The first of them beyond a place, where the next ones begin, and whether a page of ours leads
    to that place."""
    linked = True
    if after:
        found, linked = _beyond(found, after, among=found)
    keys = list(found.values_list("release_id", "pk")[: most + 1])
    following = _address(*keys[most - 1]) if len(keys) > most else ""
    return keys[:most], following, linked


def _beyond(
    found: StoryQuerySet, after: str, *, among: StoryQuerySet
) -> tuple[StoryQuerySet, bool]:
    """What of it lies beyond a place; and whether one of ours leads there, which it does after a
    story `among` those."""
    release, key = _place(after)
    linked = after == _address(release, key) and among.filter(release=release, id=key).exists()
    # Said apart, because only so an index leads there: otherwise all before it is passed over.
    found = found.filter(release__lte=release)
    return found.filter(Q(release__lt=release) | Q(id__gt=key)), linked


def _whole(keys: _Keys) -> list[Story]:
    """These stories in this order, but for what has gone meanwhile."""
    found = Story.objects.published().whole().in_bulk([key for _, key in keys])
    return [found[key] for _, key in keys if key in found]


def story(number: int) -> Story | None:
    """One story on the wall, or None: never there, not yet, or taken down."""
    return Story.objects.published().whole().filter(pk=number).first()


def holds(number: int) -> bool:
    """Whether that story is on the wall; if so it is not taken down before this transaction ends.
    A row that belongs to no story would be an error, and PostgreSQL would write that down."""
    there = Story.objects.filter(pk=number, release__isnull=False)
    return there.select_for_update().exists()


def quotable_story(number: int) -> Story | None:
    """The same of one that may be quoted elsewhere; None as well if its author has not said so."""
    found = Story.objects.quotable().whole()
    return found.filter(pk=number).first()


def days(stories: Iterable[Story]) -> dict[int, datetime.date]:
    """On which day each release came out that one of the stories is of."""
    numbers = {story.release_id for story in stories if story.release_id}
    return dict(Release.objects.filter(number__in=numbers).values_list("number", "day"))


def languages() -> list[str]:
    """The languages that stories on the wall are written in, as the last release found them."""
    release = latest()
    return list(release.languages) if release else []


def in_language(asked: str) -> list[str]:
    """The language that a query asks for alone; none where it asks for none. Raises ValueError for
    what is no language tag."""
    if asked and not _LANGUAGE.fullmatch(asked):
        raise ValueError(asked)
    return [asked] if asked else []


def filters(asked: dict[str, str]) -> dict[str, str]:
    """The part of a query that filters by category. Raises ValueError for an unknown code."""
    chosen = {name: asked[name] for name in CATEGORIES if asked.get(name)}
    for name, code in chosen.items():
        if code not in CATEGORIES[name].values:
            raise ValueError(code)
    return chosen


def hidden(*asked: str) -> tuple[str, ...]:
    """The content notes that a query leaves out, in the list's order: in one number, or a number
    for each; none where nothing is asked for. Raises ValueError for what is no number of them."""
    bits = 0
    for number in filter(None, asked):
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
            raise ValueError(number)
        bits |= int(number)
    return noted(bits)


def hiding(notes: Collection[str]) -> str:
    """What a query has for them: a number, because what somebody cannot bear to read tells what was
    done to her, and an address stands in the history of a phone that others hold."""
    return str(note_bits(notes)) if notes else ""


def _address(release: int, key: int) -> str:
    return f"{release}-{key:016x}"


def _place(after: str) -> tuple[int, int]:
    release, _, key = after.partition("-")
    if not (release.isascii() and release.isdigit() and len(release) < 10 and len(key) == 16):
        raise ValueError(after)
    return int(release), int(key, 16) & 0x7FFF_FFFF_FFFF_FFFF
