"""What the public pages read: the last release, and the stories on the wall."""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from stories.categories import CATEGORIES, Note
from stories.models import Example, Release, Story
from stories.wall.disclosure import PAIRS_EVERY

# As the contract's addresses have it: BCP 47, simple ones.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?")
PER_PAGE = 20
ON_THE_WALL = 8
# Of the growth from release to release.
MOST_STEPS = 48


@dataclass(frozen=True, slots=True)
class Page:
    """Some stories, and where the next ones begin (empty at the end).

    `linked`: a page before this one leads here, and not an address that somebody made up.
    """

    stories: list[Story]
    after: str
    linked: bool


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


def first_stories() -> list[Story]:
    """The stories that the wall shows, out of the last releases that had any."""
    return list(Story.objects.published().whole()[:ON_THE_WALL])


def stories(
    chosen: dict[str, str],
    *,
    language: str = "",
    without: Collection[str] = (),
    after: str = "",
    quotable: bool = False,
    most: int = PER_PAGE,
) -> Page:
    """One page, of `most` at most, of the stories that have an example with all the `chosen`
    codes, but for those that hold a content note of `without`; of those alone that may be quoted,
    for what is taken elsewhere.

    `after` is the `Page.after` of the page before. Raises ValueError if it is none, for a content
    note that does not exist, or if `language` is no language tag.
    """
    found = Story.objects.quotable() if quotable else Story.objects.published()
    if chosen:
        fitting = Example.objects.filter(story=OuterRef("pk"), **chosen)
        found = found.filter(Exists(fitting))
    if language:
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(language)
        found = found.filter(language=language)
    found = found.without(without)
    linked = True
    if after:
        release, key = _place(after)
        as_linked = after == _address(release, key)
        linked = as_linked and found.filter(release=release, id=key).exists()
        found = found.filter(Q(release__lt=release) | Q(release=release, id__gt=key))
    page = list(found.whole()[: most + 1])
    more = page[most - 1] if len(page) > most else None
    following = _address(more.release_id or 0, more.pk) if more else ""
    return Page(page[:most], following, linked)


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


def filters(asked: dict[str, str]) -> dict[str, str]:
    """The part of a query that filters by category. Raises ValueError for an unknown code."""
    chosen = {name: asked[name] for name in CATEGORIES if asked.get(name)}
    for name, code in chosen.items():
        if code not in CATEGORIES[name].values:
            raise ValueError(code)
    return chosen


def hidden(asked: str) -> tuple[str, ...]:
    """The content notes that a query leaves out, in the list's order. Raises ValueError for what is
    none."""
    codes = {Note(code) for code in asked.split(",")} if asked else set()
    return tuple(note.value for note in Note if note in codes)


def _address(release: int, key: int) -> str:
    return f"{release}-{key:016x}"


def _place(after: str) -> tuple[int, int]:
    release, _, key = after.partition("-")
    if not (release.isascii() and release.isdigit() and len(release) < 10 and len(key) == 16):
        raise ValueError(after)
    return int(release), int(key, 16) & 0x7FFF_FFFF_FFFF_FFFF
