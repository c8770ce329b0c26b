"""Looking after the people at the desk."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "support: a page of the desk without the line",
        "templates/admin/base_site.html",
        '{% if has_permission %}{% include "account/support.html" %}{% endif %}',
        "",
        "tests/test_support_line.py::test_it_stands_on_every_page_of_the_desk",
    ),
    Fault(
        "support: whoever is not signed in is shown it",
        "templates/account/desk.html",
        "{% if user.is_authenticated %}{% include",
        "{% if True %}{% include",
        "tests/test_support_line.py::test_nobody_else_is_shown_it",
    ),
    Fault(
        "support: a real site starts without it",
        "metoo/settings.py",
        "        not SUPPORT_LINE,\n",
        "        False,\n",
        "tests/test_settings.py::test_nonsense_is_refused_by_name_and_not_repeated",
    ),
    Fault(
        "sittings: more hard ones are opened than she agreed to",
        "moderation/sittings.py",
        'on.filter(opened__lt=F("hard")).update(',
        "on.update(",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: it is looked first and counted then",
        "moderation/sittings.py",
        '    if not on.filter(opened__lt=F("hard")).update(opened=F("opened") + 1):\n'
        "        raise HardOnesRead\n",
        "    if not (kept := on.get()).hard > kept.opened:\n        raise HardOnesRead\n"
        "    on.update(opened=kept.opened + 1)\n",
        "tests/test_sittings.py::test_in_many_windows_at_once_no_more_is_opened_than_she_agreed_to",
        # On SQLite one looks and counts before the next one looks.
        only="postgresql",
    ),
    Fault(
        "sittings: what is passed on does not count",
        "moderation/claims.py",
        "        sittings.open_one(claim.moderator, hard=hard)\n",
        "        pass\n",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: whoever is in danger is given to all",
        "moderation/claims.py",
        "sittings.EVERY_TOPIC, urgent=False)",
        "sittings.EVERY_TOPIC)",
        "tests/test_sittings.py::test_danger_is_hard_too_though_it_comes_first",
    ),
    Fault(
        "sittings: hard ones are given when they are read",
        "moderation/claims.py",
        "    if now.phase == Phase.ON and not now.hard:",
        "    if False:",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: it can be raised",
        "moderation/sittings.py",
        "    if minutes > sitting.minutes or hard > sitting.hard:",
        "    if False:",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: ending one begins the next",
        "moderation/sittings.py",
        "    if of(person).phase != Phase.NONE:\n        return False\n",
        "",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: it is opened when the time is up",
        "moderation/sittings.py",
        "    on = Sitting.objects.filter(moderator=person, ends__gt=timezone.now())",
        "    on = Sitting.objects.filter(moderator=person, ends__isnull=False)",
        "tests/test_sittings.py::test_what_she_has_not_opened_goes_back_when_her_time_is_up",
    ),
    Fault(
        "sittings: what she has stays hers when it is over",
        "moderation/admin/review/moving_on.py",
        "        claims.release(person)\n",
        "",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: the desk stays unlocked when it is over",
        "moderation/admin/review/moving_on.py",
        "        unlocking.lock(request)\n",
        "",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: the next is given without a sitting",
        "moderation/admin/review/moving_on.py",
        "    if now.phase != Phase.ON:",
        "    if False:",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: clock times stay",
        "moderation/sittings.py",
        "    Sitting.objects.filter(rests__lte=now).update(rests=None)\n",
        "",
        "tests/test_sittings.py::test_no_clock_time_stays",
    ),
    Fault(
        "sittings: everybody is shown who reached hers",
        "moderation/admin/review/sitting.py",
        "@_may_lead\n",
        "@may_screen\n",
        "tests/test_sittings.py",
    ),
    Fault(
        "sittings: what is read and let go of counts for nothing",
        "moderation/claims.py",
        "    if read.update(counted=True):\n",
        "    if False and read.update(counted=True):\n",
        "tests/test_sittings.py::test_what_she_reads_and_lets_go_of_undecided_counts_too",
    ),
    Fault(
        "sittings: there is no end to reading and letting go",
        "moderation/sittings.py",
        '        if not on.filter(opened__lt=F("hard") + SPARE).exists():\n',
        "        if not on.exists():\n",
        "tests/test_sittings.py::test_what_she_reads_and_lets_go_of_undecided_counts_too",
    ),
]
