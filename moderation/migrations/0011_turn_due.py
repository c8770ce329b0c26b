import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0010_auditor"),
        ("stories", "0008_usual"),
    ]

    operations = [
        migrations.CreateModel(
            name="TurnDue",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="stories.sealingkey",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
