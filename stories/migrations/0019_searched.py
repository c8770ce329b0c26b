"""What the search looks at, with an index of each database's own; and what is on the wall already.

Of SQLite FTS5 (https://www.sqlite.org/fts5.html): the index holds which story has which word, and
neither in which order nor how often. From 3.42 on it destroys in the moment what is deleted
(`secure-delete`); before, `stories.erasure` makes it.
"""

import sqlite3
from itertools import batched

import django.db.models.deletion
from django.db import migrations, models

from stories import folding

_SECURE_DELETE_FROM = (3, 42)
_IN = "INSERT INTO stories_searched_index (rowid, terms) VALUES (new.story_id, new.terms);"
_OUT = (
    "INSERT INTO stories_searched_index (stories_searched_index, rowid, terms) "
    "VALUES ('delete', old.story_id, old.terms);"
)
_ON_SQLITE = [
    # `indexed` puts blanks between words: in this tokenizer, every letter beyond ASCII is one.
    """CREATE VIRTUAL TABLE stories_searched_index USING fts5(terms, content='stories_searched',
    content_rowid='story_id', tokenize='ascii', columnsize=0, detail='none')""",
    f"CREATE TRIGGER stories_searched_in AFTER INSERT ON stories_searched BEGIN {_IN} END",
    f"CREATE TRIGGER stories_searched_out AFTER DELETE ON stories_searched BEGIN {_OUT} END",
    f"""CREATE TRIGGER stories_searched_other AFTER UPDATE ON stories_searched
    BEGIN {_OUT} {_IN} END""",
]
_DESTROYS = (
    "INSERT INTO stories_searched_index (stories_searched_index, rank) VALUES ('secure-delete', 1)"
)
# Not `to_tsvector`: what it takes for a word depends on the locale of the server.
_ON_POSTGRESQL = [
    """CREATE INDEX stories_searched_index ON stories_searched
    USING gin (array_to_tsvector(string_to_array(btrim(terms), ' ')))""",
    # No sample of words in PostgreSQL's statistics, of the table nor of the index.
    "ALTER TABLE stories_searched ALTER COLUMN terms SET STATISTICS 0",
    "ALTER INDEX stories_searched_index ALTER COLUMN 1 SET STATISTICS 0",
]


def make_index(apps, schema_editor):
    """The index, and on SQLite what keeps it in step."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _ON_SQLITE if sqlite else _ON_POSTGRESQL:
        schema_editor.execute(statement)
    if sqlite and sqlite3.sqlite_version_info >= _SECURE_DELETE_FROM:
        schema_editor.execute(_DESTROYS)


def drop_index(apps, schema_editor):
    """PostgreSQL's goes with the table, and so do triggers."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE stories_searched_index")


def write_what_is_out(apps, schema_editor):
    """What came out before, also where it is off the wall for a look: it can come back."""
    Story = apps.get_model("stories", "Story")
    Searched = apps.get_model("stories", "Searched")
    out = Story.objects.filter(submission__state__in=["published", "aside"]).order_by("pk")
    for some in batched(out.values_list("pk", flat=True), 500):
        stories = Story.objects.filter(pk__in=some).prefetch_related("examples")
        Searched.objects.bulk_create(
            Searched(
                story=story,
                terms=folding.indexed(" ".join(one.text for one in story.examples.all())),
            )
            for story in stories.order_by("pk")
        )


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0018_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Searched",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="stories.story",
                    ),
                ),
                ("terms", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        # The index first: PostgreSQL makes none where rows have just been written.
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(write_what_is_out, migrations.RunPython.noop),
    ]
