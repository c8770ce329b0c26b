"""What a story holds as one number too, for readers who leave some of it out."""

from django.db import migrations, models

# The content notes in their order.
NOTES = (
    *("rape", "touch", "violence", "child", "family", "threat", "pictures", "drugged", "slurs"),
    *("body", "self_harm"),
)


def count(apps, schema_editor):
    stories = apps.get_model("stories", "Story")
    for story in stories.objects.exclude(notes=[]).only("notes").iterator():
        bits = sum(1 << NOTES.index(note) for note in set(story.notes) if note in NOTES)
        stories.objects.filter(pk=story.pk).update(holds=bits)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0017_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="holds",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
