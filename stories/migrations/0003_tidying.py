"""When the file was last written anew; and PostgreSQL samples no words for its statistics."""

from django.db import migrations, models

WORDS = (("stories_submission", "examples"), ("stories_example", "text"))


def sample_no_words(apps, schema_editor):
    """PostgreSQL keeps a sample of each column's values, in clear, whatever becomes of the rows."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column in WORDS:
            schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0')


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_place")]

    operations = [
        migrations.CreateModel(
            name="Tidying",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("day", models.DateField(null=True)),
                ("erased", models.BooleanField(default=False)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(sample_no_words, migrations.RunPython.noop),
    ]
