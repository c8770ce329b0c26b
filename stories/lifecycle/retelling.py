"""Other words for those that a table for researchers holds: one testimony is in one table."""

from stories.models import ResearchTable, Retold


def hand_on_table(*, old: int, release: int | None, new: int) -> None:
    """Says of `new`, which stands in the place of `old`, that a table holds the testimony, where
    one does. `release`: `old` came out with it, if it did. In the caller's transaction."""
    tables = ResearchTable.objects.filter(first__lte=release or 0, last__gte=release or 0)
    if Retold.objects.filter(pk=old).exists() or tables.exists():
        Retold.objects.create(submission_id=new)
