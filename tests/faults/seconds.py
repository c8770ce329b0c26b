"""Two who have to be two."""

from tests.faults.fault import Fault

_SECONDS = "tests/test_seconds.py"

FAULTS = [
    Fault(
        "seconds: two are tied for ever",
        "moderation/seconds.py",
        "Line.objects.filter(_BROUGHT_IN, day__gt=since)",
        "Line.objects.filter(_BROUGHT_IN)",
        _SECONDS,
    ),
    Fault(
        "seconds: whoever brought in both is not asked for",
        "moderation/seconds.py",
        " or bool((hers & others) - {but})",
        "",
        _SECONDS,
    ),
    Fault(
        "seconds: she is tied to her first, and her first not to her",
        "moderation/seconds.py",
        "return one == other or one in others or other in hers or",
        "return one == other or one in others or",
        _SECONDS,
    ),
    Fault(
        "seconds: who gave the key brought nobody in",
        "moderation/seconds.py",
        "        Event.KEY_GIVEN,\n",
        "",
        _SECONDS,
    ),
    Fault(
        "seconds: a lead discards a lot with an account of her own",
        "moderation/lots.py",
        "asked.exclude(asked_by__in=seconds.ties().of(by.pk)),",
        "asked.exclude(asked_by=by),",
        f"{_SECONDS}::test_a_lead_and_whom_she_brought_in_do_not_discard_a_lot",
    ),
    Fault(
        "seconds: the page of a lot lets whom it will refuse",
        "moderation/admin/review/lots.py",
        "    return seconds.second(person, first=lot.asked_by_id, now=seconds.ties())",
        "    return Second.ASKED if lot.asked_by_id == person.pk else Second.MAY",
        f"{_SECONDS}::test_the_page_of_a_lot_says_why_she_cannot_be_the_second_and_who_could",
    ),
    Fault(
        "seconds: a lead who is gone is one of the two for a lot",
        "moderation/lots.py",
        "    asked = undecided.filter(fate=Fate.ASKED, asked_by__in=_leads())\n",
        "    asked = undecided.filter(fate=Fate.ASKED)\n",
        f"{_SECONDS}::test_what_somebody_asked_who_is_gone_is_asked_anew",
    ),
    Fault(
        "seconds: what somebody asked who is gone is asked by nobody anew",
        "moderation/lots.py",
        "undecided.exclude(asked_by__in=_leads()),",
        "undecided.filter(fate=Fate.OPEN),",
        f"{_SECONDS}::test_what_somebody_asked_who_is_gone_is_asked_anew",
    ),
    Fault(
        "seconds: the page of a lot waits for her who is gone",
        "moderation/admin/review/lots.py",
        "    if lot.asked_by_id is None or not lots.is_asked(lot):",
        "    if lot.asked_by_id is None:",
        f"{_SECONDS}::test_what_somebody_asked_who_is_gone_is_asked_anew",
    ),
    Fault(
        "seconds: she seconds whom she brought in, at the door",
        "moderation/four_eyes.py",
        "filter(author__in=not_second_to(person)).exists()",
        "filter(author=person).exists()",
        f"{_SECONDS}::test_who_was_brought_in_by_the_first_is_not_the_second",
    ),
    Fault(
        "seconds: she seconds whom she brought in, by the queue",
        "moderation/queue.py",
        "        not_second_to = four_eyes.not_second_to(person)\n",
        "        not_second_to = [person.pk]\n",
        f"{_SECONDS}::test_who_was_brought_in_by_the_first_is_not_the_second",
    ),
    Fault(
        "seconds: she seconds whom she brought in, by the address",
        "moderation/four_eyes.py",
        "kind=Kind.FIRST, author__in=not_second_to(person), undone__isnull=True",
        "kind=Kind.FIRST, author=person, undone__isnull=True",
        f"{_SECONDS}::test_who_was_brought_in_by_the_first_is_not_the_second",
    ),
    Fault(
        "seconds: a small desk locks itself",
        "moderation/four_eyes.py",
        "{one for one in hers if len(can - ties.of(one)) >= FEWEST - 1}",
        "set(hers)",
        f"{_SECONDS}::test_she_is_where_a_small_desk_would_lock_itself",
    ),
]
