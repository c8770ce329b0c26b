"""What she wrote about a submission, given back where it cannot be taken now.

Whatever stopped it (she is signed out, the desk is locked, her claim has ended), the page says
which, shows what her own request carried, and lets her send it again. It shows nothing that is
stored, so it needs no key and no sign-in; another site's posts never come so far
(`metoo.middleware.SameSite`).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from moderation import unlocking
from moderation.admin.page import page
from moderation.models import REASONS, Kind
from moderation.returns import Why
from stories.categories import Note

# Why it was stopped before anybody looked whose it is.
OUT, LOCKED, STALE = "out", "locked", "stale"
_TEXT = re.compile(r"text-([0-9]{1,2})")
_HIDDEN = re.compile(r"base-[0-9]{1,2}|(?:mark|cut)-[0-9]{1,2}-[0-9]{1,5}-[0-9]{1,5}|had")
# Of what can be pressed: what it says, where it is no decision of its own name.
_OTHERS = ("look", "hard", "mark")


@dataclass(frozen=True, slots=True)
class Written:
    """What a request carried of what she wrote and chose."""

    texts: list[tuple[int, str]]
    hidden: list[tuple[str, str]]
    notes: list[Note]
    reason: str
    told: str
    question: str
    pressed: str

    @property
    def is_her_own(self) -> bool:
        """Whether a sentence of hers is in it, and not only somebody else's words."""
        return bool(self.question or (self.told and self.pressed == Kind.DECLINE))


def written(request: HttpRequest) -> Written:
    """Reads it from a post. Fields that no form of ours has are let fall."""
    post = request.POST
    texts = [(int(found[1]), post[name]) for name in post if (found := _TEXT.fullmatch(name))]
    reason, pressed = post.get("reason", ""), post.get("decision", "")
    return Written(
        texts=sorted(texts),
        hidden=[(name, post[name]) for name in post if _HIDDEN.fullmatch(name)],
        notes=[note for note in Note if note.value in post.getlist("notes")],
        reason=reason if reason in REASONS[Kind.DECLINE] else "",
        told=post.get("told", "").strip(),
        question=post.get("question", "").strip(),
        pressed=pressed if pressed in {*_OTHERS, *Kind.values} else "look",
    )


def turned_away(request: HttpRequest) -> HttpResponse:
    """For a post that nobody has looked at: she is signed out, or locked out, or the form's token
    is of another sign-in."""
    if not isinstance(request.user, User) or not request.user.is_active:
        return given_back(request, OUT)
    return given_back(request, STALE if unlocking.is_open(request) else LOCKED)


def given_back(request: HttpRequest, why: str | Why) -> HttpResponse:
    """The page. Of what is over only her own sentences come back: her edits are words that may have
    been taken back by who wrote them."""
    wrote = written(request)
    return page(
        request,
        "admin/review/given_back.html",
        {
            "title": _titles()[why],
            "why": why.value if isinstance(why, Why) else why,
            "wrote": wrote,
            "reason": next((one.label for one in REASONS[Kind.DECLINE] if one == wrote.reason), ""),
            "pressed": _said(wrote.pressed),
            "sign_in": _sign_in(),
        },
        status=403 if why in (OUT, LOCKED, STALE) else 409,
    )


def _sign_in() -> str:
    onward = urlencode({"next": reverse("admin:unlock")})
    return f"{reverse('account_login')}?{onward}"


def _titles() -> dict[str | Why, str]:
    return {
        OUT: _("You are not signed in any more"),
        LOCKED: _("The desk is locked"),
        STALE: _("Press once more"),
        Why.UNKNOWN: _("You do not have that one"),
        Why.OVER: _("That one is no longer waiting for you"),
        Why.TAKEN: _("Somebody else has it now"),
        Why.ANOTHER: _("You have another one now"),
    }


def _said(pressed: str) -> Any:
    others = {
        "look": _("Show it so"),
        "hard": _("It was a hard one"),
        "mark": _("Mark it, and go on with it"),
        Kind.ASK.value: _("Ask"),
    }
    return others.get(pressed) or Kind(pressed).label
