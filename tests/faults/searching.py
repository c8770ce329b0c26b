"""Words that are looked for in the stories on the wall."""

from tests.faults.fault import Fault

_TESTS = "tests/test_search.py"

FAULTS = [
    Fault(
        "search: what is off the wall for a look is found",
        "stories/wall/finding.py",
        "Story.objects.published().filter(pk__in=page)",
        "Story.objects.filter(pk__in=page)",
        f"{_TESTS}::test_what_is_off_the_wall_for_a_look_is_not_found_until_it_is_back",
    ),
    Fault(
        "search: what waits for a release is written into it",
        "stories/lifecycle/batches.py",
        '    its = Story.objects.filter(release=release).order_by("pk")',
        '    its = Story.objects.order_by("pk")',
        f"{_TESTS}::test_before_its_release_nothing_is_found",
    ),
    Fault(
        "search: what comes out is not written into it",
        "stories/lifecycle/batches.py",
        "    _let_them_be_found(release)\n    forget",
        "    forget",
        f"{_TESTS}::test_before_its_release_nothing_is_found",
    ),
    Fault(
        "search: SQLite's index keeps what is taken down",
        "stories/migrations/0019_searched.py",
        'stories_searched_out AFTER DELETE ON stories_searched BEGIN {_OUT} END"',
        'stories_searched_out AFTER DELETE ON stories_searched BEGIN SELECT 1; END"',
        f"{_TESTS}::test_what_is_taken_down_is_found_no_more",
        only="sqlite",
    ),
    Fault(
        "search: a story can go without what it is found by",
        "stories/migrations/0019_searched.py",
        "                    models.OneToOneField(\n",
        "                    models.OneToOneField(\n                        db_constraint=False,\n",
        f"{_TESTS}::test_a_story_cannot_go_without_what_it_is_found_by",
    ),
    Fault(
        "search: words that were taken down stay in SQLite's index",
        "stories/lifecycle/moves.py",
        "        erasure.clear_the_index()\n",
        "",
        f"{_TESTS}::test_no_byte_of_what_was_taken_down_is_left_in_the_index",
        only="sqlite",
    ),
    Fault(
        "search: the tidying leaves SQLite's index",
        "stories/tidying.py",
        "            erasure.clear_the_index(however_large=True)\n",
        "",
        f"{_TESTS}::test_where_the_index_is_large_that_is_done_at_the_next_tidying",
        only="sqlite",
    ),
    Fault(
        "search: PostgreSQL's tidying leaves its table",
        "stories/tidying.py",
        '    "stories_searched",\n',
        "",
        f"{_TESTS}::test_no_byte_of_what_was_taken_down_is_left_in_the_index",
        only="postgresql",
    ),
    Fault(
        "search: PostgreSQL samples its words",
        "stories/migrations/0019_searched.py",
        "ALTER COLUMN terms SET STATISTICS 0",
        "ALTER COLUMN terms SET STATISTICS 100",
        f"{_TESTS}::test_postgresql_samples_none_of_it_for_its_statistics",
        only="postgresql",
    ),
    Fault(
        "search: PostgreSQL samples the words of its index",
        "stories/migrations/0019_searched.py",
        "ALTER COLUMN 1 SET STATISTICS 0",
        "ALTER COLUMN 1 SET STATISTICS 100",
        f"{_TESTS}::test_postgresql_samples_none_of_it_for_its_statistics",
        only="postgresql",
    ),
    Fault(
        "search: what came out before is not in it",
        "stories/migrations/0019_searched.py",
        'submission__state__in=["published", "aside"]',
        'submission__state__in=["published"]',
        f"{_TESTS}::test_what_came_out_before_there_was_a_search_is_found",
    ),
    Fault(
        "search: signs reach the database",
        "stories/folding.py",
        '    if kind[0] != "M":\n        return " "\n',
        '    if kind[0] != "M":\n        return " " if letter.isspace() else letter\n',
        f"{_TESTS}::test_no_sign_has_a_meaning "
        f"{_TESTS}::test_what_is_folded_has_no_sign_that_a_database_reads",
    ),
    Fault(
        "search: the index is not asked for the others of several words",
        "stories/wall/finding.py",
        "    others = [one for one in looked_for if one != rarest]\n",
        "    others: list[str] = []\n",
        f"{_TESTS}::test_every_word_must_be_there_each_as_the_beginning_of_one",
    ),
    Fault(
        "search: it begins anew at each page",
        "stories/wall/finding.py",
        "    beyond = Searched.objects.filter(pk__gt=after)",
        "    beyond = Searched.objects.filter(pk__gt=NO_KEY)",
        f"{_TESTS}::test_page_by_page_all_are_there_once_in_the_order_of_their_keys",
    ),
    Fault(
        "search: a sentence stands open",
        "templates/wall/cover.html",
        '<details class="cover" ',
        '<details open class="cover" ',
        f"{_TESTS}::test_no_sentence_is_seen_before_it_is_opened",
    ),
    Fault(
        "search: a search is kept in a cache",
        "stories/wall/searching.py",
        "    wanted = looked_for(typed)\n",
        "    wanted = looked_for(typed)\n"
        "    __import__('django.core.cache').core.cache.caches['pages'].set('last', typed)\n",
        f"{_TESTS}::test_it_is_in_no_cache_and_no_log",
    ),
    Fault(
        "search: a search is written into the log",
        "stories/wall/searching.py",
        "    wanted = looked_for(typed)\n",
        "    wanted = looked_for(typed)\n"
        "    __import__('logging').getLogger(__name__).info(typed)\n",
        f"{_TESTS}::test_it_is_in_no_cache_and_no_log",
    ),
    Fault(
        "search: it stands in the address",
        "templates/wall/search.html",
        '<form class="search" method="post"',
        '<form class="search" method="get"',
        f"{_TESTS}::test_it_stands_in_no_address",
    ),
    Fault(
        "search: no limit",
        "stories/wall/searching.py",
        '    seconds = throttle.wait(request, what="search")',
        "    seconds = 0",
        f"{_TESTS}::test_more_than_the_limit_has_to_wait_and_keeps_what_was_typed",
    ),
    Fault(
        "search: another site makes somebody search",
        "metoo/middleware.py",
        '        return errors.page(request, 403, reason="elsewhere")',
        "        return None",
        f"{_TESTS}::test_another_site_makes_nobody_search",
    ),
    Fault(
        "search: what was typed is lost at a refusal",
        "stories/wall/searching.py",
        "    response = _page(without, typed=typed, problem=problem, status=429)",
        "    response = _page(without, problem=problem, status=429)",
        f"{_TESTS}::test_more_than_the_limit_has_to_wait_and_keeps_what_was_typed",
    ),
]
