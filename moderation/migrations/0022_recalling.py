"""A lead takes back that a lot be discarded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0021_log_goes_on"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publish", "Publish"),
                    ("edit", "Publish edited"),
                    ("count", "Count without words"),
                    ("decline", "Decline"),
                    ("ask", "Ask its author"),
                    ("refer", "Pass to a lead"),
                    ("danger", "Immediate danger"),
                    ("first", "A first yes"),
                    ("undo", "Undo"),
                    ("rule", "Change four eyes"),
                    ("remove", "Remove"),
                    ("leave", "Leave a reported story on the wall"),
                    ("aside", "Take a story off while it is looked at"),
                    ("back", "Put a story back on the wall"),
                    ("hold", "Hold all statuses"),
                    ("resume", "Let everything that is held wait again"),
                    ("release", "Let a lot wait again"),
                    ("tally", "Count a lot without words"),
                    ("propose", "Ask for a lot to be discarded"),
                    ("recall", "Take back that a lot be discarded"),
                    ("discard", "Discard a lot"),
                    ("restore", "Take a discarded lot back"),
                ],
                max_length=7,
            ),
        ),
    ]
