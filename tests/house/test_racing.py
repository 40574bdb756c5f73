"""Sixteen racing processes are under way in a moment because they load the pages' address and form, not the program."""

import ast
from typing import Any

import pytest

from tests.house.sources import ROOT
from tests.races.racing import together

HEAVY = {"budgettracker", "config", "flask", "sqlalchemy", "werkzeug", "pytest"}


def loaded_by(module: str) -> dict[str, set[str]]:
    """The modules of the tests that one of them loads, itself included, and by each what else it loads."""
    known: dict[str, set[str]] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        imports = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
        known[name] = {each for each in names if not each.startswith("tests.")}
        waiting += [each for each in names if each.startswith("tests.") and each not in known]
    return known


def test_racing_processes_load_nothing_of_the_program() -> None:
    loaded = loaded_by("tests.races.racing")
    assert {"tests.races.racing", "tests.live", "tests.page"} <= set(loaded)
    heavy = {module: sorted({name.split(".")[0] for name in names} & HEAVY) for module, names in loaded.items()}
    assert {module: names for module, names in heavy.items() if names} == {}


def falls(first: bool, start: Any, result: Any) -> None:
    """A racer that cannot go on, or one that waits for it."""
    if first:
        raise ValueError("the page was away")
    start.wait(60)


def test_a_racer_that_cannot_go_on_is_told_at_once_with_its_words() -> None:
    with pytest.raises(AssertionError, match=r"(?s)the page was away.*Broken"):
        together(falls, [(True,), (False,)], 2)
