"""What may be quoted elsewhere is found without looking at all that is on the wall."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0014_next"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("quotable", True), ("release__isnull", False)),
                fields=["-release", "id"],
                name="story_quotable",
            ),
        ),
    ]
