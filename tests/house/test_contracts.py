"""The contracts of imports in pyproject.toml hold every module: none stands outside, where it could import anything."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from budgettracker import FEATURES
from tests.house.sources import PACKAGE, ROOT, SOURCES, kind_of

TOP = {"__init__", "views", "history"}
"""Kinds of file that may use every kind of file of their feature and of those below it."""
AFTER_THE_ANSWER = "budgettracker.audit.reading"
"""Records what was read, outside the request's transaction: it is asked by views and stands by itself."""


def contracts() -> list[dict[str, Any]]:
    """The contracts, in order."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    result: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return result


def modules() -> dict[str, str]:
    """Every module below the package by its dotted name, with its kind."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): kind_of(path)
        for path in SOURCES
        if path.parent != PACKAGE or path.name != "__init__.py"
    }


def outside(known: Iterable[str], expressions: list[str]) -> set[str]:
    """The modules that are none of these, and inside none. `*` stands for one name, `**` for one or more."""
    patterns = [re.escape(each).replace(r"\*\*", ".+").replace(r"\*", "[^.]+") for each in sorted(set(expressions))]
    whole = re.compile(rf"({'|'.join(patterns)})(\..+)?")
    return {module for module in known if not whole.fullmatch(module)}


def layers() -> list[str]:
    """The floors of the house, from the top down."""
    result: list[str] = contracts()[0]["layers"]
    return result


def ground() -> dict[str, Any]:
    """The contract of the files directly under the package."""
    return next(each for each in contracts() if each["name"].startswith("Files directly under the package"))


def test_the_floors_are_the_features_and_the_roof() -> None:
    floors = [f"budgettracker.{feature}" for feature in FEATURES]
    assert layers() == ["budgettracker.commands", *reversed(floors)]
    assert set(ground()["forbidden_modules"]) == set(layers())


def test_every_module_stands_on_a_floor_or_on_the_ground() -> None:
    known = modules()
    assert len(known) > 300
    assert outside(known, [*layers(), *ground()["source_modules"]]) == set()


def test_every_file_of_a_feature_keeps_to_its_kind() -> None:
    kinds = [
        source
        for each in contracts()
        if each["type"] == "forbidden" and each["name"] != ground()["name"]
        for source in each["source_modules"]
    ]
    of_features = {
        module: kind
        for module, kind in modules().items()
        if module.split(".")[1] in FEATURES and kind not in TOP and module != AFTER_THE_ANSWER
    }
    assert len(of_features) > 200
    assert outside(of_features, kinds) == set()
