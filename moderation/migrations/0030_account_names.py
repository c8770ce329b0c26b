"""No two accounts have names that differ by capitals or compatible forms alone."""

import unicodedata

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import stories.random_keys


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each account has its name. Where two had the same, the one that was there first keeps it, and
    the other's has a number after a blank, as no name has: both go on."""
    names = apps.get_model("moderation", "AccountName").objects
    for person in apps.get_model("auth", "User").objects.order_by("pk"):
        folded = unicodedata.normalize("NFKC", person.username).upper().casefold()
        folded = unicodedata.normalize("NFKC", folded)
        if names.filter(folded=folded).exists():
            folded = f"{folded} {person.pk}"
        names.create(person=person, folded=folded)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0029_setup_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountName",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                ("folded", models.CharField(max_length=450, unique=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accountname",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
