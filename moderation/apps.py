from django.apps import AppConfig
from django.contrib.admin import apps


class ModerationConfig(AppConfig):
    """What trusted people do to testimonies."""

    name = "moderation"
    default = True

    def ready(self) -> None:
        """Registers the desk's pages. Django's own discovery imports the package while it makes
        the site, and what registers then is registered on a site that is thrown away."""
        from moderation.admin import log, stories  # noqa: F401


class DeskConfig(apps.AdminConfig):
    """The Django admin, with the desk as its site."""

    default_site = "moderation.admin.site.Desk"
    default = False
