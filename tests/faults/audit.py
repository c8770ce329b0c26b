"""What a thief or a subpoena would get."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "the audit finds no canary",
        "metoo/audit/searching.py",
        "        if needle in written",
        "        if False",
        "tests/test_privacy_audit.py::test_every_guise_is_found",
    ),
    Fault(
        "the audit does not look into bytes",
        "metoo/audit/searching.py",
        'found[f"bytes in table {name}"] = said',
        "pass",
        "tests/test_privacy_audit.py",
    ),
    Fault(
        "the audit does not look into sessions",
        "metoo/audit/searching.py",
        'found[f"signed in table {name}"] = said',
        "pass",
        "tests/test_privacy_audit.py",
    ),
    Fault(
        "the audit passes a column that nobody thought of",
        "metoo/audit/inventory.py",
        "for name, column in sorted(have - known)",
        "for name, column in ()",
        "tests/test_audit_of_the_installation.py",
    ),
    Fault(
        "the audit passes words in clear",
        "metoo/audit/database.py",
        "        elif _is_clear(bytes(kept.envelope)):",
        "        elif False:",
        "tests/test_audit_of_the_installation.py",
    ),
    Fault(
        "the audit passes a file that others may read",
        "metoo/audit/installation.py",
        "_OTHERS = stat.S_IRWXO",
        "_OTHERS = 0",
        "tests/test_audit_of_the_installation.py",
    ),
    Fault(
        "the audit passes a cache on a disk",
        "metoo/audit/installation.py",
        "if said.get(name) != off",
        "if False",
        "tests/test_audit_of_the_installation.py",
    ),
    Fault(
        "the audit does not ask what PostgreSQL's log is told to hold",
        "metoo/audit/database.py",
        "                yield postgresql.check_log(cursor)",
        "                pass",
        "tests/test_postgres_log.py::test_what_the_log_holds_of_an_arrival_the_audit_says_before",
    ),
    Fault(
        "the audit passes a PostgreSQL that writes every statement down",
        "metoo/audit/postgresql.py",
        'lambda said: said in {"mod", "all"}',
        "lambda said: False",
        "tests/test_postgres_log.py::test_what_else_tells_of_every_statement_is_found",
    ),
    Fault(
        "the audit passes a PostgreSQL that writes slow statements down with their values",
        "metoo/audit/postgresql.py",
        'and said.get(values) != "0"',
        "and False",
        "tests/test_postgres_log.py::test_what_writes_values_down_is_found",
    ),
]
