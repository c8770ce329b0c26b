"""The help lines for survivors, read from `help_lines.json`: data, with source and date checked.

A wrong number here can cost a life. So nothing is guessed, filled in or skipped:
an entry that is not exactly as it should be stops the reading, by name.
"""

import datetime
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

Basis = Literal["stored copy", "general knowledge"]

_FILE = Path(__file__).with_name("help_lines.json")

_COUNTRY = re.compile(r"[A-Z]{2}")
# As people write numbers and phones dial them; `#` and `*` are dialled in some countries.
_NUMBER = re.compile(r"[0-9#*][0-9#* -]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BASES = frozenset({"stored copy", "general knowledge"})

_CHECK_KEYS = frozenset({"source", "checked", "basis"})
_EMERGENCY_KEYS = _CHECK_KEYS | {"number", "medical"}
_LINE_KEYS = _CHECK_KEYS | {
    "country",
    "name",
    "for",
    "phone",
    "sms",
    "web",
    "hours",
    "languages",
    "cost",
}


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line that a survivor can call, text or visit. At least one of the three is there.

    `phone` and `sms` are written as dialled inside the country. `purpose` says what the line
    is for and who may call (`for` in the file). `cost` is "free", other words, or None if we
    do not know. `basis` says whether the number stood in the copy of `source` that was read.
    """

    country: str
    name: str
    purpose: str
    phone: str | None
    sms: str | None
    web: str | None
    hours: str
    languages: tuple[str, ...]
    cost: str | None
    source: str
    checked: datetime.date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Country:
    """A country's emergency numbers and its lines, in the order of the file.

    `code` is ISO 3166-1 alpha-2. `emergency` reaches the police, `medical` an ambulance; in
    many countries they are the same. The last three are of the emergency numbers.
    """

    code: str
    emergency: str
    medical: str
    lines: tuple[HelpLine, ...]
    source: str
    checked: datetime.date
    basis: Basis


@functools.cache
def load() -> tuple[Country, ...]:
    """The countries, by code. The file is read once in a process.

    Raises ValueError naming the entry that is malformed, OSError if the file cannot be read.
    """
    return parse(json.loads(_FILE.read_text(encoding="utf-8")))


def oldest_check() -> datetime.date:
    """The day of the oldest check of any line or emergency number: the date to show.

    Raises what `load` raises.
    """
    return min(
        checked
        for country in load()
        for checked in (country.checked, *(line.checked for line in country.lines))
    )


def parse(data: object) -> tuple[Country, ...]:
    """The countries in what was read from the file, by code.

    Raises ValueError naming the entry that is malformed.
    """
    _has_keys(data, frozenset({"note", "emergency", "lines"}), "the file")
    file = cast(dict[str, Any], data)
    _text(file["note"], "note", "the file")
    if not isinstance(file["emergency"], dict) or not isinstance(file["lines"], list):
        raise ValueError("help_lines.json: the file: emergency is a map, lines is a list")
    if not file["lines"]:
        raise ValueError("help_lines.json: the file: there are no lines")

    by_country: dict[str, list[HelpLine]] = {}
    for position, entry in enumerate(file["lines"]):
        line = _line(entry, position)
        known = by_country.setdefault(line.country, [])
        if any(line.name == other.name for other in known):
            raise _malformed(f"{line.country} {line.name}", "stands there twice")
        known.append(line)

    # A country without a number for the worst moment, or with nothing else, is a mistake.
    for code in sorted(by_country.keys() ^ file["emergency"].keys()):
        raise _malformed(f"{code}", "has lines or emergency numbers, but not both")
    return tuple(
        _country(code, file["emergency"][code], tuple(by_country[code]))
        for code in sorted(by_country)
    )


def _country(code: str, entry: object, lines: tuple[HelpLine, ...]) -> Country:
    who = f"emergency {code}"
    _has_keys(entry, _EMERGENCY_KEYS, who)
    fields = cast(dict[str, Any], entry)
    return Country(
        code=code,
        emergency=_matching(_NUMBER, fields["number"], "number", who),
        medical=_matching(_NUMBER, fields["medical"], "medical", who),
        lines=lines,
        source=_matching(_ADDRESS, fields["source"], "source", who),
        checked=_date(fields["checked"], who),
        basis=_basis(fields["basis"], who),
    )


def _line(entry: object, position: int) -> HelpLine:
    who = f"line {position}"
    if isinstance(entry, dict):
        who += f" ({entry.get('country')} {entry.get('name')})"
    _has_keys(entry, _LINE_KEYS, who)
    fields = cast(dict[str, Any], entry)
    line = HelpLine(
        country=_matching(_COUNTRY, fields["country"], "country", who),
        name=_text(fields["name"], "name", who),
        purpose=_text(fields["for"], "for", who),
        phone=_matching_or_none(_NUMBER, fields["phone"], "phone", who),
        sms=_matching_or_none(_NUMBER, fields["sms"], "sms", who),
        web=_matching_or_none(_ADDRESS, fields["web"], "web", who),
        hours=_text(fields["hours"], "hours", who),
        languages=_languages(fields["languages"], who),
        cost=None if fields["cost"] is None else _text(fields["cost"], "cost", who),
        source=_matching(_ADDRESS, fields["source"], "source", who),
        checked=_date(fields["checked"], who),
        basis=_basis(fields["basis"], who),
    )
    if line.phone is None and line.sms is None and line.web is None:
        raise _malformed(who, "has neither phone nor sms nor web")
    return line


def _malformed(who: str, why: str) -> ValueError:
    return ValueError(f"help_lines.json: {who}: {why}")


def _has_keys(entry: object, keys: frozenset[str], who: str) -> None:
    if not isinstance(entry, dict):
        raise _malformed(who, "is not an object")
    # An unknown key is most likely a misspelt one, whose value nobody would ever see.
    if wrong := sorted(keys ^ entry.keys()):
        raise _malformed(who, f"missing or unknown: {', '.join(wrong)}")


def _text(value: object, key: str, who: str) -> str:
    if not isinstance(value, str) or not value or value != value.strip():
        raise _malformed(who, f"{key} is not a text: {value!r}")
    return value


def _matching(pattern: re.Pattern[str], value: object, key: str, who: str) -> str:
    text = _text(value, key, who)
    if not pattern.fullmatch(text):
        raise _malformed(who, f"{key} is malformed: {text!r}")
    return text


def _matching_or_none(pattern: re.Pattern[str], value: object, key: str, who: str) -> str | None:
    return None if value is None else _matching(pattern, value, key, who)


def _languages(value: object, who: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _malformed(who, f"languages is not a list of codes: {value!r}")
    return tuple(_matching(_LANGUAGE, code, "languages", who) for code in value)


def _date(value: object, who: str) -> datetime.date:
    text = _matching(_DATE, value, "checked", who)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise _malformed(who, f"checked is not a day: {text!r}") from None


def _basis(value: object, who: str) -> Basis:
    text = _text(value, "basis", who)
    if text not in _BASES:
        raise _malformed(who, f"basis is neither of {sorted(_BASES)}: {text!r}")
    return cast(Basis, text)
