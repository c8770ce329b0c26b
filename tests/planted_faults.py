"""The faults that `tests.planted` puts in: a place in the code, what is wrong with it then, and the
test that has to notice."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`sound` stands once in `file`; with `broken` in its place, `test` must fail: on one kind of
    database alone where `only` names it (`sqlite`, `postgresql`)."""

    name: str
    file: str
    sound: str
    broken: str
    test: str
    only: str = ""


FAULTS = [
    # Nobody is a user ----------------------------------------------------------
    Fault(
        "a public page sets a cookie",
        "metoo/middleware.py",
        "            response.headers.setdefault(name, value)\n        return response",
        "            response.headers.setdefault(name, value)\n"
        '        response.set_cookie("seen", "1")\n        return response',
        "tests/test_no_cookie.py",
    ),
    Fault(
        "the session runs on public pages",
        "metoo/desk_middleware.py",
        "        if not is_desk(request):",
        "        if False:",
        "tests/test_no_cookie.py tests/test_wall.py::test_a_kept_page_asks_almost_nothing",
    ),
    # Nothing about the sender ------------------------------------------------------
    Fault(
        "the address is counted in clear",
        "stories/say/throttle.py",
        'return hmac.digest(key, _network(_address(request)).encode(), "sha256").hex()[:32]',
        "return _address(request)",
        "tests/test_say_limits.py",
    ),
    Fault(
        "the address is counted under a fixed key",
        "stories/say/throttle.py",
        "hmac.digest(key, _network(_address(request))",
        'hmac.digest(b"fixed", _network(_address(request))',
        "tests/test_say_limits.py",
    ),
    Fault(
        "the key of the addresses never ends",
        "stories/say/throttle.py",
        "_KEY_SECONDS = 3600",
        "_KEY_SECONDS = None",
        "tests/test_say_limits.py::test_the_key_of_the_hour_ends_with_it",
    ),
    Fault(
        "a forged address is believed",
        "stories/say/throttle.py",
        'rsplit(",", 1)[-1]',
        'split(",", 1)[0]',
        "tests/test_say_limits.py",
    ),
    Fault(
        "log lines carry their message",
        "metoo/records.py",
        "{record.getMessage() if ours else place}",
        "{record.getMessage()}",
        "tests/test_nothing_written.py",
    ),
    Fault(
        "log lines carry what an exception says",
        "metoo/records.py",
        'return f"[{kind.__name__}] {where(trace)}"',
        'return f"[{kind.__name__}] {sys.exc_info()[1]} {where(trace)}"',
        "tests/test_nothing_written.py",
    ),
    Fault(
        "log lines carry the time",
        "metoo/records.py",
        'return line.replace("\\n", " ")',
        'return self.formatTime(record) + line.replace("\\n", " ")',
        "tests/test_nothing_written.py::test_no_line_has_a_clock_time",
    ),
    Fault(
        "a file that is sent goes to the disk",
        "metoo/settings.py",
        "FILE_UPLOAD_HANDLERS: list[str] = []",
        'FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]',
        "tests/test_nothing_written.py",
    ),
    Fault(
        "a column holds a time",
        "stories/models.py",
        "    day = models.DateField()\n    language",
        "    day = models.DateTimeField()\n    language",
        "tests/test_time_and_order.py::test_no_column_holds_more_than_a_date",
    ),
    Fault(
        "keys come in order",
        "stories/models.py",
        "return secrets.randbits(63)",
        "import time\n\n    return time.time_ns()",
        "tests/test_time_and_order.py",
    ),
    Fault(
        "SQLite keeps a hidden row number",
        "stories/models.py",
        'return "integer" if connection.vendor == "sqlite" else super().db_type(connection)',
        "return super().db_type(connection)",
        "tests/test_time_and_order.py::test_neither_keys_nor_places_in_the_file_follow_the_arrival",
    ),
    Fault(
        "the form's number is kept",
        "stories/say/nonce.py",
        'return _derived(self.number, b"repeat")',
        "return self.number",
        "tests/test_say_once.py::test_nothing_that_is_kept_is_the_number",
    ),
    Fault(
        "each address of one network is a client",
        "stories/say/throttle.py",
        "    return str(int(found) >> 64)",
        "    return str(found)",
        "tests/test_say_limits.py",
    ),
    Fault(
        "a full site is said at each post",
        "stories/say/throttle.py",
        "    if caches[settings.RATELIMIT_USE_CACHE].add(_TOLD, True, _KEY_SECONDS):",
        "    if True:",
        "tests/test_say_limits.py",
    ),
    Fault(
        "a client's own limit is said as the site's",
        "stories/say/throttle.py",
        '            if whose == "site":',
        "            if True:",
        "tests/test_say_limits.py",
    ),
    # Nothing typed is lost --------------------------------------------------------
    Fault(
        "a database that is away loses her words",
        "stories/say/views.py",
        "    except (*AWAY, DatabaseError):",
        "    except KeyboardInterrupt:",
        "tests/test_say_outage.py",
    ),
    Fault(
        "an example without its count is lost",
        "stories/say/forms.py",
        'if prefix == "examples" and position.isascii() and position.isdigit():',
        "if False:",
        "tests/test_say_bad_input.py",
    ),
    Fault(
        "half a form is taken for all of it",
        "stories/say/forms.py",
        "    if not _is_whole(request):",
        "    if False:",
        "tests/test_say_over_the_wire.py",
    ),
    Fault(
        "damaged characters are taken",
        "stories/say/forms.py",
        "    if _is_damaged(request, posted):",
        "    if False:",
        "tests/test_say_bad_input.py",
    ),
    Fault(
        "a text too long is cut",
        "stories/say/forms.py",
        "return [normalised(text) for text in texts]",
        "return [normalised(text)[:MAX_CHARACTERS] for text in texts]",
        "tests/test_say_bad_input.py",
    ),
    Fault(
        "a text changes when it comes back",
        "stories/say/text.py",
        'text = "\\n".join(line.rstrip() for line in text.split("\\n"))',
        'text = "\\n".join(line.rstrip() + "." for line in text.split("\\n"))',
        "tests/test_say_text.py",
    ),
    Fault(
        "tags are not stripped",
        "stories/say/text.py",
        "_with_few_marks(_without_tags(text))",
        "_with_few_marks(text)",
        "tests/test_say_text.py",
    ),
    Fault(
        "another site may post",
        "metoo/middleware.py",
        'return site not in {"same-origin", "none"}',
        "return False",
        "tests/test_say_bad_input.py",
    ),
    Fault(
        "a form never expires",
        "stories/say/nonce.py",
        "    raise Expired\n\n\ndef oldest_living",
        "    return Nonce(number)\n\n\ndef oldest_living",
        "tests/test_say_bad_input.py",
    ),
    Fault(
        "the same form twice is two",
        "stories/say/nonce.py",
        'return _derived(self.number, b"repeat")',
        'return _derived(secrets.token_bytes(16), b"repeat")',
        "tests/test_say_once.py",
    ),
    Fault(
        "other words in the same form are said to have arrived",
        "stories/say/intake.py",
        '        if not hmac.compare_digest(bytes(first or b""), body):',
        "        if False:",
        "tests/test_say_once.py",
    ),
    Fault(
        "an answer comes before the row is durable",
        "metoo/environment.py",
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;",
        "tests/test_durability.py",
    ),
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
    # The way out -----------------------------------------------------------------
    Fault(
        "no way out on a page",
        "templates/page.html",
        '<a class="exit" href="{% url \'leave\' %}" rel="nofollow">',
        "<a>",
        "tests/test_without_scripts.py",
    ),
    # Release ---------------------------------------------------------------------
    Fault(
        "a release takes all",
        "stories/wall/release.py",
        "size = min(int(pool * settings.RELEASE_SHARE), pool - settings.RELEASE_LEAVES)",
        "size = pool",
        "tests/test_release.py",
    ),
    Fault(
        "a release of one",
        "stories/wall/release.py",
        "    if size < settings.RELEASE_MIN:",
        "    if size < 1:",
        "tests/test_release.py",
    ),
    Fault(
        "a real release leaves nobody behind",
        "metoo/settings.py",
        "RELEASE_LEAVES = 0 if DEMO else 20",
        'RELEASE_LEAVES = environment.whole("RELEASE_LEAVES", 20, at_least=0)',
        "tests/test_settings.py",
    ),
    Fault(
        "a real release takes all",
        "metoo/settings.py",
        "RELEASE_SHARE = 1.0 if DEMO else 0.5",
        "RELEASE_SHARE = 1.0",
        "tests/test_settings.py",
    ),
    Fault(
        "a real release holds nobody without words",
        "metoo/settings.py",
        "RELEASE_MIN_SILENT = 0 if DEMO else RELEASE_MIN",
        "RELEASE_MIN_SILENT = 0",
        "tests/test_settings.py",
    ),
    Fault(
        "a real release of twelve",
        "metoo/settings.py",
        "        RELEASE_MIN < 13,",
        "        RELEASE_MIN < 12,",
        "tests/test_settings.py",
    ),
    Fault(
        "nobody without words in a release",
        "stories/wall/release.py",
        "    if silent < settings.RELEASE_MIN_SILENT:",
        "    if False:",
        "tests/test_release.py::test_thirteen_of_a_release_are_without_words",
    ),
    Fault(
        "what is held meanwhile is drawn",
        "stories/lifecycle.py",
        "    return Submission.objects.pool().filter(pk__in=lot)",
        "    return Submission.objects.filter(pk__in=lot)",
        "tests/test_release_at_once.py",
        only="postgresql",
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
        "the first to come are the first to come out",
        "stories/lifecycle.py",
        'Submission.objects.pool().order_by("?")',
        'Submission.objects.pool().order_by("day", "id")',
        "tests/test_release.py::test_who_comes_out_is_drawn_by_lot",
    ),
    Fault(
        "ten examples of one person are ten people",
        "stories/wall/release.py",
        "mine = {(name, code) for example in examples for name, code in _labels(example)}",
        "mine = set()\n"
        "        for example in examples:\n"
        "            for cell in _labels(example):\n"
        "                cells[cell] += people",
        "tests/test_release.py",
    ),
    Fault(
        "a removed person stays in the numbers",
        "stories/wall/release.py",
        "_change_counts(counted(Submission.objects.counted_but_gone()), sign=-1)",
        "pass",
        "tests/test_release.py",
    ),
    Fault(
        "a small number is shown",
        "stories/wall/disclosure.py",
        "FIRST_SHOWN = 20",
        "FIRST_SHOWN = 1",
        "tests/test_wall.py tests/test_release.py",
    ),
    Fault(
        "a number moves with each person",
        "stories/wall/disclosure.py",
        "count - count % STEP",
        "count",
        "tests/test_wall.py",
    ),
    Fault(
        "a hidden country is named",
        "stories/wall/disclosure.py",
        "for cell, step in sorted(steps.items()) if step is not None}",
        "for cell, step in sorted(steps.items())}",
        "tests/test_wall.py::test_a_hidden_country_is_not_even_named",
    ),
    Fault(
        "what is held is told to the one",
        "stories/wall/release.py",
        "held=disclosure.ladder(Submission.objects.held().count()) or 0",
        "held=Submission.objects.held().count()",
        "tests/test_release.py::test_what_is_held_is_stated_on_the_ladder",
    ),
    Fault(
        "the languages of the last release but one",
        "stories/wall/release.py",
        "        lifecycle.publish(release=number)\n        return _written(number, today)",
        "        made = _written(number, today)\n"
        "        lifecycle.publish(release=number)\n        return made",
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
    # Taking down -------------------------------------------------------------------
    Fault(
        "kept pages outlive a removal",
        "stories/lifecycle.py",
        "    Story.objects.filter(pk=story).delete()\n    edition.advance()",
        "    Story.objects.filter(pk=story).delete()",
        "tests/test_wall.py",
    ),
    Fault(
        "another process's removal goes unnoticed",
        "stories/edition.py",
        "    if at is not connection.connection or seen != version:",
        "    if at is not connection.connection:",
        "tests/test_wall.py::test_what_another_process_removes_is_gone_at_once_too",
    ),
    Fault(
        "another connection's count is taken for the last one's",
        "stories/edition.py",
        "    if at is not connection.connection or seen != version:",
        "    if seen != version:",
        "tests/test_wall.py::test_what_happened_between_two_connections_is_noticed",
    ),
    Fault(
        "declined words stay",
        "stories/lifecycle.py",
        'Submission.objects.filter(pk=submission).update(examples=[], country="")',
        "pass",
        "tests/test_lifecycle.py::test_declined_words_are_destroyed",
    ),
    Fault(
        "declined words stay in the database's log",
        "stories/erasure.py",
        "transaction.on_commit(empty_the_log)",
        "pass",
        "tests/test_nothing_written.py",
    ),
    Fault(
        "whoever sends waits for whoever reads",
        "stories/erasure.py",
        '        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")',
        "        pass",
        "tests/test_erasure.py",
        only="sqlite",
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
        "the patience of a checkpoint stays",
        "stories/erasure.py",
        '            cursor.execute(f"PRAGMA busy_timeout={usual}")',
        "            pass",
        "tests/test_erasure.py",
        only="sqlite",
    ),
    Fault(
        "published words stay in the submission",
        "stories/lifecycle.py",
        "source.examples = without_words(source.examples)",
        "pass",
        "tests/test_lifecycle.py tests/test_nothing_written.py",
    ),
    # Kept pages -------------------------------------------------------------------
    Fault(
        "an address stands in a cache key",
        "metoo/pages.py",
        '    return f"{number}:{digest.hexdigest()}"',
        '    return f"{number}:{address}" if digest else ""',
        "tests/test_pages.py",
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
        "stories/wall/views.py",
        '        and request.META["QUERY_STRING"] in _spellings(query, after),',
        "        and bool(_spellings(query, after)),",
        "tests/test_pages.py",
    ),
    Fault(
        "a language that is not on the wall is kept",
        "stories/wall/views.py",
        '        and language in {"", *languages}',
        "        and bool(languages)",
        "tests/test_pages.py",
    ),
    Fault(
        "large pages fill the memory",
        "metoo/pages.py",
        "            elif len(kept.plain) <= LARGEST_BY_QUERY:",
        "            else:",
        "tests/test_pages.py",
    ),
    # Reading is a choice ------------------------------------------------------------
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
    # The desk ---------------------------------------------------------------------
    Fault(
        "a decision without its row",
        "moderation/decisions.py",
        "        lifecycle.approve(submission)\n"
        "        return _record(Kind.PUBLISH, by, reason, submission=submission)",
        "        lifecycle.approve(submission)\n"
        "        return Decision(kind=Kind.PUBLISH, reason=reason, author=by)",
        "tests/test_desk.py",
    ),
    Fault(
        "a decision and its row apart",
        "moderation/decisions.py",
        "    _check(Kind.DECLINE, by, reason)\n    with transaction.atomic():",
        "    _check(Kind.DECLINE, by, reason)\n    if True:",
        "tests/test_desk.py::test_a_decision_that_cannot_be_recorded_is_not_applied",
    ),
    Fault(
        "nobody asks who may",
        "moderation/decisions.py",
        "    if not may(by, kind):",
        "    if False:",
        "tests/test_desk.py",
    ),
    Fault(
        "two decide and both win",
        "stories/lifecycle.py",
        "    if not moved:\n        raise Conflict",
        "    if False:\n        raise Conflict",
        "tests/test_lifecycle.py tests/test_desk.py",
    ),
    Fault(
        "a role may more than it should",
        "moderation/migrations/0002_roles.py",
        '    "stories": ["screen_submission", "hold_statuses"],',
        '    "stories": ["screen_submission", "hold_statuses", "remove_story"],',
        "tests/test_desk.py::test_the_roles_hold_exactly_what_they_should",
    ),
    Fault(
        "a decision can be changed",
        "moderation/models.py",
        "        if not self._state.adding:",
        "        if False:",
        "tests/test_desk.py::test_a_decision_stands",
    ),
    Fault(
        "Django's own log holds words",
        "stories/models.py",
        "        # Django's own log copies this: it must be the random key and no more.\n"
        '        return f"{self.pk:016x}"',
        "        return str(self.examples)",
        "tests/test_desk.py::test_djangos_own_log_never_holds_words",
    ),
    Fault(
        "a closed account keeps its session and its link",
        "moderation/accounts.py",
        "    person.set_unusable_password()\n    person.save(update_fields",
        "    person.save(update_fields",
        "tests/test_accounts.py",
    ),
    Fault(
        "a session outlives its account",
        "moderation/accounts.py",
        "            session.delete()",
        "            pass",
        "tests/test_accounts.py",
    ),
    Fault(
        "an account without a role",
        "moderation/accounts.py",
        "role = Group.objects.get(name=LEADS if lead else MODERATORS)",
        "role, _ = Group.objects.get_or_create(name=LEADS if lead else MODERATORS)",
        "tests/test_accounts.py",
    ),
    Fault(
        "Django's own pages make accounts",
        "moderation/apps.py",
        "apps.SimpleAdminConfig",
        "apps.AdminConfig",
        "tests/test_accounts.py",
    ),
    # Tidying ------------------------------------------------------------------------
    Fault(
        "tidying: copies of deleted words stay in the file",
        "stories/tidying.py",
        '            cursor.execute("VACUUM")\n',
        "",
        "tests/test_tidying.py::test_no_byte_of_declined_words_is_left_behind_a_backlog",
    ),
    Fault(
        "tidying: an erasure leaves no mark",
        "stories/erasure.py",
        "    Tidying.objects.filter(erased=False).update(erased=True)",
        "    pass",
        "tests/test_tidying.py::test_within_the_hour_after_words_were_erased",
    ),
    Fault(
        "tidying: the worker never does it",
        "stories/worker.py",
        "        tidying.look(timezone.now().date())",
        "        pass",
        "tests/test_tidying.py::test_the_worker_does_it",
    ),
    Fault(
        "tidying: what failed counts as done",
        "stories/tidying.py",
        "    try:\n        tidy()",
        "    Tidying.objects.filter(id=1).update(day=day)\n    try:\n        tidy()",
        "tests/test_tidying.py::test_where_others_are_in_the_way_it_is_still_to_come",
    ),
    # These two go red on PostgreSQL alone, and are left out elsewhere.
    *(
        [
            Fault(
                "tidying: the heap keeps the order of arrival",
                "stories/tidying.py",
                'cursor.execute(f\'CLUSTER "{table}" USING "{_primary_key(table)}"\')',
                "cursor.execute(f'VACUUM FULL \"{table}\"')",
                "tests/test_tidying.py::test_the_order_of_the_file_is_not_that_of_the_arrival",
            ),
            Fault(
                "tidying: PostgreSQL samples words",
                "stories/migrations/0003_tidying.py",
                "SET STATISTICS 0",
                "SET STATISTICS 100",
                "tests/test_tidying.py::test_postgresql_samples_no_words_for_its_statistics",
            ),
        ]
        if os.environ.get("DATABASE_URL", "").startswith("postgres")
        else []
    ),
    # Slow bodies ------------------------------------------------------------------
    Fault(
        "body: as few threads as slow posts",
        "metoo/serving.py",
        "_THREADS = 64",
        "_THREADS = 8",
        "tests/test_body.py::test_the_site_answers_while_slow_posts_are_open",
    ),
    Fault(
        "body: who waits for one is at work",
        "metoo/body.py",
        "        at_work.release()\n        try:\n            return self._read(size)\n"
        "        finally:\n            at_work.acquire()",
        "        return self._read(size)",
        "tests/test_body.py::test_the_site_answers_while_slow_posts_are_open",
    ),
    Fault(
        "body: no time in which it has to come",
        "metoo/body.py",
        "reader.join(seconds)",
        "reader.join(5)",
        "tests/test_body.py::test_where_many_are_read_at_once_each_has_its_time",
    ),
    Fault(
        "body: as many as like may wait",
        "metoo/body.py",
        "_PLAIN, _TIMED, _WAITING = 24, 24, 8",
        "_PLAIN, _TIMED, _WAITING = 240, 24, 8",
        "tests/test_body.py::test_the_site_answers_while_slow_posts_are_open",
    ),
    # Signing in -------------------------------------------------------------------
    Fault(
        "sign-in: another port is another ten attempts",
        "moderation/accounts.py",
        'return str(credentials.get("username", ""))',
        'return f"{request.get_host()}:" + str(credentials.get("username", ""))',
        "tests/test_signing_in.py::test_the_limit_is_the_accounts_own_wherever_it_is_asked_from",
    ),
    Fault(
        "sign-in: as many passwords at once as come",
        "moderation/turns.py",
        "_turn = threading.BoundedSemaphore(1)",
        "_turn = threading.BoundedSemaphore(99)",
        "tests/test_signing_in.py::test_one_password_is_checked_at_a_time",
    ),
    Fault(
        "sign-in: no budget for the whole site",
        "moderation/turns.py",
        'if usage and usage["should_limit"]:',
        "if False:",
        "tests/test_signing_in.py::test_the_whole_site_has_a_budget_of_sign_ins",
    ),
    Fault(
        "sign-in: what was not tried looks like an answer",
        "moderation/turns.py",
        "            response.status_code = 503\n",
        "",
        "tests/test_signing_in.py",
    ),
    # Files ---------------------------------------------------------------------------
    Fault(
        "files: a command makes them for everybody",
        "manage.py",
        "    os.umask(0o077)\n",
        "",
        "tests/test_files.py::test_a_command_makes_files_for_its_own_account_alone",
    ),
    Fault(
        "files: the web process makes them for everybody",
        "metoo/wsgi.py",
        "os.umask(0o077)\n",
        "",
        "tests/test_files.py::test_the_web_process_does_too",
    ),
    Fault(
        "files: everybody may look into the folder",
        "metoo/environment.py",
        "path.mkdir(mode=0o700, parents",
        "path.mkdir(mode=0o755, parents",
        "tests/test_files.py::test_the_web_process_does_too",
    ),
    Fault(
        "reaping: what is over stays in memory",
        "metoo/reaping.py",
        "if cache._has_expired(key)]",
        "if False]",
        "tests/test_reaping.py",
    ),
    Fault(
        "reaping: the web process never does it",
        "metoo/wsgi.py",
        "reaping.start()\n",
        "",
        "tests/test_reaping.py::test_the_web_process_does_it",
    ),
    Fault(
        "gzip for who refuses it",
        "metoo/pages.py",
        'takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))',
        '"gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")',
        "tests/test_encodings.py",
    ),
    Fault(
        "a demonstration's links lead to another port",
        "metoo/settings.py",
        "{environment.whole('PORT', 8000, at_least=1)}",
        "8000",
        "tests/test_settings.py",
    ),
    # PostgreSQL's own log --------------------------------------------------------------
    Fault(
        "PostgreSQL writes down a form that came twice",
        "stories/lifecycle.py",
        "    if not _inserted(submission):",
        "    submission.save(force_insert=True)\n    if False:",
        "tests/test_postgres_log.py::test_a_form_sent_twice_leaves_nothing_in_the_log",
    ),
    Fault(
        "PostgreSQL writes down the first form of a day",
        "stories/say/nonce.py",
        "        FormKey.objects.bulk_create([made], ignore_conflicts=True)",
        "        FormKey.objects.get_or_create(day=day, defaults={'key': made.key})",
        "tests/test_postgres_log.py::test_the_first_forms_of_a_day_make_one_key_and_no_error",
    ),
    # Scripts ----------------------------------------------------------------------
    Fault(
        "an inline script is allowed",
        "metoo/settings.py",
        '    "script-src": [CSP.SELF],',
        '    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],',
        "tests/test_nothing_written.py tests/test_real_input.py",
    ),
    Fault(
        "words are marked safe",
        "templates/wall/words.html",
        "{{ paragraph|linebreaksbr }}",
        "{{ paragraph|safe }}",
        "tests/test_architecture.py",
    ),
    Fault(
        "words are not escaped",
        "templates/wall/words.html",
        "<p>{{ paragraph|linebreaksbr }}</p>",
        "<p>{% filter force_escape|cut:'&lt;' %}{{ paragraph }}{% endfilter %}</p>",
        "tests/test_real_input.py",
    ),
    # Invented and real ------------------------------------------------------------------
    Fault(
        "a demonstration is shown as real",
        "stories/invented.py",
        "    if invented and not settings.DEMO:",
        "    if False:",
        "tests/test_invented.py",
    ),
    Fault(
        "a demonstration over real people",
        "stories/invented.py",
        "    if settings.DEMO and not invented:",
        "    if False:",
        "tests/test_invented.py",
    ),
    Fault(
        "unmarked people are taken for invented",
        "stories/invented.py",
        "settings.DEMO and not Submission.objects.exists()",
        "settings.DEMO",
        "tests/test_invented.py",
    ),
    # Everybody -----------------------------------------------------------------------
    Fault(
        "a field without its name",
        "templates/say/example.html",
        '<p class="field"><label for="{{ example.prefix }}-text">',
        '<p class="field"><label>',
        "tests/test_accessibility.py",
    ),
    Fault(
        "text too faint",
        "static/site/site.css",
        "--quiet: #625c57;",
        "--quiet: #b5aea8;",
        "tests/test_accessibility.py",
    ),
    Fault(
        "a process that outlives the other",
        "metoo/lifeline.py",
        '    if sys.platform.startswith("linux"):',
        '    return\n    if sys.platform.startswith("linux"):',
        "tests/test_kill.py::test_neither_process_outlives_the_other_or_the_one_that_started_them",
    ),
    # Behind a proxy --------------------------------------------------------------------
    Fault(
        "the site's own address is not trusted",
        "metoo/settings.py",
        "CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENCRYPTED else []",
        "CSRF_TRUSTED_ORIGINS: list[str] = []",
        "tests/test_serving.py::"
        "test_a_production_server_from_an_empty_database_to_a_moderator_at_the_desk",
    ),
    # The two commands ------------------------------------------------------------------
    Fault(
        "a package that is not pinned",
        "requirements.txt",
        "\nbabel==",
        "\nbabel>=",
        "tests/test_packaging.py",
    ),
    Fault(
        "a list says where packages come from",
        "requirements.txt",
        "# Made by .ci/pins from requirements.in.",
        "--index-url https://example.org/\n#",
        "tests/test_packaging.py",
    ),
    Fault(
        "an unsafe setting starts",
        "metoo/settings.py",
        '    _refuse(DEBUG, "DEBUG=on is allowed only together with DEMO=on.")',
        "    pass",
        "tests/test_settings.py",
    ),
    Fault(
        "a help line is old",
        "stories/help_lines.json",
        '    "AT": {\n      "number": "112",\n      "medical": "112",\n'
        '      "source": "https://docslib.org/doc/4662405/112-your-lifeline-while-travelling-in-the-eu"'
        ',\n      "checked": "20',
        '    "AT": {\n      "number": "112",\n      "medical": "112",\n'
        '      "source": "https://docslib.org/doc/4662405/112-your-lifeline-while-travelling-in-the-eu"'
        ',\n      "checked": "10',
        "tests/test_help_lines.py",
    ),
]
