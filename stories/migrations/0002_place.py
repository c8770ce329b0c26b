from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_first_path")]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("invented", models.BooleanField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
