"""The help lines: every entry can be reached, has a source, and was checked within a year."""

import copy
import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stories import help_lines
from stories.places import languages

FRESH = datetime.timedelta(days=365)


def stale_on(today: datetime.date) -> list[str]:
    """What was checked more than 365 days before `today`, by country and name."""
    return [
        f"{country.code} {name} {checked}"
        for country in help_lines.load()
        for name, checked in [
            ("emergency", country.checked),
            *((line.name, line.checked) for line in country.lines),
        ]
        if today - checked > FRESH
    ]


def a_file() -> dict[str, Any]:
    """The smallest file that is read."""
    return {
        "note": "How it was checked.",
        "emergency": {
            "NZ": {
                "number": "111",
                "medical": "111",
                "source": "https://example.org/",
                "checked": "2026-11-24",
                "basis": "stored copy",
            }
        },
        "lines": [
            {
                "country": "NZ",
                "name": "A line",
                "for": "For anyone.",
                "phone": "0800 000 000",
                "sms": None,
                "web": None,
                "hours": "Every day, all hours",
                "languages": ["en", "mi"],
                "cost": "free",
                "source": "https://example.org/line",
                "checked": "2026-11-24",
                "basis": "general knowledge",
            }
        ],
    }


def test_there_are_countries_enough_in_order_and_each_once() -> None:
    codes = [country.code for country in help_lines.load()]
    assert len(codes) >= 60
    assert codes == sorted(set(codes))
    assert {"AR", "AU", "BR", "CA", "DE", "EG", "ES", "FR", "GB", "IE", "IN", "KE"} <= set(codes)
    assert {"MX", "NZ", "US", "ZA"} <= set(codes)


def test_every_country_has_a_code_emergency_numbers_and_lines() -> None:
    for country in help_lines.load():
        assert re.fullmatch("[A-Z]{2}", country.code)
        assert re.fullmatch("[0-9]{2,5}", country.emergency), country.code
        assert re.fullmatch("[0-9]{2,5}", country.medical), country.code
        assert country.source.startswith("https://"), country.code
        assert country.lines, country.code
        assert all(line.country == country.code for line in country.lines)


def test_every_line_can_be_reached_and_says_where_it_comes_from() -> None:
    for country in help_lines.load():
        for line in country.lines:
            who = f"{country.code} {line.name}"
            assert line.phone or line.sms or line.web, who
            assert line.web is None or line.web.startswith("https://"), who
            assert line.source.startswith("https://"), who
            assert isinstance(line.checked, datetime.date), who
            assert line.purpose.endswith("."), who
            assert line.hours, who
            assert line.languages, who
            assert line.basis in {"stored copy", "general knowledge"}, who


def test_every_language_of_a_line_has_a_name_to_be_shown_by() -> None:
    spoken = languages("en")
    for country in help_lines.load():
        for line in country.lines:
            for code in line.languages:
                assert code.replace("-", "_") in spoken, f"{country.code} {line.name} {code}"


def test_every_entry_was_checked_within_a_year() -> None:
    """Fails once a year on purpose: call the lines, correct the file, set `checked`."""
    assert stale_on(datetime.date.today()) == []


def test_the_age_check_would_report_old_entries() -> None:
    dates = [line.checked for country in help_lines.load() for line in country.lines]
    dates += [country.checked for country in help_lines.load()]
    two_years_ahead = max(dates) + datetime.timedelta(days=730)
    assert len(stale_on(two_years_ahead)) == len(dates)


def test_the_age_check_turns_on_day_366() -> None:
    oldest = help_lines.oldest_check()
    assert stale_on(oldest + FRESH) == []
    assert stale_on(oldest + FRESH + datetime.timedelta(days=1)) != []


def test_oldest_check_is_the_oldest_of_all() -> None:
    dates = [line.checked for country in help_lines.load() for line in country.lines]
    dates += [country.checked for country in help_lines.load()]
    assert help_lines.oldest_check() == min(dates)


def test_the_note_says_how_it_was_checked() -> None:
    file = Path(help_lines.__file__).with_name("help_lines.json")
    note = json.loads(file.read_text(encoding="utf-8"))["note"]
    for honest in ["stored copies", "Nobody dialled", "before going live"]:
        assert honest in note


def test_a_well_formed_file_is_read() -> None:
    (country,) = help_lines.parse(a_file())
    (line,) = country.lines
    assert (country.code, country.emergency, line.phone) == ("NZ", "111", "0800 000 000")
    assert line.languages == ("en", "mi")
    assert line.checked == datetime.date(2026, 11, 24)


def in_line(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["lines"][0].update({key: value})


def in_emergency(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["emergency"]["NZ"].update({key: value})


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (in_line("country", "nz"), "A line.*country"),
        (in_line("name", " "), "line 0.*name"),
        (in_line("for", None), "A line.*for"),
        (in_line("phone", "call us"), "A line.*phone"),
        (in_line("phone", 111), "A line.*phone"),
        (in_line("phone", None), "A line.*neither"),
        (in_line("sms", ""), "A line.*sms"),
        (in_line("web", "http://example.org"), "A line.*web"),
        (in_line("hours", ""), "A line.*hours"),
        (in_line("languages", []), "A line.*languages"),
        (in_line("languages", ["English"]), "A line.*languages"),
        (in_line("cost", 0), "A line.*cost"),
        (in_line("source", None), "A line.*source"),
        (in_line("checked", "24 November 2026"), "A line.*checked"),
        (in_line("checked", "2026-02-30"), "A line.*checked"),
        (in_line("basis", "hearsay"), "A line.*basis"),
        (in_line("fone", "111"), "A line.*fone"),
        (lambda file: file["lines"][0].pop("source"), "A line.*source"),
        (lambda file: file["lines"].append("a line"), "line 1.*object"),
        (lambda file: file["lines"].append(copy.copy(file["lines"][0])), "A line.*twice"),
        (lambda file: file["lines"].clear(), "no lines"),
        (in_emergency("number", None), "emergency NZ.*number"),
        (in_emergency("medical", "an ambulance"), "emergency NZ.*medical"),
        (in_emergency("checked", None), "emergency NZ.*checked"),
        (lambda file: file["emergency"].clear(), "NZ.*not both"),
        (lambda file: file["emergency"].update(FR={}), "FR.*not both"),
        (lambda file: file.pop("note"), "the file.*note"),
    ],
)
def test_a_malformed_entry_is_refused_by_name(
    spoil: Callable[[dict[str, Any]], object], named: str
) -> None:
    file = a_file()
    spoil(file)
    with pytest.raises(ValueError, match=named):
        help_lines.parse(file)


@pytest.mark.parametrize("data", [None, [], "lines", {"note": "n", "emergency": [], "lines": []}])
def test_what_is_not_a_file_of_lines_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="the file"):
        help_lines.parse(data)
