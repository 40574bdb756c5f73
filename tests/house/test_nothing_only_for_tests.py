"""What only tests call guards nothing: every public function and class of the program is used by the program itself."""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "budgettracker"
CALLED_FROM_OUTSIDE = {"create_app"}
"""What a server or a command line calls by name."""
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def public_names(source: str) -> list[str]:
    """Public functions and classes at the top of a module; what a decorator hands on (a page, a command) is used by it."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not (isinstance(node, ast.FunctionDef) and node.decorator_list)
    ]


def without_comments(source: str) -> str:
    """A module's code alone: a name that a docstring mentions is not used by it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [
                line
                for line in node.body
                if not (
                    isinstance(line, ast.Expr)
                    and isinstance(line.value, ast.Constant)
                    and isinstance(line.value.value, str)
                )
            ] or [ast.Pass()]
    return ast.unparse(tree)


def only_for_tests(modules: dict[str, str], others: str = "") -> list[str]:
    """`path: name` of each public function or class of `modules` (path to source) that nothing in them or in `others` uses."""
    times = Counter(word for source in modules.values() for word in WORD.findall(without_comments(source)))
    times.update(WORD.findall(others))
    return [
        f"{path}: {name}"
        for path, source in sorted(modules.items())
        for name in public_names(source)
        if name not in CALLED_FROM_OUTSIDE and times[name] < 2
    ]


def test_every_public_function_is_used_by_the_program() -> None:
    modules = {str(path.relative_to(ROOT)): path.read_text() for path in PROGRAM.rglob("*.py")}
    assert len(modules) > 100
    outside = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "migrations").rglob("*.py")]
    others = "\n".join(path.read_text() for path in (*outside, ROOT / "pyproject.toml", ROOT / "hatch_build.py"))
    assert set(only_for_tests(modules, others)) == set()


def test_a_function_that_only_a_docstring_names_is_found() -> None:
    modules = {"a.py": 'def lonely():\n    """Nobody calls lonely."""\n', "b.py": "def used():\n    pass\n\nused()\n"}
    assert only_for_tests(modules) == ["a.py: lonely"]
