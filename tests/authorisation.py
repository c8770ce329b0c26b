"""Who may what at the desk: one reviewed table of every address under /admin/ and /accounts/.

`tests.test_authorisation` walks it: each row, by each method, as each of the people below. A route
that is not in the table fails, and so does a row whose route is gone. What a row does not say is
refused.
"""

from dataclasses import dataclass, field, replace

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# A post that another site made a browser send, and one without the form's token.
FORGED = ("POST from elsewhere", "POST without its token")

# Everybody who could ask, by how far they get. `ENDED` come with the cookie of a session that was a
# moderator's, with the desk unlocked: then her account was closed, her role was taken, or it ended.
ENDED = ("closed", "without her role", "ended")
# A lead who has given her password, and not her second factor yet.
HALFWAY = "lead, halfway in"
NOBODY = ("nobody", HALFWAY, *ENDED)
SIGNED_IN = ("outsider",)
LOCKED = ("moderator", "lead", "screens alone")
# Reads the log and the figures, and never a testimony: there is nothing that she could unlock.
AUDITOR = frozenset({"auditor", "auditor, not lately"})
UNLOCKED = ("moderator, unlocked", "lead, unlocked", "lead, not lately")
# Those who last showed their second factor more than five minutes ago.
NOT_LATELY = frozenset({"lead, not lately", "auditor, not lately"})
LEADS = frozenset({"lead", "lead, unlocked", "lead, not lately"})
# A lead who has signed in with her password, and has no second factor yet.
NO_FACTOR = "lead without a factor"
LOG = LEADS | {"moderator", "moderator, unlocked"}
# One who may screen and nothing else: no role is so, but a permission that is not asked for shows.
# Who reads the chained log and the figures.
AUDIT = LEADS | AUDITOR
SCREEN = LOG | {"screens alone"}
STAFF = SCREEN | AUDITOR | {"roleless"}
KNOWN = STAFF | set(SIGNED_IN)
ANYBODY = KNOWN | {NO_FACTOR} | set(NOBODY)
NONE: frozenset[str] = frozenset()

ANY = METHODS
READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
# Django's own class-based pages say of themselves what they take.
VIEW = ("GET", "HEAD", "OPTIONS")
VIEW_FORM = ("GET", "HEAD", "POST", "PUT", "OPTIONS")

# What comes of it: "ok" is a page, or a way on to another one.
# Otherwise it is on to where she signs in, unlocks the desk, sets up a second factor or shows it.
OK, IN, UNLOCK, SET_UP, AGAIN = "ok", "in", "unlock", "set up", "again"
# Or a page that gives back what was posted, and lets it be sent once she is in.
BACK = "back"


@dataclass(frozen=True)
class Page:
    """One route. `may` come in, by `methods`; `locked` is what becomes of who has not unlocked the
    desk; `but` says by method what becomes of those who may, where it is something else."""

    at: str
    may: frozenset[str]
    methods: tuple[str, ...] = ANY
    locked: dict[str, str] = field(default_factory=dict)
    but: dict[str, str] = field(default_factory=dict)
    post: dict[str, str] = field(default_factory=dict)
    # Under /accounts/: what becomes of those who may not.
    others: str = IN
    # Whether it is for who has no second factor yet, and whether a post asks for it once more.
    before_factor: bool = False
    asks: bool = False
    # Whether a post of who is not in comes back to her, and is not lost on the way to the sign-in.
    keeps: bool = False


def all_of(outcome: str) -> dict[str, str]:
    """The same by every method."""
    return dict.fromkeys(METHODS, outcome)


