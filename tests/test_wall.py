"""The public pages: exact marks, filters, pages, and that what is taken down is gone at once."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from stories import edition, lifecycle
from stories.models import Story
from stories.testimony import Occurrence, Testimony
from stories.wall import charts
from stories.wall.disclosure import Tally, ladder
from stories.wall.release import release
from stories.wall.tables import open_table
from tests import desk, pages

pytestmark = pytest.mark.django_db

PUBLIC = [
    *("/", "/stories/", "/numbers/", "/numbers.json", "/numbers.csv", "/help/", "/privacy/"),
    *("/about/", "/feed.atom", "/api/v1/", "/api/v1/stories", "/api/v1/openapi.json"),
    *("/embed/", "/pass-on/", "/badge.svg", "/preview.png"),
]


def publish(says, *texts: str, **codes: str) -> Story:
    kept = says(*texts, **codes)
    desk.approve(kept)
    release()
    return Story.objects.get(submission=kept)


def address(story: Story) -> str:
    return f"/story/{story}/"


@pytest.mark.parametrize("people", [0, 1, 4, 5, 69, 70, 71, 200, 1_188, 70_000, 70_001, 10_000_000])
@pytest.mark.parametrize("per_row", [200, 70])
def test_there_are_exactly_as_many_marks_as_people(people, per_row):
    sheets = list(charts.sheets(people, per_row=per_row))
    assert sum(sheet.marks for sheet in sheets) == people
    assert sum(_drawn(sheet) for sheet in sheets) == people
    assert all(sheet.marks <= 70_000 for sheet in sheets)


def _drawn(sheet: charts.Sheet) -> int:
    """Counts the strokes of the pattern that fall within what a sheet fills."""
    # x of the five strokes as drawn in wall/marks.html, with half a stroke to each side.
    strokes = [(1.4, 2.9), (5.8, 7.2), (10.4, 11.9), (14.8, 16.2), (19.6, 21.0)]
    full = sheet.full_height // 10 * (sheet.width // 25) * 5
    patterns, rest = divmod(sheet.last_width, 25)
    for left, right in strokes:
        assert rest <= left or rest >= right, "a mark is cut in two"
    return full + int(patterns) * 5 + sum(right <= rest for _, right in strokes)


def test_the_strokes_of_the_template_are_those_that_are_counted():
    from pathlib import Path

    from django.conf import settings

    pattern = Path(settings.BASE_DIR, "templates/wall/marks.html").read_text()
    path = re.search(r'<path id="strokes" d="([^"]*)"', pattern)
    assert path
    ends = re.findall(r"M([\d.]+) [\d.]+ ([\d.]+) [\d.]+", path[1])
    half = 1.15 / 2
    assert [
        (round(min(map(float, pair)) - half, 1), round(max(map(float, pair)) + half, 1))
        for pair in ends
    ] == [(1.4, 2.9), (5.8, 7.2), (10.4, 11.9), (14.8, 16.2), (19.6, 21.0)]


@pytest.mark.parametrize(
    ("count", "step"), [(0, None), (19, None), (20, 20), (29, 20), (30, 30), (14_327, 14_320)]
)
def test_the_ladder(count, step):
    assert ladder(count) == step


def test_the_ladder_never_says_more_than_there_are_and_never_sinks():
    steps = [ladder(count) or 0 for count in range(2_000)]
    assert steps == sorted(steps)
    assert all(step <= count for count, step in enumerate(steps))
    with pytest.raises(ValueError, match="negative"):
        ladder(-1)


def test_a_hidden_country_is_not_even_named():
    cells = {("country", "FR"): Tally(19), ("country", "ES"): Tally(20, shown=20)}
    assert open_table(cells, "country") == {"ES": 20}


def test_an_empty_wall_says_so(client):
    page = client.get("/").content.decode()
    assert "Nobody stands here yet" in page
    assert client.get("/numbers.json").json()["people"] == 0


def test_numbers_json_has_the_shape_of_the_contract(client, says):
    for _ in range(25):
        says(setting="work", country="FR")
    says(setting="home", country="ES")
    for _ in range(16):
        says(reported="no")
    says()
    lifecycle.count_statuses()
    release()
    numbers = client.get("/numbers.json").json()
    assert numbers["release"].keys() == {"number", "date"}
    assert numbers["people"] == 43
    assert numbers["examples"] == 40
    # Hidden, and not none.
    assert numbers["held"] is None
    assert numbers["gone"] is None
    assert numbers["meaning"]
    assert numbers["tables"]["setting"]["work"] == 20
    assert numbers["tables"]["setting"]["home"] is None
    assert numbers["tables"]["country"] == {"FR": 20}
    assert set(numbers["tables"]) == {"setting", "by", "age", "reported", "country"}
    assert numbers["pairs"] is None


class Opened(HTMLParser):
    """Counts the covers of stories and those that stand open."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = self.open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and ("class", "cover") in attrs:
            self.folded += 1
            self.open += "open" in dict(attrs)


def test_no_story_is_open_until_the_reader_opens_it(client, says):
    story = publish(says, "He moved too.", setting="transport", by="stranger")
    for path in ("/", "/stories/", address(story)):
        page = client.get(path).content.decode()
        seen = Opened()
        seen.feed(page)
        assert (seen.folded, seen.open) == (1, 0), path
        assert "On a bus, a train" in page
        # In a list there are no words of it at all, whatever shows the page.
        assert ("He moved too." in page) == (path == address(story)), path
        assert "He moved too." not in page.partition("On a bus, a train")[0]


