"""Undo, four eyes, and what only a lead decides."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import stories.random_keys


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so this one is made here."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="moderation", model="decision")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="lead_desk", defaults={"name": "lead_desk"}
    )
    apps.get_model("auth", "Group").objects.get(name="lead").permissions.add(permission)


def take_away(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    apps.get_model("auth", "Permission").objects.filter(codename="lead_desk").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0003_sessions"),
        ("stories", "0006_editing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("month", models.DateField(unique=True)),
                ("agreed", models.PositiveIntegerField(default=0)),
                ("differed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-month"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FourEyes",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("on", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={
                "default_permissions": ("view",),
                "ordering": ["-day", "id"],
                "permissions": [
                    (
                        "lead_desk",
                        "Can decide what is passed on, undo for anybody, and switch four eyes",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone",
                to="moderation.decision",
            ),
        ),
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
                    ("hold", "Hold all statuses"),
                    ("resume", "Let held statuses wait again"),
                    ("discard", "Discard held statuses"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
                choices=[
                    ("safe", "Safe to publish"),
                    ("names", "Names or points to someone"),
                    ("unsafe", "Cannot be made safe"),
                    ("other_matter", "Not a testimony"),
                    ("spam", "Spam"),
                    ("abuse", "Abuse"),
                    ("law", "Required by law"),
                    ("question", "A question is open"),
                    ("lead", "For a lead to decide"),
                    ("differ", "Two read it differently"),
                    ("danger", "Somebody is in danger, or may be"),
                    ("mistake", "Decided too soon"),
                    ("on", "Switched on"),
                    ("off", "Switched off"),
                    ("flood", "A flood, or looks like one"),
                    ("cleared", "Looked at and cleared"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(grant, take_away),
    ]
