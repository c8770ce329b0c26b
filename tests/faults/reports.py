"""What the public says of a story, and that it comes off the wall."""

from tests.faults.fault import Fault

_SESSION = "tests/test_desk.py::test_a_session_alone_takes_nothing_down_and_switches_nothing"
_FIRST = "test_the_first_page_tells_a_lead_what_is_reported_and_warns_of_what_is_urgent"
_AT_ONCE = "tests/test_desk.py::test_the_wall_is_not_emptied_at_once"

FAULTS = [
    Fault(
        "reports: the first page tells everybody of them",
        "moderation/admin/review/queue.py",
        "reports.wait() if decisions.may(person, Kind.ASIDE) else None",
        "reports.wait()",
        f"tests/test_reports.py::{_FIRST}",
    ),
    Fault(
        "reports: the first page warns of none",
        "moderation/reports.py",
        'Count("pk", filter=Q(hurries=True))',
        'Count("pk", filter=Q(hurries=False) & Q(hurries=True))',
        f"tests/test_reports.py::{_FIRST}",
    ),
    Fault(
        "reports: a story is taken down without the second factor",
        "moderation/admin/stories.py",
        "asks_again(self._removed)(",
        "self._removed(",
        _SESSION,
    ),
    Fault(
        "reports: one is set aside without the second factor",
        "moderation/admin/reports.py",
        '    return request.POST.get("decision") != "read"\n',
        '    return request.POST.get("decision") not in {"read", Kind.ASIDE}\n',
        _SESSION,
    ),
    Fault(
        "reports: what was said is deleted without the second factor",
        "moderation/admin/reports.py",
        '    return request.POST.get("decision") != "read"\n',
        '    return request.POST.get("decision") in {Kind.ASIDE, Kind.REMOVE}\n',
        _SESSION,
    ),
    *(
        Fault(f"removals: {name}", file, sound, broken, f"tests/test_taking_down.py::test_{test}")
        for name, file, sound, broken, test in (
            (
                "the wall is emptied in a day",
                "moderation/decisions.py",
                "        taking_down.count_one(by)\n",
                "",
                "one_lead_takes_down_so_many_in_a_day_and_no_more",
            ),
            (
                "what one lead takes down is another's",
                "moderation/taking_down.py",
                ", author=by)",
                ")",
                "one_lead_takes_down_so_many_in_a_day_and_no_more",
            ),
            (
                "what was taken down before today counts",
                "moderation/taking_down.py",
                "filter(day=today, kind",
                "filter(kind",
                "one_lead_takes_down_so_many_in_a_day_and_no_more",
            ),
            (
                "whatever she decides counts",
                "moderation/taking_down.py",
                " kind=Kind.REMOVE,",
                "",
                "to_set_one_aside_and_bring_it_back_counts_for_nothing",
            ),
        )
    ),
    Fault(
        "removals: nothing that went is said to be off every page",
        "moderation/admin/stories.py",
        "            if not removed:\n",
        "            if False:\n",
        "tests/test_taking_down.py::test_one_lead_takes_down_so_many_in_a_day_and_no_more",
    ),
    Fault(
        "removals: of many at once all go",
        "moderation/taking_down.py",
        "    User.objects.select_for_update(no_key=True).get(pk=by.pk)\n",
        "",
        "tests/test_taking_down.py::test_of_many_at_once_no_more_are_taken_down",
        only="postgresql",
    ),
    Fault(
        "reports: the wall is emptied by one post",
        "moderation/admin/stories.py",
        "if why is None or len(chosen) > MOST_AT_ONCE:",
        "if why is None:",
        _AT_ONCE,
    ),
    Fault(
        "reports: all are meant, and not those that were ticked",
        "moderation/admin/stories.py",
        "    action_form = ChosenOnly\n",
        "",
        _AT_ONCE,
    ),
    Fault(
        "reports: the list offers to choose all that there are",
        "templates/admin/stories/actions.html",
        "{% block actions-counter %}",
        "{% block actions-counter %}{{ block.super }}",
        _AT_ONCE,
    ),
    Fault(
        "reports: they are cut by their keys, and put in order after that",
        "moderation/reports.py",
        "story in in_order[:ON_A_PAGE]]",
        'story in found.order_by("pk")[:ON_A_PAGE]]',
        "tests/test_reports.py::test_no_crowd_pushes_what_is_urgent_or_oldest_off_the_page",
    ),
    Fault(
        "reports: what a lead reads of them counts in no sitting",
        "moderation/admin/reports.py",
        "            sittings.open_one(person, hard=said.is_hard(item))",
        "            pass",
        "tests/test_reports.py::test_what_a_lead_reads_of_a_report_counts_in_her_sitting",
    ),
    Fault(
        "reports: their words are served with the page",
        "moderation/admin/reports.py",
        "if _has_opened(request, item) else None,",
        "if item else None,",
        "tests/test_reports.py::test_a_lead_takes_it_off_reads_it_and_puts_it_back",
    ),
    Fault(
        "reports: what is set aside stays on the pages",
        "stories/lifecycle/aside.py",
        "    Story.objects.filter(pk=story).update(release=None)\n",
        "",
        "tests/test_reports.py",
    ),
    Fault(
        "reports: kept pages outlive what is set aside",
        "stories/lifecycle/aside.py",
        "    Story.objects.filter(pk=story).update(release=None)\n    edition.advance()",
        "    Story.objects.filter(pk=story).update(release=None)",
        "tests/test_reports.py::test_what_is_set_aside_is_off_every_page_at_once_and_comes_back",
    ),
    Fault(
        "reports: anybody at the desk takes a story off",
        "moderation/decisions.py",
        '    Kind.ASIDE: "stories.remove_story"',
        '    Kind.ASIDE: "stories.screen_submission"',
        "tests/test_reports.py::test_a_moderator_decides_none_of_it",
    ),
    Fault(
        "reports: the page of one is open to moderators",
        "moderation/admin/reports.py",
        '@_may_decide\n@require_http_methods(["GET", "HEAD", "POST"])',
        '@require_http_methods(["GET", "HEAD", "POST"])',
        "tests/test_reports.py::test_a_moderator_decides_none_of_it",
    ),
    Fault(
        "reports: no limit",
        "stories/wall/reporting.py",
        '    seconds = throttle.wait(request, what="report")',
        "    seconds = 0",
        "tests/test_reports.py",
    ),
    Fault(
        "reports: another site can send one",
        "metoo/middleware.py",
        'if not request.from_elsewhere or getattr(view, "keeps_words", False):',
        "if True:",
        "tests/test_reports.py::test_what_another_site_posts_is_refused",
    ),
    Fault(
        "reports: what she has not seen is cleared too",
        "moderation/reports.py",
        "Report.objects.filter(story=story, concern__in=list(seen)).delete()",
        "Report.objects.filter(story=story).delete()",
        "tests/test_reports.py::test_leaving_it_clears_what_she_has_seen_and_no_more",
    ),
    Fault(
        "reports: a change without its row",
        "moderation/decisions.py",
        "    _check(kind, by, reason)\n    with transaction.atomic():\n        number = change()",
        "    _check(kind, by, reason)\n    if True:\n        number = change()",
        "tests/test_reports.py::test_what_cannot_be_recorded_is_not_done",
    ),
    Fault(
        "reports: her story cannot be taken back while it is looked at",
        "stories/lifecycle/hers.py",
        "out_of=[*OPEN, *SHOWN]",
        "out_of=[*OPEN, State.PUBLISHED]",
        "tests/test_reports.py",
    ),
]
