"""The data dictionary, written from the models: every table, every column, its type, its meaning and its closed list.

What a column means is said by a comment on its line in models.py, else by `meanings.py` for this one table, else by the
sentence of its class's docstring that names it in backticks, else by `meanings.py` for every column of the name. To that
come the table it points at, its unit, and its closed list.
"""

import functools
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapper

from budgettracker import FEATURES, import_models
from budgettracker.append_only import APPEND_ONLY
from budgettracker.database import Base
from budgettracker.moments import UtcDateTime
from tests.docs.meanings import MEANINGS

ROOT = Path(__file__).resolve().parent.parent.parent
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Written from the models by `make docs`; a test compares the two. Amounts are whole pence, times whole minutes, days have
no hour, and moments are kept in UTC. *Empty* says whether a column may have no value. The words of a closed list are
those of the feature's `kinds.py`. What the sheets of a study's workbook say is explained in the workbook itself.

"""
UNITS = {
    "_pence": "whole pence",
    "_minutes": "whole minutes",
    "minutes": "whole minutes",
    "_thousandths": "thousandths",
    "_hundredths": "hundredths",
}
"""What a number counts, by the end of its column's name."""

TYPES = {
    UtcDateTime: "moment",
    Date: "day",
    Boolean: "yes or no",
    Uuid: "id",
    LargeBinary: "bytes",
    BigInteger: "whole number",
    Integer: "whole number",
}
"""A type of SQLAlchemy in plain words."""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    import_models()
    parts = [HEAD]
    for feature in (*FEATURES, "the program itself"):
        tables = list(tables_of(feature))
        if tables:
            parts.append(f"## {feature}\n\n")
            parts += [_table(mapper) for mapper in tables]
    return "".join(parts).rstrip("\n") + "\n"


def tables_of(feature: str) -> Iterator[Mapper[Base]]:
    """A feature's tables in the order in which its models are written; other modules' are of the program itself."""
    mappers = [mapper for mapper in Base.registry.mappers if _feature_of(mapper) == feature]
    yield from sorted(mappers, key=lambda mapper: (mapper.class_.__module__, _line_of(mapper.class_)))


def _feature_of(mapper: Mapper[Base]) -> str:
    name = str(mapper.class_.__module__).split(".")[1]
    return name if name in FEATURES else "the program itself"


@functools.cache
def _source(model: type) -> tuple[str, int]:
    """A model's lines and where they begin; Python reads its whole file for that."""
    lines, begin = inspect.getsourcelines(model)
    return "".join(lines), begin


def _line_of(model: type) -> int:
    return _source(model)[1]


def _table(mapper: Mapper[Base]) -> str:
    table = mapper.local_table
    assert isinstance(table, Table)
    lists = closed_lists(table)
    lines = [f"### {table.name}", "", _docstring(mapper.class_), ""]
    if table.name in APPEND_ONLY:
        lines += ["Rows are only ever added: triggers refuse to change or delete one.", ""]
    lines += ["| column | type | empty | means |", "|---|---|---|---|"]
    for column in table.columns:
        empty = "yes" if column.nullable else "no"
        lines.append(f"| `{column.name}` | {type_in_words(column)} | {empty} | {meaning(mapper, column, lists)} |")
    refused = rules_in_words(table)
    if refused:
        lines += ["", "The database holds to:", "", *(f"- {rule}" for rule in refused)]
    return "\n".join([*lines, "", ""])


def _docstring(model: type) -> str:
    return " ".join((inspect.getdoc(model) or "").split())


def closed_lists(table: Table) -> dict[str, tuple[str, ...]]:
    """The values of every column of a table that holds one of a closed list."""
    return {
        match[1]: tuple(re.findall(r"'([^']*)'", match[2]))
        for check in _checks(table)
        if (match := re.fullmatch(r"(\w+) IN \((.*)\)", str(check.sqltext)))
    }


def _checks(table: Table) -> list[CheckConstraint]:
    checks = [rule for rule in table.constraints if isinstance(rule, CheckConstraint)]
    return sorted(checks, key=lambda check: str(check.name))


def type_in_words(column: Column[object]) -> str:
    """What kind of value a column holds: `text of at most 20 letters`, `whole number`, `day`."""
    for kind, words in TYPES.items():
        if isinstance(column.type, kind):
            return words
    if isinstance(column.type, String):
        return f"text of at most {column.type.length} letters" if column.type.length else "text"
    return str(column.type).lower()


def meaning(mapper: Mapper[Base], column: Column[object], lists: dict[str, tuple[str, ...]]) -> str:
    """What a column means to a reader of the table, with its unit, its closed list and where it points."""
    parts = [
        *in_words(mapper, column),
        *_pointing(column),
        *[words for end, words in UNITS.items() if column.name.endswith(end)][:1],
    ]
    if column.name in lists:
        parts.append("one of " + ", ".join(f"`{value}`" for value in lists[column.name]))
    return "; ".join(part.rstrip(".").replace("|", "or") for part in parts)


def in_words(mapper: Mapper[Base], column: Column[object]) -> list[str]:
    """What somebody wrote about a column, or nothing."""
    words = (
        _comment(mapper.class_, column.name)
        or MEANINGS.get(f"{column.table.name}.{column.name}", "")
        or _sentence_naming(mapper.class_, column.name)
        or MEANINGS.get(column.name, "")
    )
    return [words] if words else []


def _comment(model: type, name: str) -> str:
    match = re.search(rf"^    {name}: Mapped.*?#\s*(?!type:|noqa)(.+)$", _source(model)[0], re.MULTILINE)
    return match[1].strip() if match else ""


def _sentence_naming(model: type, name: str) -> str:
    sentences = re.split(r"(?<=[.;])\s+(?=[`A-Z])", _docstring(model))
    naming = [sentence for sentence in sentences if f"`{name}`" in sentence]
    return naming[0].removeprefix(f"`{name}` is ") if naming else ""


def _pointing(column: Column[object]) -> list[str]:
    targets = sorted(key.target_fullname for key in column.foreign_keys)
    if column.primary_key and not targets:
        return ["its own id"] if column.name == "id" else ["part of its key"]
    who = re.fullmatch(r"(?:(\w+)_)?by_id", column.name)
    words = "who " + (who[1] or "did") + " it, " if who and f"{column.table.name}.{column.name}" not in MEANINGS else ""
    return [f"{words}points at `{target}`" for target in targets]


def rules_in_words(table: Table) -> list[str]:
    """What the database itself refuses to break in a table, closed lists apart, as written in SQL."""
    unique = sorted(
        ", ".join(f"`{column.name}`" for column in rule.columns)
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    )
    checks = [str(check.sqltext) for check in _checks(table)]
    return [
        *(f"no two rows have the same {columns}" for columns in unique),
        *(f"`{' '.join(check.split())}`" for check in checks if not re.fullmatch(r"\w+ IN \(.*\)", check)),
    ]
