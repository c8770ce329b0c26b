"""How long she reads and how much that is hard, and on which days somebody reached that."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_log_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="counted",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("hard", models.PositiveSmallIntegerField()),
                ("opened", models.PositiveSmallIntegerField(default=0)),
                ("ends", models.DateTimeField(null=True)),
                ("rests", models.DateTimeField(null=True)),
                (
                    "moderator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sitting",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Reached",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("day", models.DateField()),
                (
                    "moderator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("moderator", "day"), name="reached_once")
                ],
            },
        ),
    ]
