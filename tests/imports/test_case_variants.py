"""More of each kind of misread input, of other columns and shapes than the cases': refused in a line, named, or read rightly.

The cases themselves and their first two variants stand in `test_cases` and `test_cases_read_rightly`, those of old
workbooks in `test_old_workbooks`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.cases import POSTS, SOCIAL_WORKER, SPEND, bought, bring_in, people, spend, west

STUDIES = "study,from,to,mode,intervention\n"
PAYROLL = "post,from,to,pay\nSocial worker,2025-10-01,2026-03-31,"


@dataclass(frozen=True)
class Variant:
    """Files of a folder, and what reading it says: `refused` in a line of a problem, `named` in a note, or neither."""

    name: str
    files: dict[str, str]
    refused: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def headed(column: str, heading: str, row: str) -> dict[str, str]:
    """Purchases of one row, one of whose headings is another."""
    return {"spend": SPEND.replace(column, heading) + row + "\n"}


TWO = (bought("A"), bought("B", amount="15"))
REFUNDED = "".join(
    f"{row}\n" for row in (f"{SPEND.strip()},refund_of", f"{TWO[0]},", f"{TWO[1]},", bought("R", amount="4") + ",B")
)
FAR = POSTS + SOCIAL_WORKER
VARIANTS = [
    Variant("posts, a price year far ahead", {"posts": FAR.replace("2025/26", "2052/53")}, ("2052/53",)),
    Variant("posts, a day far ahead", {"posts": FAR.replace("2025-04-01", "2052-04-01")}, ("01/04/2052",)),
    Variant("posts, pay in thousands", {"payroll": PAYROLL + "41.77\n"}, ("row 2, pay: “41.77”",)),
    Variant("posts, pay of a part of the year", {"payroll": PAYROLL + "20885\n"}),
    Variant("weekly hours of a day beside a week's", {"people": people("7.4")}, named=("row 5, weekly_hours: “7.4”",)),
    Variant("a reference in thousands", {"spend": spend(bought('"1,234"'))}, ("row 2, spend_ref: “1,234”",)),
    Variant("a reference that became yes", {"spend": spend(bought("TRUE"))}, ("row 2, spend_ref: “TRUE”",)),
    Variant("references of their own", {"spend": spend(bought('"1,23"'), bought("3/4", amount="11"))}),
    Variant(
        "letters misread twice", {"spend": spend(bought("A") + "CafÃ©")}, named=("supplier: “CafÃ©”", "was “Café”")
    ),
    Variant("a sign misread twice", {"people": people("37").replace("P 0,", "Oâ€™Hara,")}, named=("“O’Hara”",)),
    Variant("letters of their own", {"people": people("37").replace("P 0,", "João Ângelo,")}),
    Variant("a balance", {"spend": spend(*TWO, bought("Balance c/f", amount="25"))}, ("row 4, amount",)),
    Variant("a total, letters apart", {"spend": spend(*TWO, bought("T O T A L", amount="25"))}, ("row 4, amount",)),
    Variant("a total by its reference", {"spend": spend(*TWO, bought("Grand total", amount="31"))}, ("row 4, amount",)),
    Variant(
        "a whole total under that of a part",
        {"spend": spend(*TWO, bought("Subtotal", amount="25"), bought("All, total", amount="25"))},
        ("row 4, amount", "row 5, amount"),
    ),
    Variant(
        "a total less what was refunded", {"spend": REFUNDED + bought("Sum of it", amount="21") + ",\n"}, ("row 5",)
    ),
    Variant(
        "a total by no word",
        {"spend": spend(*TWO, bought("C", amount="25"))},
        named=("row 4, amount: £25.00 is just what the 2 rows above come to",),
    ),
    Variant("a purchase twice", {"spend": spend(bought("A"), bought("B"))}, named=("“B” is the same as “A” of row 2",)),
    Variant("two purchases alike but for the day", {"spend": spend(bought("A"), bought("B", "2026-01-06"))}),
    Variant(
        "a person twice", {"people": people("37").replace("P 0,", "Ana Bell,")}, named=("name of “ana@w.example”",)
    ),
    Variant(
        "a preamble", {"spend": "Report,,\nof January,,\n\n" + spend(bought("A"))}, named=("rows 1 to 2 stand above",)
    ),
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_variants_are_refused_named_or_read(tmp_path: Path, variant: Variant) -> None:
    usual = {str(note) for note in read_folder(west(tmp_path / "usual")).notes}
    read = read_folder(west(tmp_path / "in", **variant.files))
    problems, notes = [str(each) for each in read.problems], {str(each) for each in read.notes} - usual
    for words in variant.refused:
        assert any(words in line for line in problems), (words, problems)
    for words in variant.named:
        assert any(words in line for line in notes), (words, notes)
    assert (bool(problems), bool(notes)) == (bool(variant.refused), bool(variant.named)), (problems, notes)


@dataclass(frozen=True)
class Heading:
    """A heading that says a unit, an order or another money: what is said of it, and what is read once that is answered."""

    column: str
    heading: str
    cell: str
    words: str
    answer: str
    expected: int | date


HEADINGS = [
    Heading("amount", "Amount (pence)", "1250", "is in pence", "unit:pence", 12_50),
    Heading("amount", "amount_p", "1250", "is in pence", "unit:pounds", 1_250_00),
    Heading("amount", "Cost (£000)", "0.10", "is in thousands", "unit:pounds", 10),
    Heading("amount", "Cost €", "10", "is in other money", "unit:pounds", 10_00),
    Heading("amount", "Net amount", "10", "is without VAT", "unit:pounds", 10_00),
    Heading("amount", "Amount excl. VAT", "10", "is without VAT", "unit:pounds", 10_00),
    Heading(
        "bought_on", "Date (mm/dd/yyyy)", "03/04/2026", "has its month first", "order:month_first", date(2026, 3, 4)
    ),
    Heading("bought_on", "date (m-d-yy)", "04/03/2026", "has its month first", "order:day_first", date(2026, 3, 4)),
]


@pytest.mark.parametrize("case", HEADINGS, ids=lambda case: case.heading)
def test_what_a_heading_says_of_its_numbers_is_asked(tmp_path: Path, case: Heading) -> None:
    day, amount = (case.cell, "10") if case.column == "bought_on" else ("2026-01-05", case.cell)
    folder = west(tmp_path, **headed(case.column, case.heading, bought("A", day, amount)))
    given = {f"spend.{case.column}.column": (case.heading,)}
    opened = read_folder(folder, answers=Answers(given))
    assert [str(each) for each in opened.problems if case.words in str(each)]
    assert opened.spend == []
    asks, _, answer = case.answer.partition(":")
    read = read_folder(folder, answers=Answers({**given, f"spend.{case.column}.{asks}": (answer,)}))
    assert read.problems == []
    assert case.expected in (read.spend[0].amount_pence, read.spend[0].bought_on)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_the_books_have_otherwise_is_named(app: Flask, tmp_path: Path) -> None:
    """A purchase under a wholly other reference, a study of an intervention that is a typing error, a year far ahead."""
    bring_in(west(tmp_path / "first", spend=spend(bought("00123", amount="210"))))
    studies = STUDIES + "Pilot,2025-10-01,2026-03-31,A,Devolved bugdet\nAll,2025-10-01,2026-03-31,A,\n"
    rows = spend(bought("P-9", amount="210"), bought("P-10", amount="211"))
    staff = (
        people("37")
        .replace("37,2025-09-01,\n", "37,2052-09-01,\n")
        .replace("ana@w.example,Ana Bell", "al@w.example,Al")
    )
    folder = west(tmp_path / "then", spend=rows, studies=studies, people=staff)
    notes = [str(note) for note in bring_in(folder).folder.notes]
    assert [note for note in notes if "active_from: 1 September 2052 is more than a year ahead" in note]
    assert [note for note in notes if "for this family on this day, as “00123”" in note and "“P-9”" in note]
    assert not any("P-10" in note for note in notes)
    assert [note for note in notes if "“Devolved bugdet” is no intervention of West. “Devolved budget” is" in note]
