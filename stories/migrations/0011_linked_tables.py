"""Pairs of tables, what of each cell the stories tell, and by how many it is late."""

from collections import Counter
from secrets import SystemRandom

from django.conf import settings
from django.db import migrations, models

from stories.wall import disclosure


def count_what_is_out(apps, schema_editor):
    """What came out before is counted into the pairs. A number that is shown stays: it is late by
    no more than what it has passed since."""
    Submission = apps.get_model("stories", "Submission")
    Count = apps.get_model("stories", "Count")
    last = apps.get_model("stories", "Release").objects.order_by("number").last()
    if last is None:
        return
    people, known = Counter(), Counter()
    out = Submission.objects.filter(release__isnull=False)
    said = out.values_list("examples", "country", "has_words")
    for examples, country, has_words in said.iterator(chunk_size=2_000):
        cells = disclosure.cells_of(examples, country)
        people.update(cells)
        if has_words:
            known.update(cell for cell in cells if disclosure.is_known(cell))
            known[disclosure.EXAMPLES] += len(examples)
    rows = {(row.table, row.cell): row for row in Count.objects.all()}
    for cell in people.keys() - rows.keys():
        rows[cell] = Count(table=cell[0], cell=cell[1], submissions=people[cell])
    shown = _shown(last)
    for cell, row in rows.items():
        row.known = known[cell]
        row.shown = shown.get(cell, 0)
        row.late_by = disclosure.lateness(SystemRandom()) if settings.NUMBERS_LATE else 0
        if row.shown:
            row.late_by = min(row.late_by, max(0, row.submissions - row.shown))
    Count.objects.bulk_create((row for row in rows.values() if row.pk is None), batch_size=500)
    changed = [row for row in rows.values() if row.pk is not None]
    Count.objects.bulk_update(changed, ["known", "late_by", "shown"], batch_size=500)


def _shown(last):
    numbers = {
        (name, code): number
        for name, table in last.tables.items()
        for code, number in table.items()
        if number
    }
    return numbers | {("gone", ""): last.gone}


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0010_first_yes"),
    ]

    operations = [
        migrations.AddField(
            model_name="count",
            name="known",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="count",
            name="late_by",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="count",
            name="shown",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="release",
            name="pairs",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="count",
            name="cell",
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name="count",
            name="table",
            field=models.CharField(max_length=16),
        ),
        migrations.RunPython(count_what_is_out, migrations.RunPython.noop),
    ]
