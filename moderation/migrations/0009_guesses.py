"""How many guesses a day has seen, and browsers that are known."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Guesses",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("day", models.DateField()),
                ("purse", models.CharField(max_length=24)),
                ("used", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("day", "purse"), name="guesses_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("mark", models.CharField(max_length=64, unique=True)),
                ("until", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
