"""What waits for a second reader is found without looking at all that waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0009_answers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("edited__isnull", False)),
                fields=["since"],
                name="submission_edited",
            ),
        ),
    ]
