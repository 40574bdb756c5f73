"""The documents that the code writes are current, and what the others name exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Table

from budgettracker import import_models
from budgettracker.database import Base
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.second_hands import TABLE, Outcome
from tests.docs import dictionary, house, second_hands
from tests.docs.meanings import MEANINGS

TWO_PAGES = 1_660
"""Words, the table's bars among them, that two A4 pages hold in 8.5 point with margins of 15 mm, as they are printed at night."""
AGAIN = "run `make docs` and commit what it writes"


def test_the_picture_is_what_the_code_gives() -> None:
    assert house.PICTURE.read_text(encoding="utf-8") == house.picture(), AGAIN


def test_the_picture_has_a_floor_for_every_feature_and_no_arrow_uphill() -> None:
    drawn = house.picture()
    assert [name for name in house.FLOORS if f">{name}</text>" not in drawn] == []
    assert drawn.count(" imports ") > 60
    assert house.WRONG not in drawn


def test_an_import_that_runs_uphill_is_drawn_in_red() -> None:
    used = {floor: {"home"} if floor == "audit" else set() for floor in house.FLOORS}
    drawn = house.draw(used, dict.fromkeys(house.FLOORS, ""), [])
    assert house.WRONG in drawn
    assert "audit imports home" in drawn


def test_the_page_on_imports_has_every_file_and_column() -> None:
    rows = re.findall(r"^\| (\w+) \| (.+?) \| ", (house.ROOT / "docs" / "imports.md").read_text(encoding="utf-8"), re.M)
    columns = {
        name: ", ".join(column.name + "*" * column.required for column in contract.columns)
        for name, contract in CONTRACTS.items()
    }
    assert dict(rows[1:]) == columns


def test_the_data_dictionary_is_what_the_models_give() -> None:
    assert dictionary.DICTIONARY.read_text(encoding="utf-8") == dictionary.dictionary(), AGAIN


def test_the_table_of_second_hands_is_what_the_code_gives() -> None:
    text = second_hands.PAGE.read_text(encoding="utf-8")
    assert text == second_hands.page(), AGAIN
    assert [row.outcome for row in TABLE] == list(Outcome)
    assert [row.what for row in TABLE if not (row.alone or row.second)] == []
    assert len(text.split()) <= TWO_PAGES, "shorten it, and print it: a finance director reads two pages"


@pytest.mark.nightly
def test_second_hands_are_printed_on_two_pages(tmp_path: Path) -> None:
    shown, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    shown.write_text(second_hands.printed(), encoding="utf-8")
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert browser is not None, "Debian's chromium prints it"
    options = ("--no-sandbox", "--headless", "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    subprocess.run([browser, *options, shown.as_uri()], check=True, capture_output=True, timeout=60)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper.read_bytes())) == 2


def test_every_table_is_in_the_data_dictionary() -> None:
    text = dictionary.dictionary()
    assert [name for name in Base.metadata.tables if f"\n### {name}\n" not in text] == []
    assert len(Base.metadata.tables) > 30


def test_every_column_says_what_it_means() -> None:
    import_models()
    silent = []
    columns = set()
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, Table)
        for column in table.columns:
            columns |= {column.name, f"{table.name}.{column.name}"}
            if not column.foreign_keys and not column.primary_key and not dictionary.in_words(mapper, column):
                silent.append(f"{table.name}.{column.name}")
    assert silent == [], "say what it means in a comment on its line in models.py"
    assert set(MEANINGS) - columns == set(), "no such column"
