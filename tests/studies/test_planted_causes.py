"""Eight causes planted in a council's files: each stands on page and sheet, to the pound, with whom it concerns."""

import io
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.costing.paid.kinds import Cause
from budgettracker.database import db
from budgettracker.money import pounds
from budgettracker.people.models import Person, Team
from budgettracker.studies.keys import key_for
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.studies.models import Study
from budgettracker.studies.rules.pseudonyms import Pseudonyms
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import pence_of
from tests.client import PageClient, words
from tests.factories.exports import built, file_of
from tests.factories.paid_council import (
    ACCRUED,
    AT,
    FINANCE_FILE,
    HOURS,
    RISE,
    UNRECORDED,
    WRONG_HOURS,
    import_council,
    monthly,
)

pytestmark = pytest.mark.pages


class Planted(NamedTuple):
    """A cause, the post or authority it lies in, whom or what it concerns, and its size in pence."""

    cause: Cause
    of: str
    who: str
    pence: int


APART = (Cause.NOT_LOGGING, Cause.OUTSIDE_LEDGER)
"""Who logs nothing is taken off before pay is compared; purchases have a difference of their own."""


def planted(app: Flask, study: Study) -> list[Planted]:
    """What was planted, reckoned from salaries alone; people go by the study's names for them."""
    names = Pseudonyms(key_for(study.id, app.config["STUDY_KEYS"], production=False))
    worker = {each.email: names.worker(each.id) for each in db.session.scalars(select(Person))}
    east = names.of(PseudonymKind.TEAM, db.session.scalars(select(Team).filter_by(name="East")).one().id)
    an_entry = monthly("Twice") // 20
    costed_low = 9 * monthly("Hours") * (WRONG_HOURS - HOURS) // WRONG_HOURS
    return [
        Planted(Cause.LEAVER, "Leavers", worker["leavers1@fen.example"], 2 * monthly("Leavers")),
        Planted(Cause.AGENCY, "Agency", worker["agency2@fen.example"], -3 * monthly("Agency")),
        Planted(Cause.ACCRUAL, "Accrual", "", ACCRUED),
        Planted(Cause.DOUBLE_ENTRY, "Twice", worker["twice1@fen.example"], -an_entry),
        Planted(Cause.NOT_LOGGING, "Silent", east, 9 * monthly("Silent")),
        Planted(Cause.HOURS, "Hours", "", costed_low),
        Planted(Cause.RATE, "Rate", "", 2 * 3 * monthly("Rate") * RISE // 1000),
        Planted(Cause.OUTSIDE_LEDGER, "Fen", "Row 4", UNRECORDED),
    ]


def send_finance_file(client: PageClient) -> None:
    """Finance sends its file on the page, answers what is asked, and confirms what stands ticked."""
    client.as_("fay@fen.example")
    at = client.send("/ledger/payments/new", file=(io.BytesIO(FINANCE_FILE.encode()), "april_to_june.csv")).location
    answers = {"answer:payments.amount.basis": "gross", "answer:payments.amount.threshold": "none"}
    client.post(at, {**client.get(at).form(), **answers, "step": "look"})
    kept = client.send(at, step="keep").location
    ticked = re.findall(r'name="ticked"[^>]*value="(\w+)" checked', client.get(f"{kept}/confirm").html)
    assert len(ticked) == 3
    assert client.send(f"{kept}/confirm", ticked=ticked).status == 303


def test_each_stands_on_page_and_sheet_to_the_pound(app: Flask, client: PageClient, tmp_path: Path) -> None:
    app.config["CLOCK"] = lambda: AT
    import_council(tmp_path / "in")
    send_finance_file(client)
    study = db.session.scalars(select(Study)).one()
    client.as_("eva@fen.example")
    at = client.send(f"/studies/{study.id}", action=f"/studies/{study.id}/runs").location.partition("?")[0]
    page = client.get(f"{at}/reconciliation")
    shown = [[words(cell) for cell in row] for row in page.page.iter("tr")]
    with Book(file_of(app, built(app, study, at=AT))) as book:
        rows = [row for _, row in book.rows("Reconciliation")]
    amounts = [pence_of(row["amount"], "amount") for row in rows]
    for each in planted(app, study):
        (pence,) = [
            amount
            for row, amount in zip(rows, amounts, strict=True)
            if (row["line"].text, row["of"].text, row["who"].text) == (each.cause.words, each.of, each.who or "none")
        ]
        assert abs(pence - each.pence) < 1_00, each
        who = each.who or "None in particular"
        assert [row for row in shown if row[0] == each.cause.words and who in row[1] and row[-1] == pounds(pence)], each
    results = [amount for row, amount in zip(rows, amounts, strict=True) if row["kind"].text == "result"]
    of_pay = sum(each.pence for each in planted(app, study) if each.cause not in APART)
    assert abs(results[2] - of_pay) < 1_00
    assert results[-1] == UNRECORDED
    assert all(pounds(result) in page.text for result in results)
