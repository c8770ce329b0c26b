"""What goes with a second factor: of which thirty seconds the last code was."""

import django.db.models.deletion
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("moderation", "0014_reading_the_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("last", models.BigIntegerField()),
                (
                    "factor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="step",
                        to="mfa.authenticator",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
