"""Words are found in the stories on the wall alone, and what somebody looks for is kept nowhere."""

import importlib
import logging
import random
import time
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client

from metoo.audit import postgresql
from stories import folding, lifecycle, tidying
from stories.models import Searched, Story, Submission
from stories.random_keys import NO_KEY
from stories.wall import finding
from stories.wall.release import release
from tests import desk, pages
from tests.test_erasure import on_the_disk
from tests.test_tidying import _url

pytestmark = pytest.mark.django_db

WORDS = "He moved too, and nobody looked up."


@pytest.fixture(params=["one by one", "by the index"])
def way(request, monkeypatch) -> str:
    """Each way in which stories are found, on a small wall."""
    if request.param == "by the index":
        monkeypatch.setattr(finding, "LOOKED_AT", 1)
    return str(request.param)


def on_the_wall(says, *texts: str) -> list[Story]:
    """A story of each text, out with one release."""
    kept = []
    for text in texts:
        kept.append(says(text))
        desk.approve(kept[-1])
    release()
    return [Story.objects.get(submission=one) for one in kept]


def search(words: str, after: str = "", client: Client | None = None, **more: Any) -> Any:
    posted = {"words": words, "after": after}
    return (client or Client(enforce_csrf_checks=True)).post("/search/", posted, **more)


def found(words: str) -> list[str]:
    """What the stories say that a search leads to."""
    answer = search(words)
    assert answer.status_code == 200
    return sorted(pages.listed(answer.content))


# What fits


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Después, en el baño.", "DESPUES bano"),
        ("despues en el bano", "después baño"),
        ("L’école, d'une amie", "ecole amie"),
        ("I didn't.", "didnt"),
        ("I didnt.", "didn’t"),
        ("Die Straße, STRASSE", "strasse straße"),
        ("Łódź, øre, œuvre", "lodz ore oeuvre"),
        ("İstanbul'da ısrar", "istanbul isr"),
        ("مُعَلِّمَةٌ في المدرســة", "معلمه المدرسة"),
        ("إلى أمي، آخر", "الي امي اخر"),
        # What Arabic writes onto a word makes no difference to it, nor to what is looked for the
        # article of a longer one.
        ("كان في الجامعة معي", "جامعة"),
        ("كان في جامعة معي", "الجامعة"),
        ("قال الأب وللأم", "أب أم"),
        ("لليلة واحدة للجنة", "ليلة لجنة"),
        ("والدتي مع الوالدين", "والدتي والدين"),
        ("آلمني", "آلمني"),
        ("وبالجامعة وللجامعة", "جامعة"),
        ("وأخي كان هناك", "أخي"),
        ("قالت والمديرة", "المديرة"),
        ("کارگر می\u200cرفت", "كارگر ميرفت"),
        ("שָׁלוֹם", "שלום"),
        ("में क्या हुआ", "क्या हुआ"),
        ("上司に触られた。", "触られた"),
        ("上司に触られた。", "上"),
        ("ในที่ทำงานของฉัน", "ทำงาน"),
        ("성추행을 당했다", "성추행"),
        ("room ٣٤, ＡＢＣ", "34 abc"),
        ("co-worker", "worker"),
        ("a😀b\u00adc", "a bc"),
        ("x" * 200, "x" * 100),
    ],
)
def test_it_fits_however_it_is_written(text: str, typed: str) -> None:
    wanted = folding.looked_for(typed)
    assert wanted
    assert [one for one in wanted if one not in folding.indexed(text)] == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("He moved too.", "move up"),
        ("He moved too.", "oved"),
        ("He moved too.", "mo t"),
        ("क्या", "की"),
        ("上司", "司上"),
        ("か", "が"),
        ("one two", "onetwo"),
        # And what only looks like it stays.
        ("ولد", "لد"),
        ("الدين", "والدين"),
        ("أخذ مني", "آلمني"),
        ("آلمني كثيرا", "مني"),
        ("أمي", "آلامي"),
        ("دينار", "والدين"),
    ],
)
def test_and_nothing_else_fits(text: str, typed: str) -> None:
    wanted = folding.looked_for(typed)
    assert [one for one in wanted if one not in folding.indexed(text)]


