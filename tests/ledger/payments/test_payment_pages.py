"""Finance sends a file, answers what is asked, confirms and undoes; auditors read; nobody else's file is there."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.ledger.payments.models import (
    MatchedLine,
    PaymentFile,
    PaymentLine,
    PaymentLineDetails,
    PaymentMatch,
    SupplierAlias,
)
from budgettracker.people.models import Authority, Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend
from tests.client import PageClient, Seen
from tests.conftest import ENGINES
from tests.factories.imports import import_from
from tests.factories.payments import LAYOUTS, write_council
from tests.factories.world import person as make_person

pytestmark = pytest.mark.pages


@pytest.fixture
def fay(app: Flask, client: PageClient, tmp_path: Path) -> PageClient:
    """Finance of West, where the purchases of the layouts are recorded."""
    assert import_from(write_council(tmp_path / "in"), "West").folder.problems == []
    return client.as_(person("fay"))


def person(name: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=f"{name}@west.example")).one()


def send(client: PageClient, name: str, text: bytes, **answers: str) -> str:
    """Send a file, answer, keep its lines; the address of its page."""
    at = upload(client, name, text).location
    more = {f"answer:{key.replace('__', '.')}": value for key, value in answers.items()}
    if more:
        client.post(at, {**client.get(at).form(), **more, "step": "look"})
    kept = client.send(at, step="keep")
    assert kept.status == 303, kept.text
    return kept.location


def upload(client: PageClient, name: str, raw: bytes) -> Seen:
    return client.send("/ledger/payments/new", file=(io.BytesIO(raw), name))


L1 = {"payments__amount__basis": "gross", "payments__amount__threshold": "500"}


def l1() -> bytes:
    return (LAYOUTS / "L1_devon_2011_shape.csv").read_bytes()


def tokens(text: str, *, ticked: bool) -> list[str]:
    boxes = re.findall(r'name="ticked"[^>]*value="(\w+)"( checked)?', text)
    return [token for token, checked in boxes if bool(checked) == ticked]


def undo(client: PageClient, at: str, match: PaymentMatch) -> Seen:
    action = f"/ledger/payments/matches/{match.id}/undo"
    return client.post(action, client.get(f"{at}?list=confirmed").form(action))


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_file_is_sent_asked_about_confirmed_and_undone(fay: PageClient) -> None:
    answer = fay.get(upload(fay, "june.csv", l1()).location).text
    assert "net (without VAT that is paid back) or gross?" in answer
    assert "From which amount has it payments?" in answer
    at = send(fay, "june.csv", l1(), **L1)
    page = fay.get(at).text
    assert "£5,656.42" in page
    assert "4 payments" not in page
    assert "5 payments wait" in page
    confirm = fay.get(f"{at}/confirm").html
    certain = tokens(confirm, ticked=True)
    assert (len(certain), len(tokens(confirm, ticked=False))) == (3, 4)
    done = fay.send(f"{at}/confirm", ticked=certain)
    assert done.status == 303
    assert "3 payments are confirmed." in fay.get(done.location).text
    assert "W-105 for F4" in fay.get(f"{at}?list=confirmed").text
    match = db.session.scalars(select(PaymentMatch).order_by(PaymentMatch.id)).first()
    assert match is not None
    line = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.PAYMENT_CONFIRMED, subject_id=match.id)).one()
    assert (line.by_id, line.changes.number("pence")) == (person("fay").id, 960_00)
    form = fay.get(f"{at}?list=confirmed").form(f"/ledger/payments/matches/{match.id}/undo")
    assert undo(fay, at, match).status == 303
    again = fay.post(f"/ledger/payments/matches/{match.id}/undo", {**form, "form_key": "another"})
    assert (again.status, "undone already" in again.text) == (422, True)
    assert len(tokens(fay.get(f"{at}/confirm").html, ticked=True)) == 1
    assert "undone" in fay.get(f"{at}?list=confirmed").text
    for each in ("may_still_come", "own_money", "other_help", "certain", "offer", "none"):
        assert fay.get(f"{at}?list={each}").status == 200
    assert fay.get(f"{at}?list=nothing").status == 404


def test_the_sums_of_the_page_are_those_of_its_parts(fay: PageClient) -> None:
    at = send(fay, "june.csv", l1(), **L1)
    fay.send(f"{at}/confirm", ticked=tokens(fay.get(f"{at}/confirm").html, ticked=True))
    page = fay.get(at).html
    tables = re.findall(r"<tbody.*?</tbody>", page, re.DOTALL)[:2]
    for table in tables:
        sums = [
            int(re.sub(r"\D", "", each)) * (-1 if each[0] == "-" else 1) for each in re.findall(r"-?£[\d,.]+", table)
        ]
        assert sum(sums[:-1]) == sums[-1] > 0


def test_the_same_file_twice_and_another_with_the_same_lines_match_nothing_twice(fay: PageClient) -> None:
    at = send(fay, "june.csv", l1(), **L1)
    fay.send(f"{at}/confirm", ticked=tokens(fay.get(f"{at}/confirm").html, ticked=True))
    assert send(fay, "again.csv", l1()) == at  # the answers are remembered, and the file is the one that is there
    longer = (
        l1() + b"\r\n18,Westmoor County Council,02/04/2026,CYPE0007,X,88,NEW SHOP,1,,C,Section 17 Payments,5710,LTD\r\n"
    )
    other = send(fay, "longer.csv", longer)
    assert other != at
    assert tokens(fay.get(f"{other}/confirm").html, ticked=True) == []
    assert (count(PaymentFile), count(PaymentMatch)) == (2, 3)
    keys = list(db.session.scalars(select(MatchedLine.key_digest)))
    assert len(keys) == len(set(keys)) == 3


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_one_payment_never_backs_two_purchases(fay: PageClient) -> None:
    at = send(fay, "june.csv", l1(), **L1)
    choices = tokens(fay.get(f"{at}/confirm").html, ticked=False)
    refused = fay.send(f"{at}/confirm", ticked=choices[:2])
    assert (refused.status, count(PaymentMatch)) == (422, 0)
    assert "One payment is in two of these choices" in refused.text
    both = fay.send(f"{at}/confirm", ticked=[choices[0], choices[2]])
    assert (both.status, "One purchase is in two" in both.text) == (422, True)
    assert fay.send(f"{at}/confirm", ticked=[choices[0], choices[3]]).status == 303
    assert fay.send(f"{at}/confirm", ticked=[choices[0]]).status == 422
    assert fay.send(f"{at}/confirm", ticked=None).status == 422


def test_names_of_other_services_are_not_kept_and_aliases_are_learned_from_names_alone(fay: PageClient) -> None:
    text = (LAYOUTS / "L4_newcastle_batch_shape.csv").read_bytes()
    at = send(fay, "n.csv", text, payments__amount__threshold="none", payments__cost_centre__scheme="1MD67")
    kept = set(db.session.scalars(select(PaymentLineDetails.supplier)))
    assert kept == {"PAYPOINT NETWORK LTD", "MISCELLANEOUS PAYMENTS BACS", "CATCH CONSULTANCY LTD"}
    assert count(PaymentLine) == 5
    assert "MARSHSIDE WOMEN" not in fay.get(f"{at}?list=outside").text
    assert "the same amount as W-116" in fay.get(f"{at}?list=outside").text
    batches = tokens(fay.get(f"{at}/confirm").html, ticked=False)
    assert fay.send(f"{at}/confirm", ticked=batches).status == 303
    assert count(SupplierAlias) == 0
    lines = db.session.scalars(select(PaymentLine).filter_by(state="outside"))
    outside = {line.row_number: line.amount_pence for line in lines}
    rows = {row: f"Row {row}" for row in outside}
    for typed, of in (("2776.56", 277_656), ("£2,776.56", 277_656), ("marshside", None), ("nothing+has+this", None)):
        shown = fay.get(f"{at}?list=outside&q={typed}").text
        assert [row for row in rows if rows[row] in shown] == [row for row in rows if outside[row] == of], typed
    assert "No line has these words" in shown
    renamed = b"Payment Date,Ref,Vendor,Gross Amount,Purpose\n30/03/2026,9,LITTLE STARS,1062.42,Section 17\n"
    other = send(fay, "o.csv", renamed, payments__amount__threshold="none")
    (token,) = tokens(fay.get(f"{other}/confirm").html, ticked=False)
    fay.send(f"{other}/confirm", ticked=[token])
    alias = db.session.scalars(select(SupplierAlias)).one()
    assert (alias.payment_name, alias.purchase_name) == ("little stars", "redway nursery")
    match = db.session.scalars(select(PaymentMatch).order_by(PaymentMatch.id.desc())).first()
    assert match is not None
    undo(fay, other, match)
    assert count(SupplierAlias) == 0


def test_a_refund_meets_its_negative_line_which_ends_its_wait(fay: PageClient) -> None:
    text = b"Payment Date,Ref,Vendor,Net Amount,Purpose\n16/03/2026,8,BRIGHTHOME WHITE GOODS,-83.33,Section 17\n"
    refund = db.session.scalars(select(Refund).filter_by(reference="W-106")).one()
    refund.ticked_at = refund.ticked_by_id = None
    db.session.commit()
    at = send(fay, "c.csv", text, payments__amount__threshold="none")
    certain = tokens(fay.get(f"{at}/confirm").html, ticked=True)
    assert fay.send(f"{at}/confirm", ticked=certain).status == 303
    db.session.refresh(refund)
    assert refund.ticked_by_id == person("fay").id
    match = db.session.scalars(select(PaymentMatch)).one()
    flag = "The money back was reversed since"
    assert flag not in fay.get(f"{at}?list=confirmed").text
    with transaction():
        db.session.query(Spend).filter_by(id=refund.spend_id).update({"state": SpendState.REVERSED})
    assert flag in fay.get(f"{at}?list=confirmed").text
    undo(fay, at, match)
    db.session.refresh(refund)
    assert refund.ticked_at is None


def test_what_cannot_be_told_among_many_payments_to_nobody_is_said(fay: PageClient) -> None:
    """Beside thirteen that name nobody what is ticked may be in one of them; beside twelve every sum was tried."""
    lines = [f"1{number % 10}/03/2026,R{number},REDACTED,{number}.00,Section 17" for number in range(1, 13)]
    paid = "11/03/2026,9,CATCH CONSULTANCY,960.00,Section 17"
    heading = "Payment Date,Ref,Vendor,Gross Amount,Purpose"
    few = send(fay, "few.csv", "\n".join([heading, *lines, paid]).encode(), payments__amount__threshold="none")
    assert "too many to try" not in fay.get(f"{few}/confirm").text
    more = "\n".join([heading, *lines, paid, "20/03/2026,R13,PAYPOINT,13.00,Section 17"]).encode()
    assert (
        "13 payments of this file name nobody: too many to try" in fay.get(f"{send(fay, 'm.csv', more)}/confirm").text
    )


@pytest.mark.parametrize(
    "name, raw, words",
    [
        ("t.csv", b"Supplier Name,Total\nAsda,100.00\nHarbour,200.00\n", "totals (by supplier, perhaps)"),
        ("t.csv", b"", "no row of it has headings"),
        ("t.csv", b"%PDF-1.7 abc", "it is a PDF"),
        ("t.xlsx", b"PK\x03\x04 no workbook", "damaged"),
        ("t.csv", b'Date,Amount,Supplier\n"01/03/2026,5.00,A\n', "quotation mark"),
    ],
)
def test_hostile_and_useless_files_are_refused_in_words(fay: PageClient, name: str, raw: bytes, words: str) -> None:
    refused = upload(fay, name, raw)
    assert (refused.status, words in refused.text) == (422, True), refused.text
    assert count(PaymentFile) == 0


def test_auditors_read_who_confirmed_what_and_confirm_nothing(fay: PageClient, client: PageClient) -> None:
    at = send(fay, "june.csv", l1(), **L1)
    fay.send(f"{at}/confirm", ticked=tokens(fay.get(f"{at}/confirm").html, ticked=True))
    match = db.session.scalars(select(PaymentMatch).order_by(PaymentMatch.id)).first()
    assert match is not None
    assert "Fay Lamb confirmed the payment" in fay.get(f"/history/payment_match/{match.id}").text
    assert "read this file of payments" in fay.get(f"/history/payment_file/{match.file_id}").text
    with transaction():
        west = db.session.scalars(select(Authority).filter_by(name="West")).one()
        auditor = make_person(west, "Una Reed", Role.AUDITOR)
    una = client.as_(auditor)
    assert una.get(at).status == 200
    assert una.get(f"{at}/confirm").status == 403
    assert "Undo" not in una.get(f"{at}?list=confirmed").text


def test_a_person_says_which_purchase_a_payment_is(fay: PageClient) -> None:
    """Nearest in amount first, by words too; what is linked is confirmed, stands in no list, and can be undone."""
    at = send(fay, "payments.csv", l1(), **L1)
    row = re.search(rf'href="{at}/rows/([0-9]+)"', fay.get(f"{at}?list=none").html)
    assert row is not None
    page = f"{at}/rows/{row[1]}"
    shown = re.findall(r'name="purchase"[^>]*value="([-\w]+)"', fay.get(page).html)
    assert 1 < len(shown) <= 20
    assert fay.post(page, {**fay.get(page).form(), "purchase": str(person("fay").id)}).status == 422
    assert "No purchase to choose from" in fay.get(f"{page}?q=nobody+has+this+name").text
    assert fay.post(page, {**fay.get(page).form(), "purchase": shown[1]}).status == 303
    match = db.session.scalars(select(PaymentMatch)).one()
    assert [str(each.spend_id or each.refund_id) for each in match.purchases] == [shown[1]]
    assert fay.get(page).status == 404, "a payment is one purchase"
    flag = "The purchase was reversed since"
    assert flag not in fay.get(f"{at}?list=confirmed").text
    with transaction():
        db.session.query(Spend).filter_by(id=match.purchases[0].spend_id).update({"state": SpendState.REVERSED})
    assert flag in fay.get(f"{at}?list=confirmed").text
    assert undo(fay, at, match).status == 303
    assert fay.get(page).status == 200
