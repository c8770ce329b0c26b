"""The desk: the Django admin, reached through allauth, with the queue as its first page."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """Django's admin site, less its own sign-in, plus the review pages."""

    site_title = _("Desk")
    site_header = _("The desk")
    index_title = _("What there is to do")
    site_url = "/"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The review pages before Django's own."""
        # Imported late: the views need the models, this module is read before them.
        from moderation.admin import figures, keys, logbook, reports, team
        from moderation.admin.review import (
            decided,
            lots,
            protocol,
            queue,
            reading,
            sitting,
            staying,
            taking,
        )

        return [
            path("review/", self.admin_view(queue.queue), name="review"),
            path("review/statuses/", self.admin_view(lots.statuses), name="review-statuses"),
            path("review/lots/", self.admin_view(lots.all_lots), name="review-lots"),
            path("review/lots/<key:number>/", self.admin_view(lots.one_lot), name="review-lot"),
            path("review/next/", self.admin_view(queue.take), name="review-next"),
            path("review/sitting/", self.admin_view(sitting.sitting), name="review-sitting"),
            path("review/sittings/", self.admin_view(sitting.over_lately), name="review-sittings"),
            path("review/wishes/", self.admin_view(taking.wishes), name="review-wishes"),
            path("review/<key:number>/", self.admin_view(reading.read), name="review-read"),
            path("review/<key:number>/stay/", self.admin_view(staying.stay), name="review-stay"),
            path("review/decided/", self.admin_view(decided.decided), name="review-decided"),
            path(
                "review/decided/<key:number>/", self.admin_view(decided.again), name="review-again"
            ),
            path("review/four-eyes/", self.admin_view(decided.rule), name="review-rule"),
            path("review/danger/", self.admin_view(protocol.read_protocol), name="review-danger"),
            path("reports/", self.admin_view(reports.reports), name="reports"),
            path("reports/<key:number>/", self.admin_view(reports.report), name="report"),
            path("review/<key:number>/card/", self.admin_view(taking.card), name="review-card"),
            path("figures/", self.admin_view(figures.figures), name="figures"),
            path("log/", self.admin_view(logbook.log), name="log"),
            path("log/copy/", self.admin_view(logbook.copy), name="log-copy"),
            path("unlock/", self.admin_view(keys.unlock), name="unlock"),
            path("lock/", self.admin_view(keys.lock), name="lock"),
            path("team/", self.admin_view(team.team), name="team"),
            path("keys/", self.admin_view(keys.holders), name="keys"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Django's, but made only where it is shown: every page is handed the list of them all."""
        made = super().get_app_list
        return SimpleLazyObject(lambda: made(request, app_label))

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The lists of the wall and of what was decided. Who has none is sent to where her own work
        begins; who has no role is told so."""
        # Imported late, as above.
        from moderation.accounts.people import first_page, signed_in
        from moderation.admin.page import page

        if self.get_app_list(request):
            return super().index(request, extra_context)
        onward = first_page(signed_in(request))
        if onward != request.path:
            return redirect(onward)
        return page(request, "admin/no_role.html", {"title": _("Your account has no role")})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, but that nobody is sent, once she has signed in, to an address that takes posts
        alone; and what she wrote comes back to her where she has to sign in first."""
        inner = super().admin_view(view, cacheable)
        leads_to: str | None = getattr(view, "leads_to", None)
        given_back = getattr(view, "given_back", None)

        @wraps(inner)
        def answer(request: HttpRequest, *args: Any, **at: Any) -> HttpResponseBase:
            if given_back and request.method == "POST" and not self.has_permission(request):
                back: HttpResponse = given_back(request)
                return back
            if leads_to is None or self.has_permission(request):
                response: HttpResponseBase = inner(request, *args, **at)
                return response
            return redirect_to_login(reverse(leads_to, kwargs=at), reverse("admin:login"))

        return answer

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one sign-in, allauth's."""
        # Imported late, as above.
        from moderation.accounts.people import first_page, signed_in

        if request.user.is_authenticated and self.has_permission(request):
            return redirect(first_page(signed_in(request)))
        if wanted := request.GET.get("next", ""):
            return redirect_to_login(wanted)
        return redirect("account_login")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one sign-out, allauth's."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one page for it, allauth's."""
        return redirect("account_change_password")
