"""Each step of a cell is late by some more, of a lot that is drawn for the cell."""

from secrets import token_bytes

from django.conf import settings
from django.db import migrations, models

from stories.wall import disclosure

# Lots that are tried for a cell, so that what is shown of it stays: the first does with a chance of
# a third at least.
TRIES = 200


def draw(apps, schema_editor):
    """A lot for each cell. What is shown of it stays."""
    if not settings.NUMBERS_LATE:
        return
    Count = apps.get_model("stories", "Count")
    rows = list(Count.objects.all())
    for row in rows:
        for _ in range(TRIES):
            row.lot = token_bytes(disclosure.LOT_BYTES)
            reached = disclosure.ladder(row.submissions, late_by=row.late_by, lot=row.lot) or 0
            if reached >= row.shown:
                break
    Count.objects.bulk_update(rows, ["lot"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0015_quotable"),
    ]

    operations = [
        migrations.AddField(
            model_name="count",
            name="lot",
            field=models.BinaryField(default=b"", max_length=16),
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
