"""The states of the public pages that `make screens` photographs on a phone: where something is
empty, waits, is full, wrong, expired, held back, taken back, or away."""

from pathlib import Path

from playwright.sync_api import Page

from tests import browser, live
from tests.browser import post
from tests.states import STATES, WORDS, State, floods, receipt_of

WAY = "360-light-en"
# By the name of the picture. Those of `tests.states` that are no page as anybody finds it.
SHOWN: dict[str, State] = {
    "no-story-fits": STATES["stories that fit no filter"],
    "search-finds-nothing": STATES["search that finds nothing"],
    "search-for-nothing": STATES["search for nothing"],
    "form-once-more": STATES["the form once more"],
    "form-with-ten": STATES["the form with ten"],
    "form-too-long": STATES["the form, too long"],
    "form-expired": STATES["the form, expired"],
    "form-not-in-the-list": STATES["the form, not in the list"],
    "may-point-to-someone": STATES["what may point to someone"],
    "two-words-arrived": STATES["the two words arrived"],
    "words-arrived": STATES["words arrived"],
    "covers-opened": STATES["stories with three covers opened"],
    "stood-beside": STATES["stood beside"],
    "report-without-a-reason": STATES["a report without a reason"],
    "reported": STATES["reported"],
    "yours-misspelt": STATES["yours, a word misspelt"],
    "yours-unknown": STATES["yours, unknown words"],
    "yours-waiting": STATES["yours, waiting"],
    "yours-about-to-take-back": STATES["yours, about to take back"],
    "yours-taken-back": STATES["yours, taken back"],
    "yours-writing-anew": STATES["yours, writing anew"],
    "leave": STATES["leave"],
    "not-there": STATES["404"],
}
# What the desk did with it meanwhile, inside the site's Django: `kept` is hers.
_HERS = f"""
from stories import envelopes, lifecycle, receipts
from stories.models import Submission
from stories.testimony import Occurrence, Testimony
kept = Submission.objects.get(receipt=receipts.pair_of({{receipt!r}}).public)
said = Testimony((Occurrence({WORDS!r}),))
"""
_ASK = """
version = kept.version + 1
question = "May we leave out the name of the street?"
to_her = envelopes.shut_message(
    question, to=bytes(kept.receipt), key=kept.pk, field=envelopes.TO_HER, version=version
)
lifecycle.ask(kept.pk, to_her=to_her, version=version)
"""
OUTCOMES = {
    "yours-asked": _ASK,
    "yours-coming-soon": "lifecycle.approve(kept.pk, said)",
    "yours-not-published": "lifecycle.decline(kept.pk)",
    "yours-counted-without-words": "lifecycle.count(kept.pk, said)",
}
_BARE = """
from metoo import errors
print(errors.bare_page(503, "/").text)
"""
# On a site before its first release, which limits what comes in.
EMPTY = {
    "wall-empty": "",
    "stories-empty": "stories/",
    "numbers-empty": "numbers/",
}
TOO_OFTEN, AWAY, BROKEN = "too-often", "cannot-be-kept", "broken"


def names() -> set[str]:
    """Those of all the pictures, without their ending."""
    every = [*SHOWN, *OUTCOMES, *EMPTY, TOO_OFTEN, AWAY, BROKEN]
    return {f"state-{name}-{WAY}" for name in every}


def takes(site: live.Site, folder: Path) -> None:
    """Photographs them: on a filled site, and on two that are begun for it."""
    with browser.started() as chromium:
        page = browser.Window(chromium, site, width=360).page
        for name, state in SHOWN.items():
            state(page, "/")
            _taken(page, folder, name)
        for name, done in OUTCOMES.items():
            receipt = receipt_of(page, "/")
            site.python(_HERS.format(receipt=receipt) + done)
            page.goto("/yours/")
            post(page, "/yours/", {"receipt": receipt})
            _taken(page, folder, name)
        text = site.python(_BARE)
        page.route("**/broken/", lambda route: route.fulfill(content_type="text/html", body=text))
        page.goto("/broken/")
        _taken(page, folder, BROKEN)
        with live.running(worker=False) as empty:
            page = browser.Window(chromium, empty, width=360).page
            for name, path in EMPTY.items():
                page.goto(f"/{path}")
                _taken(page, folder, name)
            floods(empty)
            _sends_in_vain(page)
            _taken(page, folder, TOO_OFTEN)
        # Its limits are counted in a cache that nobody answers for.
        with live.running(worker=False, CACHE_URL="redis://127.0.0.1:1/0") as away:
            page = browser.Window(chromium, away, width=360).page
            _sends_in_vain(page)
            _taken(page, folder, AWAY)


# What is to be seen of it is further down.
_SEEN = {
    "covers-opened": ".cover[open] .words",
    "no-story-fits": "main > p.quiet:last-of-type",
    "search-finds-nothing": "main h2",
    "form-with-ten": ".saying .ways",
    "form-too-long": ".problem",
}


def _taken(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.evaluate("window.scrollTo(0, 0)")
    if name in _SEEN:
        page.locator(_SEEN[name]).first.evaluate(
            "(one) => one.scrollIntoView({block: 'center', behavior: 'instant'})"
        )
    page.screenshot(path=folder / f"state-{name}-{WAY}.png", animations="disabled")


def _sends_in_vain(page: Page) -> None:
    page.goto("/say/")
    with page.expect_response("**/say/") as answer:
        page.locator(".two-words button").click()
    assert answer.value.status in {429, 503}
    page.locator(".note.wrong").wait_for()
