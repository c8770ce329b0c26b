"""What the search looks at: of each story on the wall its words, without their order."""

from django.db import models

from stories.models.submission import Story


class Searched(models.Model):
    """Written when a story comes out, deleted with it. The database's own index of it follows by
    itself: on SQLite a table of FTS5's with triggers, on PostgreSQL an index of its rows (both:
    migration 0019)."""

    story = models.OneToOneField(
        Story, models.CASCADE, primary_key=True, related_name="searched", editable=False
    )
    # `folding.indexed` of all that it says.
    terms = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
