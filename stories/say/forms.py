"""The form as she filled it in: what was posted, made plain, with what is wrong with it.

A draft is never thrown away. Whatever happens to a post, the page that answers
is made from its draft, with every word still in it.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.categories import CATEGORIES, COUNTRIES
from stories.say.text import normalised
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence, Testimony, packed

ACTIONS = ("send", "add", "check")
# Beyond this, one text or all of a post cannot fit whatever is made of it. It is
# shown as it came: to make it plain first would keep the server busy for minutes.
_READ_CHARACTERS = 4 * MAX_CHARACTERS
_READ_IN_ALL = 2 * MAX_CHARACTERS * MAX_EXAMPLES
_DAMAGED = "\ufffd"
_IN_PARTS = "multipart/form-data"
_FORMS = {"application/x-www-form-urlencoded", _IN_PARTS}


@dataclass
class Draft:
    """What one post of the form holds. `problems` are sentences about the whole, the problems
    of one example stand in `example_problems` under its position."""

    nonce: str = ""
    action: str = ""
    country: str = ""
    quotable: bool = False
    examples: list[Occurrence] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    example_problems: dict[int, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether it can be taken as it is."""
        return not self.problems and not self.example_problems

    def testimony(self, language: str) -> Testimony:
        """What she says, without the examples that were left empty."""
        said = tuple(example for example in self.examples if example.says_something())
        return Testimony(said, self.country, language, self.quotable)

    def content(self, language: str) -> bytes:
        """The same for two posts exactly if they say the same."""
        said = self.testimony(language)
        parts = [packed(said.examples), said.country, said.language, said.quotable]
        return json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()


def read(request: HttpRequest) -> Draft:
    """The draft in a post. Never fails for what was written in the form; raises BadRequest
    for what is no form at all, and RequestDataTooBig or TooManyFieldsSent (both
    SuspiciousOperation) before anything was read."""
    posted, problems = _posted(request)
    draft = Draft(
        nonce=posted.get("nonce", ""),
        action=posted.get("action", "send"),
        country=posted.get("country", ""),
        quotable=posted.get("quotable", "") in {"1", "on"},
    )
    if draft.action not in ACTIONS:
        # A form that was sent by pressing Enter, or by another hand than a
        # browser's: nothing is sent that she did not ask to send.
        draft.action = "check"
    if draft.country not in COUNTRIES:
        if draft.country:
            draft.problems.append(_("The country was not one of the list. Choose it again."))
        draft.country = ""
    positions = _positions(posted)
    texts = _plain([posted.get(f"examples-{position}-text", "") for position in positions])
    for position, text in zip(positions, texts, strict=True):
        draft.examples.append(_example(posted, position, text, draft))
    _judge(draft)
    draft.problems += problems
    return draft


def _posted(request: HttpRequest) -> tuple[QueryDict, list[str]]:
    """The posted fields, and what went wrong with them on the way."""
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
    return posted, problems


def _is_whole(request: HttpRequest) -> bool:
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced.isdigit() and len(request.body) < int(announced):
        return False
    if request.content_type != _IN_PARTS:
        return True
    return f"--{(request.content_params or {}).get('boundary')}--".encode() in request.body


def _is_damaged(request: HttpRequest, posted: QueryDict) -> bool:
    body = request.body
    if request.content_type == _IN_PARTS:
        # A file among the fields may be anything.
        if not any(_DAMAGED in value for values in posted.lists() for value in values[1]):
            return False
    else:
        body = unquote_to_bytes(body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return True
    return False


def _positions(posted: QueryDict) -> list[str]:
    """The places of the examples, in order. One that came without its count is not lost
    either, and a count without examples makes none that nobody could send."""
    number = posted.get("examples-TOTAL_FORMS", "")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    named = {str(position) for position in range(min(count, MAX_EXAMPLES))}
    for key in posted:
        prefix, _, rest = key.partition("-")
        position = rest.partition("-")[0]
        if prefix == "examples" and position.isascii() and position.isdigit():
            named.add(position)
    return sorted(named, key=lambda position: (len(position), position))


def _plain(texts: list[str]) -> list[str]:
    lengths = [len(text) for text in texts]
    if max(lengths, default=0) > _READ_CHARACTERS or sum(lengths) > _READ_IN_ALL:
        return texts
    return [normalised(text) for text in texts]


def _example(posted: QueryDict, position: str, text: str, draft: Draft) -> Occurrence:
    codes: dict[str, str] = {}
    for name, choices in CATEGORIES.items():
        code = posted.get(f"examples-{position}-{name}", "")
        if code and code not in choices.values:
            draft.example_problems[len(draft.examples)] = _(
                "One of the choices was not in the list. Choose it again, or leave it open."
            )
            code = ""
        codes[name] = code
    return Occurrence(text=text, **codes)


def _judge(draft: Draft) -> None:
    for position, example in enumerate(draft.examples):
        too_many = len(example.text) - MAX_CHARACTERS
        if too_many > 0:
            draft.example_problems[position] = ngettext(
                "This is longer than there is room for, by %(count)d character. "
                "All of it is still here. Shorten it, or go on in another example.",
                "This is longer than there is room for, by %(count)d characters. "
                "All of it is still here. Shorten it, or go on in another example.",
                too_many,
            ) % {"count": too_many}
    said = sum(example.says_something() for example in draft.examples)
    if said > MAX_EXAMPLES:
        draft.problems.append(
            _("There is room for %(most)d examples. You have %(count)d. All are still here.")
            % {"most": MAX_EXAMPLES, "count": said}
        )
