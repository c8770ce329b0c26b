"""What a release has computed, and which state of the wall is current."""

from django.db import models


class Release(models.Model):
    """One batch that came out, with everything that public pages say of the whole wall."""

    number = models.PositiveIntegerField(primary_key=True)
    day = models.DateField()
    people = models.PositiveIntegerField()
    # These three move as `wall.disclosure` says, and are 0 while they are hidden.
    examples = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    # How many were counted and are gone since.
    gone = models.PositiveIntegerField(default=0)
    # {category: {code: shown number, or null where it is hidden}}
    tables = models.JSONField()
    # {"setting+by": {"work": {"stranger": the same}}}; empty where they were not due.
    pairs = models.JSONField(default=dict)
    # The languages of the stories on the wall, for the filter.
    languages = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class Count(models.Model):
    """An exact count of what is released. Never shown: `wall.disclosure` decides what is."""

    table = models.CharField(max_length=16)
    cell = models.CharField(max_length=32)
    submissions = models.PositiveIntegerField()
    # How many of them anybody can count, because the story says so.
    known = models.PositiveIntegerField(default=0)
    # By how many the shown number is late, the lot that each of its steps is late by, and what it
    # is: 0 while it is hidden.
    late_by = models.PositiveSmallIntegerField(default=0)
    lot = models.BinaryField(max_length=16, default=b"")
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "cell"], name="count_cell")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.table} {self.cell}"


class Edition(models.Model):
    """One row: a number that changes with every release and every removal."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
