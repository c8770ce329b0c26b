"""The states of the public pages, by how anybody comes there: by addresses, by fields and by what
stands where, and by no word of any language. So each can be looked at in each of them.

Each function is given the page and the front of the language's addresses ("/" or "/ar/"). The site
has to be the demonstration (`tests.live`), without limits.
"""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser import post
from tests.live import Site

type State = Callable[[Page, str], None]


def root(code: str) -> str:
    """The front of a language's addresses."""
    return "/" if code == "en" else f"/{code}/"


def floods(site: Site) -> None:
    """Sends until no more is taken, on a site that limits what comes in."""
    data = urllib.parse.urlencode({"action": "send", "nonce": "old"}).encode()
    for _ in range(61):
        try:
            urllib.request.urlopen(f"{site.url}/say/", data).close()
        except urllib.error.HTTPError as refusal:
            refusal.close()


WORDS = "He followed me home, and nobody did anything."
# What points to somebody, in words that are found in any language.
POINTING = f"{WORDS} His number is +44 20 7946 0958, and write to him at him@example.org."
UNKNOWN = "abacus " * 10
# So much is longer than there is room for.
TOO_LONG = "word " * 1_200


def _at(path: str) -> State:
    def goes(page: Page, root: str) -> None:
        page.goto(root + path)

    return goes


def says(**fields: str) -> State:
    """What comes of a form with these fields, `examples_0_text` and so on, that is sent or, by
    `action`, checked."""

    def goes(page: Page, root: str) -> None:
        page.goto(f"{root}say/")
        given = {name.replace("_", "-"): value for name, value in fields.items()}
        nonce = page.locator("[name=nonce]").first.input_value()
        post(page, f"{root}say/", {"nonce": nonce, "action": "send"} | given)

    return goes


def _story(page: Page, root: str) -> None:
    page.goto(f"{root}stories/")
    address = page.locator(".cover .alone a").first.get_attribute("href")
    assert address
    page.goto(address.removesuffix("#words"))


def _opened_story(page: Page, root: str) -> None:
    _story(page, root)
    page.locator("summary").first.click()


def _opened_covers(page: Page, root: str) -> None:
    page.goto(f"{root}stories/")
    for cover in page.locator(".cover summary").all()[:3]:
        cover.click()
    page.wait_for_load_state("networkidle")


def _report(page: Page, root: str) -> None:
    _story(page, root)
    page.goto(urlsplit(page.url).path + "report/")


def _report_without_a_reason(page: Page, root: str) -> None:
    _report(page, root)
    post(page, urlsplit(page.url).path, {"reason": ""})


def _reported(page: Page, root: str) -> None:
    _report(page, root)
    post(page, urlsplit(page.url).path, {"reason": "about_me"})


def _stood_beside(page: Page, root: str) -> None:
    _story(page, root)
    post(page, urlsplit(page.url).path + "stand/", {})


def _looks_for(words: str) -> State:
    def goes(page: Page, root: str) -> None:
        page.goto(f"{root}search/")
        post(page, f"{root}search/", {"words": words})

    return goes


def _open_form(page: Page, root: str) -> None:
    page.goto(f"{root}say/")
    page.locator("summary").click()


def _ten_examples(page: Page, root: str) -> None:
    ten = {f"examples_{number}_text": f"{number}. {WORDS}" for number in range(10)}
    says(action="check", **ten)(page, root)


def receipt_of(page: Page, root: str) -> str:
    """Sends a story, and returns its ten words."""
    says(examples_0_text=WORDS, country="PT")(page, root)
    return (page.locator("#receipt").text_content() or "").strip()


def _yours(action: str) -> State:
    """What became of words that have just been sent, and one thing more that she asks for."""

    def goes(page: Page, root: str) -> None:
        receipt = receipt_of(page, root)
        post(page, f"{root}yours/", {"receipt": receipt, "action": action})

    return goes


def _asks_with(words: str) -> State:
    def goes(page: Page, root: str) -> None:
        page.goto(f"{root}yours/")
        post(page, f"{root}yours/", {"receipt": words})

    return goes


def _taking_back(page: Page, root: str) -> None:
    _yours("")(page, root)
    page.locator("summary").last.click()


STATES: dict[str, State] = {
    "the wall": _at(""),
    "stories": _at("stories/"),
    "stories with three covers opened": _opened_covers,
    "stories that fit no filter": _at("stories/?setting=military&by=former_partner&age=under13"),
    "a story": _story,
    "a story opened": _opened_story,
    "stood beside": _stood_beside,
    "a report": _report,
    "a report without a reason": _report_without_a_reason,
    "reported": _reported,
    "search": _at("search/"),
    "search for nothing": _looks_for(""),
    "search that finds": _looks_for("a"),
    "search that finds nothing": _looks_for("zzzz"),
    "numbers": _at("numbers/"),
    "one number": _at("numbers/?setting=work"),
    "two at once": _at("numbers/?setting=work&by=stranger"),
    "say": _at("say/"),
    "the open form": _open_form,
    "the form with ten": _ten_examples,
    "the form, too long": says(examples_0_text=TOO_LONG),
    "the form, expired": says(examples_0_text=WORDS, nonce="old"),
    "the form, not in the list": says(country="ZZ", examples_0_by="nobody"),
    "the form once more": says(examples_0_text=WORDS, action="check"),
    "what may point to someone": says(examples_0_text=POINTING),
    "the two words arrived": says(),
    "words arrived": says(examples_0_text=WORDS, see_first="1"),
    "yours": _at("yours/"),
    "yours, a word misspelt": _asks_with("abacuss " * 10),
    "yours, unknown words": _asks_with(UNKNOWN),
    "yours, waiting": _yours(""),
    "yours, about to take back": _taking_back,
    "yours, taken back": _yours("withdraw"),
    "yours, writing anew": _yours("rewrite"),
    "help": _at("help/"),
    "privacy": _at("privacy/"),
    "about": _at("about/"),
    "pass it on": _at("pass-on/"),
    "the frame": _at("embed/"),
    "leave": _at("leave/"),
    "404": _at("nowhere/"),
}