@pytest.mark.pure
def test_what_is_folded_has_no_sign_that_a_database_reads() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x20000)]))
    for start in range(0, len(every), 997):
        for one in [*folding.indexed(every[start : start + 997]).split(" ")]:
            assert not set(one) & set("\"'*:&|!()<>%_\\\0^-+{}[],.;/?~`")


@pytest.mark.pure
def test_nobody_reads_from_it_what_a_story_said() -> None:
    assert folding.indexed("She said no. No, she said.") == " no said she "


def test_every_word_must_be_there_each_as_the_beginning_of_one(says, way):
    on_the_wall(says, WORDS, "He looked at me.", "A moveable feast.")
    assert found("move") == ["A moveable feast.", WORDS]
    assert found("looked he") == ["He looked at me.", WORDS]
    assert found("looked moved") == [WORDS]
    assert found("looked feast") == []
    # One letter is a whole word.
    assert found("a moveable") == ["A moveable feast."]
    assert found("m looked") == []


def test_what_is_ticked_and_what_the_desk_says_is_not_searched(says, way):
    kept = says(WORDS, setting="military", country="DE")
    desk.approve(kept)
    release()
    Story.objects.update(notes=["violence"])
    for word in ("military", "violence", "Germany", "example"):
        assert found(word) == []


def test_each_of_several_examples_is_searched(says, way):
    kept = says("The stairs.", "The lift.")
    desk.approve(kept)
    release()
    assert found("stairs lift") == ["The lift.", "The stairs."]


def test_both_ways_find_what_is_there(says, monkeypatch):
    chance = random.Random(11)
    letters = [
        "a",
        "b",
        "ab",
        "abc",
        "ba",
        "bab",
        "é",
        "上司",
        "لا",
        "l'a",
        "x_y",
        "*",
        "b*b",
        "AB",
    ]
    texts = [" ".join(chance.choices(letters, k=chance.randint(1, 6))) + " so" for _ in range(40)]
    stories = on_the_wall(says, *texts)
    held = {story.pk: folding.indexed(text) for story, text in zip(stories, texts, strict=True)}
    for _ in range(60):
        typed = " ".join(chance.choices(letters, k=chance.randint(1, 3)))
        if not (wanted := folding.looked_for(typed)):
            continue
        right = sorted(key for key, said in held.items() if all(one in said for one in wanted))
        for looked_at in (2_000, 7, 1):
            monkeypatch.setattr(finding, "LOOKED_AT", looked_at)
            got, after = [], NO_KEY
            while True:
                some, after = finding.find(wanted, after=after)
                got += [story.pk for story in some]
                if after == NO_KEY:
                    break
            assert got == right, (typed, looked_at)


# Nothing that is typed is an order to the database


@pytest.mark.parametrize(
    "typed",
    [
        'moved"', '"moved', "mo*", "moved:*", "NEAR(moved too)", "terms:moved", "moved NOT too",
        "moved OR zzz", "moved AND too", "-moved", "^moved", "+moved", "{terms}:moved",
        "moved & !too", "moved | zzz", "(moved", "moved <-> too", "'moved'", "moved\\", "%ved",
        "moved'; DROP TABLE stories_story; --", "m_ved", "moved\0", "moved\ud800",
        "moved /* too */", "$1 moved", "%s moved",
    ],
)  # fmt: skip
def test_no_sign_has_a_meaning(says, way, typed):
    on_the_wall(says, WORDS)
    wanted = folding.looked_for(typed)
    fits = all(one in folding.indexed(WORDS) for one in wanted)
    assert found(typed.encode("utf-8", "replace").decode()) == ([WORDS] if fits else [])
    assert Story.objects.count() == 1


# Only what is on the wall


