"""One row each, or one a day: keys, and what the house has to remember of itself."""

from django.db import models


class SealingKey(models.Model):
    """The public half of a key of the desk's, which words are sealed to. The last is current."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    public = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class FormKey(models.Model):
    """The key of one day that the forms given out on it are signed with (`say.nonce`)."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class Place(models.Model):
    """One row: whether everything in this database is invented (`stories.invented`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    invented = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "invented" if self.invented else "real"


class Intake(models.Model):
    """How many came in on one day and were not held (`stories.usual`)."""

    day = models.DateField(primary_key=True)
    number = models.PositiveIntegerField(default=0)
    # So many may come on this day whatever is usual: a lead has looked.
    allowed = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class Tidying(models.Model):
    """One row: when the database's file was last written anew (`stories.tidying`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField(null=True)
    # Whether words were erased since.
    erased = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)
