"""Second factors: that one is asked for, and what makes one stays secret."""

from tests.faults.fault import Fault

_TESTS = "tests/test_factors.py::"

FAULTS = [
    Fault(
        "factor: a password alone signs in",
        "moderation/accounts/second_step.py",
        "        if not factors.has(person):\n",
        "        if True:\n",
        f"{_TESTS}test_a_password_alone_signs_nobody_in_who_has_a_factor",
    ),
    Fault(
        "factor: no gate before the desk",
        "metoo/settings.py",
        '    "metoo.desk_middleware.DeskGate",\n',
        "",
        f"{_TESTS}test_without_a_factor_she_reaches_the_page_that_sets_one_up_and_nothing_else",
    ),
    Fault(
        "factor: a session that has not seen it goes on",
        "moderation/accounts/gate.py",
        "    if factors.has(person):\n",
        "    if False:\n",
        f"{_TESTS}test_a_session_that_has_not_seen_the_factor_is_ended",
    ),
    Fault(
        "factor: the proof of another account counts",
        "moderation/accounts/factors.py",
        'if mark and mark["of"] == person.pk else',
        "if mark else",
        f"{_TESTS}test_the_proof_of_one_account_is_none_of_another",
    ),
    Fault(
        "factor: a real site has an account that needs none",
        "moderation/accounts/factors.py",
        "not (settings.DEMO and person",
        "not (person",
        f"{_TESTS}test_only_a_demonstrations_own_account_needs_none",
    ),
    Fault(
        "factor: a code works twice",
        "moderation/accounts/factors.py",
        "last__lt=step).update",
        "last__lte=step).update",
        f"{_TESTS}test_a_code_works_once_whatever_its_neighbours",
    ),
    Fault(
        "factor: at once a code works for two",
        "moderation/accounts/factors.py",
        "    return bool(Step.objects.filter(factor=kept, last__lt=step).update(last=step))\n",
        "    taken = Step.objects.get(factor=kept).last >= step\n"
        "    time.sleep(0.2)\n"
        "    return not taken and bool(Step.objects.filter(factor=kept).update(last=step))\n",
        f"{_TESTS}test_of_many_at_once_with_the_same_code_one_is_in",
    ),
    Fault(
        "factor: a recovery code works twice",
        "moderation/accounts/factors.py",
        "    left.remove(digest)\n",
        "",
        f"{_TESTS}test_an_app_is_set_up_and_signs_her_in",
    ),
    Fault(
        "factor: codes are guessed without end",
        "moderation/guesses.py",
        "    if not spend(whose, most=CODES):\n",
        "    if not spend(whose, most=30_000):\n",
        f"{_TESTS}test_twenty_codes_are_looked_at_in_a_day_and_a_known_browser_has_its_own",
    ),
    Fault(
        "factor: codes are guessed at any pace",
        "moderation/accounts/proving.py",
        "        with turns.turn(request, turns.CODES):\n",
        "        if True:\n",
        f"{_TESTS}test_the_site_looks_at_so_many_codes_in_a_minute",
    ),
    Fault(
        "factor: a secret is kept in clear",
        "moderation/accounts/boxes.py",
        'return base64.b64encode(sealing.shut(text.encode(), key=key())).decode("ascii")',
        "return text",
        f"{_TESTS}test_no_row_holds_what_makes_or_is_a_code",
    ),
    Fault(
        "factor: one is put in another's place",
        "moderation/accounts/boxes.py",
        "    if said != about:\n",
        "    if False:\n",
        f"{_TESTS}test_a_factor_that_was_changed_in_the_database_is_refused",
    ),
    Fault(
        "factor: a changed secret is a fault of the server",
        "moderation/accounts/factors.py",
        "        except Unopenable:\n            # Changed",
        "        except KeyError:\n            # Changed",
        f"{_TESTS}test_a_factor_that_was_changed_in_the_database_is_refused",
    ),
    Fault(
        "factor: what is no box is a fault of the server",
        "moderation/accounts/boxes.py",
        "        except (binascii.Error, ValueError, TypeError) as fault:\n",
        "        except KeyError as fault:\n",
        f"{_TESTS}test_a_factor_that_was_changed_in_the_database_is_refused",
    ),
    Fault(
        "factor: a first step outlives what has changed",
        "moderation/accounts/second_step.py",
        'not hmac.compare_digest(stage.state.get("standing", ""), sessions.standing(person))',
        "False",
        f"{_TESTS}test_what_changes_after_the_first_step_begins_it_anew",
    ),
    Fault(
        "factor: it is not asked for again",
        "moderation/accounts/proving.py",
        "or factors.recent(request, person):\n",
        "or factors.passed(request, person):\n",
        f"{_TESTS}test_whoever_has_one_shows_it_before_anything_changes "
        "tests/test_authorisation.py::test_what_comes_of_every_request_is_in_the_table",
    ),
    Fault(
        "factor: a proof lasts for ever",
        "moderation/accounts/factors.py",
        "0 <= time.time() - at < RECENT_SECONDS",
        "True",
        f"{_TESTS}test_five_minutes_after_the_proof_it_is_asked_for_again",
    ),
    Fault(
        "factor: the key is turned without it",
        "moderation/admin/keys.py",
        "@asks_again\n",
        "",
        "tests/test_authorisation.py::test_what_comes_of_every_request_is_in_the_table",
    ),
    Fault(
        "factor: the log is taken away without it",
        "moderation/admin/logbook.py",
        "@asks_again\n",
        "",
        f"{_TESTS}test_the_log_is_not_taken_away_without_it",
    ),
    Fault(
        "factor: other sessions outlive a change of it",
        "moderation/sessions.py",
        '    both = roles.union(factors.values_list(Concat(Value("factor "), '
        'Cast("pk", CharField()))))\n    has = sorted(one for (one,) in both)\n',
        "    has = sorted(one for (one,) in roles)\n",
        "tests/test_sessions.py::test_any_change_of_who_she_is_ends_it_by_whatever_way_it_came",
    ),
    Fault(
        "factor: a stolen session outlives a change of it",
        "moderation/sessions.py",
        "    end_all(person)\n    request.session.flush()\n",
        "",
        f"{_TESTS}test_an_app_is_set_up_and_signs_her_in",
    ),
    Fault(
        "factor: the only one is removed",
        "moderation/accounts/setting_up.py",
        "    elif hers.count() == 1 and",
        "    elif False and",
        f"{_TESTS}test_the_only_one_is_not_removed",
    ),
    Fault(
        "factor: one of somebody else's is removed",
        "moderation/accounts/setting_up.py",
        "    gone = hers.filter(pk=",
        "    gone = factors.Authenticator.objects.filter(pk=",
        f"{_TESTS}test_nobody_removes_another_ones",
    ),
    Fault(
        "factor: a passkey answers for another site",
        "moderation/accounts/passkeys.py",
        "verify_origin=lambda origin: origin == settings.SITE_URL",
        "verify_origin=lambda origin: True",
        "tests/test_passkeys.py::test_an_answer_that_was_made_for_another_site_is_refused",
    ),
    Fault(
        "factor: a passkey's answer is good twice",
        "moderation/accounts/passkeys.py",
        "request.session.pop(_STATE + what, None)",
        "request.session.get(_STATE + what)",
        "tests/test_passkeys.py::test_an_answer_is_good_once",
    ),
    Fault(
        "factor: what no browser sends is a fault of the server",
        "moderation/accounts/passkeys.py",
        "    except (NoPasskey, *_MALFORMED):\n",
        "    except NoPasskey:\n",
        "tests/test_passkeys.py::test_what_no_browser_sends_is_refused",
    ),
]
