"""Public pages, made once and kept until the wall changes.

A page that a view marks with `edition.keep` depends on its path, the language in it,
its query where the view says so, and the edition of the wall, and on nothing of the
visitor. A query that it does not depend on (`?from=…`, which can tell who sent her) is
in no key. It is rendered and compressed once; after that it is answered here, ahead of every other
middleware, with the headers it left with the first time; and ahead of Django itself, where the
wall has not changed since this process last looked (`at_once`).
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from metoo import errors
from stories import edition
from stories.encodings import takes_gzip
from stories.outage import AWAY

# Nothing that she reads stays on her device, and a text that is taken down in nobody's cache.
CACHE_CONTROL = "no-store"
# There are more of these pages than of any other kind, and each could hold twenty long stories:
# in bytes, times MAX_ENTRIES, what memory they may take at most.
LARGEST_BY_QUERY = 262_144
# The letters of our own paths.
_PLAIN = re.compile(r"/[A-Za-z0-9/._-]*")


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it is answered: its bytes, plain and compressed, and its headers."""

    plain: bytes
    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    by_query: bool


class PageCache:
    """Answers kept pages; keeps those that a view has marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        # A host that is not ours is refused here too. Raises DisallowedHost, which is a 400.
        request.get_host()
        try:
            # Read before the page is made: what a release or a removal changes
            # meanwhile makes this key one that nobody asks for again.
            number = edition.current()
        except AWAY:
            return errors.bare_page(503, request.path_info)
        path, address = _key(number, request.path), _key(number, request.get_full_path())
        kept = caches["pages"].get(path)
        if address != path and (kept is None or kept.by_query):
            kept = caches["pages"].get(address)
        if kept is None:
            response = self.get_response(request)
            if response.status_code != 200 or not edition.is_kept(response):
                return response
            kept = _kept(response)
            if not kept.by_query:
                caches["pages"].set(path, kept)
            elif len(kept.plain) <= LARGEST_BY_QUERY:
                caches["pages"].set(address, kept)
        return _answer(request, kept)


def _key(number: int, address: str) -> str:
    """Of one length, whatever is asked for: Django warns of a long key, or one with a blank, and
    Python keeps what was warned of, and with it the address."""
    digest = hashlib.blake2b(address.encode(errors="surrogatepass"), digest_size=20)
    return f"{number}:{digest.hexdigest()}"


def _kept(response: HttpResponseBase) -> Kept:
    plain = bytes(getattr(response, "content"))  # noqa: B009
    digest = hashlib.blake2b(plain, digest_size=12).hexdigest()
    response.headers["Cache-Control"] = CACHE_CONTROL
    # nginx alone knows this header, obeys it and hands it on to nobody.
    response.headers["X-Accel-Expires"] = str(edition.SHARED_SECONDS)
    response.headers["Vary"] = "Accept-Encoding"
    # Weak, because the plain and the compressed page share it. And of what it says, not of the
    # edition, which would tell whoever watches it when somebody was taken down.
    tag = getattr(response, "tag", "")
    response.headers["ETag"] = etag = f'W/"{tag}-{digest}"' if tag else f'W/"{digest}"'
    del response.headers["Content-Length"]
    # No time in the header of the compressed form, so that it is the same each time.
    compressed = gzip.compress(plain, compresslevel=9, mtime=0)
    by_query = edition.is_kept_by_query(response)
    return Kept(plain, compressed, tuple(response.headers.items()), etag, by_query)


def at_once(environ: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]], bytes] | None:
    """The answer to a plain request for a page that is kept and known to be the latest: its status,
    headers and body, as Django would give them. None for anything else, which is for Django."""
    number = edition.seen()
    if number is None or environ["REQUEST_METHOD"] != "GET":
        return None
    path = environ["PATH_INFO"]
    # Only where the path is for Django what it is here; a query in it came as one letter of it.
    if environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME") or not _PLAIN.fullmatch(path):
        return None
    kept = caches["pages"].get(_key(number, path))
    if kept is None or not _is_ours(environ.get("HTTP_HOST", "")):
        return None
    if not edition.is_still(number):
        return None
    status, headers, body = _parts(environ, kept)
    return f"{status} {HTTPStatus(status).phrase}", headers, body


def _is_ours(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _parts(meta: Mapping[str, Any], kept: Kept) -> tuple[int, list[tuple[str, str]], bytes]:
    """A kept page as one client wants it: whole, compressed, or not at all since it has it."""
    known = meta.get("HTTP_IF_NONE_MATCH")
    if known and _is_known(kept.etag, known):
        return 304, list(kept.headers), b""
    zipped = takes_gzip(meta.get("HTTP_ACCEPT_ENCODING", ""))
    body = kept.compressed if zipped else kept.plain
    headers = [("Content-Length", str(len(body))), *kept.headers]
    return 200, [("Content-Encoding", "gzip"), *headers] if zipped else headers, body


def _is_known(etag: str, known: str) -> bool:
    """Whether an If-None-Match names it, by the weak comparison (RFC 9110, 13.1.2)."""
    bare = etag.removeprefix("W/")
    return any(
        one in ("*", bare) for one in (each.removeprefix("W/") for each in parse_etags(known))
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    status, headers, body = _parts(request.META, kept)
    return HttpResponse(body, status=status, headers=dict(headers))
