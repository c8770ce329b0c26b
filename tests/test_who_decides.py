"""Who may take which decision: the one door asks, whichever page or command it comes from."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from moderation import decisions
from moderation.accounts import people as accounts
from moderation.models import REASONS, Decision, Kind, Reason
from stories.models import Story, Submission
from stories.wall.release import release
from tests import desk

pytestmark = pytest.mark.django_db

# Whoever reads decides so of what she reads; a moderator also sets statuses aside; a lead does all.
READS = {
    Kind.PUBLISH,
    Kind.EDIT,
    Kind.COUNT,
    Kind.DECLINE,
    Kind.ASK,
    Kind.REFER,
    Kind.DANGER,
    Kind.FIRST,
    Kind.UNDO,
}
MAY = {
    "nobody": set(),
    "auditor": set(),
    "reads": READS,
    "moderator": READS | {Kind.HOLD},
    "lead": set(Kind),
}


@pytest.fixture
def nobody(db: None) -> User:
    """Is at the desk, and may do nothing there."""
    return User.objects.create(username="nobody", is_staff=True)


@pytest.mark.parametrize("who", MAY)
def test_each_kind_of_decision_is_its_own_roles(who, nobody, moderator, lead):
    reads = User.objects.create(username="reads", is_staff=True)
    reads.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    auditor = accounts.create("audrey", role=accounts.AUDITORS)
    cast = [nobody, auditor, reads, moderator, lead]
    person = dict(zip(MAY, cast, strict=True))[who]
    wrong = []
    for kind in Kind:
        try:
            decisions.decided(kind, lambda: 1, by=person, reason=REASONS[kind][0])
        except PermissionDenied:
            did = False
        else:
            did = True
        if did != (kind in MAY[who]):
            wrong.append(f"{who}: {kind.name} {did}")
    assert not wrong, "\n".join(wrong)
    assert Decision.objects.count() == len(MAY[who])


def outcome(act: Callable[[], Decision]) -> str:
    """What came of it, by name. Nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Exception as raised:  # noqa: BLE001 - whatever it is, its name is shown
        return type(raised).__name__
    return "done"


def test_no_decision_is_taken_by_who_may_not(moderator, says):
    desk.approve(says("He moved too."))
    release()
    story = Story.objects.get()
    kept = says("Words that wait.")
    says()
    # She decided once, and has no role any more.
    made = decisions.refer(kept.pk, by=moderator)
    moderator.groups.clear()
    nobody = User.objects.get(pk=moderator.pk)
    before = sorted(Submission.objects.values_list("pk", "state", "lane", "envelope"))
    read = desk.opened(kept)
    acts = {
        "publish": lambda: decisions.publish(kept, read, by=nobody),
        "count": lambda: decisions.count(kept, read, by=nobody, reason=Reason.OTHER),
        "decline": lambda: decisions.decline(kept, by=nobody, reason=Reason.SPAM),
        "ask": lambda: decisions.ask(kept, "When was it?", by=nobody),
        "refer": lambda: decisions.refer(kept.pk, by=nobody),
        "danger": lambda: decisions.danger(kept.pk, by=nobody),
        "undo": lambda: decisions.undo(made, by=nobody),
        "switch_four_eyes": lambda: decisions.switch_four_eyes(on=False, by=nobody),
        "remove": lambda: decisions.remove(story.pk, by=nobody, reason=Reason.NAMES),
        "hold_statuses": lambda: decisions.hold_statuses(by=nobody, reason=Reason.FLOOD),
        "decided": lambda: decisions.decided(Kind.HOLD, lambda: 1, by=nobody, reason=Reason.FLOOD),
        "resume_held": lambda: decisions.resume_held(by=nobody, reason=Reason.CLEARED),
    }
    came = {name: outcome(act) for name, act in acts.items()}
    wrong = [f"nobody: {name} {it}" for name, it in came.items() if it != "PermissionDenied"]
    assert not wrong, "\n".join(wrong)
    assert sorted(Submission.objects.values_list("pk", "state", "lane", "envelope")) == before
    assert Story.objects.published().exists()
    assert Decision.objects.count() == 1
