"""What was announced of the log: that it goes on from an older state, or has a new key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0020_guessed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Continuation",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("digest", models.BinaryField(max_length=32)),
                ("kept", models.PositiveBigIntegerField()),
                ("lost", models.PositiveBigIntegerField()),
                ("former", models.BinaryField(max_length=32)),
                ("key", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=64)),
                ("outside", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
