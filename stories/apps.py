from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """The testimony and its public life."""

    name = "stories"
    verbose_name = _("Stories")
