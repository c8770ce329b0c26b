"""Strings collected to break software go the whole way, from the form to the wall and the desk.

Twice: through the form, where they are made plain; and put past it into the store as they are,
as if nothing had been stripped, because stripping is not what keeps a page whole.
"""

import datetime
import http.client
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from stories.say.text import normalised
from stories.testimony import MAX_EXAMPLES
from tests import browser, corpora, live, pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# How many strings one text holds of those that a browser looks at, each on a line of its own.
LINES = 40
# Of so many submissions one is first sent with strings where codes belong.
WRONG = 1 if corpora.FULL else 3

Texts = tuple[str, ...]


def packs(size: int) -> list[Texts]:
    """All the strings, so many at a time."""
    every = corpora.STRINGS
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]


def shown(texts: Texts) -> Texts:
    """What is to be seen of texts that came through the form."""
    return tuple(plain for text in texts if (plain := normalised(text)))


def lots() -> list[Texts]:
    """All the strings as they are, in a few large testimonies. The store takes no NUL, and the
    kind of line ends is lost."""
    joined = ["\n".join(texts).replace("\0", "") for texts in packs(LINES)]
    whole = [re.sub("\r\n?", "\n", text) for text in joined]
    return [tuple(whole[start : start + 10]) for start in range(0, len(whole), 10)]


