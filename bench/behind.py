"""The wall through nginx with the configuration in `deploy/`, against such an nginx with a file.

Both are asked over TLS on connections that stay open, as browsers do, for as many bytes. The load
is wrk's (https://github.com/wg/wrk): a client in Python is slower than nginx, and would be measured
itself.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.rows import Round, Row, against_floor
from tests import live
from tests import nginx as front

NAME, MUST = "behind nginx, against nginx serving a file", 0.8
# To this the certificate is made out, and wrk takes it from the address.
_HOST = "localhost"
_THREADS, _CONNECTIONS = 1, 32
# A file, sent as the page is.
_FILE = """location / {{
    root {root};
    index page.html;
    default_type text/html;
    charset utf-8;
    add_header Content-Encoding gzip;
    add_header Cache-Control no-store;
}}
"""
_RATE = re.compile(r"Requests/sec: *([0-9.]+)")
_WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


def nginx(rounds: int, seconds: float) -> Row:
    """The row; without nginx or wrk, one that says that nothing was measured."""
    wrk = shutil.which(os.environ.get("WRK") or "wrk")
    if not wrk or not front.installed():
        return Row(NAME, "no nginx" if wrk else "no wrk", must=f">= {MUST:.2f}")
    with _both() as (page, file):
        asked = []
        for number in range(rounds + 1):
            # Whoever is asked first gets the quieter moment every other time.
            order = (file, page) if number % 2 else (page, file)
            rates = {port: _asked(wrk, port, seconds) for port in order}
            wrong = sum(wrong for _, wrong in rates.values())
            asked.append(Round(rates[file][0], rates[page][0], wrong))
    return against_floor(NAME, asked[1:], must=MUST)


@contextlib.contextmanager
def _both() -> Iterator[tuple[int, int]]:
    """The ports of an nginx before the site, and of one that has a file of the wall's size."""
    with (
        live.running(
            filled=True,
            worker=False,
            THROTTLE="off",
            SITE_URL=f"https://{_HOST}",
            CLIENT_ADDRESS_HEADER="X-Forwarded-For",
        ) as site,
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        tempfile.TemporaryDirectory() as root,
    ):
        file = Path(root) / "page.html"
        file.write_bytes(b"")
        Path(root).chmod(0o755)
        with (
            front.running(Path(one), before=site.port, name=_HOST) as before,
            front.running(
                Path(other), before=site.port, name=_HOST, pages=_FILE.format(root=root)
            ) as beside,
        ):
            # As many bytes in all: a page of the site has a longer head.
            file.write_bytes(b"x" * (_size(before) - _size(beside)))
            yield before.port, beside.port


def _size(one: front.Nginx) -> int:
    """How many bytes the answer has that wrk gets, head and all."""
    answer = front.once(one.connection(), "/", **{"Accept-Encoding": "gzip"})
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return head + int(answer.headers["Content-Length"])


def _asked(wrk: str, port: int, seconds: float) -> tuple[float, int]:
    """Answers a second, and how many were none. Raises RuntimeError where wrk says neither."""
    done = subprocess.run(
        [wrk, "-t", str(_THREADS), "-c", str(_CONNECTIONS), "-d", f"{round(seconds)}s",
         "-H", "Accept-Encoding: gzip", f"https://{_HOST}:{port}/"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rate = _RATE.search(done.stdout)
    if not rate:
        raise RuntimeError(done.stdout + done.stderr)
    wrong = _WRONG.search(done.stdout)
    return float(rate[1]), int(wrong[1] or 1) if wrong else 0