TABLE: dict[str, Page] = {
    # The desk's own pages.
    "admin/review/": Page("/admin/review/", SCREEN, READ),
    "admin/review/statuses/": Page("/admin/review/statuses/", SCREEN, FORM),
    "admin/review/<key:number>/": Page(
        "/admin/review/{submission}/",
        SCREEN,
        FORM,
        locked={**dict.fromkeys(READ, UNLOCK), "POST": BACK},
        keeps=True,
    ),
    "admin/review/<key:number>/stay/": Page(
        "/admin/review/{submission}/stay/", SCREEN, FORM, but={"POST": "409"}
    ),
    "admin/review/next/": Page("/admin/review/next/", SCREEN, FORM),
    "admin/review/sitting/": Page(
        "/admin/review/sitting/", SCREEN, FORM, post={"act": "begin", "minutes": "45", "hard": "5"}
    ),
    "admin/review/sittings/": Page("/admin/review/sittings/", LEADS, READ),
    "admin/review/lots/": Page("/admin/review/lots/", LEADS, READ),
    "admin/review/lots/<key:number>/": Page(
        "/admin/review/lots/{lot}/", LEADS, FORM, post={"decision": "release", "reason": "cleared"}
    ),
    "admin/review/wishes/": Page("/admin/review/wishes/", SCREEN, FORM),
    "admin/review/<key:number>/card/": Page("/admin/review/{submission}/card/", SCREEN, FORM),
    "admin/review/decided/": Page("/admin/review/decided/", SCREEN, FORM),
    # What she decided herself: the one here is somebody else's.
    "admin/review/decided/<key:number>/": Page("/admin/review/decided/{decided}/", SCREEN, READ),
    "admin/review/four-eyes/": Page("/admin/review/four-eyes/", LEADS, FORM, asks=True),
    "admin/review/danger/": Page("/admin/review/danger/", SCREEN, READ),
    "admin/reports/": Page("/admin/reports/", LEADS, READ),
    "admin/reports/<key:number>/": Page(
        "/admin/reports/{reported}/",
        LEADS,
        FORM,
        post={"decision": "remove", "reason": "names"},
        asks=True,
    ),
    "admin/figures/": Page("/admin/figures/", AUDIT, READ),
    "admin/log/": Page("/admin/log/", AUDIT, READ),
    "admin/log/copy/": Page("/admin/log/copy/", AUDITOR, FORM, asks=True),
    "admin/team/": Page("/admin/team/", LEADS, FORM, but={"POST": "422"}, asks=True),
    "admin/unlock/": Page("/admin/unlock/", SCREEN, FORM),
    "admin/lock/": Page("/admin/lock/", STAFF, FORM),
    "admin/keys/": Page(
        "/admin/keys/",
        LEADS,
        FORM,
        locked={"POST": UNLOCK},
        post={"act": "admit", "keyring": "0"},
        asks=True,
    ),
    # Django's.
    "admin/": Page("/admin/", STAFF),
    "admin/login/": Page("/admin/login/", STAFF),
    "admin/logout/": Page("/admin/logout/", ANYBODY),
    "admin/password_change/": Page("/admin/password_change/", STAFF),
    "admin/password_change/done/": Page("/admin/password_change/done/", STAFF, VIEW),
    "admin/autocomplete/": Page(
        "/admin/autocomplete/", STAFF, VIEW, but={"GET": "403", "HEAD": "403"}
    ),
    "admin/jsi18n/": Page("/admin/jsi18n/", STAFF, VIEW),
    "admin/r/<path:content_type_id>/<path:object_id>/": Page(
        "/admin/r/1/1/", STAFF, but=all_of("404")
    ),
    "admin/^(?P<app_label>moderation|stories)/$": Page("/admin/stories/", SCREEN, others="404"),
    "admin/(?P<url>.*)$": Page("/admin/nowhere/", STAFF, but=all_of("404")),
    "admin/stories/story/": Page(
        "/admin/stories/story/",
        SCREEN,
        post={"action": "remove", "_selected_action": "{story}", "reason": "names"},
        asks=True,
    ),
    "admin/stories/story/add/": Page("/admin/stories/story/add/", NONE),
    "admin/stories/story/<path:object_id>/history/": Page(
        "/admin/stories/story/{story}/history/", SCREEN
    ),
    "admin/stories/story/<path:object_id>/delete/": Page(
        "/admin/stories/story/{story}/delete/", NONE
    ),
    "admin/stories/story/<path:object_id>/change/": Page(
        "/admin/stories/story/{story}/change/", SCREEN, but={"POST": "403"}
    ),
    "admin/stories/story/<path:object_id>/": Page("/admin/stories/story/{story}/", STAFF),
    "admin/moderation/decision/": Page("/admin/moderation/decision/", LOG),
    "admin/moderation/decision/add/": Page("/admin/moderation/decision/add/", NONE),
    "admin/moderation/decision/<path:object_id>/history/": Page(
        "/admin/moderation/decision/{decision}/history/", LOG
    ),
    "admin/moderation/decision/<path:object_id>/delete/": Page(
        "/admin/moderation/decision/{decision}/delete/", NONE
    ),
    "admin/moderation/decision/<path:object_id>/change/": Page(
        "/admin/moderation/decision/{decision}/change/", LOG, but={"POST": "403"}
    ),
    "admin/moderation/decision/<path:object_id>/": Page(
        "/admin/moderation/decision/{decision}/", STAFF
    ),
    # Accounts.
    "accounts/": Page("/accounts/", NONE),
    "accounts/login/": Page("/accounts/login/", ANYBODY, VIEW_FORM, before_factor=True),
    "accounts/login/second/": Page("/accounts/login/second/", KNOWN | {HALFWAY}),
    "accounts/logout/": Page(
        "/accounts/logout/", KNOWN, (*FORM, "OPTIONS"), but={"POST": IN}, before_factor=True
    ),
    "accounts/factors/": Page(
        "/accounts/factors/", KNOWN, FORM, but={"POST": SET_UP}, before_factor=True, asks=True
    ),
    "accounts/factors/app/": Page(
        "/accounts/factors/app/", KNOWN, FORM, before_factor=True, asks=True
    ),
    "accounts/factors/app/picture/": Page(
        "/accounts/factors/app/picture/", KNOWN, READ, but=all_of("404"), before_factor=True
    ),
    "accounts/factors/passkey/": Page(
        "/accounts/factors/passkey/",
        KNOWN,
        FORM,
        before_factor=True,
        asks=True,
        but={"POST": "422"},
    ),
    "accounts/factors/passkey/options/": Page(
        "/accounts/factors/passkey/options/",
        KNOWN | {HALFWAY},
        ("POST",),
        post={"for": "proof"},
        before_factor=True,
        others="403",
    ),
    "accounts/factors/codes/": Page("/accounts/factors/codes/", KNOWN, FORM, asks=True),
    "accounts/inactive/": Page("/accounts/inactive/", ANYBODY, VIEW, before_factor=True),
    "accounts/password/": Page("/accounts/password/", KNOWN, VIEW_FORM),
    "accounts/password/done/": Page("/accounts/password/done/", ANYBODY, VIEW, before_factor=True),
    # Whoever comes by a link that works, and not by one that does not.
    "accounts/set-up/<str:key>/": Page(
        "/accounts/set-up/nothing/", ANYBODY, READ, but=all_of("404"), before_factor=True
    ),
    "accounts/set-up/password/": Page(
        "/accounts/set-up/password/", ANYBODY, FORM, but=all_of("404"), before_factor=True
    ),
    "accounts/set-up/done/": Page("/accounts/set-up/done/", ANYBODY, VIEW, before_factor=True),
}

