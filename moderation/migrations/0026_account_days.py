"""Of an account the day on which it was made, and not when somebody signed in last."""

import datetime

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def floor(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was kept to the microsecond is let go of."""
    people = apps.get_model("auth", "User").objects
    people.update(last_login=None)
    for number, joined in list(people.values_list("pk", "date_joined")):
        day = joined.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        people.filter(pk=number).update(date_joined=day)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0025_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(floor, migrations.RunPython.noop)]
