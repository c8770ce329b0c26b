"""What came of the last look at the log; and an auditor may take a copy of it away."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def grant(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so this one is made here."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="moderation", model="line")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="copy_log", defaults={"name": "copy_log"}
    )
    apps.get_model("auth", "Group").objects.get(name="auditor").permissions.add(permission)


def take_away(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    apps.get_model("auth", "Permission").objects.filter(codename="copy_log").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0013_sittings"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastLook",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("problem", models.CharField(max_length=200)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="line",
            options={
                "default_permissions": (),
                "ordering": ["-number"],
                "permissions": [
                    ("read_log", "Can read the desk's log"),
                    ("copy_log", "Can take a copy of the desk's log away"),
                ],
            },
        ),
        migrations.RunPython(grant, take_away),
    ]
