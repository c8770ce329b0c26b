"""Who has what, and what is shown before it is opened."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "claims: what somebody has is given to another",
        "moderation/queue.py",
        "WHERE c.submission_id = {row}.id AND c.until > %(now)s)",
        "WHERE c.submission_id = {row}.id AND c.until < %(now)s)",
        "tests/test_claims.py::test_of_two_at_one_each_has_another_until_it_ends",
    ),
    Fault(
        "claims: one that ended hides it for ever",
        "moderation/claims.py",
        "    _forget_the_ended(now)\n",
        "",
        "tests/test_claims.py",
    ),
    Fault(
        "claims: whoever asks may read and decide",
        "moderation/claims.py",
        "found = Claim.objects.filter(moderator=person, submission=submission, until__gt=now)",
        "found = Claim.objects.filter(submission=submission, until__gt=now)",
        "tests/test_claims.py::test_it_is_hers_alone_to_read_and_to_decide",
    ),
    Fault(
        "claims: it is not renewed while she works",
        "moderation/claims.py",
        "    if not found.update(until=now + LASTS):",
        "    if not found.exists():",
        "tests/test_claims.py::test_it_lasts_for_as_long_as_she_works_on_it",
    ),
    Fault(
        "claims: words are shown before they are opened",
        "moderation/admin/review/reading.py",
        "    if not claim.opened:",
        "    if False:",
        "tests/test_claims.py::test_no_word_is_shown_and_nothing_decided_before_she_opens_it",
    ),
    Fault(
        "claims: she is given again what she passed on",
        "moderation/queue.py",
        "WHERE p.submission_id = {row}.id AND p.moderator_id = %(person)s)",
        "WHERE p.submission_id = {row}.id AND p.moderator_id = -1)",
        "tests/test_claims.py::test_what_she_passes_on_goes_to_somebody_else_and_never_to_her",
    ),
    Fault(
        "claims: topics she does not take",
        "moderation/queue.py",
        "  WHERE (head.topics & %(avoids)s) = 0) picked",
        "  WHERE (head.topics & %(avoids)s) >= 0) picked",
        "tests/test_claims.py::test_what_she_does_not_take_is_never_given_to_her",
    ),
    Fault(
        "claims: signing out keeps what she has",
        "moderation/accounts/adapter.py",
        "        claims.release(person)\n",
        "",
        "tests/test_claims.py::test_whoever_goes_lets_go",
    ),
    Fault(
        "desk: after a sign-in she stands at an address that takes posts alone",
        "moderation/admin/site.py",
        "            if leads_to is None or self.has_permission(request):",
        "            if True:",
        "tests/test_posts_only.py",
    ),
    Fault(
        "desk: a link to an address that takes posts alone strands her",
        "moderation/admin/page.py",
        '@require_http_methods(["GET", "HEAD", "POST"])\n        @wraps(view)',
        '@require_http_methods(["POST"])\n        @wraps(view)',
        "tests/test_posts_only.py",
    ),
    Fault(
        "claims: whoever was slower is sent to it all the same",
        "moderation/claims.py",
        "            if (held := _held(person)) is not None:\n                return held\n"
        "        quicker",
        "            return number\n        quicker",
        "tests/test_claims_at_once.py",
        # On SQLite one looks and takes before the next one looks.
        only="postgresql",
    ),
]
