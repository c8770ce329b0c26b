"""How a public page is made, and what several of them show."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from stories.categories import CATEGORIES, QUESTIONS, label, note_labels
from stories.edition import keep
from stories.models import Release, Story
from stories.testimony import shown
from stories.wall import charts
from stories.wall.disclosure import COUNTRY
from stories.wall.meaning import meaning

# After so many stories that somebody has opened, a page of them offers to stop.
PAUSE_AFTER = 10


def page(
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    kept: bool = True,
    by_query: bool = False,
    tag: str = "",
) -> HttpResponse:
    """A public page. `kept`: the same for everybody until the wall changes; `by_query`: and another
    one for another query. `tag`: what its ETag begins with."""
    context |= {"demonstration": settings.DEMO, "site_url": settings.SITE_URL, "meaning": meaning()}
    response = HttpResponse(render_to_string(template, context), status=status)
    return keep(response, by_query=by_query, tag=tag) if kept else response


def spellings(
    query: Mapping[str, str], fields: Iterable[str], *, beyond: Mapping[str, str] | None = None
) -> set[str]:
    """A query as our links have it, `beyond` what is asked for too, and as a form of these `fields`
    sends it."""
    form = {name: query.get(name, "") for name in fields}
    return {urlencode({**query, **(beyond or {})}), urlencode(form)}


def question(name: str) -> str:
    """What a table is about, as the wall says it."""
    return gettext("In which country") if name == COUNTRY else str(QUESTIONS[name])


def breakdown(release: Release | None) -> list[dict[str, Any]]:
    """What the charts of the four categories are drawn from; empty before the first release."""
    if release is None:
        return []
    return [
        {
            "name": name,
            "question": QUESTIONS[name],
            "bars": charts.bars(
                {code: label(name, code) for code in choices.values}, release.tables[name]
            ),
        }
        for name, choices in CATEGORIES.items()
    ]


def labelled(story: Story) -> dict[str, Any]:
    """A story with the line that says what it holds before it is opened."""
    examples = shown(story.examples.all())
    standing = getattr(story, "standing", None)
    # Each label once, in the order in which she gave them.
    labels = dict.fromkeys(one for example in examples for one in example["labels"])
    return {
        "number": story.pk,
        "language": story.language,
        "quotable": story.quotable,
        "language_name": own_name(story.language),
        "labels": list(labels),
        "notes": note_labels(story.notes),
        "count": len(examples),
        "examples": examples,
        "standing": standing.shown if standing else 0,
    }


def own_name(code: str) -> str:
    """What a language calls itself; its code where we do not know."""
    return str(LANG_INFO.get(code, {}).get("name_local", code))
