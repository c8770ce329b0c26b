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
    for fate in ("published", "removed", "declined"):
        sent[fate] = sender.say(WORDS[fate], country="DE")
    for _ in range(3):
        sent["status"] = sender.say("")
    sent["wrong password"] = sender.sign_in(
        SENDER["moderator's wrong name"], SENDER["moderator's wrong password"]
    )
    sent["signed in"] = desk.sign_in(site.name, site.password)
    sent["unlocked"] = desk.post_at_desk("/admin/unlock/", passphrase=site.passphrase)
    left = dict(_DECISIONS)
    while left:
        number, fate = given_at_desk(desk, *left)
        answer = desk.post_at_desk(f"/admin/review/{number}/", **left.pop(fate))
        sent[f"{fate} at the desk"] = answer
        if fate == "declined":
            when_declined()
    sent["waiting"] = sender.say(WORDS["waiting"], country="DE")
    site.manage("release", "--now")
    sent["search"] = sender.ask("/search/", fields={"words": f"{SENDER['searched']} wand"})
    gone = _story(sender, WORDS["removed"])
    sent["removal"] = desk.post_at_desk(
        "/admin/stories/story/", action="remove", _selected_action=str(gone), reason="unsafe"
    )
    if sender.ask(f"/story/{gone:016x}/").status != 404:
        raise NotPlanted("What was removed is still there.")
    return sent


_DECISIONS = {
    "declined": {"decision": "decline", "reason": "unsafe"},
    "published": {"decision": "publish"},
    "removed": {"decision": "publish"},
}
# So many others may wait before it.
_MOST_OTHERS = 100


def given_at_desk(desk: Sender, *fates: str) -> tuple[str, str]:
    """Takes one after the other, opens it, and passes on what holds none of the words of `fates`.
    The address of the first that does, which is the moderator's now, and whose it is."""
    where = ""
    desk.post_at_desk("/admin/review/sitting/", act="begin", minutes="120", hard="20")
    for _ in range(_MOST_OTHERS):
        where = desk.post_at_desk("/admin/review/next/").headers.get("Location", "")
        found = re.search(r"/admin/review/([0-9a-f]{16})/", where)
        if found is None:
            break
        desk.post_at_desk(f"{found[0]}card/", act="open")
        body = desk.ask(found[0]).body
        for fate in fates:
            if WORDS[fate].split('"', maxsplit=1)[0] in body:
                return found[1], fate
        desk.post_at_desk(f"{found[0]}card/", act="pass")
    raise NotPlanted(f"Nobody waits with the words of {fates}: {where}")


def _story(sender: Sender, words: str) -> int:
    """The key of the story on the wall that holds `words`."""
    wall = sender.ask("/stories/").body
    for number in dict.fromkeys(re.findall(r"/story/([0-9a-f]{16})/", wall)):
        if words.split('"', maxsplit=1)[0] in sender.ask(f"/story/{number}/").body:
            return int(number, 16)
    raise NotPlanted(f"There is no story with {words}: {wall[:300]}")
