"""The chained log, where it ends, and that end signed."""

from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0004_deciding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                (
                    "mark",
                    models.BigIntegerField(
                        default=stories.random_keys.random_key, editable=False, unique=True
                    ),
                ),
                ("day", models.DateField(db_index=True)),
                ("event", models.CharField(max_length=20)),
                ("by", models.CharField(db_index=True, max_length=150)),
                ("whom", models.CharField(max_length=150)),
                ("what", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=40)),
                ("count", models.PositiveIntegerField(default=1)),
                ("before", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "ordering": ["-number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SignedHead",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("key", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=64)),
                ("outside", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
