"""Strings that others have collected because they break things.

They lie in shared/corpora beside the repository, or where METOO_CORPORA says.
A clone that has no shared/ beside it has the few below.

`marked()` gives the sentences in which people have marked what points at a person.
"""

import json
import os
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared"
_NAMED = os.environ.get("METOO_CORPORA")
FULL = os.environ.get("PROVE") == "full"
SAMPLE = 500

_FEW = [
    *("", "null", "0", "-1", "1/0", "NaN", "\\", "😍", "田中さん", "Ω≈ç√∫", "⁰⁴⁵", "ﷺ", "ثم نفس"),
    *("\u202etest\u202e", "Ṱ̺̺̕o͞ ̷i̲̬͇", "\u2060", "\x01\x1b[2J", "\ufeff", "../../etc/passwd%00"),
    *("1'; DROP TABLE stories--", "$HOME", "%s%n", "{{ 7*7 }}", "{% load l10n %}", "${7*7}"),
    *(
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<script>alert(1)</script>",
        "<svg/onload=alert(1)>",
    ),
    *(
        "</textarea><img src=x onerror=alert(1)>",
        '"><iframe src=javascript:alert(1)>',
        "]]>",
        "-->",
    ),
    *("'-alert(1)-'", "javascript:alert(1)", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
    *("</p><a href=//elsewhere.example>x</a>", "<math><mi xlink:href=data:x,1>", "<!--<img src=x>"),
]


def _read() -> tuple[str, list[str]]:
    if not _NAMED and not _BESIDE.exists():
        return "a-few-built-in-strings", _FEW
    folder = Path(_NAMED) if _NAMED else _BESIDE / "corpora"
    naughty = json.loads((folder / "naughty-strings.json").read_text("utf-8"))
    lines = (folder / "xss-payloads.txt").read_bytes().decode().split("\n")
    every = [line for line in lines if line]
    step = 1 if FULL else max(len(every) // SAMPLE, 1)
    some = every[::step]
    return f"{len(naughty)}-naughty-and-{len(some)}-of-{len(every)}-injections", naughty + some


def marked() -> tuple[str, list[dict[str, Any]]]:
    """What the marked sentences are, for the id of a test, and they themselves.

    Beside a clone without shared/ it is the repository's own: the id then says so. Where
    shared/ is, a list that is missing is a fault.
    """
    if not _NAMED and not _BESIDE.exists():
        own = Path(__file__).parent / "data" / "testimonies.json"
        return "no-corpus-here-so-our-own-again", json.loads(own.read_text("utf-8"))
    folder = Path(_NAMED) if _NAMED else _BESIDE / "corpora"
    rows = json.loads((folder / "identifiers.json").read_text("utf-8"))
    return f"{len(rows)}-sentences-of-others", rows


# What they are, for the id of a test, and they themselves.
NAME, STRINGS = _read()
