"""What allauth answers here, and where. All else of it has no address."""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView, TemplateView

from moderation import turns

urls = (
    [
        path("", RedirectView.as_view(pattern_name="account_login"), name="accounts"),
        path("login/", turns.says_busy(views.login), name="account_login"),
        path("logout/", views.logout, name="account_logout"),
        path(
            "reauthenticate/",
            turns.says_busy(views.reauthenticate),
            name="account_reauthenticate",
        ),
        path("inactive/", views.account_inactive, name="account_inactive"),
        path("password/", views.password_change, name="account_change_password"),
        path(
            "password/done/",
            TemplateView.as_view(template_name="account/password_change_done.html"),
            name="account_change_password_done",
        ),
        re_path(
            r"^set-up/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            views.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path(
            "set-up/done/",
            views.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
    ],
    None,
    None,
)
