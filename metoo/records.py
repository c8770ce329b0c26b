"""What the server writes down about itself: the kind of a thing, never its content.

A log line of Django's carries the path, an exception carries the value that it
failed on, a report carries the whole request. Any of these can be her words.
So a line that is not ours says only which line of code wanted to write it: its
message may have been made with the values in it, as Django makes one of a wrong
`Host` and the web server one of a whole traceback. An exception is its type and
the lines of code it passed, never its text or its variables. No line has a clock
time: what stands next to a testimony's arrival would date it.
"""

import logging
import logging.config
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# Loggers whose messages we write ourselves and know to be harmless.
_OURS = ("metoo", "stories", "moderation")

logger = logging.getLogger(__name__)


def where(trace: TracebackType | None) -> str:
    """The lines of code a traceback passed: `file:line function`, innermost last."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def fault(kind: type[BaseException], trace: TracebackType | None) -> str:
    """`[type] lines of code`: all that is ever written of an exception."""
    return f"[{kind.__name__}] {where(trace)}"


class BareFormatter(logging.Formatter):
    """Level, logger, and our message or the place of another's; of an exception, what `fault`
    says."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".", 1)[0] in _OURS
        place = f"{record.pathname}:{record.lineno} {record.funcName}"
        line = f"{record.levelname} {record.name}: {record.getMessage() if ours else place}"
        if isinstance(status := getattr(record, "status_code", None), int):
            line += f" ({status})"
        if record.exc_info and record.exc_info[0]:
            line += " " + fault(record.exc_info[0], record.exc_info[2])
        return line.replace("\n", " ")


def configure(config: dict[str, Any]) -> None:
    """settings.LOGGING_CONFIG: sets the loggers, and all other ways by which Python writes."""
    logging.config.dictConfig(config)
    # A handler that fails would print the record with all its arguments.
    logging.raiseExceptions = False
    if settings.DEBUG:
        return
    sys.excepthook = _escaped
    sys.unraisablehook = _escaped_unseen
    threading.excepthook = _escaped_in_thread
    warnings.showwarning = _warned


def _escaped(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("Nothing caught it. %s", fault(kind, trace))


def _escaped_in_thread(args: threading.ExceptHookArgs) -> None:
    logger.critical("Nothing caught it in a thread. %s", fault(args.exc_type, args.exc_traceback))


def _escaped_unseen(args: "UnraisableHookArgs") -> None:
    logger.error("Nothing could catch it. %s", fault(args.exc_type, args.exc_traceback))


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: object = None,
    line: str | None = None,
) -> None:
    logger.warning("%s at %s:%d", category.__name__, filename, lineno)


class BareReporter(ExceptionReporter):
    """Django's report of an error, reduced to the type and the lines of code."""

    def get_traceback_data(self) -> dict[str, Any]:
        return {"exception_type": getattr(self.exc_type, "__name__", "")}

    def get_traceback_html(self) -> str:  # type: ignore[override]
        return f"<pre>{self.get_traceback_text()}</pre>"

    def get_traceback_text(self) -> str:  # type: ignore[override]
        return f"{getattr(self.exc_type, '__name__', '')} {where(self.tb)}"


class HideEverything(SafeExceptionReporterFilter):
    """Nothing of a request, a setting or a variable is safe enough to report."""

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(  # type: ignore[override]
        self, request: HttpRequest | None, tb_frame: Any
    ) -> list[tuple[str, Any]]:
        return []


def handlers() -> dict[str, Any]:
    """The one logging configuration, for Django and for the web server alike."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"bare": {"()": "metoo.records.BareFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Named so that Django's own handlers, of which one sends mail, are gone.
            "django": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "stories": {"level": "INFO"},
            "moderation": {"level": "INFO"},
            "metoo": {"level": "INFO"},
            "_granian": {"level": "ERROR"},
            "granian.access": {"level": "CRITICAL"},
        },
    }
