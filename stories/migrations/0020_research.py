"""Tables for researchers, where there are any."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0019_searched"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResearchRelease",
            fields=[
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="stories.release",
                    ),
                ),
                ("week", models.DateField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ResearchTable",
            fields=[
                ("week", models.DateField(primary_key=True, serialize=False)),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("epsilon", models.FloatField()),
                ("scale", models.FloatField()),
                ("axes", models.JSONField()),
                ("counts", models.JSONField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Retold",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="retold",
                        serialize=False,
                        to="stories.submission",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
