"""The catalogues: for each language one of what the public reads, `locale/<code>/`, and one of what
stands at the desk alone, `moderation/locale/<code>/`.

Made, compiled and judged with Babel, so that no machine needs the programs of gettext. `python -m
metoo.catalogues` (`make messages`) brings every language that has a folder up to date: what is new
stands there untranslated, what is gone is gone, what is translated stays; then it compiles.
The same sources give the same bytes: no dates and no line numbers stand in them.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from gettext import c2py
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
_CODE, _TEMPLATES = ("metoo", "moderation", "stories"), "templates"
_DESKS = ("moderation/", "templates/account/", "templates/admin/", "templates/429.html")
type Marks = Mapping[str, Sequence[int | tuple[int, str]] | None]
# What is given to each function that marks words: its arguments that are words, `c` for a context.
_MARKS: Marks = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# At the desk, for the public: what a moderator sends in the language of whom it is for.
_FOR_OTHERS: Marks = {"gettext_noop": None}
_LINES = "stories/help_lines.json"
_LINE_WORDS = ("for", "hours", "cost")
# Instead of the moment, which would make each file another one each time.
_NEVER = datetime(2017, 10, 15, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|(?<!%)%[a-z]|\{(\w*)\}")
_TAG = re.compile(r"</?\w[^>]*>")
# Numbers enough to tell which forms of a plural stand for one number alone.
_NUMBERS = range(1000)

type Key = tuple[str, str | None]


def wanted(root: Path = ROOT) -> Catalog:
    """Everything that the public can be shown, untranslated, in the order of the files.

    Raises what Django raises for a template that it cannot read.
    """
    catalog = Catalog()
    for path in _sources(root):
        file = path.relative_to(root).as_posix()
        if not file.startswith(_DESKS):
            add(catalog, path, file)
        elif path.suffix == ".py":
            add(catalog, path, file, _FOR_OTHERS)
    for line in json.loads((root / _LINES).read_text(encoding="utf-8"))["lines"]:
        for name in _LINE_WORDS:
            if line[name]:
                catalog.add(line[name], locations=[(_LINES, 0)])
    return catalog


def wanted_at_desk(root: Path = ROOT) -> Catalog:
    """What stands at the desk and is not among what the public can be shown."""
    catalog, public = Catalog(), wanted(root)
    for path in _sources(root):
        file = path.relative_to(root).as_posix()
        if file.startswith(_DESKS):
            add(catalog, path, file)
    for message in _messages(catalog):
        if public.get(message.id, context=message.context):
            catalog.delete(message.id, context=message.context)
    return catalog


# Where the catalogues lie, a folder for each language, and what is wanted of them.
SHELVES = {ROOT / "locale": wanted, ROOT / "moderation" / "locale": wanted_at_desk}


def _sources(root: Path) -> Iterator[Path]:
    yield from sorted(path for room in _CODE for path in (root / room).rglob("*.py"))
    yield from sorted(path for path in (root / _TEMPLATES).rglob("*") if path.is_file())


def add(catalog: Catalog, path: Path, file: str, marks: Marks = _MARKS) -> None:
    """Adds what a template or a module marks to be translated, as found in `file`."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a page are blanks, which are no lines of Python.
        text = "\n".join(map(str.lstrip, templatize(text).split("\n")))
    for words, context in _in_python(text, marks):
        catalog.add(words, context=context, locations=[(file, 0)])


def _in_python(text: str, marks: Marks) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    options = {"encoding": "utf-8"}
    source = io.BytesIO(text.encode())
    for _, words, _, context in extract("python", source, keywords=marks, options=options):  # type: ignore[arg-type]
        yield words, context  # type: ignore[misc]


def read(path: Path) -> Catalog:
    """A catalogue as it stands in its file. Raises OSError, and ValueError for one that is none."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def brought_up(known: Catalog, template: Catalog) -> Catalog:
    """What is wanted, with the translations that are known."""
    catalog = Catalog(locale=known.locale)
    catalog.mime_headers = [("Plural-Forms", known.plural_forms)]
    for message in _messages(template):
        old = known.get(message.id, context=message.context)
        kept = old if old is not None and old.pluralizable == message.pluralizable else None
        catalog.add(
            message.id,
            kept.string if kept else ("",) * known.num_plurals if message.pluralizable else "",
            locations=sorted(set(message.locations)),
            flags=kept.flags if kept else (),
            user_comments=kept.user_comments if kept else (),
            context=message.context,
        )
    return catalog


def as_written(catalog: Catalog) -> bytes:
    """The bytes of a `.po` file."""
    header = f"""\
