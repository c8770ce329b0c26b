"""What the desk does with words besides publishing them as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0005_flags"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="edited",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="submission",
            name="for_lead",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="story",
            name="notes",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("envelope__isnull", False), ("has_words", False)),
                fields=["since"],
                name="submission_kept",
            ),
        ),
    ]
