"""What is read of the log, and by whom."""

from tests.faults.fault import Fault

_TEST = "tests/test_logbook.py"
_FIRST = f"{_TEST}::test_a_first_yes_is_not_for_who_could_be_the_second"

FAULTS = [
    Fault(
        "log: who reads words reads the order of a day",
        "moderation/logbook.py",
        '    place = "number" if in_order else "mark"\n',
        '    place = "number"\n',
        f"{_TEST}::test_who_reads_words_does_not_read_the_order_of_a_day",
    ),
    Fault(
        "log: who reads words sees where it ends",
        "moderation/logbook.py",
        "        None if reads_words(reader) else Head.objects",
        "        Head.objects",
        f"{_TEST}::test_who_reads_words_does_not_read_the_order_of_a_day",
    ),
    Fault(
        "log: a first yes is shown to its second",
        "moderation/logbook.py",
        "event=Event.DECIDED, what=Kind.FIRST, day__gte=hides_since",
        "event=Event.DECIDED, what=Kind.FIRST, day__gt=hides_since",
        _FIRST,
    ),
    Fault(
        "log: a new first yes takes the older ones of its day away",
        "moderation/logbook.py",
        '    return min(today, waits.aggregate(first=Min("day"))["first"] or today)',
        '    return waits.aggregate(first=Min("day"))["first"] or today + datetime.timedelta(1)',
        _FIRST,
    ),
    Fault(
        "log: an older first yes is shown while it waits",
        "moderation/logbook.py",
        '    return min(today, waits.aggregate(first=Min("day"))["first"] or today)',
        "    return today",
        f"{_TEST}::test_the_first_yeses_of_a_day_are_shown_when_none_from_then_on_waits",
    ),
    Fault(
        "log: a copy for who reads words",
        "moderation/admin/logbook.py",
        "    if logbook.reads_words(reader):\n",
        "    if not request:\n",
        f"{_TEST}::test_a_lead_takes_no_copy",
    ),
    Fault(
        "log: a copy without a line",
        "moderation/admin/logbook.py",
        '        last = audit.record(Event.EXPORTED, by=reader, what="log")\n',
        '        last = audit.Line.objects.latest("number")\n',
        f"{_TEST}::test_a_copy_can_be_checked_elsewhere",
    ),
    Fault(
        "log: a copy that was cut off holds",
        "moderation/verifying.py",
        "_walk(copy.lines, signed, (copy.number, copy.digest))",
        "_walk(copy.lines, signed, (0, audit.START))",
        f"{_TEST}::test_a_copy_that_was_changed_does_not_hold",
    ),
    Fault(
        "log: nobody at the desk learns that it does not hold",
        "moderation/verifying.py",
        "        _note(problem=str(fault))\n        raise\n",
        "        raise\n",
        f"{_TEST}::test_the_page_says_what_came_of_the_last_look",
    ),
    Fault(
        "log: a line that was changed has what was written down",
        "moderation/logbook.py",
        "    return audit.digest_of(line) == bytes(line.digest) and bytes(",
        "    return bytes(",
        f"{_TEST}::test_what_was_written_down_is_compared",
    ),
]