class Visitor:
    """Somebody without a browser. `statuses` is every answer that she got."""

    def __init__(self, site: live.Site) -> None:
        self.connection = http.client.HTTPConnection("localhost", site.port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.statuses: set[int] = set()
        self.location = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> pages.Element:
        """The page at a path, or the answer to a form. Fails where it is not well formed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self.connection.port}"
            body = urlencode(form, errors="surrogatepass")
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        self.status = answer.status
        self.statuses.add(answer.status)
        self.location = urlsplit(answer.headers.get("Location", "")).path
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = pages.parsed(answer.read())
        # It would not outlive what the browsers do meanwhile.
        self.connection.close()
        return page

    def at_desk(self, path: str, **form: str) -> None:
        """Posts a form of the desk's that stands at this path."""
        page = self.ask(path)
        token = page.all("input", name="csrfmiddlewaretoken")[0]["value"]
        self.ask(path, {"csrfmiddlewaretoken": token, **form})


def say(number: str, texts: Texts, **more: str) -> dict[str, str]:
    form = {
        "nonce": number,
        "action": "send",
        "confirmed": "1",
        "examples-TOTAL_FORMS": str(len(texts)),
        **more,
    }
    return form | {f"examples-{place}-text": text for place, text in enumerate(texts)}


@dataclass
class Seen:
    """Everything that was seen on the way, by where."""

    statuses: set[int] = field(default_factory=set)
    refused: list[tuple[Texts, pages.Element]] = field(default_factory=list)
    arrived: list[Texts] = field(default_factory=list)
    asked_again: list[tuple[Texts, int, pages.Element]] = field(default_factory=list)
    review: list[Texts] = field(default_factory=list)
    stories: list[Texts] = field(default_factory=list)
    desk: list[Texts] = field(default_factory=list)
    # In Chromium, without and with the policy.
    unprotected: list[str] = field(default_factory=list)
    protected: list[str] = field(default_factory=list)
    looked_at: dict[str, int] = field(default_factory=dict)

    def expected(self) -> list[Texts]:
        """Every testimony that has words, as it is to be seen."""
        through = [shown(texts) for texts in self.arrived]
        return sorted(texts for texts in [*through, *lots()] if texts)


# Whatever runs, says so; what it would have done is not done. Our own script may ask for a story.
HOOK = """for (const name of ["alert", "prompt", "confirm", "print", "open"])
    window[name] = () => console.error("ran: " + name);
const ask = window.fetch;
window.fetch = (asked, ...more) => /^\\/story\\/[0-9a-f]{16}\\/$/.test(asked)
    ? ask(asked, ...more) : console.error("ran: fetch");"""
# On top of what runs: nothing may stand in the page that a template did not put there.
FOREIGN = """() => [...document.querySelectorAll("*")].filter((one) =>
    one.matches(".words *:not(p, br), .field-words .words *:not(br), textarea *") ||
    one.matches(".words *, .readonly br") && one.attributes.length ||
    one.matches("base, iframe, object, embed") ||
    one.matches("script:not([src^='/static/'], [src='/admin/jsi18n/'])") ||
    one.getAttributeNames().some((name) => name.startsWith("on")) ||
    /^\\s*(javascript|data|vbscript):/i.test(one.getAttribute("href") || "")
).map((one) => "stands there: " + one.outerHTML.slice(0, 200))"""


class Unprotected:
    """A window of a browser that does not know the policy."""

    def __init__(self, chromium: Browser, site: live.Site) -> None:
        self.site = site
        self.seen: list[str] = []
        self.context = chromium.new_context(base_url=site.url, bypass_csp=True)
        self.context.add_init_script(HOOK)
        self.context.on("console", lambda told: self.seen.append(f"console: {told.text}"))
        self.context.on("weberror", lambda fault: self.seen.append(f"raised: {fault.error}"))
        self.context.on("dialog", self._interrupted)
        self.context.on("request", lambda request: self._asked(request.url))
        self.page = self.context.new_page()

    def sign_in(self) -> None:
        """At the desk."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Username").fill(self.site.name)
        self.page.get_by_label("Password").fill(self.site.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.goto("/admin/unlock/")
        self.page.get_by_label("Your passphrase").fill(self.site.passphrase)
        self.page.get_by_role("button", name="Unlock").click()

    def faults(self) -> list[str]:
        """What ran, and what was asked of another host."""
        return [one for one in self.seen if "Failed to load resource: the server resp" not in one]

    def close(self) -> None:
        self.context.close()

    def _interrupted(self, dialog: Any) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith(f"{self.site.url}/"):
            self.seen.append(f"request: {url}")


@dataclass
class Eyes:
    """Both windows, which look at the same pages."""

    windows: list[Any]
    seen: Seen

    def look(self, what: str, go: Callable[[Page], object]) -> None:
        """Looks at one page, with all that folds opened."""
        for window in self.windows:
            go(window.page)
            window.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = 1)")
            window.seen += window.page.evaluate(FOREIGN)
        self.seen.looked_at[what] = self.seen.looked_at.get(what, 0) + 1


@pytest.fixture(scope="module", params=[corpora.NAME])
def seen() -> Seen:
    """The whole way, once. What it saw is what the tests look at."""
    it = Seen()
    with live.running(worker=False, THROTTLE="off") as site, browser.started() as chromium:
        protected, unprotected = browser.Window(chromium, site), Unprotected(chromium, site)
        for window in (protected, unprotected):
            window.sign_in()
        eyes = Eyes([protected, unprotected], it)
        visitor = Visitor(site)
        _say_all(visitor, it)
        _put_past_the_form(site)
        _give_back(eyes)
        visitor.at_desk("/accounts/login/", login=site.name, password=site.password)
        visitor.at_desk("/admin/unlock/", passphrase=site.passphrase)
        _read_all_at_desk(visitor, eyes)
        site.manage("release", "--now")
        _read_the_wall(visitor, eyes)
        it.statuses = visitor.statuses
        it.protected, it.unprotected = protected.faults(), unprotected.faults()
        protected.close()
        unprotected.close()
    return it


def _say_all(visitor: Visitor, it: Seen) -> None:
    for turn, texts in enumerate(packs(MAX_EXAMPLES)):
        if turn % WRONG:
            number = pages.nonce(visitor.ask("/say/"))
        else:
            number = _send_wrongly(visitor, it, texts)
        page = visitor.ask("/say/", say(number, texts))
        if visitor.status == 200 and page.all("h1")[0].text == "It arrived.":
            it.arrived.append(texts)
        else:
            it.refused.append((texts, page))


def _send_wrongly(visitor: Visitor, it: Seen, texts: Texts) -> str:
    codes = {f"examples-{place}-setting": text for place, text in enumerate(texts)}
    page = visitor.ask("/say/", say(texts[0], texts, country=texts[-1], **codes))
    it.asked_again.append((texts, visitor.status, page))
    return pages.nonce(page)


def _put_past_the_form(site: live.Site) -> None:
    file = site.data_dir / "past-the-form.json"
    file.write_text(json.dumps(lots()))
    site.python(
        "import datetime, json, pathlib\n"
        "from stories import lifecycle\n"
        "from stories.random_keys import random_key\n"
        "from stories.say.intake import sealed\n"
        "from stories.testimony import Occurrence, Testimony\n"
        f"for texts in json.loads(pathlib.Path({str(file)!r}).read_text()):\n"
        "    said = Testimony(tuple(Occurrence(text) for text in texts))\n"
        f"    day = datetime.date({datetime.datetime.now(datetime.UTC).date():%Y, %-m, %-d})\n"
        "    key = random_key()\n"
        "    said = sealed(said, key=key) if said.has_words else said\n"
        "    lifecycle.receive(said, key=key, day=day, receipt=None, body=None)\n"
    )


def _give_back(eyes: Eyes) -> None:
    """The form returns with everything in it: as plain, and, beyond what it reads, as typed."""
    for texts in lots():
        codes = {f"examples-{place}-by": text[:200] for place, text in enumerate(texts)}
        for more in ("", "x" * 20_001):
            form = say(texts[0], (*texts, more), country=texts[-1], action="check") | codes
            eyes.look("the form", _posts(form))


def _posts(form: dict[str, str]) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        page.goto("/say/")
        browser.post(page, "/say/", form)

    return go


def _goes(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def _read_all_at_desk(visitor: Visitor, eyes: Eyes) -> None:
    queue = visitor.ask("/admin/review/")
    token = queue.all("input", name="csrfmiddlewaretoken")[0]["value"]
    longest = {"act": "begin", "minutes": "120", "hard": "20"}
    visitor.ask("/admin/review/sitting/", {"csrfmiddlewaretoken": token, **longest})
    path = visitor.location
    while path != "/admin/review/":
        visitor.ask(f"{path}card/", {"csrfmiddlewaretoken": token, "act": "open"})
        page = visitor.ask(path)
        # Beside each stands how it would stand on the wall.
        texts = tuple(
            text
            for example in page.all("div", "sides")
            for text in pages.words(example.all("div", "side")[0])
        )
        eyes.seen.review.append(texts)
        if texts in lots():
            eyes.look("the review page", _goes(path))
        token = page.all("input", name="csrfmiddlewaretoken")[0]["value"]
        visitor.ask(path, {"csrfmiddlewaretoken": token, "decision": "publish"})
        path = visitor.location


def _read_the_wall(visitor: Visitor, eyes: Eyes) -> None:
    eyes.look("the wall", _goes("/"))
    path = "/stories/"
    while path:
        page = visitor.ask(path)
        for cover in page.all("details", "cover"):
            assert pages.words(cover) == []
            _read_a_story(visitor, eyes, f"/story/{pages.key(cover)}/")
        eyes.look("the stories", _goes(path))
        path = "".join(
            f"/stories/{one['href'].removeprefix('/stories/')}" for one in page.all("a", rel="next")
        )


def _read_a_story(visitor: Visitor, eyes: Eyes, link: str) -> None:
    page = visitor.ask(link)
    told = tuple(pages.words(page))
    eyes.seen.stories.append(told)
    key = int(link.strip("/").rpartition("/")[2], 16)
    desk = f"/admin/stories/story/{key}/change/"
    texts = [
        box.text
        for row in visitor.ask(desk).all("div", "field-words")
        for box in row.all("div", "words")
    ]
    eyes.seen.desk.append(tuple(texts))
    if told in lots():
        eyes.look("a story", _goes(link))
        eyes.look("a story at the desk", _goes(desk))


def test_no_answer_on_the_whole_way_is_a_fault(seen):
    assert seen.statuses <= {200, 302, 422}


def test_each_string_arrives_or_is_refused_in_words(seen):
    assert sum(map(len, seen.arrived)) + sum(len(texts) for texts, _ in seen.refused) == len(
        corpora.STRINGS
    )
    assert seen.arrived
    for texts, page in seen.refused:
        assert pages.problems(page)
        assert tuple(pages.typed(page)) == tuple(map(normalised, texts))


def test_a_string_where_a_code_belongs_is_asked_for_again_with_every_word(seen):
    for texts, status, page in seen.asked_again:
        assert status == 422
        assert tuple(pages.typed(page)) == tuple(map(normalised, texts))


@pytest.mark.parametrize("where", ["review", "stories"])
def test_what_is_shown_is_exactly_the_plain_text(seen, where):
    assert sorted(getattr(seen, where)) == seen.expected()


def test_what_the_desk_shows_of_a_story_is_exactly_the_plain_text(seen):
    assert sorted(seen.desk) == seen.expected()


def test_without_the_policy_no_script_runs_and_nothing_foreign_stands_there(seen):
    assert seen.unprotected == []


def test_with_the_policy_nothing_is_violated(seen):
    assert seen.protected == []


def test_every_kind_of_page_was_looked_at_with_every_string(seen):
    assert seen.looked_at["the form"] == 2 * len(lots())
    for what in ("the review page", "a story", "a story at the desk"):
        assert seen.looked_at[what] == len(lots())
    assert seen.looked_at["the stories"] == -(-len(seen.expected()) // 20)
