"""The site with faults in it, for tests: a place in it raises where a request says so.

`X-Fault: <place>[,<place>]` names the places and `X-Fault-Kind` the exception; what the exception
says, and what stands in the variables around it, comes in FAULT_TEXT. Nothing in the product knows
of this: the places are taken hold of here, from outside, before the web server gets the
application.

    python -m tests.faulty_wsgi PORT

serves it as `metoo.serving` serves the site. An answer carries `X-Fault-Raised` where its fault was
raised, so that no test passes because nothing happened.
"""

import importlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import django
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo.settings")

# Functions and methods, by the name that the code which calls them knows them by.
# Those that end in " after" raise when the work is done.
FUNCTIONS = [
    "metoo.context.site",
    "metoo.errors.page",
    "metoo.middleware.SameSite.process_view",
    "metoo.middleware.from_elsewhere",
    "metoo.desk_middleware.DeskCsrf.process_view",
    "metoo.pages._kept",
    "metoo.pages._answer",
    "stories.edition.current",
    "stories.say.posted.read",
    "stories.say.forms.draft_of",
    "stories.say.forms.normalised",
    "stories.say.forms.Draft.content",
    "stories.throttle.wait",
    "stories.throttle._client",
    "stories.say.views.read",
    "stories.say.views.issue",
    "stories.say.views.render_to_string",
    "stories.say.views.places.countries",
    "stories.say.intake.take",
    "stories.say.intake.take after",
    "stories.lifecycle.receive",
    "stories.lifecycle.receive after",
    "stories.lifecycle.approve",
    "stories.lifecycle.approve after",
    "stories.lifecycle.decline after",
    "stories.lifecycle.hold_statuses",
    "stories.say.intake.sealed",
    "stories.known.likely",
    "stories.envelopes.shut",
    "stories.envelopes.opened_testimony",
    "stories.receipts.words_of",
    "stories.yours.views.find",
    "stories.lifecycle.withdraw",
    "stories.lifecycle.withdraw after",
    "moderation.unlocking.keys_of",
    "stories.wall.reading.latest",
    "stories.wall.reading.stories",
    "stories.wall.words.labelled",
    "stories.around.render_to_string",
    "moderation.decisions.publish",
    "moderation.decisions.decline",
    "moderation.decisions._record",
    "moderation.decisions.may",
    "moderation.queue.waiting",
    "moderation.claims.take",
    "moderation.claims.hers",
    "moderation.admin.review.sheet.side_by_side",
    "django.template.base.Template.render",
    "django.template.base.VariableNode.render",
    "django.db.backends.utils.CursorWrapper.execute",
    "django.db.backends.utils.CursorWrapper.execute after",
    "django.contrib.auth.base_user.check_password",
    "moderation.sessions.SessionStore.load",
    "django.core.handlers.wsgi.WSGIRequest.__init__",
    "django.core.handlers.base.BaseHandler.resolve_request",
    # These cannot be answered by the page for it any more, or only by the outermost.
    "metoo.errors.bare_page",
    "django.http.response.HttpResponse.close",
]

if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    FUNCTIONS += ["stories.libpq.first_column", "stories.libpq.first_column after"]

KINDS = {
    "ValueError": "builtins.ValueError",
    "KeyError": "builtins.KeyError",
    "RecursionError": "builtins.RecursionError",
    "MemoryError": "builtins.MemoryError",
    "UnicodeDecodeError": "builtins.UnicodeDecodeError",
    "ExceptionGroup": "builtins.ExceptionGroup",
    "DataError": "django.db.DataError",
    "IntegrityError": "django.db.IntegrityError",
    "OperationalError": "django.db.OperationalError",
    "InterfaceError": "django.db.InterfaceError",
    "SuspiciousOperation": "django.core.exceptions.SuspiciousOperation",
    "DisallowedHost": "django.core.exceptions.DisallowedHost",
    "PermissionDenied": "django.core.exceptions.PermissionDenied",
    "BadRequest": "django.core.exceptions.BadRequest",
    "Http404": "django.http.Http404",
    "ValidationError": "django.core.exceptions.ValidationError",
    "TemplateSyntaxError": "django.template.TemplateSyntaxError",
}

