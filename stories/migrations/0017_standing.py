"""How many stand beside whoever wrote a story."""

import django.db.models.deletion
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0016_step_lateness"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
                ("shown", models.PositiveIntegerField(default=0)),
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing",
                        to="stories.story",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
