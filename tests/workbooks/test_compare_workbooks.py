"""The comparison of two workbooks notices each kind of difference, and passes over the moment of making alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from budgettracker.workbooks import Cell, Kind, Page, Sheet, words
from tests.compare_workbooks import differences, main
from tests.factories.workbooks import column, sheet, written


def visits(rows: list[tuple[Any, ...]], formula: str = "{minutes}*0.75", places: int = 2) -> Sheet:
    columns = (
        column("family"),
        column("minutes", Kind.WHOLE),
        column("cost", Kind.MONEY, formula=formula),
        column("ratio", Kind.DECIMAL, places=places),
        column("on", Kind.DATE),
    )
    return sheet("Visits", columns, rows)


def cover(made: str) -> Page:
    return Page(name="Cover", rows=[[words("Costing run", "label"), words(f"Number 2, made on {made}")]])


ROW = ("FABCDEFGHIJ", 60, 45_00, (1, 3), date(2026, 5, 1))


def book(folder: Path, name: str, made: str = "1 May", **more: Any) -> Path:
    (folder / name).mkdir()
    return written(folder / name, cover(made), visits(more.pop("rows", [ROW]), **more))


def test_equal_but_for_the_moment_of_the_run_is_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(book(tmp_path, "before")), str(book(tmp_path, "after", made="2 May"))]
    assert main(paths) == 0
    assert capsys.readouterr().out == "equal\n"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"rows": [("FABCDEFGHIX", *ROW[1:])]}, "Visits!A2"),
        ({"rows": [(*ROW[:2], 45_01, *ROW[3:])]}, "Visits!C2"),
        ({"formula": "{minutes}*0.750"}, "Visits!C2"),
        ({"rows": [(*ROW[:4], None)]}, "Visits!E2"),
        ({"places": 3}, "Visits!D2"),
    ],
)
def test_another_value_formula_type_or_number_format_is_told_by_its_place(
    tmp_path: Path, change: dict[str, Any], place: str
) -> None:
    answer = list(differences(book(tmp_path, "before"), book(tmp_path, "after", **change)))
    assert [line.partition(":")[0] for line in answer] == [place]


def test_a_row_more_shows_in_the_cells_and_in_the_table(tmp_path: Path) -> None:
    answer = list(differences(book(tmp_path, "before"), book(tmp_path, "after", rows=[ROW, ROW])))
    assert "Visits!A3" in {line.partition(":")[0] for line in answer}
    assert any(line.startswith("the part xl/worksheets/") for line in answer)


def test_other_sheets_are_told_and_a_number_is_no_text(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
    number = written(before, Page(name="Cover", rows=[[Cell(Kind.WHOLE, 7)]]))
    text = written(after, Page(name="Cover", rows=[[Cell(Kind.TEXT, "7")]]))
    assert [line.partition(":")[0] for line in differences(number, text)] == ["Cover!A1"]
    other = written(after, Page(name="Checks", rows=[[Cell(Kind.WHOLE, 7)]]))
    assert list(differences(number, other)) == ["sheets: ['Cover'] and ['Checks']"]


def test_other_ids_may_change_pseudonyms_and_order_and_nothing_else(tmp_path: Path) -> None:
    more = ("FZZZZZZZZZZ", 30, 22_50, (1, 3), date(2026, 5, 2))
    renamed = ("FAAAAAAAAAA", 30, 22_50, (1, 3), date(2026, 5, 2))
    before = book(tmp_path, "before", rows=[ROW, more])
    after = book(tmp_path, "after", rows=[renamed, ("FZZZZZZZZZZ", *ROW[1:])])
    assert list(differences(before, after, other_ids=True)) == []
    assert list(differences(before, after))
    wrong = book(tmp_path, "wrong", rows=[renamed, ("FZZZZZZZZZZ", 61, *ROW[2:])])
    answer = list(differences(before, wrong, other_ids=True))
    assert len(answer) == 2
    assert all("a row on one side only" in line for line in answer)
