"""What was discarded with a flood, and is kept for seven days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0011_linked_tables"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("asked", "Waiting for its author"),
                    ("approved", "Approved, not yet on the wall"),
                    ("published", "On the wall"),
                    ("aside", "Off the wall while it is looked at"),
                    ("declined", "Declined"),
                    ("held", "Held"),
                    ("discarded", "Discarded with a flood, and not destroyed yet"),
                    ("removed", "Removed"),
                    ("withdrawn", "Withdrawn by its author"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
    ]
