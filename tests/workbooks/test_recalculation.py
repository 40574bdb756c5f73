"""LibreOffice opens what the writer made and reckons the same from the formulas alone."""

from pathlib import Path

import pytest

from budgettracker.money import half_up
from budgettracker.workbooks.readback import Book, Seen, pence_of
from budgettracker.workbooks.stream import Cell, Kind, Page, words
from tests.factories.odd_texts import CHANGED, KEPT
from tests.factories.recalculation import formula_cells, needs_libreoffice, recalculated, without_values
from tests.factories.workbooks import column, sheet, written

pytestmark = [pytest.mark.recalculation, needs_libreoffice]


def _costed(folder: Path, wrong_by: int = 0) -> Path:
    rates = [("grade 7", 4_512_300, 89_520), ("grade 8", 5_633_311, 91_003)]
    posts = sheet("Posts", [column("post"), column("a_pence", Kind.WHOLE), column("h", Kind.WHOLE)], rates)
    minutes = [(n * 37) % 481 for n in range(400)]

    def cost(number: int, row: object) -> str:
        at = (number - 2) % 2
        return f"ROUND(B{number}*{posts.ref('a_pence', at)}/{posts.ref('h', at)},0)/100"

    values = [half_up(m * rates[n % 2][1], rates[n % 2][2]) for n, m in enumerate(minutes)]
    values[7] += wrong_by
    lines = sheet(
        "Work_time",
        [column("family"), column("minutes", Kind.WHOLE), column("cost", Kind.MONEY, formula=cost)],
        [(f"f{n // 40}", m, value) for n, (m, value) in enumerate(zip(minutes, values, strict=True))],
        rows_per_sheet=150,
    )
    families = sheet(
        "Family_costs",
        [
            column("family"),
            column(
                "contact",
                Kind.MONEY,
                formula=lambda n, row: f"SUM({lines.span('cost', 40 * (n - 2), 40 * (n - 2) + 39)})",
            ),
        ],
        [(f"f{n}", sum(values[40 * n : 40 * n + 40])) for n in range(10)],
    )
    difference = f"SUM({families.whole('contact')})-SUM({lines.whole('cost')})"
    check = Cell(Kind.TEXT, "OK", formula=f'IF(ABS({difference})<0.005,"OK","off by "&ROUND({difference},2))')
    return written(folder, posts, lines, families, Page(name="Checks", rows=[[words("Contact"), check]]))


def _shown(cell: Seen) -> int | str:
    return pence_of(cell, cell.text) if cell.type == "n" else cell.text


def test_libreoffice_reckons_every_formula_to_the_carried_value(tmp_path: Path) -> None:
    path = _costed(tmp_path)
    carried = formula_cells(path)
    assert without_values(path, tmp_path / "bare.xlsx") == len(carried) == 411
    reckoned = recalculated(path, tmp_path)
    assert {place: _shown(cell) for place, cell in reckoned.items()} == {
        place: _shown(cell) for place, cell in carried.items()
    }
    assert carried["Checks", 1, 1].text == "OK"


def test_a_carried_value_that_is_a_penny_out_is_noticed(tmp_path: Path) -> None:
    path = _costed(tmp_path, wrong_by=1)
    reckoned = recalculated(path, tmp_path)
    differ = [place for place, cell in formula_cells(path).items() if _shown(reckoned[place]) != _shown(cell)]
    assert differ == [("Work_time", 9, 2), ("Family_costs", 2, 1)]


def test_libreoffice_opens_tables_texts_and_types_as_they_are(tmp_path: Path) -> None:
    # LibreOffice shows the escape of a text like _x000D_ as it stands in the file; Excel undoes it.
    sent = [text for text in [*KEPT, *CHANGED] if "_x" not in text and "\r" not in text]
    path = written(tmp_path, sheet("Payloads", [column("text"), column("n", Kind.WHOLE)], [(text, 1) for text in sent]))
    recalculated(path, tmp_path)
    with Book(tmp_path / "out" / path.name) as book:
        assert [row["text"].text for _, row in book.rows("Payloads")] == [CHANGED.get(text, text) for text in sent]
        assert {row["text"].type for _, row in book.rows("Payloads")} == {"s"}
        assert book.sheets["Payloads"].table is not None
    assert formula_cells(tmp_path / "out" / path.name) == {}
