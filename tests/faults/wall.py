"""How words come out: releases, numbers, pages."""

from tests.faults.fault import Fault

# The attacker himself, on a few of his worlds.
_BOUNDS = "tests/test_attacker.py::test_he_bounds_no_small_cell_and_states_nothing_of_anybody"

FAULTS = [
    Fault(
        "without the worker nothing is forgotten",
        "stories/worker.py",
        "    forget()\n    if not even_if_not_due",
        "    if not even_if_not_due",
        "tests/test_worker.py",
    ),
    Fault(
        "what recognised a repeat is kept",
        "stories/worker.py",
        "    lifecycle.forget_forms(before=oldest)",
        "    pass",
        "tests/test_worker.py",
    ),
    Fault(
        "the keys of forms are kept",
        "stories/worker.py",
        "    nonce.forget_keys(before=oldest)",
        "    pass",
        "tests/test_worker.py",
    ),
    Fault(
        "a release takes all",
        "stories/wall/release.py",
        "size = min(int(pool * settings.RELEASE_SHARE), pool - settings.RELEASE_LEAVES)",
        "size = pool",
        "tests/test_release.py",
    ),
    Fault(
        "a release of those who are left",
        "stories/wall/release.py",
        "        if lifecycle.draw(size, release=number) < settings.RELEASE_MIN:",
        "        if lifecycle.draw(size, release=number) < 1:",
        "tests/test_release_at_once.py",
        # On SQLite a release that has begun cannot become smaller.
        only="postgresql",
    ),
    Fault(
        "nobody without words in a release",
        "stories/wall/release.py",
        "    if silent < settings.RELEASE_MIN_SILENT:",
        "    if False:",
        "tests/test_release.py::test_thirteen_of_a_release_are_without_words",
    ),
    Fault(
        "nobody asks how many were drawn",
        "stories/wall/release.py",
        "        if lifecycle.draw(size, release=number) < settings.RELEASE_MIN:",
        "        if lifecycle.draw(size, release=number) < 0:",
        "tests/test_release_at_once.py",
        only="postgresql",
    ),
    Fault(
        "ten examples of one person are ten people",
        "stories/wall/counting.py",
        "            for cell in disclosure.cells_of(examples, country):\n"
        "                cells[cell] += people",
        "            for example in examples or [{}]:\n"
        "                for cell in disclosure.cells_of([example], country):\n"
        "                    cells[cell] += people",
        "tests/test_release.py::test_one_person_with_ten_examples_in_a_cell_is_one",
    ),
    Fault(
        "attacker: no ladder",
        "stories/wall/disclosure.py",
        "    return None if passed < FIRST_SHOWN else passed - passed % STEP",
        "    return passed and count",
        _BOUNDS,
    ),
    Fault(
        "attacker: an example is a person",
        "stories/wall/disclosure.py",
        "    found = {PEOPLE, (COUNTRY, country)} if country else {PEOPLE}\n"
        "    for example in examples:\n"
        '        found |= _cells_of(*(example.get(name, "") for name in LABELS))\n'
        '        if country and (setting := example.get("setting")):\n'
        "            found |= _cells_of(setting, country=country)\n",
        "    found = [PEOPLE, (COUNTRY, country)] if country else [PEOPLE]\n"
        "    for example in examples:\n"
        '        found += _cells_of(*(example.get(name, "") for name in LABELS))\n',
        _BOUNDS,
    ),
    Fault(
        "attacker: the numbers are on time",
        "stories/wall/disclosure.py",
        "    passed = count - late_by",
        "    passed = count",
        _BOUNDS,
    ),
    Fault(
        "a removed person stays in the numbers",
        "stories/wall/counting.py",
        "    change.subtract(gone_from)\n",
        "",
        "tests/test_release.py::test_the_counts_are_those_of_a_plain_recount_after_releases_and_removals",
    ),
    Fault(
        "a small number is shown",
        "stories/wall/disclosure.py",
        "FIRST_SHOWN = 20",
        "FIRST_SHOWN = 1",
        "tests/test_disclosure.py",
    ),
    Fault(
        "a number moves with each person",
        "stories/wall/disclosure.py",
        "passed - passed % STEP",
        "passed",
        "tests/test_wall.py",
    ),
    Fault(
        "a number is on time",
        "stories/wall/counting.py",
        "disclosure.lateness(SystemRandom()) if settings.NUMBERS_LATE else 0",
        "0",
        "tests/test_release.py::test_a_number_is_late_by_lot",
    ),
    Fault(
        "who wrote a story is room for the others",
        "stories/wall/disclosure.py",
        "told = everybody.known - cells[cell].known if is_known(cell) else 0",
        "told = 0",
        "tests/test_disclosure.py",
    ),
    Fault(
        "no room in a line",
        "stories/wall/disclosure.py",
        "left = min(room[line] for line in lines(cell)) - ROOM",
        "left = tally.people",
        "tests/test_disclosure.py",
    ),
    Fault(
        "a number that stands sinks for want of room",
        "stories/wall/disclosure.py",
        "        if step >= FIRST_SHOWN and step > tally.shown:",
        "        if step >= FIRST_SHOWN:",
        "tests/test_disclosure.py",
    ),
    Fault(
        "pairs of a few",
        "stories/wall/disclosure.py",
        "return release % PAIRS_EVERY == 0 and people >= PAIRS_FROM",
        "return release % PAIRS_EVERY == 0",
        "tests/test_disclosure.py",
    ),
    Fault(
        "pairs at every release",
        "stories/wall/disclosure.py",
        "return release % PAIRS_EVERY == 0 and people >= PAIRS_FROM",
        "return people >= PAIRS_FROM",
        "tests/test_disclosure.py",
    ),
    Fault(
        "a story tells its country",
        "stories/wall/disclosure.py",
        '    return COUNTRY not in cell[0].split("+")',
        "    return True",
        "tests/test_release.py::test_a_story_is_known_by_its_labels_and_not_by_its_country",
    ),
    Fault(
        "a hidden country is named",
        "stories/wall/disclosure.py",
        "        if cell[0] == name and cells[cell].shown\n",
        "        if cell[0] == name\n",
        "tests/test_wall.py::test_a_hidden_country_is_not_even_named",
    ),
    Fault(
        "what is held is told to the one",
        "stories/wall/release.py",
        "held=cells[HELD].shown",
        "held=cells[HELD].people",
        "tests/test_release.py::test_what_is_held_is_stated_on_the_ladder",
    ),
    Fault(
        "the languages of the last release but one",
        "stories/wall/release.py",
        "        lifecycle.show_stories(release=number)\n"
        "        return _written(number, today, cells)",
        "        made = _written(number, today, cells)\n"
        "        lifecycle.show_stories(release=number)\n        return made",
        "tests/test_release.py",
    ),
    Fault(
        "a try at each look",
        "stories/worker.py",
        "        if period != tried:",
        "        if True:",
        "tests/test_worker.py",
    ),
    Fault(
        "a clock that was ahead stops the tries",
        "stories/worker.py",
        "        if period != tried:",
        "        if period > tried:",
        "tests/test_worker.py",
    ),
    Fault(
        "a release dated ahead stops the next ones",
        "stories/wall/release.py",
        "    return not datetime.timedelta() <= day - last.day < every",
        "    return day - last.day >= every",
        "tests/test_worker.py",
    ),
    Fault(
        "how many are missing is written down",
        "stories/worker.py",
        '        logger.info("A release is due, and not enough',
        '        logger.info("12 are approved. A release is due, and not enough',
        "tests/test_worker.py",
    ),
    Fault(
        "the database's log is emptied once or never",
        "stories/worker.py",
        "    if not erasure.empty_the_log():",
        "    if False:",
        "tests/test_erasure.py",
        only="sqlite",
    ),
    Fault(
        "a place that was made up is kept",
        "stories/wall/reading.py",
        "        linked = as_linked and found.filter(release=release, id=key).exists()",
        "        linked = as_linked",
        "tests/test_pages.py",
    ),
    Fault(
        "a query is kept in every spelling",
        "stories/wall/words.py",
        '        and request.META["QUERY_STRING"] in _spellings(query, after),',
        "        and bool(_spellings(query, after)),",
        "tests/test_pages.py",
    ),
    Fault(
        "a language that is not on the wall is kept",
        "stories/wall/words.py",
        '        and language in {"", *languages}',
        "        and bool(languages)",
        "tests/test_pages.py",
    ),
    Fault(
        "a story is open from the start",
        "templates/wall/cover.html",
        '<details class="cover">',
        '<details class="cover" open>',
        "tests/test_wall.py::test_no_story_is_open_until_the_reader_opens_it",
    ),
    Fault(
        "a mark too few",
        "stories/wall/charts.py",
        "        here = min(people, PER_SVG)\n",
        "        here = min(people, PER_SVG) - (people > 4)\n        people -= people > 4\n",
        "tests/test_wall.py::test_there_are_exactly_as_many_marks_as_people",
    ),
    Fault(
        "tidying: the worker never does it",
        "stories/worker.py",
        "        tidying.look(timezone.now().date())",
        "        pass",
        "tests/test_tidying.py::test_the_worker_does_it",
    ),
    Fault(
        "words are marked safe",
        "templates/wall/words.html",
        "{{ piece.text|linebreaksbr }}",
        "{{ piece.text|safe }}",
        "tests/test_architecture.py",
    ),
    Fault(
        "words are not escaped",
        "templates/wall/words.html",
        "{{ piece.text|linebreaksbr }}",
        "{% filter force_escape|cut:'&lt;' %}{{ piece.text }}{% endfilter %}",
        "tests/test_real_input.py",
    ),
]
