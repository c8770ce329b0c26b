"""What waits to be read stands in the order in which it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0013_lane_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("has_words", True), ("state", "waiting")),
                fields=["lane", "day", "id", "language", "topics", "for_lead"],
                name="submission_next",
            ),
        ),
    ]
