"""`make lighthouse`: every public page of a filled site as Lighthouse judges it, with its phone.

Prints a table, a line a page. Exits with 1 where one falls short: accessibility and best practices
are 100, performance is 95 or more as the median of five looks, and SEO is 100 where search engines
may keep the page; the others say "noindex" on purpose, which Lighthouse takes for a fault.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from statistics import median

from tests import live
from tests.browser import FLAGS

PAGES = (
    "/", "/numbers/", "/stories/", "a story", "/search/", "/say/", "/yours/", "/help/",
    "/privacy/", "/about/", "/pass-on/", "a report", "/numbers/?setting=work", "/ar/",
    "/ar/numbers/", "/ar/say/", "/ar/stories/",
)  # fmt: skip
PERFORMANCE, SEO = "performance", "seo"
LEAST = {PERFORMANCE: 95, "accessibility": 100, "best-practices": 100, SEO: 100}
LOOKS = 5
# A look that Lighthouse says itself has failed ("Please run Lighthouse again") is taken once more.
TRIES = 3
_SECONDS = 180


def looked_at(url: str, *categories: str) -> dict[str, int]:
    """The marks of one look at a page, of 100. Raises CalledProcessError where it fails each
    time."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(subprocess.CalledProcessError):
            return _look(url, *categories)
    return _look(url, *categories)


def _look(url: str, *categories: str) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                "node", os.environ["LIGHTHOUSE"], url, "--quiet", "--output=json",
                f"--output-path={report}", f"--only-categories={','.join(categories)}",
                f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
            ],
            env={**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]},
            timeout=_SECONDS,
            check=True,
        )  # fmt: skip
        found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in categories}


def judged(url: str) -> dict[str, int]:
    """A page's marks: performance as the median of all looks. Without SEO where it may not be
    kept."""
    marks = looked_at(url, *LEAST)
    looks = [marks, *(looked_at(url, PERFORMANCE) for _ in range(LOOKS - 1))]
    marks[PERFORMANCE] = round(median(one[PERFORMANCE] for one in looks))
    with urllib.request.urlopen(url) as answer:
        if "noindex" in answer.headers.get("X-Robots-Tag", "noindex"):
            del marks[SEO]
    return marks


def main() -> int:
    """Prints the table. Returns the exit status."""
    short = False
    print(f"{'page':<24}" + "".join(f"{name:>16}" for name in LEAST), flush=True)
    with live.running(filled=True, worker=False, THROTTLE="off") as site:
        found = re.search(r'"(/story/[0-9a-f]+/)"', site.get("/stories/"))
        assert found
        beyond = {"a story": found[1], "a report": f"{found[1]}report/"}
        for page in PAGES:
            marks = judged(site.url + beyond.get(page, page))
            short |= any(mark < LEAST[name] for name, mark in marks.items())
            line = "".join(f"{marks.get(name, '-'):>16}" for name in LEAST)
            print(f"{page:<24}{line}", flush=True)
    print("short" if short else "ok")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
