"""A closed list stands once: no set, tuple or list of texts repeats the values of a StrEnum, or another such list."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.sources import SOURCES, named, nodes_of, tree_of

FEWEST = 3
"""So many texts make a list; of a StrEnum with two values, both of them do."""


@dataclass(frozen=True)
class Texts:
    """A display of nothing but texts, and where it stands."""

    place: str
    values: frozenset[str]


def closed_lists_of_kinds() -> dict[str, frozenset[str]]:
    """Every StrEnum of the program with its values."""
    return {
        node.name: frozenset(
            str(line.value.value).casefold()
            for line in node.body
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        )
        for path in SOURCES
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
    }


def displays(*, every_dict: bool) -> Iterator[Texts]:
    """Sets, tuples, lists and keys of dicts that hold texts only.

    A dict inside a function says several things of one row, which is no list; one with a name of its own in a module is.
    """
    for path in SOURCES:
        tables = {id(node.value) for node in tree_of(path).body if isinstance(node, ast.Assign | ast.AnnAssign)}
        for node in nodes_of(path):
            elements: list[ast.expr | None] = []
            if isinstance(node, ast.Set | ast.Tuple | ast.List):
                elements = [*node.elts]
            elif isinstance(node, ast.Dict) and (every_dict or id(node) in tables):
                elements = [*node.keys]
            texts = [each.value for each in elements if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if texts and len(texts) == len(elements):
                yield Texts(f"{named(path)}:{node.lineno}", frozenset(map(str.casefold, texts)))  # type: ignore[attr-defined]


def test_no_list_repeats_the_values_of_a_kind() -> None:
    kinds = closed_lists_of_kinds()
    assert len(kinds) > 40
    names = {
        f"{texts.place} repeats {kind}"
        for texts in displays(every_dict=True)
        for kind, values in kinds.items()
        if (len(values) > 1 and texts.values >= values) or (len(texts.values) >= FEWEST and texts.values <= values)
    }
    assert names == set()


def test_no_list_stands_twice() -> None:
    places: dict[frozenset[str], list[str]] = defaultdict(list)
    for texts in displays(every_dict=False):
        if len(texts.values) >= FEWEST:
            places[texts.values].append(texts.place)
    assert len(places) > 50
    assert [where for where in places.values() if len(where) > 1] == []
