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
]
