"""A second factor that is lost is one more request of two leads."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What waits goes on waiting, and the permission to look after the team goes along."""
    asked = apps.get_model("moderation", "LeadRequest").objects
    for one in apps.get_model("moderation", "LostFactor").objects.all():
        asked.create(person=one.person, want="lost", asked_by=one.asked_by, day=one.day)
    _hang_permission(apps, "leadrequest", instead_of="lostfactor")


def move_back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back; what waits of it is asked anew."""
    apps.get_model("moderation", "LeadRequest").objects.filter(want="lost").delete()
    _hang_permission(apps, "lostfactor", instead_of="leadrequest")


def _hang_permission(apps: Apps, model: str, *, instead_of: str) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="moderation")
    kind, _ = kinds.get_or_create(app_label="moderation", model=model)
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__in=kinds, codename="manage_team").update(content_type=kind)
    if instead_of == "lostfactor":
        kinds.filter(model=instead_of).delete()


class Migration(migrations.Migration):
    dependencies = [("moderation", "0030_account_names")]

    operations = [
        migrations.AlterField(
            model_name="leadrequest",
            name="want",
            field=models.CharField(
                choices=[
                    ("lead", "to be a lead"),
                    ("moderator", "to be a moderator, and no lead any more"),
                    ("auditor", "to be an auditor, and no lead any more"),
                    ("close", "that the account is closed"),
                    ("link", "a new link for the account"),
                    ("lost", "new second factors, in the place of lost ones"),
                ],
                max_length=9,
            ),
        ),
        migrations.RunPython(move, move_back),
        migrations.DeleteModel(name="LostFactor"),
        migrations.AlterModelOptions(
            name="leadrequest",
            options={
                "default_permissions": (),
                "ordering": ["day", "id"],
                "permissions": [("manage_team", "Can invite, change roles and close accounts")],
            },
        ),
    ]
