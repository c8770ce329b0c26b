"""What is decided once for many, and what of it can be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0015_factors"),
        ("stories", "0012_discarding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publish", "Publish"),
                    ("edit", "Publish edited"),
                    ("count", "Count without words"),
                    ("decline", "Decline"),
                    ("ask", "Ask its author"),
                    ("refer", "Pass to a lead"),
                    ("danger", "Immediate danger"),
                    ("first", "A first yes"),
                    ("undo", "Undo"),
                    ("rule", "Change four eyes"),
                    ("remove", "Remove"),
                    ("leave", "Leave a reported story on the wall"),
                    ("aside", "Take a story off while it is looked at"),
                    ("back", "Put a story back on the wall"),
                    ("hold", "Hold all statuses"),
                    ("resume", "Let everything that is held wait again"),
                    ("release", "Let a lot wait again"),
                    ("tally", "Count a lot without words"),
                    ("propose", "Ask for a lot to be discarded"),
                    ("discard", "Discard a lot"),
                    ("restore", "Take a discarded lot back"),
                ],
                max_length=7,
            ),
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("alike", "Much alike"), ("burst", "More than usual on one day")],
                        max_length=5,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("open", "Held"),
                            ("asked", "To be discarded, if another lead agrees"),
                            ("released", "Waits again"),
                            ("counted", "Counted without words"),
                            ("discarded", "Discarded"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("decided", models.DateField(null=True)),
                ("done", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["day", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="moderation.lot",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stories.submission",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
