"""What people do on a site, from a first look to words that are taken down again."""

import re
from collections.abc import Callable

from metoo.audit.canaries import SENDER, WORDS
from metoo.audit.sending import Answer, NotPlanted, Sender
from metoo.audit.throwaway import Site


def visit(site: Site, when_declined: Callable[[], None] = lambda: None) -> dict[str, Answer]:
    """What people do: each kind of fate that words can have. Returns the answers by what was done;
    raises NotPlanted. Calls `when_declined` in the moment after something was."""
    sent: dict[str, Answer] = {}
    sender, desk = Sender(site.port), Sender(site.port)
    for path in ("/", "/stories/?setting=work", "/help/", "/numbers.json", "/say/", "/robots.txt"):
        sent[path] = sender.ask(path)
    sent["check"] = sender.say(WORDS["checked only"], action="check")
    sent["add"] = sender.say(WORDS["checked only"], action="add")
    for fate in ("published", "removed", "declined", "waiting"):
        sent[fate] = sender.say(WORDS[fate], country="DE")
    for _ in range(3):
        sent["status"] = sender.say("")
    sent["wrong password"] = sender.sign_in(
        SENDER["moderator's wrong name"], SENDER["moderator's wrong password"]
    )
    sent["signed in"] = desk.sign_in(site.name, site.password)
    sent["unlocked"] = desk.post_at_desk("/admin/unlock/", passphrase=site.passphrase)
    for fate, decision in {
        "declined": {"decision": "decline", "reason": "unsafe"},
        "published": {"decision": "publish"},
        "removed": {"decision": "publish"},
    }.items():
        number = number_at_desk(desk, WORDS[fate])
        sent[f"{fate} at the desk"] = desk.post_at_desk(f"/admin/review/{number}/", **decision)
        if fate == "declined":
            when_declined()
    site.manage("release", "--now")
    gone = _story(sender, WORDS["removed"])
    sent["removal"] = desk.post_at_desk(
        "/admin/stories/story/", action="remove", _selected_action=str(gone), reason="unsafe"
    )
    if sender.ask(f"/story/{gone:016x}/").status != 404:
        raise NotPlanted("What was removed is still there.")
    return sent


def number_at_desk(desk: Sender, words: str) -> str:
    """The address of the waiting submission that holds `words`."""
    queue = desk.ask("/admin/review/").body
    for number in dict.fromkeys(re.findall(r"/admin/review/([0-9a-f]{16})/", queue)):
        if words.split('"', maxsplit=1)[0] in desk.ask(f"/admin/review/{number}/").body:
            return str(number)
    raise NotPlanted(f"Nobody waits with {words}: {queue[:300]}")


def _story(sender: Sender, words: str) -> int:
    """The key of the story on the wall that holds `words`."""
    wall = sender.ask("/stories/").body
    for number in dict.fromkeys(re.findall(r"/story/([0-9a-f]{16})/", wall)):
        if words.split('"', maxsplit=1)[0] in sender.ask(f"/story/{number}/").body:
            return int(number, 16)
    raise NotPlanted(f"There is no story with {words}: {wall[:300]}")