PARTS = ("review", "stories", "moderation", "pages", "django", "accounts")
_PAGES = ("reports", "figures", "log", "team", "unlock", "lock", "keys")


def part_of(route: str) -> str:
    """Which of the `PARTS` a route belongs to: each is walked by itself."""
    root, below = route.split("/")[:2]
    if root == "accounts":
        return root
    return below if below in PARTS else "pages" if below in _PAGES else "django"


# What becomes of her who is halfway in, by method and by all others.
HALFWAYS: dict[str, tuple[dict[str, str], str]] = {
    "/accounts/login/second/": ({"GET": OK, "HEAD": OK, "POST": AGAIN}, "405"),
    "/accounts/login/": ({}, IN),
    "/accounts/factors/passkey/options/": ({"POST": OK}, "403"),
}

# Where a deed is asked about first, and her yes is the one of the page that asks.
ASKED = "asked"
# What is done by a post, and by whom it may be: every permission that the desk asks for. Whoever
# may not leaves everything as it was.
DEEDS: list[tuple[str, dict[str, str], frozenset[str]]] = [
    ("/admin/review/{submission}/", {"decision": "publish"}, frozenset(UNLOCKED)),
    (
        "/admin/review/{submission}/",
        {"decision": "decline", "reason": "spam"},
        frozenset(UNLOCKED),
    ),
    ("/admin/review/{submission}/", {"decision": "count"}, frozenset(UNLOCKED)),
    ("/admin/review/{submission}/", {"decision": "refer"}, frozenset(UNLOCKED)),
    ("/admin/review/{submission}/", {"decision": "mark"}, frozenset(UNLOCKED)),
    ("/admin/review/four-eyes/", {"four_eyes": "on"}, LEADS - NOT_LATELY),
    # Who holds the desk's key: nobody's minutes begin before a desk that does not open to her.
    (
        "/admin/review/sitting/",
        {"act": "begin", "minutes": "45", "hard": "5"},
        frozenset(UNLOCKED),
    ),
    ("/admin/review/statuses/", {"decision": "hold", "reason": "flood"}, LOG),
    ("/admin/review/statuses/", {"decision": "resume", "reason": "cleared"}, LEADS),
    ("/admin/review/lots/{lot}/", {"decision": "release", "reason": "cleared"}, LEADS),
    ("/admin/review/lots/{lot}/", {"decision": "tally", "reason": "cleared"}, LEADS),
    ("/admin/review/lots/{lot}/", {"decision": "propose", "reason": "flood"}, LEADS),
    (
        "/admin/stories/story/",
        {"action": "remove", "_selected_action": "{story}", "reason": "names"},
        LEADS - NOT_LATELY,
    ),
    (
        "/admin/reports/{reported}/",
        {"decision": "aside", "reason": "reported"},
        LEADS - NOT_LATELY,
    ),
    (
        "/admin/reports/{reported}/",
        {"decision": "leave", "reason": "cleared", "seen": "names"},
        LEADS - NOT_LATELY,
    ),
    (
        "/admin/reports/{reported}/",
        {"decision": "remove", "reason": "names"},
        LEADS - NOT_LATELY,
    ),
    ("/admin/team/", {"act": "invite", "name": "x", "role": "lead"}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "role", "person": "{person}", "role": "lead"}, LEADS - NOT_LATELY),
    # What ends something for somebody is asked about first: a yes that comes alone is none.
    ("/admin/team/", {"act": "close", "person": "{person}"}, NONE),
    ("/admin/team/", {"act": "close", "person": "{person}", "sure": "yes"}, NONE),
    ("/admin/team/", {"act": "close", "person": "{person}", "sure": ASKED}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "link", "person": "{closed}"}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "lost", "person": "{person}"}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "confirm", "request": "{lost}"}, NONE),
    ("/admin/team/", {"act": "confirm", "request": "{lost}", "sure": ASKED}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "withdraw", "request": "{lost}"}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "confirm", "request": "{request}"}, LEADS - NOT_LATELY),
    ("/admin/team/", {"act": "withdraw", "request": "{request}"}, LEADS - NOT_LATELY),
    ("/admin/keys/", {"act": "admit", "keyring": "{keyring}"}, frozenset({"lead, unlocked"})),
    ("/admin/keys/", {"act": "remove", "keyring": "{held}"}, NONE),
    (
        "/admin/keys/",
        {"act": "remove", "keyring": "{held}", "sure": ASKED},
        frozenset({"lead, unlocked"}),
    ),
    ("/admin/keys/", {"act": "turn"}, NONE),
    ("/admin/keys/", {"act": "turn", "sure": "yes"}, NONE),
    ("/admin/keys/", {"act": "turn", "sure": ASKED}, frozenset({"lead, unlocked"})),
]


