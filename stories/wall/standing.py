"""Standing beside whoever wrote a story: one press, and nothing about who pressed."""

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import throttle
from stories.models import Standing
from stories.wall import reading
from stories.wall.pages import page

# What is shown of a number: so many or more. It moves with a release, so that nobody sees his own
# press, or anybody's, come in.
BANDS = (10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)


@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the button. POST: somebody stands beside. A story that is not on the wall is none."""
    if request.method != "POST":
        if reading.story(number) is None:
            raise Http404
        return page("wall/stand.html", {"number": number})
    seconds = throttle.wait(request, what="stand")
    if seconds:
        return _too_many(number, seconds)
    if not stands(number):
        raise Http404
    return page("wall/stood.html", {"number": number, "first": BANDS[0]}, kept=False)


def stands(story: int) -> bool:
    """Counts one who stands beside whoever wrote `story`. Returns whether it is on the wall."""
    with transaction.atomic():
        if not reading.holds(story):
            return False
        Standing.objects.bulk_create([Standing(story_id=story)], ignore_conflicts=True)
        Standing.objects.filter(story=story).update(number=F("number") + 1)
    return True


def show() -> None:
    """Brings what is shown to the band of each number: in a release's own transaction."""
    risen = Q()
    for band in BANDS:
        risen |= Q(number__gte=band, shown__lt=band)
    highest_first = [When(number__gte=band, then=Value(band)) for band in reversed(BANDS)]
    Standing.objects.filter(risen).update(shown=Case(*highest_first, default=Value(0)))


def _too_many(number: int, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    problem = ngettext(
        "More is coming in at once than we can take, and this was not counted. Please try again "
        "in %(count)d minute.",
        "More is coming in at once than we can take, and this was not counted. Please try again "
        "in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    shown = {"number": number, "problem": problem}
    response = page("wall/stand.html", shown, status=429, kept=False)
    response.headers["Retry-After"] = str(seconds)
    return response
