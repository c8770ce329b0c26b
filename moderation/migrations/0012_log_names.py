"""Names that only the log uses, and its lines in the order of its page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import moderation.models.log
import stories.random_keys


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0011_turn_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LogName",
            fields=[
                ("id", stories.random_keys.RandomKey(serialize=False)),
                (
                    "name",
                    models.CharField(
                        default=moderation.models.log.new_name,
                        editable=False,
                        max_length=7,
                        unique=True,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterField(
            model_name="line",
            name="by",
            field=models.CharField(max_length=150),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["event", "day"], name="line_event"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["by", "day"], name="line_by"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["whom", "day"], name="line_whom"),
        ),
        migrations.AddField(
            model_name="logname",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
