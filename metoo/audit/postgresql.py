"""What stands in PostgreSQL's own files, where rows stay after they are deleted."""

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
