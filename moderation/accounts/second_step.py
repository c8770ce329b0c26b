"""The second step of a sign-in, after the right password."""

import hmac

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from moderation import sessions
from moderation.accounts import factors, passkeys, proving

KEY = "second"


class SecondStep(LoginStage):
    """Where allauth stops a sign-in until a second factor was shown."""

    key = KEY
    urlname = "account_second"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page that asks, where she has one. Who has none is signed in, and comes no further
        than the page on which she sets it up (`moderation.accounts.gate`)."""
        person: User = self.login.user
        if not factors.has(person):
            return None, True
        self.state["standing"] = sessions.standing(person)
        return redirect(self.urlname), True


@sensitive_post_parameters()
@login_stage_required(stage=KEY, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor; the right one signs her in."""
    stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 - allauth's own name
    person: User = stage.login.user
    # Her password, a factor or her account has changed meanwhile: from the beginning, then.
    if not hmac.compare_digest(stage.state.get("standing", ""), sessions.standing(person)):
        clear_login(request)
        return redirect("account_login")
    if "begin" in request.POST:
        clear_login(request)
        return redirect("account_login")
    if request.method != "POST":
        return proving.ask(request, person, "account/second.html")
    try:
        proving.prove(request, person)
    except proving.Refused as refused:
        return proving.ask(request, person, "account/second.html", refused=refused)
    response: HttpResponse = stage.exit()
    return response


def passkey_options(request: HttpRequest) -> HttpResponse:
    """What a browser has to ask a passkey, for `static/desk/passkey.js`: of who is signed in, or at
    the second step. Raises PermissionDenied for anybody else."""
    stage = LoginStageController.enter(request, KEY)
    person = stage.login.user if stage else request.user
    what = request.POST.get("for", "")
    if not isinstance(person, User) or (stage and what != passkeys.PROOF):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if what not in {passkeys.NEW, passkeys.PROOF}:
        raise BadRequest
    asked = passkeys.options(request, person, what)
    return JsonResponse(asked)
