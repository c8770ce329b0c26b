"""What the web server calls."""

import gc
import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from metoo import body, dumps, errors, lifeline, reaping

logger = logging.getLogger(__name__)

# What this process makes is for its own account alone: the database holds what people wrote.
os.umask(0o077)
dumps.forbid()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo.settings")

# Set by `metoo.serving` for the process that it starts.
if "METOO_SERVE_PID" in os.environ:
    lifeline.hold(int(os.environ["METOO_SERVE_PID"]))

_site = get_wsgi_application()

# Their models are there only now.
from metoo import pages  # noqa: E402
from moderation import sessions  # noqa: E402

sessions.site_started()
errors.prepare()
reaping.start()

# What is there now stays for as long as the process: the collector need not go through it time and
# again, and through the rest less often (Python's own: 2,000 new objects, 10 and 10 times).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; where Django itself fails, its page for that, and not the web server's blank."""
    try:
        kept = pages.at_once(environ)
        if kept is not None:
            status, headers, content = kept
            start_response(status, headers)
            return [content]
        environ["wsgi.input"] = body.come(environ, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        with body.at_work:
            return _site(environ, start_response)
    except Exception:
        logger.exception("Django itself failed.")
        response = errors.bare_page(500, environ.get("PATH_INFO", ""))
        start_response("500 Internal Server Error", list(response.items()))
        return [response.content]
