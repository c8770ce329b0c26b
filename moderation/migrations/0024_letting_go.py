"""How long authors waited, by week and without names, when no decision leads to them any more."""

from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0023_sealed_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waited",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("week", models.DateField()),
                ("least", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("week", "least"), name="waited_once")
                ],
            },
        ),
    ]
