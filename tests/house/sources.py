"""The program's files as the tests of the house read them."""

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "budgettracker"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ROOMS = {
    "costing/method": "rules",
    "costing/rates": "",
    "costing/results": "",
    "costing/paid": "",
    "costing/run": "",
    "imports/files": "rules",
    "imports/cells": "rules",
    "imports/tables": "rules",
    "exports/study": "sheets",
    "ledger/payments": "",
    "ledger/weekly": "",
}
"""Folders within a feature: all their files are of one kind, or (empty) they hold the kinds again."""


def named(path: Path) -> str:
    """Its place in the repository, as failing tests say it."""
    return str(path.relative_to(ROOT))


def kind_of(path: Path) -> str:
    """models, rules, queries, actions, forms or views: the file's or its folder's name inside a feature."""
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 2 and "/".join(parts[:2]) in ROOMS:
        return ROOMS["/".join(parts[:2])] or parts[2].removesuffix(".py")
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """A file as Python reads it; each is read once for all tests, which only look."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Everything in a file, however deep inside."""
    return list(ast.walk(tree_of(path)))


def calls(node: ast.AST) -> set[str]:
    """The names of everything that is called inside."""
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }


def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    """A file's own functions, by name."""
    return {node.name: node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}
