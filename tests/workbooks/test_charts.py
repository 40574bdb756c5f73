"""Charts of a page: native, following the cells they are drawn from, and the only drawings that may leave."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from budgettracker.workbooks import Cell, Chart, Drawn, Kind, Page, findings, words
from tests.factories.workbooks import charts_of, column, sheet, written

ROWS = [
    [words("Costs", "title")],
    [words("", "header"), words("Budget", "header_right"), words("Comparison", "header_right")],
    [words("Contact"), Cell(Kind.MONEY, 1250, formula="ROUND(25/2,2)"), Cell(Kind.MONEY, 300)],
    [words("Travel"), Cell(Kind.MONEY, 50), Cell(Kind.MONEY, 75)],
]


@pytest.mark.parametrize("drawn", Drawn)
def test_a_chart_follows_the_cells_of_its_page(tmp_path: Path, drawn: Drawn) -> None:
    chart = Chart(title="Costs", drawn=drawn, first_row=2, categories=2, series=2, anchor="E2", measure="£ a family")
    path = written(tmp_path, Page(name="Pictures", rows=ROWS, charts=(chart,)))
    assert findings(path) == []
    (shown,) = charts_of(path, "Pictures")
    assert shown.tagname == ("lineChart" if drawn is Drawn.LINES else "barChart")
    assert (
        shown.grouping
        == {
            "bars": "clustered",
            "stacked": "stacked",
            "lines": "standard",
            "sideways": "clustered",
        }[drawn]
    )
    assert (getattr(shown, "barDir", "col") == "bar") == (drawn is Drawn.SIDEWAYS)
    assert [series.val.numRef.f for series in shown.series] == ["'Pictures'!$B$3:$B$4", "'Pictures'!$C$3:$C$4"]
    assert [series.tx.strRef.f for series in shown.series] == ["'Pictures'!B2", "'Pictures'!C2"]
    assert {series.cat.numRef.f for series in shown.series} == {"'Pictures'!$A$3:$A$4"}


def test_a_wide_sheet_is_printed_on_several_pages_that_all_name_the_row(tmp_path: Path) -> None:
    wide = sheet("Wide", [column("family"), *(column(f"words_{at}", width=50) for at in range(6))], [("f", *"abcdef")])
    path = written(tmp_path, wide)
    tab = openpyxl.load_workbook(path)["Wide"]
    assert (tab.page_setup.fitToWidth, tab.print_title_cols, tab.print_title_rows) == (2, "$A:$A", "$1:$1")
    assert findings(path) == []


def test_sheets_print_as_wide_as_the_paper_with_their_headings_on_each_page(tmp_path: Path) -> None:
    lines = sheet("Lines", [column("family"), column("cost", Kind.MONEY)], [("f", 1)])
    book = openpyxl.load_workbook(written(tmp_path, Page(name="Cover", rows=ROWS), lines))
    for tab in book:
        assert (tab.page_setup.orientation, tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        footer: Any = tab.oddFooter
        assert (footer.left.text, footer.right.text) == ("&A", "&P of &N")
    assert (book["Lines"].print_title_rows, book["Lines"].print_title_cols) == ("$1:$1", None)
    # Words keep away from the figures of a column before them, which stand to the right.
    kept_apart = [[(cell.alignment.horizontal, cell.alignment.indent) for cell in row] for row in book["Lines"].rows]
    assert kept_apart == [[("left", 1), ("right", 0)], [("left", 1), (None, 0)]]


def test_a_long_text_goes_on_below_where_its_column_says_so(tmp_path: Path) -> None:
    words = sheet("Words", [column("short"), column("long", width=20, wraps=True)], [("f", "so long " * 20)])
    path = written(tmp_path, words)
    tab = openpyxl.load_workbook(path)["Words"]
    short, long = tab[2]
    assert tab.row_dimensions[2].height == 150, "ten lines"
    assert (short.alignment.wrap_text, long.alignment.wrap_text) == (None, True)
    assert findings(path) == []
