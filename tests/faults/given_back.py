"""What a moderator wrote, where it cannot be taken."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "given back: what she wrote is lost at the sign-in",
        "moderation/admin/site.py",
        "            if given_back and request.method ==",
        "            if False and request.method ==",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what she wrote is lost where the desk is locked",
        "moderation/admin/review/reading.py",
        '        if request.method == "POST":\n            return given_back(request, LOCKED)\n',
        "",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what she wrote is lost with the token of another sign-in",
        "metoo/errors.py",
        '    if given_back := getattr(match and match.func, "given_back", None):',
        "    if given_back := None:",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: another site puts words before her",
        "metoo/middleware.py",
        '    if site is not None:\n        return site not in {"same-origin", "none"}\n',
        "    if site is not None:\n        return False\n",
        "tests/test_given_back.py::test_another_site_can_put_no_words_before_her",
    ),
    Fault(
        "given back: words that were taken back are shown once more",
        "templates/admin/review/given_back.html",
        '{% if why != "over" %}{% for name, value in wrote.hidden %}',
        "{% if True %}{% for name, value in wrote.hidden %}",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: anybody comes back with her ticket",
        "moderation/returns.py",
        "    if (whose, number) != (person.pk, submission):",
        "    if False:",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what she passed on or decided is hers again",
        "moderation/returns.py",
        "    if decided != _decided(submission) or passed.exists():",
        "    if False:",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what another has is taken from her",
        "moderation/claims.py",
        "        if Submission.objects.to_read().filter(pk=submission).exists():\n",
        "        if Submission.objects.to_read().filter(pk=submission).exists():\n"
        "            Claim.objects.filter(submission=submission).delete()\n",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: a second press is told that she does not have it",
        "moderation/admin/review/moving_on.py",
        "    if kind is None:\n        return None\n",
        "    return None\n",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what she types renews nothing",
        "moderation/admin/review/staying.py",
        "204 if claims.hers(person, number) else 409",
        "204",
        "tests/test_given_back.py",
    ),
    Fault(
        "given back: what is too long is cut without a word",
        "moderation/admin/review/drafting.py",
        'post.get("question", "")).strip()',
        'post.get("question", "")).strip()[:MOST_SAID]',
        "tests/test_given_back.py::test_what_is_too_long_for_her_is_refused_and_not_cut",
    ),
]
