"""Who comes by a link: she chooses a password, and signs in with it."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from moderation.accounts import links
from moderation.accounts.forms import NewPassword

# In her session: the number of the link that she came by. What stands in the link is not there.
_NUMBER = "set_up"


@require_safe
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The link itself only leads on, so that what stands in it is in no form and no referrer. To
    look at it does not use it up."""
    try:
        found = links.found(key)
    except links.Dead:
        return _dead(request)
    request.session[_NUMBER] = str(found)
    return redirect("account_set_up")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The page on which she chooses a password."""
    try:
        found = links.numbered(request.session.get(_NUMBER, ""))
        if request.method != "POST":
            return _asked(request, NewPassword(found.person))
        form = NewPassword(found.person, request.POST)
        if not form.is_valid():
            return _asked(request, form)
        links.use(found, form.cleaned_data["password1"])
    except links.Dead:
        return _dead(request)
    _begin_anew(request)
    return redirect("account_set_up_done")


def _asked(request: HttpRequest, form: NewPassword) -> HttpResponse:
    return render(request, "account/set_up.html", {"form": form})


def _dead(request: HttpRequest) -> HttpResponse:
    """The same for each way in which a link can be dead: a stranger learns nothing by it."""
    return render(request, "account/dead_link.html", status=404)


def _begin_anew(request: HttpRequest) -> None:
    """Whoever was signed in here is not any more: she signs in with what she has just chosen."""
    if isinstance(request.user, User):
        get_adapter().logout(request)
    request.session.flush()
