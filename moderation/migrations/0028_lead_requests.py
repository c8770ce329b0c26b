"""What one lead asked, to make or unmake a lead, waits for another's yes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0027_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadRequest",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                (
                    "want",
                    models.CharField(
                        choices=[
                            ("lead", "to be a lead"),
                            ("moderator", "to be a moderator, and no lead any more"),
                            ("auditor", "to be an auditor, and no lead any more"),
                            ("close", "that the account is closed"),
                            ("link", "a new link for the account"),
                        ],
                        max_length=9,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["day", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "want", "asked_by"), name="asked_once"
                    )
                ],
            },
        ),
    ]
