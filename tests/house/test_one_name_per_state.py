"""A state of money has one name, that of the glossary: pages, sheets and messages use no other."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOT, SOURCES, named, nodes_of

OTHER_NAMES = {
    "requested": r"\bpending\b|awaiting (approval|a decision)|waiting to be decided|not yet decided",
    "committed": r"\breserved\b|\bearmarked\b|spent (or|and) held|^held$|\bheld and spent",
    "reversed": r"(was|were|is|are|be|been|or|and) (then |later )?taken out\b|\btook out\b|out of the books|\bvoided\b",
    "over the limit": r"\bover ?spen[dt]|over (the )?budget\b|beyond the limit|exceed(s|ed|ing)? (the|its) limit|over limit",
    "above the band": r"(over|beyond|outside|exceed\w*) (the|their|your|a) [a-z’' ]{0,20}band\b|out of band",
    "told afterwards": r"\bretrospective",
}
"""For each state other words for it that people use, and that would make two of one."""
MEANS_ANOTHER = {
    ("budgettracker/costing/history.py", "A car beyond the limit"): "miles of a year, and no money of a family",
    ("budgettracker/worktime/kinds.py", "Its time was taken out of the week"): "time, which is withdrawn",
}
"""What has such words and means another thing, and which."""


def texts() -> Iterator[tuple[str, str]]:
    """All that people read: what templates print, and the words in code that are not docstrings."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        page = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for line in page.splitlines():
            yield named(path), " ".join(re.sub(r"<[^>]*>", " ", line).split())
            yield from ((named(path), words) for words in re.findall(r"[\"“']([A-Z][^\"”']*)", line))
    for path in SOURCES:
        docstrings = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
        words = (node for node in nodes_of(path) if isinstance(node, ast.Constant) and id(node) not in docstrings)
        yield from ((named(path), each.value) for each in words if isinstance(each.value, str) and _is_read(each.value))


def _is_read(text: str) -> bool:
    """Is it for people, and not a name in code?"""
    return " " in text or not text.replace("_", "").islower()


def other_names(rows: Iterator[tuple[str, str]]) -> list[str]:
    wrong = []
    for where, words in rows:
        for state, others in OTHER_NAMES.items():
            result = re.search(others, words, re.IGNORECASE)
            if result and (where, words) not in MEANS_ANOTHER:
                wrong.append(f"{where}: “{result[0]}” is {state}: {words[:80]}")
    return sorted(set(wrong))


def test_pages_sheets_and_messages_call_a_state_by_its_one_name() -> None:
    rows = list(texts())
    assert other_names(iter(rows)) == []
    assert set(MEANS_ANOTHER) <= set(rows), "an exception is for words that are there"


@pytest.mark.parametrize(
    "words",
    [
        "Held",
        "Spent or held",
        "The purchase was taken out of the books",
        "Overspent",
        "It is pending",
        "beyond the limit",
    ],
)
def test_another_name_is_noticed(words: str) -> None:
    assert len(other_names(iter([("a page", words)]))) == 1
