"""Why a session ended, for the browser that had it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0026_account_days")]

    operations = [
        migrations.CreateModel(
            name="Ended",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("why", models.CharField(max_length=9)),
                ("day", models.DateField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
