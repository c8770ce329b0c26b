"""The released numbers as a tidy table: one number a row."""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stories.categories import CATEGORIES, label
from stories.models import Release
from stories.places import country, in_order
from stories.wall.disclosure import COUNTRY
from stories.wall.elsewhere.sharing import VERSION
from stories.wall.meaning import meaning

COLUMNS = ("table", "code", "label", "at_least", "release", "date", "meaning", "version")
# Spreadsheets run a cell that begins with one of these (the wide ones where Japanese or Chinese is
# written), and where the locale's separator is another, a cell begins in the middle of ours.
_RUNS = re.compile(r"(^|[;|])([\s\"']*)(?=[=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Row(NamedTuple):
    """One number. None is a hidden one; `release` and `date` say what it is of."""

    table: str
    code: str
    label: str
    at_least: int | None
    release: int
    date: str


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would be one, and
    no tab or line end."""
    return _RUNS.sub(r"\1\2'", _CONTROL.sub(" ", text))


def rows(release: Release, paired: Release | None) -> Iterator[Row]:
    """Every released number: of everybody, of each category, then of two at once."""
    of = (release.number, release.day.isoformat())
    # These three are 0 while they are hidden, which may be none and may be some.
    yield Row("all", "people", _("People"), release.people, *of)
    yield Row("all", "examples", _("Examples that they gave"), release.examples or None, *of)
    yield Row("all", "held", _("Held back until a person has looked"), release.held or None, *of)
    yield Row("all", "gone", _("Counted once, and taken down since"), release.gone or None, *of)
    for table in (*CATEGORIES, COUNTRY):
        yield from (
            Row(table, code, _labels(table, code), shown, *of)
            for code, shown in _ordered(table, release.tables.get(table, {}))
        )
    if paired is None:
        return
    of = (paired.number, paired.day.isoformat())
    for pair, lines in paired.pairs.items():
        one, other = pair.split("+")
        for code, cells in _ordered(one, lines):
            for across, shown in cells.items():
                said = f"{_labels(one, code)} + {_labels(other, across)}"
                yield Row(pair, f"{code}+{across}", said, shown, *of)


def written(release: Release | None, paired: Release | None) -> str:
    """The table as CSV (RFC 4180): every cell quoted, what the number means in each row."""
    # Spreadsheets read UTF-8 only behind its mark.
    file = io.StringIO("\ufeff")
    file.seek(1)
    table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    means = meaning()
    for row in rows(release, paired) if release else ():
        shown = ["" if cell is None else harmless(str(cell)) for cell in row]
        table.writerow([*shown, harmless(means), VERSION])
    return file.getvalue()


def _labels(table: str, code: str) -> str:
    if table == COUNTRY:
        return country(code, get_language() or "en")
    return label(table, code)


def _ordered[T](table: str, cells: dict[str, T]) -> list[tuple[str, T]]:
    """Countries in the alphabetical order of their names, which is no ranking."""
    if table != COUNTRY:
        return list(cells.items())
    return sorted(cells.items(), key=lambda pair: in_order(_labels(COUNTRY, pair[0])))
