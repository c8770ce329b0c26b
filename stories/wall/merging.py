"""Several lists of stories as one, in the wall's order, in one query that costs the same on a wall
of any size: of each list the database gives its first few, from an index, and puts these together.

Asked at once for "all but those in English", it would have to pass over every English story to find
the three that are not.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from stories.models import StoryQuerySet


def merged(lists: Sequence[StoryQuerySet], *, most: int) -> list[tuple[int, int]]:
    """(release, key) of the first stories of all the lists together, so many at most. The lists
    are in the wall's order, and no story is in two of them."""
    if not lists:
        return []
    parts: list[str] = []
    parameters: list[Any] = []
    for one in lists:
        # The columns' order is that of `values_list`; the sign is Django's own on both databases.
        statement, given = one.values_list("release_id", "pk")[:most].query.sql_with_params()
        parts.append(f"SELECT * FROM ({statement}) AS part")  # noqa: S608 - the ORM's own SQL
        parameters += given
    whole = f"{' UNION ALL '.join(parts)} ORDER BY 1 DESC, 2 LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(whole, [*parameters, most])
        return [(release, key) for release, key in cursor.fetchall()]
