"""What pages are called, and that everybody can see and read them."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "titles: the page to write on says what the place is",
        "templates/say/form.html",
        '{% block title %}{% translate "Write" %}{% endblock %}',
        "",
        "tests/test_titles.py",
    ),
    Fault(
        "the browser's frame is light around a dark page",
        "templates/page.html",
        '<meta name="theme-color" content="#161514" media="(prefers-color-scheme: dark)">',
        "",
        "tests/test_titles.py",
    ),
    Fault(
        "the number stands alone in a list of headings",
        "templates/wall/wall.html",
        ' aria-labelledby="many whom"',
        "",
        "tests/test_accessibility.py",
    ),
    Fault(
        "the country that she picks stands where it always does",
        "static/site/site.css",
        ".country:has(h2:target) { order: -1; }",
        "",
        "tests/test_accessibility.py",
    ),
    Fault(
        "the desk's keys are those of one alphabet",
        "static/desk/review.js",
        "return place && !/[a-z]/i.test(event.key) ? place[1].toLowerCase() : event.key;",
        "return event.key;",
        "tests/test_keyboard.py",
    ),
    Fault(
        "titles: each page says what it is, whatever the operator says",
        "templates/page.html",
        "{% if title %}{{ title }}{% else %}",
        "{% if False %}{% else %}",
        "tests/test_titles.py",
    ),
    Fault(
        "forced colours: what may point to someone is not to be seen",
        "static/site/site.css",
        "  mark { forced-color-adjust: none; background: Mark; color: MarkText; }\n",
        "",
        "tests/test_forced_colours.py",
    ),
    Fault(
        "forced colours: what is chosen looks like what is not",
        "static/site/site.css",
        "forced-color-adjust: none; background: Highlight; color: HighlightText; }",
        "}",
        "tests/test_forced_colours.py::test_what_is_chosen_stands_on_another_ground",
    ),
    Fault(
        "plain language: what is kept is told as an office would",
        "templates/say/receipt.html",
        "They are shown once, and are gone when this page is loaded again.",
        "Subsequent availability of the aforementioned credentials is categorically excluded "
        "notwithstanding any circumstances whatsoever, including but not limited to technical "
        "difficulties, accidental deletion, or organisational discontinuation thereof.",
        "tests/test_plain_language.py",
    ),
    Fault(
        "paper: a receipt on two sheets",
        "static/site/site.css",
        "  body:has(.receipt) :not(:has(.receipt), .receipt) { display: none; }\n",
        "",
        "tests/test_paper.py",
    ),
    Fault(
        "paper: a receipt with what it is for",
        "static/site/site.css",
        "  body:has(.receipt) * { visibility: hidden; }\n"
        "  /* What is hidden would still be as long, on a second sheet. */\n"
        "  body:has(.receipt) :not(:has(.receipt), .receipt) { display: none; }\n",
        "",
        "tests/test_paper.py::test_a_receipt_is_ten_words_on_one_sheet_and_says_nothing_else",
    ),
    Fault(
        "paper: numbers without the table that is folded away",
        "static/site/site.css",
        "  .more::details-content { content-visibility: visible; }\n",
        "",
        "tests/test_paper.py",
    ),
    Fault(
        "paper: a story with its buttons",
        "static/site/site.css",
        " main form, section:has(> .filters), .story summary { display: none; }",
        " .story summary { display: none; }",
        "tests/test_paper.py",
    ),
]