msgid ""
msgstr ""
"Language: {catalog.locale_identifier}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {catalog.plural_forms}\\n"

"""
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True, include_lineno=False)
    return header.encode() + body.getvalue().lstrip()


def compiled(catalog: Catalog) -> bytes:
    """The bytes of a `.mo` file, which is what Django reads. What is fuzzy or not whole is not in
    it, and is shown in English."""
    whole = Catalog(locale=catalog.locale, creation_date=_NEVER, revision_date=_NEVER)
    whole.mime_headers = [("Plural-Forms", catalog.plural_forms)]
    for message in _messages(catalog):
        if all(_forms(message.string)):
            whole.add(message.id, message.string, flags=message.flags, context=message.context)
    file = io.BytesIO()
    write_mo(file, whole)
    return file.getvalue()


def faults(catalog: Catalog, template: Catalog) -> list[str]:
    """What keeps a language from being offered, a sentence each; empty where nothing does."""
    have = {_key(message): message for message in _messages(catalog)}
    want = {_key(message): message for message in _messages(template)}
    alone = _alone(catalog)
    return [
        *(f"missing: {words}" for words, _ in want.keys() - have.keys()),
        *(f"unused: {words}" for words, _ in have.keys() - want.keys()),
        *(
            f"{fault}: {key[0]}"
            for key, message in have.items()
            if key in want
            for fault in _faults(message, want[key], alone)
        ),
    ]


def _faults(message: Message, source: Message, alone: frozenset[int]) -> Iterator[str]:
    given, forms = _forms(source.id), _forms(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if len(given) != len(_forms(message.id)):
        yield "plural where there is none, or none where there is one"
    if not all(forms):
        yield "untranslated"
        return
    # What every number needs; "one person" may leave out the number.
    every, some = _placeholders(given[-1]), {each for text in given for each in _placeholders(text)}
    for at, form in enumerate(forms):
        found = _placeholders(form)
        less = 1 if len(forms) > 1 and at in alone else 0
        if not found <= some or len(every - found) > less:
            yield f"placeholders {sorted(found)} for {sorted(every)}"
        if sorted(_TAG.findall(form)) != sorted(_TAG.findall(given[-1])):
            yield "other tags"
        if _ends(form) != _ends(given[-1]) or form.strip() != form.strip(" \n"):
            yield "blanks at its ends"


def _ends(text: str) -> tuple[bool, bool]:
    """Whether it begins with a blank, and ends with one."""
    return text[:1].isspace(), text[-1:].isspace()


def _alone(catalog: Catalog) -> frozenset[int]:
    """The forms of this language's plural that stand for one number alone, as in Arabic for two."""
    form = c2py(catalog.plural_expr)
    used = [form(number) for number in _NUMBERS]
    return frozenset(each for each in used if used.count(each) == 1)


def _placeholders(text: str) -> set[str]:
    return {match.group() for match in _PLACEHOLDER.finditer(text)}


def _forms(words: str | Iterable[str] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def _key(message: Message) -> Key:
    return _forms(message.id)[0], message.context


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def files(shelf: Path) -> list[Path]:
    """The catalogues that there are on one of the SHELVES, a folder each."""
    return [
        folder / "LC_MESSAGES" / "django.po"
        for folder in sorted(shelf.iterdir() if shelf.exists() else ())
        if folder.is_dir()
    ]


def main() -> None:
    """Brings every language up to date, and says of each what is left to do."""
    for shelf, want in SHELVES.items():
        template = want()
        for path in files(shelf):
            catalog = brought_up(_known(path), template)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(as_written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(catalog))
            left, where = faults(catalog, template), path.parent.parent.relative_to(ROOT)
            sys.stdout.write(f"{where}: {len(_messages(catalog))} messages, {len(left)} to do\n")
            sys.stdout.writelines(f"  {fault}\n" for fault in left)


def _known(path: Path) -> Catalog:
    """A catalogue as it stands; an empty one, which counts as the public's of that language does,
    where there is none yet."""
    if path.exists():
        return read(path)
    code = path.parent.parent.name
    catalog, public = Catalog(locale=code), ROOT / "locale" / code / "LC_MESSAGES" / "django.po"
    if public.exists():
        catalog.mime_headers = [("Plural-Forms", read(public).plural_forms)]
    return catalog


if __name__ == "__main__":
    main()