def kept_of(word: str) -> int:
    """How many stories the database's own index still leads to from a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO stories_searched_index (stories_searched_index, rank) "
                           "VALUES ('integrity-check', 1)")  # fmt: skip
            cursor.execute("SELECT count(*) FROM stories_searched_index "
                           "WHERE stories_searched_index MATCH %s", [f'"{word}"'])  # fmt: skip
        else:
            there = "SELECT count(*) FROM stories_searched WHERE terms LIKE %s"
            cursor.execute(there, [f"% {word} %"])
        return int(cursor.fetchone()[0])


def test_before_its_release_nothing_is_found(says, way):
    on_the_wall(says, "Another one.")
    waiting, approved = says(WORDS), says(WORDS)
    desk.approve(approved)
    assert found("moved") == []
    assert Searched.objects.count() == 1
    release()
    assert found("moved") == [WORDS]
    desk.approve(waiting)
    lifecycle.decline(waiting.pk)
    assert (found("moved"), kept_of("moved")) == ([WORDS], 1)


def remove(story: Story) -> None:
    lifecycle.remove(story.pk)


def remove_while_aside(story: Story) -> None:
    lifecycle.set_aside(story.pk)
    lifecycle.remove(story.pk)


def withdraw(story: Story) -> None:
    lifecycle.withdraw(story.submission_id)


def withdraw_while_aside(story: Story) -> None:
    lifecycle.set_aside(story.pk)
    lifecycle.withdraw(story.submission_id)


@pytest.mark.parametrize("act", [remove, remove_while_aside, withdraw, withdraw_while_aside])
def test_what_is_taken_down_is_found_no_more(says, way, act):
    story, _ = on_the_wall(says, WORDS, "He moved, again.")
    assert len(found("moved")) == 2
    act(story)
    assert found("moved") == ["He moved, again."]
    assert Searched.objects.count() == kept_of("moved") == 1


def test_what_other_words_stand_in_the_place_of_is_found_no_more(says, way, today):
    (story,) = on_the_wall(says, WORDS)
    kept = says("Other words.")
    Submission.objects.filter(pk=kept.pk).update(replaces=story.submission_id)
    desk.approve(kept)
    release()
    assert (found("moved"), found("other")) == ([], ["Other words."])
    assert (kept_of("moved"), Searched.objects.count()) == (0, 1)


def test_what_is_off_the_wall_for_a_look_is_not_found_until_it_is_back(says, way):
    story, _ = on_the_wall(says, WORDS, "Another one.")
    lifecycle.set_aside(story.pk)
    assert found("moved") == []
    lifecycle.bring_back(story.pk)
    assert found("moved") == [WORDS]


def test_a_story_cannot_go_without_what_it_is_found_by(says):
    on_the_wall(says, WORDS)
    with pytest.raises(IntegrityError, match="stories_searched"):
        _delete_stories_alone()


@transaction.atomic
def _delete_stories_alone() -> None:
    """As nothing of ours does it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stories_example")
        cursor.execute("DELETE FROM stories_story")
    connection.check_constraints()


def test_a_release_that_cannot_write_what_is_found_does_not_come_out(says, monkeypatch):
    def broken(text: str) -> str:
        raise RuntimeError

    kept = says(WORDS)
    desk.approve(kept)
    with monkeypatch.context() as patch:
        patch.setattr(folding, "indexed", broken)
        with pytest.raises(RuntimeError):
            release()
    assert not Story.objects.published().exists()


def test_what_came_out_before_there_was_a_search_is_found(says, way):
    _, aside, _ = on_the_wall(says, WORDS, "He moved, again.", "Another one.")
    lifecycle.set_aside(aside.pk)
    waits = says("He moved: not yet.")
    desk.approve(waits)
    Searched.objects.all().delete()
    assert (found("moved"), kept_of("moved")) == ([], 0)
    migration = importlib.import_module("stories.migrations.0019_searched")
    migration.write_what_is_out(apps, None)
    assert (found("moved"), kept_of("moved")) == ([WORDS], 2)
    lifecycle.bring_back(aside.pk)
    assert found("moved") == [WORDS, "He moved, again."]


