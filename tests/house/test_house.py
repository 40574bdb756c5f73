"""The rules of the house that a machine can see; each was seen to go red once."""

import ast
import re
from pathlib import Path

from budgettracker import FEATURES, create_app, import_models
from budgettracker.access import Permission
from budgettracker.database import Base
from tests.house.sources import PACKAGE, ROOT, SOURCES, TESTS, kind_of, named, nodes_of, tree_of
from tests.programs import settings

DESCRIBED = [*SOURCES, ROOT / "config.py"]
LONGEST_FILE = 300
LONGEST_FUNCTION = 60


def test_only_the_database_module_commits() -> None:
    rows = [named(path) for path in SOURCES if re.search(r"\.commit\(", path.read_text(encoding="utf-8"))]
    assert rows == ["budgettracker/database.py"]


def test_no_float_comes_near_money_or_time() -> None:
    room = "budgettracker/costing/results/rules/"  # statistics: its money comes out in whole pence
    pattern = re.compile(r"\bfloat\(|: float\b|-> float\b|\bFloat\b|\bNumeric\b")
    names = {named(path) for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))}
    assert {path for path in names if not path.startswith(room)} == set()
    assert names, "the room of statistics reckons in floats"


def test_no_pattern_repeats_possessively() -> None:
    """Before 3.11.5 (Debian 12 has 3.11.2) Python lets such a repeat end in the middle of what it repeats."""
    pattern = re.compile(r"[*+?]\+|[0-9,]\}\+|\(\?>")
    assert pattern.search("(?:a|b)*+")
    names = {
        named(path)
        for path in SOURCES
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.search(node.value)
    }
    assert names == set()


def test_files_stay_small() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert len(lengths) > 200
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    lengths = {
        f"{named(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in SOURCES
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 1_000
    assert {name for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == set()


def test_modules_and_public_functions_say_what_they_mean() -> None:
    silent = set()
    for path in DESCRIBED:
        tree = tree_of(path)
        if not ast.get_docstring(tree):
            silent.add(named(path))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.add(f"{named(path)}:{node.name}")  # type: ignore[attr-defined]
    assert silent == set()


WITHOUT_AUTHORITY = frozenset(
    {
        # The tenants themselves, and what belongs to no authority.
        "authority",
        "failed_sign_in",
        "study",
        "funder_settings",
        "price_series",
        "price_index",
        "study_prices",
        "run_price",
        "run_grades",
        "run_result",
        "run_difference",
        "run_figure",
        "run_figure_page",
        "run_beside_paid",
        "draw",
        "draw_list",
        "draw_closing",
        # Parts of a row that names its authority, from before the rule: they follow when they are next changed.
        "audit_chain",
        "band",
        "budget_period",
        "category",
        "child",
        "costing_run",
        "family_details",
        "form_key",
        "kept_form",
        "ledger_entry",
        "limit_change",
        "limit_change_details",
        "month_closing",
        "one_time_link",
        "post_cost",
        "post_holding",
        "question",
        "question_details",
        "receipt",
        "role_grant",
        "run_line",
        "run_pool_line",
        "run_purchase",
        "sign_in_session",
        "spend_details",
        "study_evaluator",
        "team_membership",
        "work_entry_details",
        "work_share",
        "workbook",
    }
)
"""Tables without `authority_id`, by name: a new table of an authority's life has the column."""


def test_a_new_table_of_an_authoritys_life_says_whose_it_is() -> None:
    import_models()
    without = {name for name, table in Base.metadata.tables.items() if "authority_id" not in table.columns}
    assert without == WITHOUT_AUTHORITY


def test_features_are_the_folders_of_the_package() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"commands", "workbooks"}
    assert folders == set(FEATURES)


def test_features_hold_only_the_known_kinds_of_file() -> None:
    known = {"__init__", "kinds", "models", "rules", "queries", "sheets", "actions", "forms", "views", "history"}
    more = {
        "audit/triggers.py",  # database triggers: neither a query nor a deed
        "audit/reading.py",  # reads are recorded after the answer, outside its transaction
        "studies/keys.py",  # the secret keys of studies: files that never stand beside the database
    }
    names = set()
    for path in SOURCES:
        inside = path.relative_to(PACKAGE)
        of_a_feature = len(inside.parts) > 1 and inside.parts[0] in FEATURES
        if of_a_feature and kind_of(path) not in known and str(inside) not in more:
            names.add(str(inside))
    assert names == set()


def test_every_route_says_who_it_is_for(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, f"sqlite:///{tmp_path / 'house.sqlite'}"))
    unmarked = []
    seen = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        access = getattr(app.view_functions[rule.endpoint], "access", "unmarked")
        seen.add(access)
        if access == "unmarked":
            unmarked.append(rule.endpoint)
    assert unmarked == []
    assert None in seen
    assert Permission.SEE_FAMILIES in seen


def test_no_view_fetches_by_bare_id() -> None:
    """Views ask queries, which know whose a row is; they never reach into the session themselves."""
    pattern = re.compile(r"db\.session\.|\.begin_nested\(")
    rows = [named(path) for path in SOURCES if kind_of(path) in ("views", "forms") and pattern.search(path.read_text())]
    assert rows == []


def test_templates_do_no_sums() -> None:
    """A page shows values it is given: no pence are added up in a template."""
    pattern = re.compile(r"_pence\s*[-+*/]|[-+*/]\s*[a-z_.]+_pence|\|\s*sum\b")
    rows = [named(path) for path in sorted((ROOT / "templates").rglob("*.html")) if pattern.search(path.read_text())]
    assert rows == []


def test_no_test_imports_from_another() -> None:
    """What tests share stands in tests/factories, or in a module of its own beside them."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    tests = {path.stem for path in files if path.stem.startswith("test_")}
    assert len(tests) > 100
    imports = re.compile(r"^\s*(?:from\s+(\S+)\s+)?import\s+(\([^)]*\)|[^\n]*)", re.MULTILINE)
    names = {
        f"{named(path)}: {match[0].strip()}"
        for path in files
        for match in imports.finditer(path.read_text(encoding="utf-8"))
        if tests & set(re.findall(r"\w+", f"{match[1] or ''} {match[2]}"))
    }
    assert names == set()


def test_the_formatters_style_is_the_style() -> None:
    """No line is kept from the formatter."""
    pattern = re.compile(r"#\s*(fmt|yapf):|#\s*isort:\s*skip")
    files = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "config.py"]
    names = {
        f"{named(path)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    }
    assert names == set()


def test_each_decision_record_has_a_number_of_its_own() -> None:
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name[:4] for path in files]
    assert len(numbers) > 20
    assert sorted(set(numbers)) == numbers
    headings = {path.name: path.read_text(encoding="utf-8").partition(".")[0] for path in files}
    assert {name: heading for name, heading in headings.items() if heading != f"# {int(name[:4])}"} == {}


DIALECT = {"asked", "found", "said", "told"}
"""What somebody did is no name for a thing: the noun is."""


def test_names_are_nouns() -> None:
    names = [
        f"{named(path)}:{each.lineno}"
        for path in (*SOURCES, *TESTS)
        for each in ast.walk(tree_of(path))
        if (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id in DIALECT)
        or (isinstance(each, ast.arg) and each.arg in DIALECT)
    ]
    assert names == []