_ONION = "http://nm3ge27qcbdlclmkhibbdyyoecquanilhldne6klnz6ljvv7vw5e2cad.onion"

_now = threading.local()


def _raise(place: str) -> None:
    """Raises if the request that this thread answers asks for it here, once."""
    if place not in getattr(_now, "places", ()):
        return
    _now.places.remove(place)
    _now.raised = True
    said = os.environ["FAULT_TEXT"]
    told: dict[str, Any] = {"posted": said, "META": {"REMOTE_ADDR": said}}
    kind = import_string(KINDS[_now.kind])
    if kind is UnicodeDecodeError:
        raise UnicodeDecodeError("utf-8", said.encode(), 0, 1, said)
    if kind is ExceptionGroup:
        raise ExceptionGroup(said, [ValueError(said), KeyError(said)])
    # As a database says it: the row that it refused is in the cause.
    raise kind(said) from ValueError(f"DETAIL: Failing row contains ({said}, {told}).")


def _faulty(place: str, works: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(works)
    def faulty(*args: Any, **options: Any) -> Any:
        _raise(place)
        done = works(*args, **options)
        _raise(f"{place} after")
        return done

    return faulty


def _owner(path: str) -> tuple[Any, str]:
    """The module or class that `path` stands in, and its name there."""
    parts = path.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            owner = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:-1]:
            owner = getattr(owner, part)
        return owner, parts[-1]
    raise LookupError(path)


def middlewares() -> list[str]:
    """The places before and after each middleware."""
    from django.conf import settings

    return [place for path in settings.MIDDLEWARE for place in (path, f"{path} after")]


def patterns(found: Iterable[Any] | None = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the URL table, as its whole pattern and the entry with its view."""
    from django.urls import get_resolver

    for entry in get_resolver().url_patterns if found is None else found:
        here = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry.url_patterns, here)
        else:
            yield here, entry


def _put_faults_in() -> None:
    from django.conf import settings

    # Where there is none, the middleware that tells of it takes itself out of the line.
    settings.ONION_URL = _ONION
    for path in settings.MIDDLEWARE:
        owner, name = _owner(path)
        middleware = getattr(owner, name)
        if isinstance(middleware, type):
            setattr(middleware, "__call__", _faulty(path, middleware.__call__))  # noqa: B010
        else:
            setattr(owner, name, _faulty_made(path, middleware))
    for path in {place.removesuffix(" after") for place in FUNCTIONS}:
        owner, name = _owner(path)
        setattr(owner, name, _faulty(path, getattr(owner, name)))
    for route, entry in patterns():
        entry.callback = _faulty(f"view {route}".strip(), entry.callback)


def _faulty_made(path: str, makes: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(makes)
    def made(get_response: Any) -> Any:
        return _faulty(path, makes(get_response))

    return made


def _note_files(event: str, args: tuple[Any, ...]) -> None:
    """Says of every file that Python opens for writing that it did."""
    if event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(1, f"opened for writing: {args[0]}\n".encode())


def _make() -> Callable[..., Any]:
    django.setup()
    _put_faults_in()
    from metoo.wsgi import application as site

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        _now.places = environ.get("HTTP_X_FAULT", "").split(",")
        _now.kind = environ.get("HTTP_X_FAULT_KIND", "ValueError")
        _now.raised = False

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            raised = [("X-Fault-Raised", "1")] if _now.raised else []
            return start_response(status, headers + raised, *rest)

        return site(environ, start)

    sys.addaudithook(_note_files)
    return application


# Once: a spawned process reads the module that started it under another name as well.
if "FAULT_TEXT" in os.environ and __name__ == "tests.faulty_wsgi":
    application = _make()


def main(port: int) -> None:
    """Serves it with Granian, as `metoo.serving` does, until it is told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from metoo import lifeline
    from metoo.records import handlers

    lifeline.hold(os.getppid())
    os.environ["METOO_SERVE_PID"] = str(os.getpid())
    multiprocessing.set_start_method("spawn", force=True)
    Server(
        "tests.faulty_wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        websockets=False,
        log_access=False,
        log_dictconfig=handlers(),
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
