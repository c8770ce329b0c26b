from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """The testimony and its public life."""

    name = "stories"
