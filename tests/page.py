"""A page as a tree: what every page must be, and what its forms would send. Knows nothing of the program."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import html5lib
import lxml.etree

XHTML = "{http://www.w3.org/1999/xhtml}"
Element = ElementTree.Element


PLAIN = re.compile(
    r"&(?!(?:amp|lt|gt|quot|nbsp|#34|#39);)|='|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What a strict reader may object to in texts and values themselves: a page without it is right if its tags are."""
VALUE = re.compile(r'="[^"]*"')
SPACE, TEXT = re.compile(r">\s+<"), re.compile(r">[^<>]+<")
AGAIN = re.compile(r"(<(tr|li|option)\b[^<>]*>(?:[^<]|<(?!\2\b|/\2))*</\2>)\1+")
"""Rows, items and choices with the same tags after one another."""
SVG = "{http://www.w3.org/2000/svg}"
CAPITALS = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
known: dict[int, bool] = {}
"""By the tags of a page that was read strictly, in brief: does the quick reader make the same tree of it?"""


def tree_of(text: str) -> Element:
    """The page as a tree; raises when the HTML does not parse strictly.

    A strict reader in Python takes as long as the program takes for the page. So it reads each order of tags once, and a
    quick one reads further pages of the same tags with other words, if it made the same of the first.
    """
    tags = _tags(text)
    if tags is not None and known.get(tags):
        return _quickly(text)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    result: Element = parser.parse(text)
    if tags is not None and tags not in known:
        known[tags] = _same(result, _quickly(text))
    return result


def _tags(text: str) -> int | None:
    """The page's tags and the names of their attributes, rows and items of the same tags once; None where words matter."""
    if PLAIN.search(text):
        return None
    bare = TEXT.sub(">.<", SPACE.sub("><", VALUE.sub("", text)))
    return hash(AGAIN.sub(r"\1", bare))


class _Builder(ElementTree.TreeBuilder):
    """Makes of what the quick reader meets what the strict one makes.

    A drawing's parts have a namespace and capitals; the first line break of a textarea is none of its text.
    """

    drawings = 0
    first = False

    def start(self, tag: str, attrs: Any, /) -> Element:
        self.drawings += tag == "svg"
        self.first = tag == "textarea"
        if not self.drawings:
            return super().start(tag, dict(attrs))
        return super().start(SVG + tag, {CAPITALS.get(name, name): value for name, value in attrs.items()})

    def data(self, data: str, /) -> None:
        super().data(data.removeprefix("\n") if self.first else data)
        self.first = False

    def end(self, tag: str, /) -> Element:
        ended = super().end(SVG + tag if self.drawings else tag)
        self.drawings -= tag == "svg"
        return ended


def _quickly(text: str) -> Element:
    parser = lxml.etree.HTMLParser(target=_Builder(), remove_comments=True)
    parser.feed(text)
    result: Element = parser.close()
    return result


def _same(strict: Element, quick: Element) -> bool:
    """Have two trees the same elements, values and words? Spaces count where they are typed: in a textarea."""
    if (strict.tag, strict.attrib) != (quick.tag, quick.attrib):
        return False
    if strict.tag == "textarea" and (strict.text or "") != (quick.text or ""):
        return False
    texts = [((each.text or "").split(), (each.tail or "").split()) for each in (strict, quick)]
    return texts[0] == texts[1] and len(strict) == len(quick) and all(map(_same, strict, quick))


def words(element: Element) -> str:
    """The text inside an element, spaces tidied."""
    return " ".join("".join(element.itertext()).split())


def rows_under(page: Element, caption: str) -> list[list[str]]:
    """The words of each row of the table whose caption begins so, the first cell being its row header."""
    tables = ((words(each.find("caption")), each) for each in page.iter("table"))  # type: ignore[arg-type]
    body = next(table.find("tbody") for text, table in tables if text.startswith(caption))
    assert body is not None
    return [[words(cell) for cell in row] for row in body]


def check_page(text: str) -> Element:
    """What every page must be: HTML that parses, one h1, a title, unique ids, labelled fields, error links that lead."""
    page = tree_of(text)
    title = page.find(".//title")
    assert title is not None
    assert words(title)
    assert len(page.findall(".//h1")) == 1, "a page has one h1"
    ids = [str(each.get("id")) for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids)), f"ids stand once: {sorted(i for i in ids if ids.count(i) > 1)}"
    labels = {label.get("for") for label in page.iter("label")}
    for field in (*page.iter("input"), *page.iter("select"), *page.iter("textarea")):
        if field.get("type") not in ("hidden", "submit"):
            named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"{field.get('name')} has a label"
    errors = [link.get("href") or "" for link in page.iter("a") if (link.get("href") or "").startswith("#")]
    for href in errors:
        assert len(href) == 1 or href[1:] in ids, f"{href} leads somewhere"
    if page.findall(".//*[@class='govuk-error-summary']"):
        assert words(title).startswith("Error: ")
    return page


def fields_of(form: Element) -> dict[str, Any]:
    """Names and values a form would send untouched; several of a name make a list."""
    result: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "input":
            kind = field.get("type", "text")
            if kind in ("checkbox", "radio") and field.get("checked") is None:
                continue
            if kind not in ("submit", "file", "button"):
                result.setdefault(name, []).append(field.get("value", ""))
        elif field.tag == "textarea":
            result.setdefault(name, []).append((field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            for option in chosen:
                result.setdefault(name, []).append(option.get("value", words(option)))
    return {name: values[0] if len(values) == 1 else values for name, values in result.items()}
