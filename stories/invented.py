"""Invented testimonies and real ones never stand in one database."""

from django.conf import settings

from stories.models import Place, Submission


class Mixed(Exception):
    """What the database holds is not what DEMO says. Its text is a sentence for operators."""


def demand_unmixed() -> None:
    """Marks an empty database as what DEMO says it is, for ever. Raises Mixed if the database
    is marked otherwise, or holds testimonies that nobody marked: those are real."""
    if not Place.objects.exists():
        invented = settings.DEMO and not Submission.objects.exists()
        Place.objects.get_or_create(id=1, defaults={"invented": invented})
    invented = Place.objects.get(id=1).invented
    if invented and not settings.DEMO:
        raise Mixed(
            "This database is a demonstration: what it holds is invented. Name another one "
            "(DATA_DIR, DATABASE_URL), or start with DEMO=on."
        )
    if settings.DEMO and not invented:
        raise Mixed(
            "This database is for real testimonies, and a demonstration would not protect them. "
            "Name another one (DATA_DIR, DATABASE_URL), or start with DEMO=off."
        )
