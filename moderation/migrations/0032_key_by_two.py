"""It takes two leads to take another's key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0031_lost_is_asked")]

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
                    ("key", "that the desk's key is taken away"),
                    ("lost", "new second factors, in the place of lost ones"),
                ],
                max_length=9,
            ),
        ),
    ]
