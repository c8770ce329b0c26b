"""Reading their words: a list that opens nothing by itself, and one story."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from stories.categories import CATEGORIES, QUESTIONS, Note
from stories.models import Concern
from stories.wall import reading
from stories.wall.pages import PAUSE_AFTER, labelled, own_name, page, spellings


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories, filtered by what is asked, a page at a time: those in the page's language first."""
    asked = request.GET.dict()
    language, after = asked.get("language", ""), asked.get("after", "")
    own = translation.get_language() or "en"
    languages = reading.languages()
    follow = [code for code in languages if code != own]
    try:
        chosen = reading.filters(asked)
        without = reading.hidden(asked.get("without", ""))
        some = reading.stories(
            chosen,
            languages=reading.in_language(language) or [own, *follow],
            without=without,
            after=after,
        )
    except ValueError as fault:
        raise Http404 from fault
    query = _query(chosen, language, without)
    return page(
        "wall/stories.html",
        {
            "stories": [labelled(story) for story in some.stories],
            "filters": _filters(chosen),
            "language": language,
            "languages": _named(languages),
            "own": own_name(own),
            "has_own": own in languages,
            "follow": _named(follow),
            "others_from": len(some.stories) - some.others + 1,
            "query": query,
            "without": reading.hiding(without),
            "notes": _notes(chosen, language, without),
            "pause_after": PAUSE_AFTER,
            "after": after,
            "next": {**query, "after": some.after} if some.after else None,
        },
        by_query=True,
        # What somebody made up is not worth keeping a page for.
        kept=some.linked
        and language in {"", *languages}
        and request.META["QUERY_STRING"] in _spellings(query, after),
    )


def _named(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in codes]


def _notes(chosen: dict[str, str], language: str, without: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each content note, and what is asked for where that is turned."""
    return [
        {
            "label": note.label,
            "hidden": note.value in without,
            "query": _query(chosen, language, _turned(note.value, without)),
        }
        for note in Note
    ]


def _query(chosen: dict[str, str], language: str, without: tuple[str, ...]) -> dict[str, str]:
    """What is asked for, in the order of our links; what is not asked for is left out."""
    more = {"language": language, "without": reading.hiding(without)}
    return {**chosen, **{name: asked for name, asked in more.items() if asked}}


def _turned(note: str, without: tuple[str, ...]) -> tuple[str, ...]:
    """What is left out once this one is left out too, or is no longer."""
    return tuple(one.value for one in Note if (one.value in without) != (one.value == note))


def _filters(chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "question": QUESTIONS[name],
            "options": choices.choices,
            "chosen": chosen.get(name, ""),
        }
        for name, choices in CATEGORIES.items()
    ]


def _spellings(query: dict[str, str], after: str) -> set[str]:
    """The query as our links have it, and as the form of filters sends it."""
    fields = (*CATEGORIES, "language", *(["without"] if "without" in query else []))
    return spellings(query, fields, beyond={"after": after} if after else None)


@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """One story. One that was taken down answers as one that never was."""
    found = reading.story(number)
    if found is None:
        raise Http404
    return page("wall/story.html", {"story": labelled(found), "concerns": Concern})
