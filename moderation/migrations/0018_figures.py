"""The decisions of the last weeks are found without looking at all of them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0017_lost_factors"),
        ("stories", "0011_linked_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["day"], name="decision_day"),
        ),
    ]
