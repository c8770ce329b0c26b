"""`manage.py measure_identifiers [FILE ...]`: how much of what is marked the hints find."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.say.identifiers import find
from stories.say.identifiers.measure import Sentence, measured, milliseconds, sentences, table

ROOT = Path(__file__).resolve().parents[3]
# Ours, and the corpus that may lie beside the repository.
USUAL = (ROOT / "tests/data/testimonies.json", ROOT.parent / "shared/corpora/identifiers.json")


class Command(BaseCommand):
    help = "Measures the hints about what could point at a person on sentences with marks."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument(
            "--misses", action="store_true", help="shows what was missed and what was false"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["files"] or [file for file in USUAL if file.exists()]
        if not files:
            raise CommandError("There is no file to measure on; name one.")
        for file in files:
            self._measure(file, shows=options["misses"])

    def _measure(self, file: Path, *, shows: bool) -> None:
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))
            every = list(sentences(rows))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise CommandError(f"{file}: not a list of marked sentences ({fault}).") from fault
        for name, some in _halves(rows, every):
            self.stdout.write(f"\n{file.name}{name}: {len(some)} sentences")
            tally = measured(find, some)
            self.stdout.writelines(f"{line}\n" for line in table(tally))
            if shows:
                for what, cases in (("missed", tally.missed), ("false", tally.alarmed)):
                    self.stdout.writelines(
                        f"{what} {kind} {word!r} in {text!r}\n" for kind, word, text in cases
                    )
        took = milliseconds(find, every)
        self.stdout.write(f"{took:.2f} ms for 1,000 characters (median)")


def _halves(rows: list[dict[str, Any]], every: list[Sentence]) -> list[tuple[str, list[Sentence]]]:
    """The even and odd shapes of a corpus that names its shapes: one to tune on, one held out."""
    if not all("template" in row for row in rows):
        return [("", every)]
    halves: list[list[Sentence]] = [[], []]
    for row, sentence in zip(rows, every, strict=True):
        halves[row["template"] % 2].append(sentence)
    return [(", even templates", halves[0]), (", odd templates", halves[1]), (", all", every)]
