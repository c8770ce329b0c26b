"""Stories in the reader's language come first, then the others; each is marked with its language
and the way it is written, also inside a page that is written the other way."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import expect

from stories import lifecycle
from stories.models import Release, Story, Submission
from stories.testimony import BAR
from stories.wall import reading
from stories.wall.release import release
from tests import desk, pages
from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
database = pytest.mark.django_db

ARABIC = "WhatsApp: أرسل لي صورا في الساعة 23:40، ثم قال «it was a joke» أمام الجميع."


def comes_out(says, **many: int) -> None:
    """One release with so many stories in each language."""
    for language, number in many.items():
        for _ in range(number):
            kept = says("He moved too.")
            desk.approve(kept)
            Story.objects.filter(submission=kept).update(language=language)
    release()


def in_another(language: str, number: int) -> None:
    """So many more on the wall: of a handful PostgreSQL may read any index, or all of them."""
    today, last = timezone.now().date(), Release.objects.latest("pk")
    rows = [Submission(has_words=True, since=today, day=today) for _ in range(number)]
    Submission.objects.bulk_create(rows, batch_size=500)
    Story.objects.bulk_create(
        [Story(submission=row, release=last, language=language) for row in rows], batch_size=500
    )


Shown = list[tuple[str, str]]


def walked(path: str, **asked: str) -> Shown:
    """(language, key) of the stories of a list, as the links of its pages lead on: all but the last
    are full."""
    shown: Shown = []
    while path:
        answer = Client().get(path, asked)
        assert answer.status_code == 200
        assert "ETag" in answer.headers, "a page that one of ours leads to is kept"
        page, asked = pages.parsed(answer.content), {}
        assert not len(shown) % reading.PER_PAGE
        shown += [
            (pages.opened(cover).all("div", "words")[0]["lang"], pages.key(cover))
            for cover in page.all("details", "cover")
        ]
        links = [link for pager in page.all("p", "pager") for link in pager.all("a", rel="next")]
        path = links[0]["href"] if links else ""
    return shown


def in_order(*languages: str) -> Shown:
    stories = Story.objects.published().filter(language__in=languages)
    return [(story.language, str(story)) for story in stories]


@database
@pytest.mark.parametrize("own", [0, 1, 19, 20, 21, 40])
def test_those_in_the_language_of_the_page_come_first_and_none_twice(says, own):
    comes_out(says, en=own // 2, ar=13, es=1)
    comes_out(says, en=own - own // 2, es=11, fr=2, ar=1)
    assert walked("/stories/") == in_order("en") + in_order("ar", "es", "fr")
    assert walked("/stories/", language="es") == in_order("es")


@database
def test_so_they_do_under_another_language_and_on_the_wall(says, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    comes_out(says, es=3, en=9)
    comes_out(says, en=15)
    assert walked("/es/stories/") == in_order("es") + in_order("en")
    for path, languages in (("/", ["en"] * 8), ("/es/", ["es"] * 3 + ["en"] * 5)):
        page = pages.parsed(Client().get(path).content)
        covers = page.all("details", "cover")
        words = [pages.opened(cover).all("div", "words")[0] for cover in covers]
        assert [one["lang"] for one in words] == languages


@database
def test_what_is_taken_down_meanwhile_leaves_no_gap(says):
    comes_out(says, en=22, es=25)
    every = [key for _, key in in_order("en") + in_order("es")]
    first = reading.stories({}, languages=["en", "es"])
    second = reading.stories({}, languages=["en", "es"], after=first.after)
    for page in (first, second):
        lifecycle.remove(page.stories[-1].pk)
    second_again = reading.stories({}, languages=["en", "es"], after=first.after)
    assert list(map(str, second_again.stories)) == every[20:39] + every[40:41]
    third = reading.stories({}, languages=["en", "es"], after=second.after)
    assert list(map(str, third.stories)) == every[40:]
    # An address of before is no longer that of a page that one of ours leads to.
    assert not third.linked


@database
@pytest.mark.parametrize("wrong", ["others-1", "othersx", "other", "others-1-g", "-others"])
def test_a_place_that_is_none_is_no_page(says, wrong):
    comes_out(says, en=1, es=1)
    assert Client().get("/stories/", {"after": wrong}).status_code == 404


@database
def test_a_place_that_somebody_made_up_is_not_kept(says):
    comes_out(says, en=2, es=2)
    for story in Story.objects.published():
        mark = "others-" if story.language == "es" else ""
        for begins, kept in ((mark, True), ("others-" if not mark else "", False)):
            address = f"/stories/?after={begins}{story.release_id}-{story}"
            assert ("ETag" in Client().get(address).headers) == kept


@database
def test_the_page_says_which_languages_follow_and_where(says):
    comes_out(says, en=2, ar=1, es=1)
    page = pages.parsed(Client().get("/stories/").content)
    (said,) = [one for one in page.all("p", "quiet") if "come first" in one.text]
    assert said.text == "Stories in English come first. After them come those in: العربيّة · español"
    assert [one["lang"] for one in said.all("bdi")[1:]] == ["ar", "es"]
    main = page.all("main")[0].children
    tags = [one.tag for one in main if isinstance(one, pages.Element)]
    at = tags.index("h2")
    assert tags[at - 2 : at + 3] == ["details", "details", "h2", "details", "details"]
    for asked in ({"language": "en"}, {"language": "ar"}):
        page = pages.parsed(Client().get("/stories/", asked).content)
        assert "come first" not in page.text
        assert not page.all("h2")
    Story.objects.filter(language="en").delete()
    Release.objects.update(languages=["ar", "es"])
    caches["pages"].clear()
    page = pages.parsed(Client().get("/stories/").content)
    assert "No story in English is on the wall yet. There are some in:" in page.text


@database
def test_no_page_costs_more_on_a_larger_wall(says, django_assert_max_num_queries):
    comes_out(says, en=19, es=21, fr=1)
    path = "/stories/"
    while path:
        with django_assert_max_num_queries(7):
            page = pages.parsed(Client().get(path).content)
        links = page.all("a", rel="next")
        path = links[0]["href"] if links else ""


@database
@pytest.mark.parametrize("after", ["", "1-0000000000000000", "others", "others-1-0000000000000000"])
def test_every_list_comes_out_of_an_index_and_is_never_sorted(says, after):
    comes_out(says, en=3, es=3)
    in_another("pt", 2_000)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE stories_story")
        reading.stories({}, languages=["en", "es", "fr"], after=after)
        for query in asked.captured_queries:
            if '"language" = ' not in query["sql"] or "ORDER BY" not in query["sql"]:
                continue
            explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{explain} {query['sql']}")
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            assert "story_language" in plan, plan
            if 'release_id" < ' in query["sql"]:
                assert "release_id<" in plan or "release_id <= 1" in plan, plan
            inner = plan.partition("UNION")[0] if connection.vendor == "sqlite" else plan
            assert "TEMP B-TREE" not in inner, plan
            assert "Seq Scan" not in plan, plan


@database
def test_each_piece_says_which_language_it_is_in(says):
    desk.approve(says(ARABIC, f"Another {BAR} one.", setting="work"))
    release()
    Story.objects.update(language="ar")
    (key,) = Story.objects.values_list("pk", flat=True)
    for path in ("/", "/stories/", f"/story/{key:016x}/"):
        page = pages.parsed(Client().get(path).content)
        words = page.all("div", "words")
        if path.startswith("/story/"):
            assert [(one["lang"], one["dir"]) for one in words] == [("ar", "rtl")] * 2
            # What is ours inside it is in the page's language.
            assert [bar["lang"] for bar in page.all("span", "removed")] == ["en"]
        # And so are the labels beside it.
        assert [one for one in page.all("span", "label") if "lang" in one.attributes] == []


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.slow
def test_a_story_runs_its_own_way_and_its_labels_the_pages(opens: Opens) -> None:
    page = opens(width=390).page
    page.goto("/stories/?language=ar")
    cover = page.locator("details.cover").first
    cover.locator("summary").click()
    expect(cover.locator(".words").first).to_be_visible()
    way = "box => getComputedStyle(box).direction"
    assert cover.locator(".words").first.evaluate(way) == "rtl"
    assert {one.evaluate(way) for one in cover.locator(".label, .beside, .alone").all()} == {
        "ltr"
    } | ({"rtl"} & {cover.locator("bdi.label").evaluate(way)})
    # Its lines begin at the right edge, and none runs out of the box.
    edges = cover.locator(".words p").first.evaluate(
        """p => { const r = document.createRange(); r.selectNodeContents(p);
        const line = r.getClientRects()[0], box = p.getBoundingClientRect();
        return [line.right - box.right, line.left - box.left]; }"""
    )
    assert abs(edges[0]) < 2 <= edges[1] + 2


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.slow
def test_what_she_types_begins_where_the_page_does_and_then_runs_its_own_way(
    opens: Opens,
) -> None:
    page = opens(width=390).page
    for path, field in (("yours/", "#words"), ("say/", "#examples-0-text")):
        page.goto(f"/ar/{path}")
        box = page.locator(field)
        runs = "box => getComputedStyle(box).direction"
        assert box.evaluate(runs) == "rtl", path
        if path == "say/":
            page.locator(".more summary").click()
        box.fill(ARABIC.partition(": ")[2])
        assert box.evaluate(runs) == "rtl", path
        box.fill("He moved too.")
        assert box.evaluate(runs) == "ltr", path
