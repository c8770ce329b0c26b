"""Stories that hold what somebody looks for: a page of them, in the order of their random keys.

First the next few stories are looked at one by one: whatever many of them hold fills the page, and
that costs the same on a wall of any size. The database's index is asked for what few hold, and of
several words for the rarest alone; what it finds is looked at for the others. An index alone has to
collect every story with a common word before it can give the first of them.

What a reader leaves out is taken from a number of those that hold the words: where all of them go,
a page is empty and more may follow.
"""

from collections.abc import Collection

from django.db import connection

from stories.models import Searched, Story
from stories.random_keys import NO_KEY

PER_PAGE = 20
# So many stories are looked at one by one: what one in a hundred holds is found there. Of so many,
# how often a word comes.
LOOKED_AT, COUNTED = 2_000, 300
# And of what holds the words so many are looked at for what is left out.
SIFTED = 500

# What the index finds of one word, with what each must hold besides.
_ON_SQLITE = """
SELECT one.story_id FROM stories_searched_index found
JOIN stories_searched one ON one.story_id = found.rowid
WHERE stories_searched_index MATCH %s AND found.rowid > %s {others}
ORDER BY found.rowid LIMIT %s
"""
# MATERIALIZED: it would rather read the whole table in order until a page is full.
_ON_POSTGRESQL = """
WITH found AS MATERIALIZED (
    SELECT one.story_id FROM stories_searched one
    WHERE array_to_tsvector(string_to_array(btrim(one.terms), ' ')) @@ %s::tsquery
    AND one.story_id > %s {others}
)
SELECT story_id FROM found ORDER BY story_id LIMIT %s
"""


def find(
    looked_for: list[str], *, after: int = NO_KEY, without: Collection[str] = ()
) -> tuple[list[Story], int]:
    """The first of the stories on the wall beyond the key `after` that hold all of what
    `folding.looked_for` gave, at least one thing, and no content note of `without`; and the key
    beyond which there may be more, NO_KEY where these were the last. Raises ValueError for a
    content note that does not exist."""
    most = SIFTED if without else PER_PAGE + 1
    keys, end = _among_the_next(looked_for, after, most)
    if len(keys) <= PER_PAGE and end != NO_KEY:
        keys = _by_the_index(looked_for, after, most)
        end = keys[-1] if len(keys) == most else NO_KEY
    if without:
        left = Story.objects.filter(pk__in=keys).without(without).order_by("pk")
        keys = list(left.values_list("pk", flat=True)[: PER_PAGE + 1])
    page = keys[:PER_PAGE]
    # What is off the wall for a look is in the index, and on no page.
    shown = Story.objects.published().filter(pk__in=page).order_by("pk")
    return list(shown.whole()), page[-1] if len(keys) > PER_PAGE else end


def _among_the_next(looked_for: list[str], after: int, most: int) -> tuple[list[int], int]:
    """What of the next few holds it, so many at most; and the key up to which these are all of
    them, NO_KEY where there are no others."""
    beyond = Searched.objects.filter(pk__gt=after).order_by("pk")
    ends = list(beyond.values_list("pk", flat=True)[LOOKED_AT - 1 : LOOKED_AT])
    found = beyond.filter(pk__lte=ends[0]) if ends else beyond
    for one in looked_for:
        found = found.filter(terms__contains=one)
    keys = list(found.values_list("pk", flat=True)[:most])
    return keys, keys[-1] if len(keys) == most else ends[0] if ends else NO_KEY


def _by_the_index(looked_for: list[str], after: int, most: int) -> list[int]:
    rarest = _rarest(looked_for, after)
    others = [one for one in looked_for if one != rarest]
    sqlite = connection.vendor == "sqlite"
    holds = "AND instr(one.terms, %s) > 0 " if sqlite else "AND strpos(one.terms, %s) > 0 "
    statement = (_ON_SQLITE if sqlite else _ON_POSTGRESQL).format(others=holds * len(others))
    # Letters and digits alone (`stories.folding`), so that nothing in it is a sign of theirs.
    mark, begins = ('"', "*") if sqlite else ("'", ":*")
    asked = f"{mark}{rarest.strip()}{mark}{'' if rarest.endswith(' ') else begins}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, after, *others, most])
        return [key for (key,) in cursor.fetchall()]


def _rarest(looked_for: list[str], after: int) -> str:
    if len(looked_for) == 1:
        return looked_for[0]
    some = Searched.objects.filter(pk__gt=after).order_by("pk").values_list("terms", flat=True)
    texts = list(some[:COUNTED])
    # Of two that are equally rare the longer one.
    return min(looked_for, key=lambda one: (sum(one in text for text in texts), -len(one)))
