"""What a page says, read exactly: with the standard parser, and not with patterns."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.test import Client

_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
}  # fmt: skip


class Element:
    """One element, with what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        """Its text as a browser has it; a line break is one."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )

    def all(self, tag: str, kind: str = "", **attributes: str) -> "list[Element]":
        """Every element in it with this tag, class and attributes, in order."""
        return [
            one
            for one in self._inside()
            if one.tag == tag
            and (not kind or kind in one.attributes.get("class", "").split())
            and attributes.items() <= one.attributes.items()
        ]

    def _inside(self) -> "Iterator[Element]":
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._inside()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(one)
        if tag not in _VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(page: str | bytes) -> Element:
    """A page as a tree. Fails for one that is not well formed: something has broken out."""
    builder = _Builder()
    builder.feed(page.decode() if isinstance(page, bytes) else page)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is never ended"
    return builder.open[0]


def words(page: Element) -> list[str]:
    """The texts of the examples on a page that shows them, on the wall or at the desk."""
    return ["\n\n".join(p.text for p in box.all("p")) for box in page.all("div", "words")]


def key(cover: Element) -> str:
    """Of which story a cover in a list is, as it stands in its address."""
    (link,) = [one["href"] for one in cover.all("a") if "/story/" in one["href"]]
    return link.partition("/story/")[2][:16]


def opened(cover: Element) -> Element:
    """The page of the story that a cover in a list leads to."""
    return parsed(Client().get(f"/story/{key(cover)}/").content)


def listed(page: str | bytes) -> list[str]:
    """The words of the stories that a page lists, as they stand on the pages that it leads to."""
    covers = [one for one in parsed(page).all("details", "cover") if "data-words" in one.attributes]
    return [text for cover in covers for text in words(opened(cover))]


def told(path: str) -> str:
    """What stands on a page, and the words of every story that it lists."""
    page = Client().get(path).content.decode()
    return "\n".join([page, *listed(page)])


def typed(page: Element) -> list[str]:
    """What stands in the form's text fields. The line end that begins one is the template's."""
    return [box.text.removeprefix("\n") for box in page.all("textarea")]


def nonce(page: Element) -> str:
    """The number in the page's forms, which all have the same."""
    (number,) = {field["value"] for field in page.all("input", name="nonce")}
    return number


def pressed(words: str, action: str, **more: str) -> Any:
    """What /yours/ answers her who looks with her words and presses a button on the page that
    comes: it carries what it shows."""
    page = parsed(Client().post("/yours/", {"receipt": words}).content)
    seen = {field["name"]: field["value"] for field in page.all("input", name="seen")}
    return Client().post("/yours/", {"receipt": words, "action": action, **seen, **more})


def problems(page: Element) -> list[str]:
    """The sentences that say what is wrong."""
    return [item.text for box in page.all("div", "wrong") for item in box.all("li")]


def as_posted(page: Element, **chosen: str) -> dict[str, str]:
    """What a browser sends from the page at the press of its first visible button."""
    form = {field["name"]: field["value"] for field in page.all("input")}
    form |= {field["name"]: field.text.removeprefix("\n") for field in page.all("textarea")}
    form |= {field["name"]: "keep" for field in page.all("select")}
    return form | {"action": "send"} | chosen


def surely(client: Client, path: str, fields: dict[str, str]) -> Any:
    """What a post is answered, and where a page of the desk asks whether she is sure, what her yes
    is: it carries what that page holds."""
    answer = client.post(path, fields)
    form, yes = yes_of(answer)
    return client.post(form["action"], yes) if form else answer


def yes_of(answer: Any) -> tuple[Element | None, dict[str, str]]:
    """The form that asks whether she is sure, and what its yes posts; None and nothing where the
    answer is another page."""
    if answer.status_code != 200 or b'name="sure"' not in answer.content:
        return None, {}
    (form,) = [one for one in parsed(answer.content).all("form") if one.all("button", "against")]
    # It takes nothing but this form, and no script.
    (button,) = form.all("button")
    held = [*form.all("input", type="hidden"), button]
    return form, {one["name"]: one["value"] for one in held}
