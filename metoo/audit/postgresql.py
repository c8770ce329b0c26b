"""What stands in PostgreSQL's own files, where rows stay after they are deleted; and what its
log is told to write down."""

from collections.abc import Callable
from typing import Any

from metoo.audit.inventory import Check

# Of each table, its long values and its indexes; and the samples that it keeps of columns.
_FILES = """
SELECT relation.relname, coalesce(owner.relname, relation.relname),
       pg_read_binary_file(pg_relation_filepath(relation.oid), 0, 1000000000, true)
FROM pg_class relation LEFT JOIN pg_class owner ON owner.reltoastrelid = relation.oid
WHERE pg_relation_filepath(relation.oid) IS NOT NULL AND (
    relation.relnamespace = current_schema()::regnamespace
    OR owner.relnamespace = current_schema()::regnamespace
    OR relation.relname = 'pg_statistic'
)
"""


def files(url: str) -> dict[str, bytes]:
    """The files of the database at `url`, by a name that begins with the table's: none where its
    account may not read them. Takes the samples of columns first, as PostgreSQL does in time."""
    import psycopg  # noqa: PLC0415 - only who uses it waits for it

    with psycopg.connect(url, autocommit=True) as server:
        try:
            server.execute("ANALYZE")
            server.execute("CHECKPOINT")
            found = server.execute(_FILES).fetchall()
        except psycopg.errors.InsufficientPrivilege:
            return {}
    return {f"PostgreSQL's file of {owner}, {name}": said or b"" for name, owner, said in found}


# What has it write down every statement, and so the hour of each arrival, also without its values.
_EVERY: dict[str, Callable[[str], bool]] = {
    "log_statement": lambda said: said in {"mod", "all"},
    "log_duration": lambda said: said == "on",
    "log_min_duration_statement": lambda said: said == "0",
    "log_min_duration_sample": lambda said: said == "0",
    "log_transaction_sample_rate": lambda said: float(said) > 0,
    "log_min_messages": lambda said: said.startswith("debug"),
    # These write what a statement is made into, and in its plan stand the values themselves.
    "debug_print_parse": lambda said: said == "on",
    "debug_print_rewritten": lambda said: said == "on",
    "debug_print_plan": lambda said: said == "on",
    "auto_explain.log_min_duration": lambda said: said != "-1",
    "pgaudit.log": lambda said: said not in {"", "none"},
}
# And what has it write down some, such as the slow and the failing, with their values: where the
# second does not say that values have no length.
_SOME = {
    "log_min_duration_statement": "log_parameter_max_length",
    "log_min_duration_sample": "log_parameter_max_length",
    "log_parameter_max_length_on_error": "log_parameter_max_length_on_error",
}
# What writes nothing: a duration of -1, values of no length.
_NOTHING = {"log_parameter_max_length_on_error": "0"}


def check_log(cursor: Any) -> Check:
    """Whether PostgreSQL's log could hold the values of a statement, or the hour of every one: by
    the settings of this account in this database, which are those of whoever takes words in."""
    # Those of a library are there where it is loaded, also for an account that may not see that.
    cursor.execute(
        "SELECT name, current_setting(name, true) FROM unnest(%s::text[]) name",
        [[*_EVERY, *_SOME, *_SOME.values()]],
    )
    said = {name: value for name, value in cursor.fetchall() if value is not None}
    found = {name for name, wrong in _EVERY.items() if name in said and wrong(said[name])}
    found |= {
        name
        for name, values in _SOME.items()
        if said.get(name, "-1") != _NOTHING.get(name, "-1") and said.get(values) != "0"
    }
    return Check(
        "PostgreSQL's log is told to hold no statement's values, and no arrival's hour",
        tuple(f'PostgreSQL: {name} is "{said[name]}"' for name in sorted(found)),
    )
