"""What allauth answers here, and where. All else of it has no address."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView, TemplateView

from moderation import turns
from moderation.accounts import by_link, setting_up
from moderation.accounts.second_step import passkey_options, second_step

urls = (
    [
        path("", RedirectView.as_view(pattern_name="account_login"), name="accounts"),
        path("login/", turns.says_busy(views.login), name="account_login"),
        path("logout/", views.logout, name="account_logout"),
        path("login/second/", second_step, name="account_second"),
        path("factors/", setting_up.factors_page, name="account_factors"),
        path("factors/app/", setting_up.app, name="account_app"),
        path("factors/app/picture/", setting_up.app_picture, name="account_app_picture"),
        path("factors/passkey/", setting_up.passkey, name="account_passkey"),
        path("factors/passkey/options/", passkey_options, name="account_passkey_options"),
        path("factors/codes/", setting_up.codes, name="account_codes"),
        path("inactive/", views.account_inactive, name="account_inactive"),
        path("password/", turns.says_busy(views.password_change), name="account_change_password"),
        path(
            "password/done/",
            TemplateView.as_view(template_name="account/password_change_done.html"),
            name="account_change_password_done",
        ),
        path("set-up/password/", by_link.set_up, name="account_set_up"),
        path(
            "set-up/done/",
            TemplateView.as_view(template_name="account/set_up_done.html"),
            name="account_set_up_done",
        ),
        # After those two: what stands in a link is longer than either.
        path("set-up/<str:key>/", by_link.link, name="account_set_up_link"),
    ],
    None,
    None,
)
