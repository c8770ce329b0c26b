"""Every language that is offered is whole: nothing untranslated, doubtful, left over or broken."""

import gettext
import io
import re
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from django import conf
from django.conf import settings
from django.contrib import admin as contrib_admin
from django.contrib import auth as contrib_auth

from metoo import catalogues

pytestmark = pytest.mark.pure

DESK = catalogues.ROOT / "moderation" / "locale"
DJANGOS = "moderation/admin/said_by_django.py"
OFFERED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
SHELVES = {"the public's": catalogues.ROOT / "locale", "the desk's": DESK}
# Of each language both catalogues: as much is wanted of one as of the other.
FILES = {
    (whose, path.parent.parent.name): path
    for whose, shelf in SHELVES.items()
    for path in catalogues.files(shelf)
}


# One text for all who speak it: in Brazil nobody may be counted like one, in Portugal never.
COUNTED_AS_IN = {"pt": "pt_PT"}


@pytest.fixture(scope="module")
def templates() -> dict[str, Catalog]:
    return {whose: catalogues.SHELVES[shelf]() for whose, shelf in SHELVES.items()}


@pytest.fixture(scope="module")
def template(templates: dict[str, Catalog]) -> Catalog:
    return templates["the public's"]


@pytest.mark.parametrize("whose", SHELVES)
@pytest.mark.parametrize("code", OFFERED)
def test_an_offered_language_is_whole(templates, whose, code):
    assert catalogues.faults(catalogues.read(FILES[whose, code]), templates[whose]) == []


@pytest.mark.parametrize(("whose", "code"), FILES)
def test_their_files_are_what_make_messages_writes(templates, whose, code):
    path = FILES[whose, code]
    known = catalogues.read(path)
    written = catalogues.as_written(catalogues.brought_up(known, templates[whose]))
    assert path.read_bytes() == written, f"{code}: run make messages"
    compiled = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    anew = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(known)))
    assert vars(compiled)["_catalog"] == vars(anew)["_catalog"], f"{code}: run make messages"


def test_both_catalogues_of_a_language_count_alike():
    for code in OFFERED:
        assert len({catalogues.read(FILES[whose, code]).plural_forms for whose in SHELVES}) == 1


def test_each_stands_there_by_its_own_name():
    for code, name in settings.LANGUAGES:
        assert name.casefold() == (Locale.parse(code).display_name or "").casefold()


def test_one_is_counted_like_no_number_that_the_language_counts_otherwise():
    for code in OFFERED:
        form = c2py(catalogues.read(FILES["the public's", code]).plural_expr)
        one = Locale.parse(COUNTED_AS_IN.get(code, code)).plural_form
        for number in range(200):
            assert (form(number) == form(1)) == (one(number) == one(1)), (code, number)


def test_what_the_public_reads_is_found_wherever_it_stands(template):
    for words, file in {
        "Skip to the content": "templates/page.html",
        "Something broke on our side": "templates/errors/500.html",
        "At work": "stories/categories.py",
        ("%(examples)s example", "%(examples)s examples"): "templates/wall/labels.html",
        "Every day, all hours": "stories/help_lines.json",
        # What a moderator sends, in the language of whom it is for.
        "We could not publish this safely. It says nothing about whether you are believed.": (
            "moderation/admin/review/sheet.py"
        ),
    }.items():
        message = template.get(words)
        assert message is not None, words
        assert file in {name for name, _ in message.locations}
    # The desk's own.
    assert template.get("Wall and decisions") is None


def test_what_stands_at_the_desk_alone_is_found_and_nothing_twice(templates):
    desk = templates["the desk's"]
    for words, file in {
        "Wall and decisions": "templates/admin/base_site.html",
        "Type your password.": "moderation/accounts/forms.py",
        # Django's, of which no language of Django's has all.
        "Clear all filters": "moderation/admin/said_by_django.py",
    }.items():
        message = desk.get(words)
        assert message is not None, words
        assert file in {name for name, _ in message.locations}
    public = templates["the public's"]
    assert not [one.id for one in desk if one.id and public.get(one.id, context=one.context)]


def test_what_django_says_at_the_desk_is_what_django_says():
    """Or it would be translated, and never shown."""
    template, said = Catalog(), set()
    catalogues.add(template, catalogues.ROOT / DJANGOS, DJANGOS)
    for app in (contrib_admin, contrib_auth, conf):
        folder = Path(app.__file__ or "").parent / "locale" / "en" / "LC_MESSAGES"
        said |= {one.id for one in catalogues.read(folder / "django.po") if one.id}
    wanted = {one.id for one in template if one.id}
    assert wanted
    assert wanted <= said


