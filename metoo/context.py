"""What every page may say of the place itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest | None) -> dict[str, object]:
    """Template context: whether this is a demonstration, and the site's address."""
    return {"demonstration": settings.DEMO, "site_url": settings.SITE_URL}
