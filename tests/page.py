"""A page as a tree: what every page must be, and what its forms would send. Knows nothing of the program."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
Element = ElementTree.Element


def tree_of(text: str) -> Element:
    """The page as a tree; raises when the HTML does not parse strictly."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found: Element = parser.parse(text)
    return found


def words(element: Element) -> str:
    """The text inside an element, spaces tidied."""
    return " ".join("".join(element.itertext()).split())


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
    found: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "input":
            kind = field.get("type", "text")
            if kind in ("checkbox", "radio") and field.get("checked") is None:
                continue
            if kind not in ("submit", "file", "button"):
                found.setdefault(name, []).append(field.get("value", ""))
        elif field.tag == "textarea":
            found.setdefault(name, []).append((field.text or "").removeprefix("\n"))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            for option in chosen:
                found.setdefault(name, []).append(option.get("value", words(option)))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
