"""A name in the log is sealed to its account by a line of the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0022_recalling"),
    ]

    operations = [
        migrations.AddField(
            model_name="logname",
            name="salt",
            field=models.BinaryField(default=bytes, max_length=16),
        ),
    ]
