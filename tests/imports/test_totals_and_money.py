"""Two kinds that came in without a word: a total left below a table, and an amount that is shown in other money."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.cases import POSTS, WORK, bought, spend, west
from tests.factories.folders import problem_lines

TWO = (bought("S1", amount="10.25"), bought("S2", amount="20"))
LIMITS = """family_ref,scheme,limit,approved_by,approved_on,reason
F1,Fund,100,meg@w.example,2025-10-01,
F2,Fund,50.5,meg@w.example,2025-10-01,
"""
ENTRIES = WORK + "A,ana@w.example,2025-12-01,Home visit,30,,,F1\nB,ana@w.example,2025-12-02,Home visit,45,,,F1\n"
TOTALS = [
    ("spend", spend(*TWO, bought("S3", amount="30.25").replace(",x,", ",Total,")), "amount: “30.25” comes to just"),
    (
        "spend",
        spend(*TWO, bought("Sub-total", amount="30.25"), bought("S4", amount="5")),
        "amount: “30.25” comes to just",
    ),
    ("budgets", LIMITS + "F1,Fund,150.50,meg@w.example,2025-12-01,Grand total\n", "limit: “150.50” comes to just"),
    (
        "worktime",
        ENTRIES + "C,ana@w.example,2025-12-03,Sum of the week,75,,,F1\n",
        "contact_minutes: “75” comes to just",
    ),
]


@pytest.mark.parametrize(("table", "text", "words"), TOTALS)
def test_a_row_that_is_the_total_of_those_above_is_asked(tmp_path: Path, table: str, text: str, words: str) -> None:
    lines = [
        line for line in problem_lines(read_folder(west(tmp_path / "in", **{table: text}))) if "comes to just" in line
    ]
    assert len(lines) == 1, lines
    assert f"{table}.csv, row 4, {words} what the rows above come to" in lines[0]
    column, cell = words.split(": “")[0], words.split("“")[1].split("”")[0]
    answers = Answers({f"{table}.{column}.as_written": (cell,)})
    assert not [line for line in problem_lines(read_folder(tmp_path / "in", answers=answers)) if "comes to" in line]


ORDINARY = [
    spend(*TWO, bought("S3", amount="30.25")),
    spend(*TWO, bought("S3", amount="30.24").replace(",x,", ",Total,")),
    spend(bought("S1"), bought("S2").replace("x,ana", "Total petrol,ana")),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_no_total_is_read(tmp_path: Path, text: str) -> None:
    assert not any("comes to just" in line for line in problem_lines(read_folder(west(tmp_path / "in", spend=text))))


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("[$€-2] #,##0.00", "€"),
        ('0.00" usd"', "USD"),
        ("[$$-409]#,##0.00", "$"),
        ("[$£-809]#,##0.00", ""),
        ("#,##0.00", ""),
    ],
)
def test_an_amount_that_is_shown_in_other_money_is_asked(tmp_path: Path, code: str, shown: str) -> None:
    folder = west(tmp_path / "in", spend="", posts="")
    for name, row in (("spend", TWO[0]), ("posts", "Social worker,2025-04-01,2025/26,41771,12000,,,1608,,")):
        book = Workbook()
        page = book.worksheets[0]
        page.title = name
        head = spend() if name == "spend" else POSTS
        for cells in (head.strip().split(","), row.split(",")):
            page.append(cells)
        page["D2"] = 1025 if name == "spend" else 41771
        page["D2"].number_format = code
        book.save(folder / f"{name}.xlsx")
    lines = [line for line in problem_lines(read_folder(folder)) if "not in pounds" in line]
    columns = ("posts.xlsx, row 2, salary: “41771”", "spend.xlsx, row 2, amount: “1025”")
    assert [line.partition(" is shown as ")[0] for line in sorted(lines)] == (list(columns) if shown else [])
    assert all(f" is shown as {shown} in the spreadsheet" in line for line in lines)
