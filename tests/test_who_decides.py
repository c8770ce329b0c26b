"""Who may take which decision: the one door asks, whichever page or command it comes from."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied

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
    did = set()
    for kind in Kind:
        try:
            decisions.decided(kind, lambda: 1, by=person, reason=REASONS[kind][0])
        except PermissionDenied:
            continue
        did.add(kind)
    assert did == MAY[who]
    assert Decision.objects.count() == len(did)


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
    for act in (
        lambda: decisions.publish(kept, read, by=nobody),
        lambda: decisions.count(kept, read, by=nobody, reason=Reason.OTHER),
        lambda: decisions.decline(kept, by=nobody, reason=Reason.SPAM),
        lambda: decisions.ask(kept, "When was it?", by=nobody),
        lambda: decisions.refer(kept.pk, by=nobody),
        lambda: decisions.danger(kept.pk, by=nobody),
        lambda: decisions.undo(made, by=nobody),
        lambda: decisions.switch_four_eyes(on=False, by=nobody),
        lambda: decisions.remove(story.pk, by=nobody, reason=Reason.NAMES),
        lambda: decisions.hold_statuses(by=nobody, reason=Reason.FLOOD),
        lambda: decisions.resume_held(by=nobody, reason=Reason.CLEARED),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert sorted(Submission.objects.values_list("pk", "state", "lane", "envelope")) == before
    assert Story.objects.published().exists()
    assert Decision.objects.count() == 1
