"""The link that sets an account up."""

from tests.faults.fault import Fault

_TESTS = "tests/test_links.py::"
_ENDS = f"{_TESTS}test_a_link_ends"
_SEATS = "tests/test_seats.py::test_"
_AT_ONCE = f"{_TESTS}test_of_many_at_once_one_uses_it"

FAULTS = [
    Fault(
        "link: one lead takes another's seat",
        "moderation/accounts/leads.py",
        "lambda person: _leads(person) or _has_sat_down(person),",
        "lambda person: _leads(person) and not (person.is_active and factors.has(person)),",
        f"{_SEATS}no_lead_alone_takes_the_seat_of_who_has_sat_down",
    ),
    Fault(
        "link: a lead who has not sat down is any one's",
        "moderation/accounts/leads.py",
        "lambda person: _leads(person) or _has_sat_down(person),",
        "_has_sat_down,",
        "tests/test_leads.py::test_it_takes_two_to_give_a_link_to_a_lead",
    ),
    Fault(
        "link: a lost factor leaves her seat to any lead",
        "moderation/accounts/leads.py",
        "(Event.FACTOR, Event.LOST_AGREED)",
        "(Event.FACTOR,)",
        f"{_SEATS}a_lost_factor_leaves_her_seat_to_nobody_else",
    ),
    Fault(
        "link: who has no factor now never had one",
        "moderation/accounts/leads.py",
        "(Event.FACTOR, Event.LOST_AGREED)",
        "(Event.LOST_AGREED,)",
        f"{_SEATS}the_log_says_who_has_sat_down_when_no_factor_does",
    ),
    Fault(
        "link: another's is renewed by anybody",
        "moderation/accounts/links.py",
        "filter(person=person, made_by=by, until__gt=now)",
        "filter(person=person, until__gt=now)",
        f"{_SEATS}a_lost_factor_leaves_her_seat_to_nobody_else",
    ),
    Fault(
        "link: one of before she sat down takes her seat",
        "moderation/accounts/setting_up.py",
        "    links.end(person)\n",
        "",
        f"{_SEATS}a_link_from_before_she_sat_down_is_none_afterwards",
    ),
    Fault(
        "link: several at once use it",
        "moderation/accounts/links.py",
        "    numbered(str(link))\n",
        "",
        f"{_AT_ONCE} {_TESTS}test_of_several_posts_at_once_the_server_takes_one",
    ),
    Fault(
        "link: none waits for the other",
        "moderation/accounts/links.py",
        "User.objects.select_for_update().get(pk=link.person_id)",
        "User.objects.get(pk=link.person_id)",
        _AT_ONCE,
        only="postgresql",
    ),
    Fault(
        "link: it works twice",
        "moderation/accounts/adapter.py",
        "        super().set_password(user, password)\n        links.end(user)\n",
        "        super().set_password(user, password)\n",
        f"{_TESTS}test_to_look_at_a_link_does_not_use_it_up_and_to_use_it_does",
    ),
    Fault(
        "link: a sign-in ends none",
        "moderation/accounts/adapter.py",
        "        person = _person(user)\n        links.end(person)\n",
        "        person = _person(user)\n",
        f"{_ENDS}[signs_in]",
    ),
    Fault(
        "link: a closed account's comes back with it",
        "moderation/accounts/people.py",
        "    links.end(person)\n    links.end_made_by(person)\n",
        "    links.end(person)\n",
        f"{_ENDS}[maker_was_closed]",
    ),
    Fault(
        "link: it outlives the role of its maker",
        "moderation/accounts/people.py",
        "    links.end_made_by(person)\n    if not",
        "    if not",
        f"{_ENDS}[maker_was_no_lead]",
    ),
    Fault(
        "link: nobody asks who made it",
        "moderation/accounts/links.py",
        "    if link.made_by and not _may_invite(link.made_by):\n",
        "    if False:\n",
        f"{_ENDS}[maker_is_closed_by_hand] {_ENDS}[maker_is_no_lead_by_hand]",
    ),
    Fault(
        "link: it opens a closed account",
        "moderation/accounts/links.py",
        " or not link.person.is_active:",
        ":",
        f"{_ENDS}[is_closed_by_hand]",
    ),
    Fault(
        "link: it outlives lost factors",
        "moderation/accounts/lost.py",
        "    links.end(person)\n",
        "",
        f"{_ENDS}[loses_her_factors]",
    ),
    Fault(
        "link: a lead who is closed at this moment makes one",
        "moderation/accounts/links.py",
        "    if by and not _may_invite(held[by.pk]):\n        raise PermissionDenied\n",
        "",
        f"{_TESTS}test_who_is_no_lead_any_more_makes_none",
    ),
    Fault(
        "link: it stands in the database",
        "moderation/accounts/links.py",
        "mark=_digest(key), made_by=by",
        "mark=key, made_by=by",
        f"{_TESTS}test_what_stands_in_a_link_is_kept_nowhere",
    ),
    Fault(
        "link: a dead one tells why",
        "moderation/accounts/by_link.py",
        '    return render(request, "account/dead_link.html", status=404)\n',
        '    status = 404 if request.path.endswith("/nothing/") else 410\n'
        '    return render(request, "account/dead_link.html", status=status)\n',
        f"{_TESTS}test_every_dead_link_is_answered_alike",
    ),
    Fault(
        "link: what is over stays",
        "moderation/accounts/links.py",
        "    SetupLink.objects.filter(until__lte=timezone.now()).delete()\n",
        "    return\n",
        f"{_TESTS}test_what_is_over_is_let_go_of",
    ),
    Fault(
        "link: nobody tidies them by herself",
        "metoo/management/commands/work.py",
        "    links.forget,\n",
        "",
        f"{_TESTS}test_what_is_over_is_let_go_of",
    ),
    Fault(
        "link: whoever was signed in goes on as she was",
        "moderation/accounts/by_link.py",
        "    if isinstance(request.user, User):\n        get_adapter().logout(request)\n"
        "    request.session.flush()\n",
        "    del request.session[_NUMBER]\n",
        f"{_TESTS}test_whoever_was_signed_in_in_that_browser_is_not_any_more",
    ),
]
