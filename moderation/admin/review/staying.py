"""She is at it still: told by her browser while she types."""

from django.http import HttpRequest, HttpResponse

from moderation import claims, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, posts_only


@may_screen
@posts_only(leads_to="admin:review-read")
def stay(request: HttpRequest, number: int) -> HttpResponse:
    """For `static/desk/review.js`: what she has, her session and the open desk last from now on
    again. 409 where one of them has ended; her eight hours are no longer for it."""
    person = signed_in(request)
    try:
        unlocking.keys_of(request, person)
    except unlocking.Shut:
        return HttpResponse(status=409)
    return HttpResponse(status=204 if claims.hers(person, number) else 409)
