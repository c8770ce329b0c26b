"""Who lost a second factor, and the permission to look after the team."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import stories.random_keys


def let_leads(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so this one is made here."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="moderation", model="lostfactor")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="manage_team", defaults={"name": "manage_team"}
    )
    apps.get_model("auth", "Group").objects.get(name="lead").permissions.add(permission)


def undo(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="moderation", codename="manage_team"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0016_lots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LostFactor",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lost",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("manage_team", "Can invite, change roles and close accounts")],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(let_leads, undo),
    ]
