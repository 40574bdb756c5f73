"""X2 for CSV: what a spreadsheet would take for a formula gets an apostrophe; negative amounts stay numbers."""

import csv
import io
from pathlib import Path

import pytest

from budgettracker.csv_text import SIGNS, csv_text
from budgettracker.imports.cells.text import clean
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.report import write_refused_rows
from tests.factories.odd_texts import FORMULA_LIKE, OTHER_THINGS

DANGEROUS = [text for text in FORMULA_LIKE if text.strip().startswith(SIGNS)]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_becomes_a_text_and_reads_back_as_it_was(text: str) -> None:
    written = csv_text(text)
    assert written[:2] == f"'{text.strip()[0]}"
    assert clean(written) == text.strip()


@pytest.mark.parametrize("number", ["-5", "-12.50", "-1,234.50", "-£5", "(12.00)", "12.00", "1E5", "00123"])
def test_amounts_below_nought_and_other_numbers_stay_as_they_are(number: str) -> None:
    assert csv_text(number) == number


@pytest.mark.parametrize("text", [*(text for text in OTHER_THINGS if not text.startswith("-")), "", " ", "'quoted'"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert csv_text(text) == text


def test_no_cell_of_a_file_of_refused_rows_is_a_formula(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    out = io.StringIO(newline="")
    rows = [[text, f"nobody{number}", "manager", text] for number, text in enumerate(DANGEROUS)]
    csv.writer(out).writerows([["name", "email", "roles", "=1+1"], *rows])
    (inside / "people.csv").write_text(out.getvalue(), encoding="utf-8")
    (path,) = write_refused_rows(read_folder(inside), tmp_path / "out")
    with path.open(encoding="utf-8-sig", newline="") as file:
        result = list(csv.reader(file))
    assert len(result) == 1 + len(DANGEROUS)
    assert [cell for row in result for cell in row if cell.strip().startswith(SIGNS)] == []
