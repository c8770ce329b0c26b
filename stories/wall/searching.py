"""Looking for words in the stories on the wall.

What somebody looks for can be the most telling thing that she types here: it comes by post and
stands in no address, no history, no log and no cache, and is forgotten with the answer.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import throttle
from stories.categories import Note
from stories.folding import looked_for
from stories.random_keys import NO_KEY, read_key
from stories.wall import reading
from stories.wall.finding import find
from stories.wall.pages import PAUSE_AFTER, labelled, page

# Of what somebody looks for: characters, words, and parts of words in a script without blanks.
LONGEST, MOST_WORDS, MOST_PARTS = 100, 8, 16


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the stories that hold all the `words`, beyond the one that `after`
    names, covered like any others; `without` those that hold a content note she leaves out."""
    if request.method != "POST":
        return _page(_left_out(request.GET.get("without", "")))
    seconds = throttle.wait(request, what="search")
    # Django reads nothing else, and browsers send nothing else.
    request.encoding = "utf-8"
    without = _left_out(*request.POST.getlist("without"))
    typed = request.POST.get("words", "").replace("\0", " ")
    if seconds:
        return _too_many(without, typed, seconds)
    wanted = looked_for(typed)
    if problem := _problem(typed, wanted):
        return _page(without, typed=typed, problem=problem, status=422)
    after = read_key(request.POST.get("after", ""))
    stories, following = find(wanted, after=after, without=without)
    return _page(
        without,
        typed=typed,
        answered=True,
        first=after == NO_KEY,
        stories=[labelled(story) for story in stories],
        next="" if following == NO_KEY else f"{following:016x}",
    )


def _left_out(*asked: str) -> tuple[str, ...]:
    try:
        return reading.hidden(*asked)
    except ValueError as fault:
        raise Http404 from fault


def _problem(typed: str, wanted: list[str]) -> str:
    """Why nothing is looked for; empty where something can be."""
    if len(typed) > LONGEST or len(typed.split()) > MOST_WORDS or len(wanted) > MOST_PARTS:
        return _(
            "That is too much to look for at once. Please write %(words)d words at most, "
            "%(characters)d characters in all."
        ) % {"words": MOST_WORDS, "characters": LONGEST}
    if not wanted:
        return _("Please write a word to look for, or its first two letters.")
    return ""


def _too_many(without: tuple[str, ...], typed: str, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    problem = ngettext(
        "More is asked for at once than we can answer. Please try again in %(count)d minute.",
        "More is asked for at once than we can answer. Please try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    response = _page(without, typed=typed, problem=problem, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(without: tuple[str, ...], *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {
        "without": reading.hiding(without),
        "notes": [(reading.hiding([note]), note.label, note.value in without) for note in Note],
        "pause_after": PAUSE_AFTER,
    }
    return page("wall/search.html", context, status=status, kept=False)