def test_what_was_in_the_index_before_is_found_without_its_article(says, way):
    story, other = on_the_wall(says, "كان في الجامعة معي", WORDS)
    was = Searched.objects.get(story=other).terms
    Searched.objects.filter(story=story).update(terms=" الجامعه في كان معي ")
    assert found("جامعة") == []
    migration = importlib.import_module("stories.migrations.0023_searched_without_article")
    migration.add_them_without(apps, None)
    assert found("جامعة") == found("الجامعة") == ["كان في الجامعة معي"]
    assert Searched.objects.get(story=story).terms == folding.indexed("كان في الجامعة معي")
    assert Searched.objects.get(story=other).terms == was


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_was_taken_down_is_left_in_the_index(says):
    gone, _ = on_the_wall(says, "Fichtenkreuzschnäbel moved.", "He moved, again.")
    for folded in (b"fichtenkreuzschnabel", b"kreuzschnabel"):
        assert holding(folded)
    lifecycle.remove(gone.pk)
    assert kept_of("fichtenkreuzschnabel") == 0
    if connection.vendor == "sqlite":
        assert holding(b"kreuzschn") == []
    assert left_after_tidying(b"kreuzschn") == []
    # The search would find what is there.
    assert holding(b"moved")


@pytest.mark.django_db(transaction=True)
def test_where_the_index_is_large_that_is_done_at_the_next_tidying(says, monkeypatch):
    if connection.vendor != "sqlite":
        return
    monkeypatch.setattr("stories.erasure._SMALL", 1)
    gone, _ = on_the_wall(says, "Fichtenkreuzschnäbel moved.", "He moved, again.")
    lifecycle.remove(gone.pk)
    assert found("fichten") == []
    assert left_after_tidying(b"kreuzschn") == []


def left_after_tidying(word: bytes) -> list[str]:
    """PostgreSQL leaves dead rows where they are, and a word in an index, until it is tidied; and
    then as well while somebody else reads, who may be its own autovacuum: so several times."""
    for _ in range(20):
        tidying.tidy()
        if not holding(word):
            break
        time.sleep(0.5)
    return holding(word)


def holding(word: bytes) -> list[str]:
    return [name for name, held in files().items() if word in held]


def files() -> dict[str, bytes]:
    if connection.vendor == "sqlite":
        return {"the file": on_the_disk()}
    return postgresql.files(_url())


