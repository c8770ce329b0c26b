"""The last lane is called by what happens in it. Nothing of a row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0012_discarding")]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="lane",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Somebody may be in danger now"),
                    (1, "Answered by its author"),
                    (2, "In the order in which they came"),
                ],
                default=2,
            ),
        ),
    ]
