"""No two accounts have names that look the same.

What is kept of each name is made anew by whoever makes the next account, before it is compared
(`moderation.accounts.names.name_the_nameless`).
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is kept of any name."""
    apps.get_model("moderation", "AccountName").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0032_key_by_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="accountname",
            name="folded",
            field=models.CharField(max_length=600, unique=True),
        ),
        migrations.AlterField(
            model_name="accountname",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="names",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