@pytest.mark.django_db(transaction=True)
def test_postgresql_samples_none_of_it_for_its_statistics(says):
    if connection.vendor != "postgresql":
        return
    on_the_wall(says, *(f"canary {number}" for number in range(30)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM pg_stats s WHERE s::text LIKE '%canary%'")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'stories_searched_index'")
        assert cursor.fetchone()[0] > 0


# What the page shows


def test_no_sentence_is_seen_before_it_is_opened(says, client):
    on_the_wall(says, WORDS)
    page = pages.parsed(search("moved nobody").content)
    (cover,) = page.all("details", "cover")
    assert "open" not in cover.attributes
    assert pages.words(page) == []
    assert pages.words(pages.opened(cover)) == [WORDS]
    (summary,) = cover.all("summary")
    assert "moved" not in summary.text
    # What she typed stands in her own field and nowhere else.
    assert WORDS not in page.text
    assert page.text.count("moved") == 0
    assert not page.all("mark")


def test_languages_are_marked_as_elsewhere(says):
    kept = says("مُعَلِّمَة in the office")
    desk.approve(kept)
    release()
    Story.objects.update(language="ar")
    page = pages.parsed(search("معلمة office").content)
    (cover,) = page.all("details", "cover")
    (words,) = pages.opened(cover).all("div", "words")
    assert (words["lang"], words["dir"]) == ("ar", "rtl")
    (label,) = page.all("bdi", "label")
    assert label["lang"] == "ar"
    (field,) = page.all("input", name="words", type="text")
    assert (field["dir"], field["value"]) == ("auto", "معلمة office")


def test_page_by_page_all_are_there_once_in_the_order_of_their_keys(says, way):
    stories = on_the_wall(says, *(f"He moved: {number}." for number in range(45)))
    shown, posted = [], {"words": "moved", "after": ""}
    for number in range(3):
        page = pages.parsed(Client().post("/search/", posted).content)
        shown += [one["href"].split("/")[2] for one in page.all("a") if "/story/" in one["href"]]
        forms = page.all("form", "pager")
        assert len(forms) == (0 if number == 2 else 1)
        for form in forms:
            assert form["method"] == "post"
            posted = {field["name"]: field["value"] for field in form.all("input")}
    assert shown == sorted(str(story) for story in stories)
    assert len(shown) == 45


@pytest.mark.parametrize("after", ["", "nonsense", "8" * 16, "é" * 16, "-1", "0" * 99])
def test_a_place_that_is_none_is_the_beginning(says, after):
    on_the_wall(says, WORDS)
    assert pages.listed(search("moved", after).content) == [WORDS]


@pytest.mark.parametrize("typed", ["", " ", "a", "* ! ?", "x", "i a", "🙂", "\u064b"])
def test_where_there_is_nothing_to_look_for_it_says_so(says, typed):
    on_the_wall(says, WORDS)
    answer = search(typed)
    assert answer.status_code == 422
    page = pages.parsed(answer.content)
    assert pages.problems(page) == ["Please write a word to look for, or its first two letters."]
    assert not page.all("details", "cover")
    (field,) = page.all("input", name="words")
    assert field["value"] == typed


@pytest.mark.parametrize(
    "typed", ["moved " * 9, "moved" * 21, "上司に触られたとき誰も助けてくれなかった"]
)
def test_where_it_is_too_much_it_says_so_and_keeps_it_in_the_field(typed):
    answer = search(typed)
    assert answer.status_code == 422
    page = pages.parsed(answer.content)
    assert "8 words at most, 100 characters" in pages.problems(page)[0]
    (field,) = page.all("input", name="words")
    assert field["value"] == typed


def test_it_costs_the_same_whatever_is_found(says, way, django_assert_max_num_queries):
    on_the_wall(says, *(f"He moved: {number}." for number in range(30)))
    for typed in ("moved", "he moved", "zzzz", "zzzz moved"):
        with django_assert_max_num_queries(6):
            search(typed)


# What somebody looks for is kept nowhere


def test_it_stands_in_no_address(says, client):
    on_the_wall(says, *(f"He moved: {number}." for number in range(30)))
    page = pages.parsed(client.get("/search/").content)
    (form,) = page.all("form")
    assert (form["method"], form["action"]) == ("post", "/search/")
    assert form["autocomplete"] == "off"
    answer = search("moved")
    assert answer.status_code == 200
    page = pages.parsed(answer.content)
    assert {form["method"] for form in page.all("form")} == {"post"}
    assert not [a["href"] for a in page.all("a") if "moved" in a["href"] or "?" in a["href"]]
    # Nor does an address ask for anything.
    assert WORDS not in client.get("/search/?words=moved").content.decode()


def test_it_is_in_no_cache_and_no_log(says, caplog):
    on_the_wall(says, WORDS)
    with caplog.at_level(logging.DEBUG):
        for typed in ("rohrdommel", "rohrdommel moved", "rohrdommel " * 9, "/rohrdommel"):
            answer = search(typed)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert not answer.cookies
    assert "rohrdommel" not in caplog.text
    for name in caches:
        assert "rohrdommel" not in str(vars(caches[name]))
    assert not len(getattr(caches["pages"], "_cache"))  # noqa: B009


def test_the_form_is_not_kept_either_because_something_is_typed_in_it(client):
    answer = client.get("/search/", headers={"Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 203
    assert "ETag" not in answer.headers


def test_more_than_the_limit_has_to_wait_and_keeps_what_was_typed(settings):
    settings.RATELIMIT_ENABLE = True
    settings.LIMITS = {**settings.LIMITS, "search": {"client": "2/h", "site": "99/h"}}
    assert [search("moved").status_code for _ in range(3)] == [200, 200, 429]
    answer = search("moved")
    assert int(answer.headers["Retry-After"]) > 0
    page = pages.parsed(answer.content)
    (field,) = page.all("input", name="words")
    assert field["value"] == "moved"


def test_another_site_makes_nobody_search():
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert search("moved", headers=headers).status_code == 403


def test_the_list_of_stories_leads_there(client):
    page = pages.parsed(client.get("/stories/").content)
    assert [a.text for a in page.all("a", href="/search/")] == ["Search the stories"]
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
