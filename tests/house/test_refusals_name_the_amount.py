"""A refusal where an amount is known names it: "this is too much" says neither how much nor how much less would do."""

import ast

import pytest

from tests.house.sources import PACKAGE

MONEY = ("amount", "limit", "cap", "vat")
WHERE = ("spend", "budgets", "vouchers")


def silent(source: str) -> list[str]:
    """The functions that are given pence and refuse them, on a field of money, in words that name no amount."""
    names = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        given = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        if not any(name.endswith("pence") for name in given):
            continue
        for call in ast.walk(function):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refusal"):
                continue
            field, words = call.args[:2]
            if not (isinstance(field, ast.Constant) and field.value in MONEY):
                continue
            named = any(isinstance(part, ast.Call) for part in ast.walk(words))
            if not named and not isinstance(words, ast.Name):
                names.append(f"{function.name}: {ast.unparse(words)}")
    return names


@pytest.mark.parametrize("folder", WHERE)
def test_a_refusal_where_an_amount_is_known_names_it(folder: str) -> None:
    files = sorted((PACKAGE / folder).rglob("*.py"))
    assert files
    assert [f"{file.name} {each}" for file in files for each in silent(file.read_text(encoding="utf-8"))] == []


def test_words_without_an_amount_are_seen() -> None:
    assert silent('def require_less(pence: int) -> None:\n    raise Refusal("amount", "This is too much.")\n')
    assert not silent(
        'def require_less(pence: int) -> None:\n    raise Refusal("amount", f"{pounds(pence)} is too much.")\n'
    )
