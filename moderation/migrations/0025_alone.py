"""Where two are asked for and too few can read, it is said that she was alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0024_letting_go"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
                choices=[
                    ("safe", "Safe to publish"),
                    ("alone", "Safe to publish, by her alone: too few can read"),
                    ("names", "Names or points to someone"),
                    ("unsafe", "Cannot be made safe"),
                    ("other_matter", "Not a testimony"),
                    ("spam", "Spam"),
                    ("abuse", "Abuse"),
                    ("law", "Required by law"),
                    ("question", "A question is open"),
                    ("lead", "For a lead to decide"),
                    ("differ", "Two read it differently"),
                    ("danger", "Somebody is in danger, or may be"),
                    ("guessed", "Somebody is in danger, or may be, as a program had guessed"),
                    ("mistake", "Decided too soon"),
                    ("on", "Switched on"),
                    ("off", "Switched off"),
                    ("reported", "Reported, and to be looked at"),
                    ("flood", "A flood, or looks like one"),
                    ("cleared", "Looked at and cleared"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
    ]
