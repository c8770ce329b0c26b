"""What was taken back at a locked desk is found again by whoever has the key in hand next."""

import django.db.models.deletion
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0033_names_alike"),
        ("stories", "0015_quotable"),
    ]

    operations = [
        migrations.CreateModel(
            name="Untold",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stories.submission",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
