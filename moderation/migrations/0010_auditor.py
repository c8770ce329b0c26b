"""The auditor: reads the log and the figures, as a lead does too, and never a testimony."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Where each permission belongs.
MODELS = {"read_log": "line", "read_figures": "agreement"}


def make_role(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so these are made here."""
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    auditor, _ = Group.objects.get_or_create(name="auditor")
    for code, model in MODELS.items():
        kind, _ = ContentType.objects.get_or_create(app_label="moderation", model=model)
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=code, defaults={"name": code}
        )
        for group in (auditor, Group.objects.get(name="lead")):
            group.permissions.add(permission)


def drop_role(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    apps.get_model("auth", "Group").objects.filter(name="auditor").delete()
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="moderation", codename__in=MODELS
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0009_guesses"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="agreement",
            options={
                "default_permissions": (),
                "ordering": ["-month"],
                "permissions": [("read_figures", "Can read the desk's figures")],
            },
        ),
        migrations.AlterModelOptions(
            name="line",
            options={
                "default_permissions": (),
                "ordering": ["-number"],
                "permissions": [("read_log", "Can read the desk's log")],
            },
        ),
        migrations.RunPython(make_role, drop_role),
    ]
