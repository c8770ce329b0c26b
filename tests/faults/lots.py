"""What is decided once for many."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "lots: one lead discards alone",
        "moderation/lots.py",
        "filter(fate=Fate.ASKED).exclude(asked_by=by)",
        "filter(fate=Fate.ASKED)",
        "tests/test_lots.py::test_discarding_takes_two_leads",
    ),
    Fault(
        "lots: nobody has to ask",
        "moderation/lots.py",
        "undecided.filter(fate=Fate.ASKED).exclude(asked_by=by)",
        "undecided.exclude(asked_by=by)",
        "tests/test_lots.py::test_discarding_takes_two_leads",
    ),
    Fault(
        "lots: it is taken back for ever",
        "moderation/lots.py",
        "Lot.objects.filter(fate=Fate.DISCARDED, decided__gte=_oldest(today)),",
        "Lot.objects.filter(fate=Fate.DISCARDED),",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: what is discarded is kept for ever",
        "stories/worker.py",
        "    lifecycle.destroy_the_discarded(day=today)\n",
        "",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: it is destroyed while it can be taken back",
        "stories/lifecycle/lots.py",
        "state=State.DISCARDED, since__lt=since)",
        "state=State.DISCARDED, since__lte=since)",
        "tests/test_lots.py::test_it_can_be_taken_back_for_seven_days_as_it_came",
    ),
    Fault(
        "lots: all of it follows at once",
        "moderation/lots.py",
        'values_list("submission", flat=True)[:BATCH])',
        'values_list("submission", flat=True))',
        "tests/test_lots.py",
    ),
    Fault(
        "lots: what is cut off stays where it was",
        "moderation/gathering.py",
        "    for lot in Lot.objects.filter(done=False):\n        lots.follow(lot)\n    if",
        "    if",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: what a lead let wait is a lot again",
        "moderation/gathering.py",
        "        ~_in_a_lot(), ~Exists(taken),",
        "        ~Exists(taken),",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: what is added after she asked is discarded unseen",
        "moderation/gathering.py",
        "    there = Lot.objects.filter(fate=Fate.OPEN, kind",
        "    there = Lot.objects.undecided().filter(kind",
        "tests/test_lots.py::test_what_comes_later_joins_the_lot_until_somebody_asks",
    ),
    Fault(
        "lots: what somebody reads is taken from her",
        "moderation/gathering.py",
        "~_in_a_lot(), ~Exists(taken),",
        "~_in_a_lot(),",
        "tests/test_lots.py::test_what_somebody_reads_at_the_moment_stays_hers",
    ),
    Fault(
        "lots: a sample costs nothing",
        "moderation/admin/review/lots.py",
        "            sittings.open_one(person, hard=hard)\n",
        "",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: whoever comes back learns that it was discarded",
        "stories/yours/views.py",
        "state in (State.HELD, State.DISCARDED)",
        "state == State.HELD",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: which were one lot is kept",
        "moderation/gathering.py",
        "        Member.objects.filter(pk__in=keys).delete()\n",
        "        break\n",
        "tests/test_lots.py",
    ),
    Fault(
        "lots: of two who decide at once both do",
        "moderation/lots.py",
        "            raise Conflict\n",
        "            pass\n",
        "tests/test_lots.py",
    ),
]