# What one of the two countries reads as foreign or as curt, and what says whether a woman reads.
_NOT_IN_PORTUGUESE = (
    r"vocês?|tu|te|ti|contigo|teus?|tuas?|consigo|ecrã|tela|ficheiros?|arquivos?|telemóve(?:l|is)|"
    r"celular(?:es)?|utilizador(?:es)?|usuários?|partilh\w+|compartilh\w+|registr?os?|equipas?|"
    r"bem-vind\w+|obrigad[oa]|está[s]? (?:a \w+[aei]r|\w+[aei]ndo)\b"
)


def test_portuguese_is_one_for_both_shores_of_the_ocean_and_for_whoever_reads():
    judged = re.compile(rf"\b(?:{_NOT_IN_PORTUGUESE})\b", re.IGNORECASE)
    assert judged.search("Se você quiser")
    assert judged.search("Está escrevendo aqui")
    assert judged.search("Está a escrever aqui")
    for whose in SHELVES:
        for message in catalogues.read(FILES[whose, "pt"]):
            told = message.string
            for form in [told] if isinstance(told, str) else told or ():
                assert not judged.search(form), form


SOURCE = ("%(number)s person of <em>%(place)s</em>", "%(number)s people of <em>%(place)s</em>")


def source() -> Catalog:
    catalog = Catalog()
    catalog.add("Hello %(name)s.")
    catalog.add(SOURCE)
    return catalog


def spanish(hello: str = "Hola, %(name)s.", **flags: object) -> Catalog:
    catalog = Catalog(locale="es")
    catalog.add("Hello %(name)s.", hello, **flags)  # type: ignore[arg-type]
    catalog.add(SOURCE, ("Alguien de <em>%(place)s</em>", "%(number)s de <em>%(place)s</em>"))
    return catalog


def test_a_whole_catalogue_has_no_faults():
    assert catalogues.faults(spanish(), source()) == []


@pytest.mark.parametrize(("hello", "fault"), [
    ("", "untranslated"),
    ("Hola.", "placeholders"),
    ("Hola, %(nombre)s.", "placeholders"),
    ("Hola, <b>%(name)s</b>.", "other tags"),
    (" Hola, %(name)s.", "blanks"),
    ("Hola, %(name)s.\n", "blanks"),
])  # fmt: skip
def test_a_fault_in_a_message_is_seen(hello, fault):
    (seen,) = catalogues.faults(spanish(hello), source())
    assert seen.startswith(fault)
    assert seen.endswith(": Hello %(name)s.")


def test_what_is_doubtful_missing_or_left_over_is_seen():
    assert catalogues.faults(spanish(flags=["fuzzy"]), source()) == ["fuzzy: Hello %(name)s."]
    more, less = source(), source()
    more.add("Goodbye")
    less.delete("Hello %(name)s.")
    assert catalogues.faults(spanish(), more) == ["missing: Goodbye"]
    assert catalogues.faults(spanish(), less) == ["unused: Hello %(name)s."]


def test_a_form_for_one_number_alone_may_leave_it_out_and_no_other_form_may():
    for forms, number in (
        (("Alguien de <em>%(place)s</em>", "Gente de <em>%(place)s</em>"), 1),
        (("Alguien de <em>aquí</em>", "%(number)s de <em>%(place)s</em>"), 1),
        (("Alguien de %(place)s", "%(number)s de <em>%(place)s</em>"), 1),
        (("Alguien de <em>%(place)s</em>", ""), 1),
    ):
        catalog = spanish()
        catalog.delete(SOURCE)
        catalog.add(SOURCE, forms)
        assert len(catalogues.faults(catalog, source())) == number


def test_bringing_up_keeps_what_is_translated_and_drops_what_is_gone():
    known, template = spanish(), source()
    template.delete("Hello %(name)s.")
    template.add("Goodbye")
    brought = catalogues.brought_up(known, template)
    assert catalogues.faults(brought, template) == ["untranslated: Goodbye"]
    kept, before = brought.get(SOURCE), known.get(SOURCE)
    assert kept
    assert before
    assert kept.string == before.string
    read = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(brought)))
    assert read.gettext("Goodbye") == "Goodbye"
    assert read.ngettext(*SOURCE, 2) == "%(number)s de <em>%(place)s</em>"
    assert catalogues.as_written(brought) == catalogues.as_written(brought)
