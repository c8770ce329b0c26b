"""The log, to read; an end of it to write down and to compare; and a copy of it to take away."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import audit, copies, logbook, wording
from moderation.accounts import factors
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again, shown_now
from moderation.admin.page import may_copy_log, may_read_log, page, posts_only
from moderation.logbook import NoSuchLine
from moderation.models import Event

_ASKED = ("kind", "who", "after", "number", "digest")
# Longer than any name in the log, and than any digest with gaps.
_MOST_ASKED = 200


@may_read_log
@require_http_methods(["GET", "HEAD"])
def log(request: HttpRequest) -> HttpResponse:
    """The log, latest day first; and whether it still has what somebody wrote down."""
    reader = signed_in(request)
    asked = {name: _typed(request.GET.get(name, "")) for name in _ASKED}
    compared, problem, status = _compared(asked["number"], asked["digest"])
    kind = asked["kind"] if asked["kind"] in Event.values else ""
    try:
        found = logbook.page(reader, kind=kind, who=asked["who"], after=asked["after"])
    except NoSuchLine:
        found, status = logbook.page(reader, kind=kind, who=asked["who"]), 404
        problem = _("What you asked for does not go on from there. Here it is from the beginning.")
    state = logbook.state(reader)
    context = {
        "title": _("The log"),
        "found": found,
        "lines": [wording.said(line) for line in found.lines],
        "asked": asked | {"kind": kind},
        "events": wording.events(),
        "state": state,
        "digest": _in_groups(bytes(state.end.digest)) if state.end else "",
        "signed": state.signed,
        "signed_line": str(state.signed or ""),
        "late": logbook.is_late(state.look),
        "fewest": logbook.FEWEST_DIGITS,
        "compared": compared,
        "problem": problem,
        "names": audit.names() if logbook.reads_words(reader) else [],
        "may_copy": request.user.has_perm("moderation.copy_log"),
        "shown": factors.recent(request, reader),
    }
    return page(request, "admin/log/log.html", context, status=status)


def _typed(value: str) -> str:
    """What somebody asked for, where anything in the log could be like it. PostgreSQL takes no
    NUL."""
    value = value.strip()
    return value if value.isprintable() and len(value) <= _MOST_ASKED else ""


def _compared(number: str, digest: str) -> tuple[bool | None, str, int]:
    """Whether a line still has the digest that was written down (None: nobody asks), what is wrong
    with what was typed, and the status that says so."""
    if not number and not digest:
        return None, "", 200
    try:
        return logbook.still_ends_so(_number(number), digest), "", 200
    except NoSuchLine:
        return False, "", 200
    except ValueError:
        return None, _digest_wanted(), 422


def _number(typed: str) -> int:
    number = int(typed.replace(",", ""))
    if not 0 < number < 2**63:
        raise ValueError(typed)
    return number


def _digest_wanted() -> str:
    said = _(
        "Type the number of the line, and at least %(fewest)d of the digits that you wrote down."
    )
    return said % {"fewest": logbook.FEWEST_DIGITS}


def _in_groups(digest: bytes) -> str:
    digits = digest.hex()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


@may_copy_log
@posts_only(leads_to="admin:log")
@asks_again
def copy(request: HttpRequest) -> HttpResponseBase:
    """All of the log with its chain, as a file. That it was taken away is its last line."""
    reader = signed_in(request)
    if logbook.reads_words(reader):
        # In it every line has its place, and a first yes its author.
        raise PermissionDenied
    if shown_now(request):
        # A file takes no page's place: the one that asked for her code would stay, say that nothing
        # is done, and invite her to do it again.
        return redirect(f"{reverse('admin:log')}#copy")
    with transaction.atomic():
        last = audit.record(Event.EXPORTED, by=reader, what="log")
    name = f"log-{last.day}-{last.number}.jsonl"
    told: dict[str, Any] = {
        "content_type": "application/x-ndjson; charset=utf-8",
        "headers": {"Content-Disposition": f'attachment; filename="{name}"'},
    }
    return StreamingHttpResponse(copies.written(last), **told)
