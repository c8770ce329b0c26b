"""The fields of a post as they came, and what went wrong with them on the way."""

from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

_DAMAGED = "\ufffd"
_IN_PARTS = "multipart/form-data"
_FORMS = {"application/x-www-form-urlencoded", _IN_PARTS}


@dataclass(frozen=True, slots=True)
class Posted:
    """Fields by name, and sentences about what is wrong with all of them."""

    fields: QueryDict
    problems: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """The button that was pressed; empty if it was none."""
        return str(self.fields.get("action", ""))


def read(request: HttpRequest) -> Posted:
    """What was posted. Raises BadRequest for what is no form at all, and RequestDataTooBig or
    TooManyFieldsSent (both SuspiciousOperation) before anything was read."""
    # All of it at once: a connection that breaks says so only by the length.
    body = request.body
    is_chunked = "HTTP_TRANSFER_ENCODING" in request.META
    if is_chunked or (body and request.content_type not in _FORMS):
        raise BadRequest
    declared = request.encoding
    # Django reads nothing else, and browsers send nothing else.
    request.encoding = "utf-8"
    posted = request.POST
    problems = []
    if not _is_whole(request):
        problems.append(
            _(
                "The connection broke before all of it was here. Nothing was kept. Below is "
                "what arrived; please look whether it is complete."
            )
        )
    elif not posted:
        problems.append(_("There was nothing in what arrived. Nothing was sent, or kept."))
    if _is_damaged(request, posted):
        if declared and request.content_type != _IN_PARTS:
            # She still gets her words back, as well as they can be made out.
            posted = QueryDict(body, encoding="latin-1")
        problems.append(
            _(
                "Some characters arrived damaged. Where one could not be read stands %(mark)s "
                "below. Please put them right."
            )
            % {"mark": _DAMAGED}
        )
    return Posted(posted, problems)


def _is_whole(request: HttpRequest) -> bool:
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced.isdigit() and len(request.body) < int(announced):
        return False
    if request.content_type != _IN_PARTS:
        return True
    return f"--{(request.content_params or {}).get('boundary')}--".encode() in request.body


def _is_damaged(request: HttpRequest, posted: QueryDict) -> bool:
    body, is_in_parts = request.body, request.content_type == _IN_PARTS
    if is_in_parts or body.isascii():
        # What could not be read stands as this sign now; but she may have written the sign, and a
        # file among the fields may be anything.
        fields = chain.from_iterable((name, *values) for name, values in posted.lists())
        if not any(_DAMAGED in one for one in fields):
            return False
    if not is_in_parts:
        body = unquote_to_bytes(body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return True
    return False
