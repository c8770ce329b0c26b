from django.apps import AppConfig
from django.contrib.admin import apps
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """What trusted people do to testimonies."""

    name = "moderation"
    verbose_name = _("Decisions")
    default = True

    def ready(self) -> None:
        """Registers the desk's pages. Not in the package itself: that is imported while the site
        is made, and what registers then is registered on a site that is thrown away."""
        from moderation.admin import log, stories  # noqa: F401

        # No time of a sign-in is kept with an account, to the microsecond: the day stands in the
        # log. What writes it is there already: Django's accounts stand before this one.
        user_logged_in.disconnect(dispatch_uid="update_last_login")


class DeskConfig(apps.SimpleAdminConfig):
    """The Django admin, with the desk as its site. It discovers no pages: Django's own would make
    and change accounts, which `create_moderator` alone does."""

    default_site = "moderation.admin.site.Desk"
    default = False
