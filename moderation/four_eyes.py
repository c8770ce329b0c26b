"""What needs two: whether it is on, what it is asked of, and who may be the second.

What names a person, a minor, and immediate danger need a second moderator's yes before they are
approved; so does whatever is written in letters in which no names are known. The second sees
neither who gave the first nor what it was until she has decided; where the two differ, a lead
decides who is neither of them. It is off below three who can read, so that a small desk never locks
itself; and for the same reason any lead decides where none is left who has not read it. Nor is the
second anybody who is tied to the first (`moderation.seconds`), as long as two others can read; nor
the third anybody who is tied to one of the two, as long as a lead is there who is not.
"""

import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from moderation import editing, seconds
from moderation.models import Agreement, Decision, FourEyes, Kind, Reason
from moderation.seconds import Ties
from stories.categories import Age
from stories.flags import Lane
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.say.identifiers import find, has_unknown_letters
from stories.testimony import Occurrence, Testimony

FEWEST = 3
_MINORS = (Age.UNDER_13, Age.FROM_13)
_LEADS = "moderation.lead_desk"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
# A view of it: a first yes, and the second that differed from one.
_VIEWS = Q(kind=Kind.FIRST) | Q(reason=Reason.DIFFER)


def is_switched_on() -> bool:
    """Whether a lead has switched it on."""
    return FourEyes.objects.filter(id=1, on=True).exists()


def readers() -> int:
    """How many can open and decide what waits: their account is open and they hold the key."""
    return _readers().count()


def _readers(permission: str = "stories.screen_submission") -> QuerySet[User]:
    may = User.objects.with_perm(permission, backend=_BACKEND, include_superusers=False)
    return may.filter(keyring__desk_keys__isnull=False).order_by("pk").distinct()


def is_on() -> bool:
    """Whether it is asked for now."""
    return is_switched_on() and readers() >= FEWEST


def leads_where_on(*, switched_on: bool) -> list[int] | None:
    """Where it is `switched_on` and asked for now, the keys of the leads who can read; else
    None."""
    if not switched_on:
        return None
    lead = _readers(_LEADS).filter(pk=OuterRef("pk"))
    found = dict(_readers().annotate(lead=Exists(lead)).values_list("pk", "lead"))
    return [key for key, leads in found.items() if leads] if len(found) >= FEWEST else None


def switch(*, on: bool) -> None:
    """Switches it. For `moderation.decisions`, which records it."""
    FourEyes.objects.update_or_create(id=1, defaults={"on": on})


def needs_second(submission: Submission, testimony: Testimony) -> bool:
    """Whether what would be published of a submission needs two."""
    return submission.lane == Lane.URGENT or any(
        example.age in _MINORS or _may_name(example, testimony.language)
        for example in testimony.examples
    )


def _may_name(example: Occurrence, language: str) -> bool:
    """Whether it names a person, or could without anything here that knows."""
    if has_unknown_letters(example.text, language):
        return True
    return any(one.kind == "name" for one in find(example.text, language))


def gave_first(submission: int, person: User) -> bool:
    """Whether the yes that waits for a second is hers, or counts as hers."""
    return _standing_yes(submission).filter(author__in=not_second_to(person)).exists()


def not_second_to(person: User, ties: Ties | None = None) -> list[int]:
    """Whose first yes she cannot second, by their keys: her own, and that of whoever is tied to
    her, where FEWEST - 1 can read who are not tied to that one. With fewer a small desk would lock
    itself. `ties`: who is tied to whom now, for who knows it already."""
    ties = ties or seconds.ties()
    hers = ties.of(person.pk)
    can = set(_readers().values_list("pk", flat=True)) if len(hers) > 1 else set()
    enough = {one for one in hers if len(can - ties.of(one)) >= FEWEST - 1}
    return sorted(enough | {person.pk})


def _standing_yes(submission: int) -> QuerySet[Decision]:
    return Decision.objects.filter(kind=Kind.FIRST, submission=submission, undone__isnull=True)


def is_a_leads(submission: Submission) -> bool:
    """Whether two differed, so that a lead decides alone."""
    return submission.for_lead and _views(submission.pk).filter(reason=Reason.DIFFER).exists()


def _views(submission: int) -> QuerySet[Decision]:
    return Decision.objects.filter(_VIEWS, submission=submission, undone__isnull=True)


def decides_again(submission: Submission, person: User) -> bool:
    """Whether two differed and she is one of them, so that it is another lead's."""
    return is_a_leads(submission) and _views(submission.pk).filter(author=person).exists()


def nobody_new(submission: int) -> bool:
    """Whether no lead is left who has not given her view of it: then any lead decides."""
    return not _readers(_LEADS).exclude(pk__in=_views(submission).values("author")).exists()


def is_third(submission: Submission, person: User) -> bool:
    """Whether a lead may decide where two differed: she is neither of them, nor tied to one of
    them. Where every lead is, who has not read it is enough; where each has, any lead is."""
    viewed = set(_views(submission.pk).values_list("author", flat=True))
    ties = seconds.ties()
    if not viewed & ties.of(person.pk):
        return True
    leads = set(_readers(_LEADS).values_list("pk", flat=True))
    if any(not viewed & ties.of(lead) for lead in leads):
        return False
    return person.pk not in viewed or not leads - viewed


def is_second(submission: Submission, by: User) -> bool:
    """Whether a yes of somebody else's waits for hers. Raises Conflict where it is her own or of
    one to whom she is tied, and where two differed and another lead is to decide (`is_third`)."""
    if not is_on():
        return False
    if is_a_leads(submission) and not is_third(submission, by):
        raise Conflict
    if submission.edited is None:
        return False
    if gave_first(submission.pk, by):
        raise Conflict
    return True


def waits_for_second(submission: Submission, final: Testimony) -> bool:
    """Whether what would be published of it needs another's yes after this one."""
    return (
        submission.edited is None
        and needs_second(submission, final)
        and not is_a_leads(submission)
        and is_on()
    )


def has_lapsed(submission: Submission, final: Testimony) -> bool:
    """Whether it needs two and is switched on, and fewer than FEWEST can read: one decides then,
    and it is said that she was alone."""
    if is_on() or not is_switched_on() or is_a_leads(submission):
        return False
    return submission.edited is not None or needs_second(submission, final)


def of_both(read: Testimony, first: Testimony, second: Testimony) -> Testimony:
    """What both let through of what they read: whatever one of them took out is out, and each
    note that one of them chose stands."""
    tokens = editing.allowed(read.language)
    examples = tuple(
        editing.with_text(
            example,
            editing.tidied(
                editing.applied(
                    example.text,
                    editing.both(
                        *(
                            editing.cuts_of(example.text, edit.examples[number].text, tokens)
                            for edit in (first, second)
                        )
                    ),
                )
            ),
        )
        for number, example in enumerate(read.examples)
    )
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    return editing.published(read, examples, notes)


def remember(*, agreed: bool) -> None:
    """Counts one more pair of readers, by month and without names."""
    month = timezone.now().date().replace(day=1)
    Agreement.objects.get_or_create(month=month)
    field = "agreed" if agreed else "differed"
    Agreement.objects.filter(month=month).update(**{field: F(field) + 1})


def agreement() -> list[tuple[datetime.date, int, int]]:
    """By month, the last first: how often two said the same, and how often not."""
    return list(Agreement.objects.values_list("month", "agreed", "differed"))
