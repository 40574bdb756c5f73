"""Headings of authorities' own: below a long title, with a unit, or by another word, which is offered for confirmation."""

from pathlib import Path

import pytest
from flask import Flask

from budgettracker.imports.tables.answers import Answers, read_answers
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.imports.tables.report import text_report
from budgettracker.imports.tables.synonyms import named_column
from tests.factories.cases import bring_in, west

TITLE = "Section 17 payments\n" + "\n".join(f"Note {number},,," for number in range(30)) + "\n\n"
OWN = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by\n"
ROW = "S1,F1,2026-01-05,10.00,Bedding,Bed,ana@w.example\n"


def test_headings_stand_below_a_long_title_and_have_units(tmp_path: Path) -> None:
    text = TITLE + OWN.replace("amount", "Amount (£)").replace("bought_on", "Bought on (dd/mm/yyyy)") + ROW
    folder = read_folder(west(tmp_path, spend=text))
    assert folder.problems == []
    assert folder.spend[0].amount_pence == 1000
    assert any("rows 1 to " in str(note) and "stand above the headings" in str(note) for note in folder.notes)
    assert named_column(folder.spend[0].file, "Amount (p)") is None


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_other_words_are_offered_and_read_once_they_are_confirmed(app: Flask, tmp_path: Path) -> None:
    text = "Purchase ref,Case ref,Date of purchase,Gross (£),Category,Description,Social worker,Vendor,Colour\n"
    folder = west(tmp_path, spend=text + ROW.replace("\n", ",Ikea,red\n"))
    answer = bring_in(folder).folder
    lines = [str(line) for line in [*answer.problems, *answer.notes]]
    assert any("amount is missing. Every row of spend needs it. Is it “Gross (£)”?" in line for line in lines), lines
    assert any("“Vendor” is not known and was not read. Is it supplier?" in line for line in lines)
    assert any("the column “Colour” is not known" in line for line in lines)
    report = text_report(answer)
    answers = dict(read_answers(report[report.index("  {") : report.rindex("}") + 1]).by_key)
    assert set(answers) == {f"spend.{name}.column" for name in OWN.strip().split(",") if name != "category"}
    outcome = bring_in(folder, answers=answers | {"spend.supplier.column": ("Vendor",)})
    assert outcome.folder.problems == []
    assert [line for line in outcome.sums if line.startswith("1 purchase, £10.00, 5 January 2026")], outcome.sums


def test_a_heading_that_looks_like_no_column_can_be_said_to_be_one(tmp_path: Path) -> None:
    folder = west(tmp_path, spend=OWN.replace("family_ref", "Household").replace("purpose", "Whatnot") + ROW)
    answer = read_folder(folder)
    assert [each.question.answers for each in answer.problems if each.question] == [("Household", "Whatnot")] * 2
    assert "--mapping" not in text_report(answer), "which of the two is which nobody can say for them"
    values = {"spend.family_ref.column": ("Household",), "spend.purpose.column": ("Whatnot",)}
    assert read_folder(folder, answers=Answers(values)).problems == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_heading_that_says_hours_is_asked_even_of_the_good_rows(app: Flask, tmp_path: Path) -> None:
    text = (
        "entry_ref,email,worked_on,activity,Duration (hours),family_refs\nA,ana@w.example,2025-11-03,Home visit,2,F1\n"
    )
    folder = west(tmp_path, worktime=text)
    column = {"worktime.contact_minutes.column": ("Duration (hours)",)}
    answer = bring_in(folder, answers=column, keep_good=True)
    assert "is in hours by its heading" in str(answer.folder.problems[0])
    assert answer.folder.worktime == []
    done = bring_in(folder, answers=column | {"worktime.contact_minutes.unit": ("hours",)})
    assert done.folder.worktime[0].contact_minutes == 120
