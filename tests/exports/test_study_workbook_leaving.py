"""What leaves in a study workbook: declared columns only, no name in any byte, and texts that stay texts."""

import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.database import Base, transaction
from budgettracker.exports.study import leaving
from budgettracker.exports.study.budgets import LimitChangeRow
from budgettracker.exports.study.children import ChildRow
from budgettracker.exports.study.families import FamilyRow
from budgettracker.exports.study.posts import PostRow
from budgettracker.exports.study.spend_row import SpendRow
from budgettracker.workbooks import Book, Disclosure, columns_of, findings
from tests.factories.exports import CANARY, built, file_of, ids, set_profile, study_world
from tests.factories.odd_texts import KEPT
from tests.factories.prices import GREEN_BOOK, in_prices_of
from tests.factories.world import World


def unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as book:
        return b"".join(name.encode() + book.read(name) for name in book.namelist())


def sources(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Table column -> the workbook's columns that come from it, as its own dictionary says."""
    values: dict[str, list[tuple[str, str]]] = {}
    with Book(path) as book:
        for _, row in book.rows("Dictionary"):
            if "column" in row and "source" in row:
                for source in row["source"].text.split(", "):
                    values.setdefault(source, []).append((row["sheet"].text, row["column"].text))
    return values


def table_columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        if table.name in leaving.TABLES
        for column in table.columns
    }


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_column_of_the_tables_leaves_as_declared_or_stays_with_a_reason(app: Flask, world: World) -> None:
    study = study_world(world).study
    with transaction():
        in_prices_of(study, "2026/27", discounting=GREEN_BOOK)
    leave = set(sources(file_of(app, built(app, study))))
    everything, stays = table_columns(), set(leaving.STAYS)
    assert everything - leave - stays == set(), "a new column must be declared, or said to stay and why"
    assert leave & stays == set()
    assert leave | stays == everything, "what is declared or stays is a column of a table"
    assert all(leaving.STAYS.values())


def test_every_table_is_either_a_source_or_none_of_the_workbooks_business() -> None:
    assert set(Base.metadata.tables) == leaving.TABLES | leaving.NO_SOURCE
    assert not leaving.TABLES & leaving.NO_SOURCE


@pytest.mark.parametrize("profile", ["internal", "controlled"])
def test_no_name_reference_address_note_or_id_is_in_any_byte(app: Flask, world: World, profile: str) -> None:
    example = study_world(world)
    set_profile(example.study, profile)
    path = file_of(app, built(app, example.study))
    everything = unzipped(path)
    assert CANARY.encode() not in everything
    assert b"@example.org" not in everything
    assert CANARY not in path.name
    for one in ids():
        assert one.hex.encode() not in everything
        assert str(one).encode() not in everything
    assert findings(path) == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_canary_that_did_leave_would_be_seen(app: Flask, world: World) -> None:
    from budgettracker.database import db

    example = study_world(world)
    with transaction():
        db.session.merge(world.family).cohort_reason = f"because of {CANARY}"
    assert CANARY.encode() in unzipped(file_of(app, built(app, example.study)))


def test_texts_that_look_like_something_else_stay_texts(app: Flask, world: World) -> None:
    example = study_world(world, payloads=True)
    path = file_of(app, built(app, example.study))
    assert findings(path) == []
    with Book(path) as book:
        for sheet, column in (
            ("Families", "cohort_reason"),
            ("Families", "legal_basis"),
            ("Spend", "category"),
            ("Work_time", "activity"),
        ):
            cells = [row[column] for _, row in book.rows(sheet) if column in row]
            assert set(KEPT) <= {cell.text for cell in cells}, (sheet, column)
            assert {(cell.type, cell.formula) for cell in cells} == {("inlineStr", None)}
        schemes = {row["scheme"].text for _, row in book.rows("Families") if "scheme" in row}
        assert schemes - {"none"} == {"=1+1"}
        assert {row["authority"].text for _, row in book.rows("Posts")} == {"@SUM(1)", "Eastfield"}
    assert CANARY.encode() not in unzipped(path)


def test_every_text_column_of_rows_is_a_pseudonym_a_code_or_named_here() -> None:
    """Texts that people typed leave in these columns and no other."""
    typed = {
        "authority",
        "scheme",
        "end_reason",
        "cohort_reason",
        "legal_basis",
        "status_at_start",
        "index_child_status",
        "category",
        "post",
        "source",
        "oncosts_source",
        "supplier",
        "need_code",
        "index_child_age_band",
        "age_band",
    }
    row_classes = (FamilyRow, ChildRow, LimitChangeRow, PostRow, SpendRow)
    declared = [column for row_class in row_classes for column in columns_of(row_class)]
    for column in declared:
        if column.kind.value == "text" and column.disclosure is not Disclosure.PSEUDONYM and not column.values:
            assert column.name in typed | {"price_year"}, column.name
    assert all(re.fullmatch("[a-z][a-z_0-9]*", column.name) for column in declared)