def expected(page: Page, who: str, method: str) -> str:
    """What has to come of it."""
    if method in FORGED:
        return BACK if page.keeps and method != FORGED[0] else "403"
    if who == NO_FACTOR:
        # Where she may be, she is like anybody who has a role.
        return expected(replace(page, asks=False), "lead", method) if page.before_factor else SET_UP
    refused = _of_the_desk if page.at.startswith("/admin/") else _of_accounts
    if came := refused(page, who, method):
        return came
    if who in NOT_LATELY and page.asks and method == "POST":
        return AGAIN
    if who in LOCKED and method in page.locked:
        return page.locked[method]
    return page.but.get(method, OK)


def _of_the_desk(page: Page, who: str, method: str) -> str:
    """What becomes of who may not, or not by this method. Empty for all others."""
    if who not in STAFF | page.may:
        return BACK if page.keeps and method == "POST" else IN
    if who not in page.may:
        return IN if page.at == "/admin/login/" else "404" if page.others == "404" else "403"
    return "" if method in page.methods else "405"


def _of_accounts(page: Page, who: str, method: str) -> str:
    """The same."""
    signs_out = page.at == "/accounts/logout/"
    if who == HALFWAY and page.at in HALFWAYS:
        outcomes, others = HALFWAYS[page.at]
        return outcomes.get(method, others)
    if method not in page.methods and (who in page.may or signs_out):
        # It asks who it is only where somebody is to be signed out.
        return OK if page.at == "/accounts/login/" and who in KNOWN else "405"
    if who in page.may:
        return ""
    return OK if method == "OPTIONS" and signs_out else page.others
