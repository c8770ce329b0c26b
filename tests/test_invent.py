"""The demonstration's testimonies: enough of them, well formed, and marked as invented."""

import json
from collections import Counter
from pathlib import Path

import pytest

from stories.demo import invent as module
from stories.demo.invent import MARKS, Invented, invent

COUNT = 1_200
SEED = 2017

CODES = {
    "setting": {
        "work", "school", "public", "transport", "home", "online", "health", "faith", "sport",
        "military", "other",
    },
    "by": {
        "stranger", "colleague", "authority", "classmate", "partner", "former_partner", "family",
        "friend", "other",
    },
    "age": {"under13", "13-17", "18-24", "25-34", "35-49", "50plus"},
    "reported": {"no", "told_someone", "yes_nothing", "yes_acted"},
}  # fmt: skip


@pytest.fixture(scope="module")
def invented() -> list[Invented]:
    return list(invent(COUNT, seed=SEED))


@pytest.fixture(scope="module")
def stories(invented: list[Invented]) -> list[Invented]:
    return [one for one in invented if texts(one)]


def texts(one: Invented) -> list[str]:
    return [example["text"] for example in one.examples if example["text"]]


def test_as_many_as_asked(invented):
    assert len(invented) == COUNT
    assert list(invent(0, seed=SEED)) == []


def test_same_seed_same_testimonies(invented):
    assert list(invent(COUNT, seed=SEED)) == invented
    assert list(invent(COUNT, seed=SEED + 1)) != invented


def test_a_smaller_count_is_the_beginning_of_a_larger_one(invented):
    assert list(invent(50, seed=SEED)) == invented[:50]


def test_every_code_is_one_of_ours_and_every_one_of_ours_occurs(invented):
    for key, codes in CODES.items():
        used = {example[key] for one in invented for example in one.examples}
        assert used == codes | {""}, key


def test_an_example_has_exactly_these_keys(invented):
    for one in invented:
        for example in one.examples:
            assert example.keys() == {"text", *CODES}
            assert any(example.values()) or texts(one)


def test_no_child_has_a_partner_or_a_colleague():
    folder = Path(module.__file__).parent / "texts"
    written = [json.loads((folder / f"{language}.json").read_text("utf-8")) for language in MARKS]
    examples = [example for entries in written for one in entries for example in one["examples"]]
    examples += [example for one in invent(5_000, seed=SEED) for example in one.examples]
    for example in examples:
        if example["age"] in {"under13", "13-17"}:
            assert example["by"] not in {"partner", "former_partner", "colleague"}, example


def test_about_a_quarter_have_words(stories):
    assert 250 <= len(stories) <= 350


def test_every_language_has_stories(stories):
    languages = Counter(one.language for one in stories)
    assert languages.keys() == {"en", "es", "fr", "pt", "ar", "hi"}
    assert min(languages.values()) >= 30


def test_no_text_comes_twice(stories):
    every = [text for one in stories for text in texts(one)]
    assert len(set(every)) == len(every)


def test_texts_are_used_once_and_then_there_are_only_statuses():
    many = list(invent(3_000, seed=SEED))
    every = [text for one in many for text in texts(one)]
    assert len(set(every)) == len(every)
    assert not any(texts(one) for one in many[-500:])


def test_every_story_says_once_in_its_language_that_it_is_invented(stories):
    for one in stories:
        assert texts(one)[-1].endswith("\n\n" + MARKS[one.language])
        assert "".join(texts(one)).count(MARKS[one.language]) == 1


def test_texts_fit_the_form(stories):
    assert all(len(text) <= 5_000 for one in stories for text in texts(one))


def test_statuses_are_bare_or_have_one_or_two_examples(invented):
    statuses = [one for one in invented if not texts(one)]
    sizes = Counter(len(one.examples) for one in statuses)
    assert sizes.keys() == {0, 1, 2}
    assert 0.4 <= sizes[0] / len(statuses) <= 0.6
    assert not any(one.quotable for one in statuses)


def test_statuses_are_mostly_english(invented):
    statuses = [one for one in invented if not texts(one)]
    languages = Counter(one.language for one in statuses)
    shares = {"en": 0.50, "es": 0.18, "fr": 0.10, "pt": 0.08, "hi": 0.08, "ar": 0.06}
    for language, share in shares.items():
        assert abs(languages[language] / len(statuses) - share) < 0.06


def test_countries_are_missing_often_and_some_are_too_small_to_show(invented):
    countries = Counter(one.country for one in invented)
    assert 0.3 <= countries.pop("") / COUNT <= 0.4
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in countries)
    assert sum(people < 20 for people in countries.values()) >= 5
    assert sum(people >= 20 for people in countries.values()) >= 5


def test_different_settings_have_different_people(invented):
    pairs = Counter(
        (example["setting"], example["by"]) for one in invented for example in one.examples
    )
    assert pairs["work", "authority"] > pairs["work", "stranger"]
    assert pairs["transport", "stranger"] > pairs["transport", "authority"]
    assert pairs["home", "partner"] > pairs["home", "stranger"]