def test_stories_are_filtered_by_one_example_that_fits_all(client, says):
    publish(says, "One.", setting="work", by="stranger")
    mixed = says("Two.")
    two = Occurrence("Two.", setting="work", by="colleague")
    three = Occurrence("Three.", setting="home", by="stranger")
    lifecycle.approve(mixed.pk, Testimony((two, three)))
    release()

    def found(query: str) -> set[str]:
        page = pages.told(f"/stories/?{query}")
        return {text for text in ("One.", "Two.") if text in page}

    assert found("setting=work") == {"One.", "Two."}
    assert found("setting=work&by=stranger") == {"One."}
    assert found("setting=home&by=stranger") == {"Two."}
    assert found("age=50plus") == set()
    assert found("language=en") == {"One.", "Two."}
    assert found("language=fr") == set()


@pytest.mark.parametrize(
    "query",
    [
        "setting=nowhere",
        "after=1",
        "after=x-0123456789abcdef",
        "after=1-xyz",
        "age=%00",
        "by=a%27b",
        "language=%00",
    ],
)
def test_a_filter_that_does_not_exist_is_not_found(client, query):
    assert client.get(f"/stories/?{query}").status_code == 404


def test_pages_of_stories_hold_each_story_once(client, says):
    for number in range(47):
        desk.approve(says(f"Words {number:03}."))
        if number % 20 == 0:
            release()
    release()
    seen: list[str] = []
    path = "/stories/"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r"Words (\d{3})\.", pages.told(path))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
        assert len(seen) < 100
    assert sorted(seen) == [f"{number:03}" for number in range(47)]


def test_a_removed_story_is_gone_from_every_page_in_the_same_moment(client, says):
    story = publish(says, "He moved too.")
    publish(says, "Another one.")
    for path in ("/", "/stories/", address(story)):
        assert "He moved too." in pages.told(path)
    lifecycle.remove(story.pk)
    for path in ("/", "/stories/", address(story)):
        assert "He moved too." not in pages.told(path)
        assert path == address(story) or str(story) not in pages.told(path)
    assert client.get(address(story)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_asks_almost_nothing(client, says, django_assert_max_num_queries):
    publish(says, "He moved too.")
    for path in PUBLIC:
        first = client.get(path)
        with django_assert_max_num_queries(1):
            second = client.get(path)
        assert first.content == second.content
        assert first.headers["ETag"] == second.headers["ETag"]


def test_a_public_page_costs_the_same_at_any_size(client, says, django_assert_max_num_queries):
    for number in range(30):
        desk.approve(says(f"Words {number}."))
    release()
    for path in PUBLIC:
        with django_assert_max_num_queries(8):
            client.get(path)


def test_a_page_that_has_not_changed_is_not_sent_again(client, says):
    publish(says, "He moved too.")
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(says, "Another one.")
    assert client.get("/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_a_page_is_compressed_for_who_can_read_it(client, says):
    import gzip

    publish(says, "He moved too.")
    for _ in range(2):
        plain = client.get("/")
        small = client.get("/", headers={"accept-encoding": "gzip"})
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(small.content) == plain.content


def test_words_that_come_back_in_a_form_are_never_compressed(client):
    accepts = {"accept-encoding": "gzip"}
    for path, fields in {
        "/say/": {"action": "check", "examples-0-text": "He moved too."},
        "/yours/": {"receipt": "abacus " * 10, "answer": "He moved too."},
        "/search/": {"words": "moved"},
    }.items():
        answer = client.post(path, fields, headers=accepts)
        assert b"moved" in answer.content
        assert "Content-Encoding" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_empty_form_is_compressed_and_holds_nothing_that_was_asked(client):
    import gzip

    canary = "canary-of-the-address"
    headers = {"accept-encoding": "gzip", "referer": f"http://testserver/{canary}"}
    answer = client.get(f"/say/?{canary}={canary}", headers=headers | {"user-agent": canary})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "no-store" in answer.headers["Cache-Control"]
    form = gzip.decompress(answer.content).decode()
    assert "examples-0-text" in form
    assert canary not in form
    assert "Content-Encoding" not in client.get("/say/").headers


def test_an_address_nobody_made_is_not_worth_keeping(client, says):
    publish(says, "He moved too.")
    assert "ETag" in client.get("/stories/?setting=work").headers
    assert "ETag" not in client.get("/stories/?anything=1").headers


def test_the_demonstration_says_so_on_every_page(client, says):
    story = publish(says, "He moved too.")
    pages = ["/", "/stories/", "/numbers/", "/help/", "/privacy/", "/about/", "/say/"]
    pages += ["/pass-on/", "/embed/", "/numbers.csv", "/badge.svg", "/feed.atom", "/api/v1/"]
    for path in [*pages, address(story), "/nowhere/", "/accounts/login/"]:
        assert "demonstration" in client.get(path).content.decode(), path
    assert json.loads(client.get("/numbers.json").content)["demonstration"] is True


def test_the_edition_moves_with_releases_and_removals_alone(says):
    at = edition.current()
    kept = says("He moved too.")
    desk.approve(kept)
    assert edition.current() == at
    release()
    after_release = edition.current()
    assert after_release > at
    lifecycle.remove(Story.objects.get().pk)
    assert edition.current() > after_release


@pytest.mark.parametrize("people", [0, 1, 70_000, 140_000, 210_001])
def test_sheets_that_are_alike_are_each_on_the_page(people):
    sheets = list(charts.sheets(people, per_row=charts.BROAD))
    each = "".join(render_to_string("wall/sheet.html", {"sheet": sheet}) for sheet in sheets)
    page = render_to_string("wall/sheets.html", {"broad": sheets, "narrow": []})
    assert each in page
    assert page.count("<svg ") == len(sheets)
