"""The two roles, and exactly what each may do."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODERATOR = {
    "stories": ["screen_submission", "hold_statuses"],
    "moderation": ["view_decision"],
}
LEAD = {
    "stories": ["screen_submission", "hold_statuses", "discard_statuses", "remove_story"],
    "moderation": ["view_decision", "hold_keys"],
}
MODELS = {
    "screen_submission": "submission",
    "hold_statuses": "submission",
    "discard_statuses": "submission",
    "remove_story": "story",
    "view_decision": "decision",
    "hold_keys": "keyring",
}


def make_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so these are made here."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, granted in (("moderator", MODERATOR), ("lead", LEAD)):
        group, _ = Group.objects.get_or_create(name=name)
        for app, codes in granted.items():
            for code in codes:
                kind, _ = ContentType.objects.get_or_create(app_label=app, model=MODELS[code])
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=code, defaults={"name": code}
                )
                group.permissions.add(permission)


def drop_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    apps.get_model("auth", "Group").objects.filter(name__in=["moderator", "lead"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_decisions"),
        ("stories", "0001_first_path"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]
