"""Layouts that nobody has seen before: headings by other names, preambles, other letters and line ends, odd values."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from budgettracker.imports.files.problems import FileRefused
from budgettracker.ledger.payments.kinds import Answer, Basis
from tests.factories.payments import read_file, read_text

NO_THRESHOLD: dict[str, object] = {"payments.amount.threshold": "none"}
NET: dict[str, object] = {**NO_THRESHOLD, "payments.amount.basis": "net"}
GROSS: dict[str, object] = {**NO_THRESHOLD, "payments.amount.basis": "gross"}


def payments(file: object) -> list[tuple[str, str, int]]:
    lines = file.lines  # type: ignore[attr-defined]
    assert file.questions == []  # type: ignore[attr-defined]
    return [(str(line.when), line.supplier, line.pence) for line in lines if line.answer is None]


def questions_of(file: object) -> set[str]:
    return {each.question.key for each in file.questions if each.question}  # type: ignore[attr-defined]


LAYOUTS: dict[str, tuple[str, dict[str, object], list[tuple[str, str, int]]]] = {
    "headings of another council": (
        """Date of Payment,Beneficiary,Purpose,AMOUNT (£),Trans. No.
        05-Dec-24,ASDA,S.17 support,"1,204.50",77
        06-Dec-24,ASDA,S.17 support,83.33-,78""",
        GROSS,
        [("2024-12-05", "ASDA", 1_204_50), ("2024-12-06", "ASDA", -83_33)],
    ),
    "month only": (
        """Payment Month;Vendor Name;Invoice Line Value (net of VAT);Narrative
        2011-10;TIDEWELL;960,00;section 17
        2011-10;TIDEWELL;960.00;section 17""".replace("960,00", "960.00"),
        NO_THRESHOLD,
        [("2011-10", "TIDEWELL", 960_00), ("2011-10", "TIDEWELL", 960_00)],
    ),
    "net and gross beside each other": (
        """Paid Date,Effective Date,Supplier,Net Amount,Gross Amount,Service
        09/03/2026,31/03/2026,BRIGHTHOME,445.00,534.00,CIN team""",
        NO_THRESHOLD,
        [("2026-03-09", "BRIGHTHOME", 534_00)],
    ),
    "net with VAT that is not paid back": (
        """Clearing Date,Merchant Name,Net Amount,Irrecoverable VAT,Cost Centre
        2026-03-09 00:00:00,REDWAY,885.35,177.07,S17""",
        NO_THRESHOLD,
        [("2026-03-09", "REDWAY", 1_062_42)],
    ),
    "money out and money in": (
        """GL Date,Reference,Description,Debit,Credit
        09/03/2026,J1,Section 17 cot,120.00,
        10/03/2026,J2,Section 17 cot,,20.00""",
        GROSS,
        [("2026-03-09", "", 120_00), ("2026-03-10", "", -20_00)],
    ),
    "headings twice, totals, blanks, notes": (
        """Date,Supplier Name,Amount,Cost Centre,Cost Centre
        09/03/2026,A & B LTD,(12.00),1MD67,S17
        ,,,,
        ,Sub-total,-12.00,,
        Date,Supplier Name,Amount,Cost Centre,Cost Centre
        10/03/2026,TOTAL FITNESS,Nil,1MD67,S17
        11/03/2026,TOTAL FITNESS,45,1MD67,S17
        ,TOTAL,33.00,,""",
        GROSS,
        [("2026-03-09", "A & B LTD", -12_00), ("2026-03-11", "TOTAL FITNESS", 45_00)],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_layouts_are_read(tmp_path: Path, layout: str) -> None:
    text, mapping, expected = LAYOUTS[layout]
    assert payments(read_text(tmp_path, text, mapping)) == expected


def test_what_a_long_preamble_says_is_not_asked(tmp_path: Path) -> None:
    title = ["Payments to suppliers over £250 (excluding VAT)", "Period 01/03/2026 to 31/03/2026", *["x"] * 11]
    table = "Payment Date,Payee,Total,Category\n09/03/2026,ASDA,300.00,Section 17"
    file = read_text(tmp_path, "\n".join((*title, table)))
    assert payments(file) == [("2026-03-09", "ASDA", 300_00)]
    assert (file.basis, file.threshold_pence, str(file.first), str(file.last)) == (
        Basis.NET,
        250_00,
        "2026-03-01",
        "2026-03-31",
    )


@pytest.mark.parametrize(("ends", "encoding"), [("\r", "utf-8"), ("\r\n", "utf-8-sig"), ("\n", "cp1252")])
def test_line_ends_and_letters(tmp_path: Path, ends: str, encoding: str) -> None:
    path = tmp_path / "payments.csv"
    rows = (
        "Date,Supplier Name,Net Amount (£),Purpose",
        "09/03/2026,CAFÉ – BRÛLÉ,£45.00,Section 17",
        "10/03/2026,B,5,S17",
    )
    path.write_bytes(ends.join(rows).encode(encoding))
    assert payments(read_file(path, NO_THRESHOLD)) == [("2026-03-09", "CAFÉ – BRÛLÉ", 45_00), ("2026-03-10", "B", 5_00)]


def test_a_workbook_with_its_payments_on_one_sheet_and_one_with_several(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Notes").append(["What this is"])
    for name in ("March", "April"):
        page = book.create_sheet(name)
        page.append(["Date", "Supplier", "Net Amount", "Purpose"])
        page.append(["09/03/2026", f"ASDA {name}", 934.1999999999999, "Section 17"])
        book.save(tmp_path / f"{name}.xlsx")
    assert payments(read_file(tmp_path / "March.xlsx", NO_THRESHOLD)) == [("2026-03-09", "ASDA March", 934_20)]
    assert questions_of(read_file(tmp_path / "April.xlsx", NO_THRESHOLD)) == {"payments.file.sheet"}
    chosen = read_file(tmp_path / "April.xlsx", {**NO_THRESHOLD, "payments.file.sheet": "April"})
    assert payments(chosen) == [("2026-03-09", "ASDA April", 934_20)]


def test_columns_that_do_not_hold_what_they_say_are_asked(tmp_path: Path) -> None:
    swapped = """Date,Supplier,Amount,Booked,Purpose
        CARE,A,12.00,09/03/2026,S17
        CARE,B,13.00,10/03/2026,S17"""
    assert questions_of(read_text(tmp_path, swapped, NET)) == {"payments.date.column"}
    file = read_text(tmp_path, swapped, {**NET, "payments.date.column": "Booked"})
    assert payments(file) == [("2026-03-09", "A", 12_00), ("2026-03-10", "B", 13_00)]
    american = "Date,Supplier,Amount,Purpose\n03/25/2026,A,12.00,S17\n03/04/2026,A,13.00,S17"
    assert questions_of(read_text(tmp_path, american, NET)) == {"payments.date.order"}
    file = read_text(tmp_path, american, {**NET, "payments.date.order": "month_first"})
    assert [when for when, _, _ in payments(file)] == ["2026-03-25", "2026-03-04"]


def test_codes_that_hold_s17_within_another_code_are_not_the_schemes(tmp_path: Path) -> None:
    text = """Date,Supplier,Amount,Code,Purpose
        09/03/2026,A,12.00,1CS17,Crisis Support
        09/03/2026,B,13.00,1MD67,S17 Children in Need"""
    assert payments(read_text(tmp_path, text, NET)) == [("2026-03-09", "B", 13_00)]
    by_code = {**NET, "payments.cost_centre.scheme": ["1CS17"]}
    assert payments(read_text(tmp_path, text, by_code)) == [("2026-03-09", "A", 12_00)]
    assert questions_of(read_text(tmp_path, text, {**NET, "payments.cost_centre.scheme": ["9ZZ99"]})) == {
        "payments.cost_centre.scheme"
    }


def test_broken_rows_are_named_and_an_odd_amount_can_be_accepted(tmp_path: Path) -> None:
    text = "Date,Supplier,Amount,Purpose\n31/02/2026,A,12.00,S17\n09/03/2026,B,12.345,S17\n10/03/2026,C,1.00,S17"
    file = read_text(tmp_path, text, NET)
    assert [(line.row, line.answer) for line in file.lines] == [(2, Answer.BROKEN), (3, Answer.BROKEN), (4, None)]
    file = read_text(tmp_path, text, {**NET, "payments.amount.as_written": ["12.345"]})
    assert payments(file) == [("2026-03-09", "B", 12_35), ("2026-03-10", "C", 1_00)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Supplier Name,Total\nA,12\nB,13", "totals"),
        ("Name,Age\nA,12", "no row of it has headings"),
        ("a\nb", "no row of it has headings"),
    ],
)
def test_files_without_payments_are_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_text(tmp_path, text, NET)
