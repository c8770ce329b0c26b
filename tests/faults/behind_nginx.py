"""What stands before the program: nginx, as it comes with it."""

from tests.faults.fault import Fault

_CONF = "deploy/nginx.conf"
_TESTS = "tests/test_behind_nginx.py::test_"
_WRITES = "tests/test_nginx_writes.py::test_"

FAULTS = [
    Fault(
        "nginx: a page is kept for a minute",
        "metoo/pages.py",
        '["X-Accel-Expires"] = str(edition.SHARED_SECONDS)',
        '["X-Accel-Expires"] = "60"',
        f"{_TESTS}what_is_taken_down_is_gone_in_time",
    ),
    Fault(
        "nginx: a page that came late is kept for eight seconds",
        "metoo/pages.py",
        '["X-Accel-Expires"] = str(edition.SHARED_SECONDS)',
        '["X-Accel-Expires"] = "8"',
        f"{_TESTS}an_answer_that_was_long_on_its_way_is_gone_in_time",
    ),
    Fault(
        "nginx: what she withdraws stays on kept pages",
        "stories/lifecycle/hers.py",
        "        edition.advance()",
        "        pass",
        f"{_TESTS}what_is_taken_down_is_gone_in_time",
    ),
    Fault(
        "nginx: what the desk removes stays on kept pages",
        "stories/lifecycle/desk.py",
        "    edition.advance()",
        "    pass",
        f"{_TESTS}what_is_taken_down_is_gone_in_time",
    ),
    Fault(
        "nginx: her words lie in the cache while somebody asks for them",
        "deploy/metoo-pages.conf",
        "    proxy_cache_valid 404 1s;\n",
        "",
        f"{_TESTS}what_is_taken_down_is_gone_in_time",
    ),
    Fault(
        "nginx: a page that is too old is better than none",
        _CONF,
        "proxy_cache_use_stale off;",
        "proxy_cache_use_stale error timeout http_504;",
        f"{_TESTS}it_keeps_public_pages_and_shows_none_that_is_too_old",
    ),
    Fault(
        "nginx: nothing is kept",
        _CONF,
        "proxy_ignore_headers Cache-Control Expires Vary;",
        "proxy_ignore_headers Expires Vary X-Accel-Expires;",
        f"{_TESTS}it_keeps_public_pages_and_shows_none_that_is_too_old",
    ),
    Fault(
        "nginx: a page with a query is kept",
        _CONF,
        "proxy_no_cache $is_args ",
        "proxy_no_cache ",
        f"{_WRITES}nothing_is_kept_by_its_query_or_of_who_has_a_cookie",
    ),
    Fault(
        "nginx: broken handshakes are written down",
        _CONF,
        "error_log /dev/null emerg;",
        "error_log stderr crit;",
        f"{_WRITES}what_it_writes_holds_nothing_of_anybody",
    ),
    Fault(
        "nginx: there is an access log",
        _CONF,
        "access_log off;",
        "access_log /run/access.log combined;",
        f"{_WRITES}what_it_writes_holds_nothing_of_anybody",
    ),
    Fault(
        "nginx: what is posted is written to a file",
        _CONF,
        "client_body_buffer_size 4m;",
        "client_body_buffer_size 16k;",
        f"{_WRITES}what_is_posted_lies_in_no_file_also_while_it_waits",
    ),
    Fault(
        "nginx: what is answered is written to a file",
        _CONF,
        "proxy_max_temp_file_size 0;",
        "proxy_max_temp_file_size 1024m;",
        f"{_WRITES}an_answer_with_words_lies_in_no_file_while_it_is_read",
    ),
    Fault(
        "nginx: what a client says of itself is handed on",
        _CONF,
        "X-Forwarded-For $whose;",
        "X-Forwarded-For $proxy_add_x_forwarded_for;",
        f"{_WRITES}the_program_is_told_one_address_and_nothing_of_the_browser",
    ),
    Fault(
        "nginx: the privacy page says less than is so",
        "stories/around.py",
        '"gone_within": GONE_WITHIN,',
        '"gone_within": 1,',
        "tests/test_privacy_page.py",
    ),
]
