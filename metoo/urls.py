"""The product as a table: what answers where."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path, re_path, register_converter

from metoo import health
from moderation.accounts import urls as accounts
from stories import around
from stories.converters import KeyConverter
from stories.indexing import indexed
from stories.say import views as say
from stories.wall import figures, reporting, searching, standing, words
from stories.wall import views as wall
from stories.wall.elsewhere import (
    api,
    badge,
    feed,
    frame,
    open_data,
    passing_on,
    picture,
    research,
)
from stories.yours import views as yours

register_converter(KeyConverter, "key")

# Other languages stand under /es/, /fr/, …
urlpatterns = [
    *i18n_patterns(
        path("", wall.wall, name="wall"),
        path("say/", say.say, name="say"),
        path("stories/", words.stories, name="stories"),
        path("search/", searching.search, name="search"),
        path("yours/", yours.yours, name="yours"),
        path("story/<key:number>/", words.story, name="story"),
        path("story/<key:number>/stand/", standing.stand, name="stand"),
        path("story/<key:number>/report/", reporting.report, name="report"),
        path("numbers/", indexed(figures.numbers), name="numbers"),
        path("numbers.json", open_data.numbers_json, name="numbers-json"),
        path("numbers.csv", open_data.numbers_csv, name="numbers-csv"),
        path("pass-on/", indexed(passing_on.pass_on), name="pass-on"),
        path("embed/", frame.embed, name="embed"),
        path("badge.svg", badge.badge, name="badge"),
        path("preview.png", picture.preview, name="preview"),
        path("feed.atom", feed.feed, name="feed"),
        path("help/", indexed(around.help_lines), name="help"),
        path("privacy/", indexed(around.privacy), name="privacy"),
        path("about/", indexed(around.about), name="about"),
        path("leave/", around.leave, name="leave"),
        path("admin/", admin.site.urls),
        path("accounts/", accounts.urls),
        prefix_default_language=False,
    ),
    path("api/v1/", api.index, name="api-index"),
    path("api/v1/numbers", api.numbers, name="api-numbers"),
    path("api/v1/stories", api.stories, name="api-stories"),
    path("api/v1/stories/<str:number>", api.story, name="api-story"),
    path("api/v1/openapi.json", api.description, name="api-description"),
    re_path("^api/", api.nothing),
    path("research/", research.index, name="research"),
    path("research/<str:week>.csv", research.table, name="research-table"),
    path("robots.txt", around.robots, name="robots"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler400 = "metoo.errors.bad_request"
handler403 = "metoo.errors.permission_denied"
handler404 = "metoo.errors.not_found"
handler500 = "metoo.errors.server_error"
