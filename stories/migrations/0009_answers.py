"""An older envelope opens where a newer one was put no more: her answers have a version too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0008_usual"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="answers",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
