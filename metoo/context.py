"""What every page may say of the place itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest | None) -> dict[str, object]:
    """Template context: whether this is a demonstration, the site's address, and whom a moderator
    can talk to: the desk's pages alone show that, to who is signed in."""
    return {
        "demonstration": settings.DEMO,
        "site_url": settings.SITE_URL,
        "support": settings.SUPPORT_LINE,
    }
