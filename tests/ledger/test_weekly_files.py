"""Files for finance: balanced to the penny, each line of money once, what was put right taken out and in, names kept back."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text

from budgettracker.confirmations.actions import confirm, withdraw
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import restrict_family
from budgettracker.ledger.actions import close_finance_month
from budgettracker.ledger.queries.books import book_faults
from budgettracker.ledger.weekly.actions import make_weekly_file, set_account_code
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile
from budgettracker.ledger.weekly.queries.files import lines_of
from budgettracker.ledger.weekly.queries.waiting import lines_of_journal, redactions_waiting
from budgettracker.ledger.weekly.rules import Code, Codes, accounts
from budgettracker.spend import actions
from budgettracker.spend.kinds import VatStatus
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.books import corrupt
from tests.factories.spend import corrected, limit, noon, refunded
from tests.factories.world import NOON, World

TODAY, APRIL, MAY, JUNE = NOON.date(), date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
JOURNAL, REIMBURSEMENTS, REDACTIONS = WeeklyKind


def buy(world: World, pence: int, bought_on: date, supplier: str = "Cots & Co", **more: Any) -> Spend:
    purchase = actions.Purchase(
        amount_pence=pence,
        bought_what="=1+1",
        bought_on=bought_on,
        purpose="Sleep",
        supplier=supplier,
        category_id=more.pop("category_id", world.scheme.categories[0].id),
        **{"payment_method": "invoice", **more},
    )
    with transaction():
        return actions.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)


def make(world: World, kind: WeeklyKind) -> WeeklyFile:
    with transaction():
        return make_weekly_file(world.fiona, kind, on=TODAY, at=NOON)


def book(file: WeeklyFile) -> list[tuple[date, str, int]]:
    """A journal by month and code: debits above zero, credits below."""
    totals = accounts(lines_of_journal(file.id))
    assert sum(each.debit_pence for each in totals) == sum(each.credit_pence for each in totals)
    return [(each.month_on, each.code, each.debit_pence - each.credit_pence) for each in totals]


@pytest.fixture
def coded(world: World) -> World:
    limit(world, 2_000_00)
    goods, south = world.scheme.categories[0].id, world.other_team.id
    with transaction():
        for use, code, more in (
            (CodeUse.COST, "X-9", {}),
            (CodeUse.COST, "G-1", {"category_id": goods}),
            (CodeUse.COST, "G-S", {"category_id": goods, "team_id": south}),
            (CodeUse.VAT, "VAT", {}),
            (CodeUse.PAID_BY, "BANK", {}),
            (CodeUse.PAID_BY, "STAFF", {"method": "own_money"}),
        ):
            set_account_code(world.fiona, use, code, APRIL, at=NOON, **more)
    return world


def test_a_journal_holds_each_line_once_and_balances(coded: World) -> None:
    vat: dict[str, Any] = {"vat_pence": 10_00, "vat_status": VatStatus.RECOVERABLE}
    cot = buy(coded, 60_00, date(2026, 4, 20), **vat)
    buy(coded, 33_33, date(2026, 5, 3), category_id=None, payment_method="own_money", vat_pence=5_55)
    assert book(make(coded, JOURNAL)) == [
        (APRIL, "BANK", -60_00),
        (APRIL, "G-1", 50_00),
        (APRIL, "VAT", 10_00),
        (MAY, "STAFF", -33_33),
        (MAY, "X-9", 33_33),
    ]
    with pytest.raises(Refusal, match="Nothing has come since file 1"):
        make(coded, JOURNAL)
    with transaction():
        refunded(coded.alice, cot, 12_00, date(2026, 5, 31), vat_pence=2_00, at=NOON)
    second = make(coded, JOURNAL)
    assert second.number == 2
    assert book(second) == [(MAY, "BANK", 12_00), (MAY, "G-1", -10_00), (MAY, "VAT", -2_00)]
    assert book_faults(coded.authority.id).records == []


def test_what_is_put_right_afterwards_is_taken_out_and_put_in_again_in_an_open_month(coded: World) -> None:
    cot = buy(coded, 60_00, date(2026, 4, 20), vat_pence=10_00, vat_status=VatStatus.RECOVERABLE)
    make(coded, JOURNAL)
    with transaction():
        close_finance_month(coded.fiona, MAY, on=TODAY, at=NOON)
        set_account_code(coded.fiona, CodeUse.COST, "NEW", APRIL, at=NOON)
    with transaction():
        corrected(coded.alice, cot, category_id=None, vat_status=VatStatus.NOT_RECOVERABLE)
    assert book(make(coded, JOURNAL)) == [
        (JUNE, "BANK", 0),
        (JUNE, "G-1", -50_00),
        (JUNE, "NEW", 60_00),
        (JUNE, "VAT", -10_00),
    ]
    # Another amount is another purchase: the first is taken out by its own reversal.
    with transaction():
        corrected(coded.alice, cot, amount_pence=40_00)
    assert book(make(coded, JOURNAL)) == [(JUNE, "BANK", 20_00), (JUNE, "NEW", -20_00)]
    with pytest.raises(Refusal):
        make(coded, JOURNAL)
    assert book_faults(coded.authority.id).records == []


def test_the_closest_code_counts_and_the_latest_of_its_day(coded: World) -> None:
    goods, south = coded.scheme.categories[0].id, coded.other_team.id
    codes = Codes(
        [
            Code("cost", None, None, "", "ALL", APRIL),
            Code("cost", goods, None, "", "GOODS", APRIL),
            Code("cost", None, south, "", "SOUTH", APRIL),
            Code("cost", goods, south, "", "BOTH", MAY),
            Code("cost", goods, None, "", "LATER", MAY),
            Code("cost", goods, None, "", "MENDED", MAY),
        ]
    )
    north = coded.team.id
    assert [codes.cost(goods, north, day) for day in (date(2026, 3, 31), APRIL, MAY)] == ["", "GOODS", "MENDED"]
    assert [codes.cost(goods, south, day) for day in (APRIL, MAY)] == ["GOODS", "BOTH"]
    assert (codes.cost(None, south, MAY), codes.cost(None, north, MAY)) == ("SOUTH", "ALL")


def test_own_money_is_handed_over_once_and_claimed_back_when_it_came_back(coded: World) -> None:
    taxi = buy(coded, 20_00, date(2026, 5, 3), payment_method="own_money")
    buy(coded, 9_00, date(2026, 5, 3), payment_method="own_money")
    with pytest.raises(Refusal, match="Nothing has come, so"):
        make(coded, REIMBURSEMENTS)
    with transaction():
        actions.decide_reimbursement(coded.mary, taxi, confirm=True, reason="", on=TODAY, at=NOON)
    file = make(coded, REIMBURSEMENTS)
    assert [(line.person, line.pence) for line in lines_of(file)] == [("Alice Archer", 20_00)]
    with pytest.raises(Refusal, match="Nothing has come since file 1"):
        make(coded, REIMBURSEMENTS)
    with transaction():
        refunded(coded.alice, taxi, 5_00, at=NOON)
    assert [line.pence for line in lines_of(make(coded, REIMBURSEMENTS))] == [-5_00]


def test_names_that_must_not_be_published_are_in_the_next_file(coded: World) -> None:
    fare, stay = buy(coded, 20_00, MAY, "Canary Taxis"), buy(coded, 90_00, MAY, "Canary Refuge")
    later = buy(coded, 10_00, MAY, " canary refuge")
    buy(coded, 8_00, MAY, "")
    with transaction():
        actions.keep_unpublished(coded.alice, stay, whole_supplier=True, at=NOON)
        actions.keep_unpublished(coded.alice, fare, whole_supplier=False, at=NOON)
    with pytest.raises(Refusal, match="marked already"), transaction():
        actions.keep_unpublished(coded.alice, stay, whole_supplier=False, at=NOON)
    buy(coded, 7_00, MAY, "Canary Taxis")
    file = make(coded, REDACTIONS)
    assert sorted((line.supplier, line.pence) for line in lines_of(file)) == [
        (later.details.supplier, 10_00),
        ("Canary Refuge", 90_00),
        ("Canary Taxis", 20_00),
    ]
    with transaction():
        restrict_family(coded.alice, coded.family, [coded.mary], "Flight", on=TODAY, at=NOON)
    assert sorted((line.supplier, line.pence) for line in lines_of(make(coded, REDACTIONS))) == [("", 7_00), ("", 8_00)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM weekly_line",
        "UPDATE weekly_file SET pence = pence + 1",
        "UPDATE weekly_line SET pence = pence + 1, vat_pence = vat_pence + 1",
    ],
)
def test_a_change_behind_the_programs_back_is_noticed(coded: World, statement: str) -> None:
    own = coded.authority.id
    buy(coded, 60_00, MAY)
    make(coded, JOURNAL)
    assert corrupt([statement]) == 1
    assert "file" in {fault.code for fault in book_faults(own).records}


def test_finance_makes_a_file_on_a_page_and_takes_it_again(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    stay = buy(world, 60_00, date(2026, 4, 20), "@Canary Refuge")
    client.as_(world.fiona.email)
    refused = client.send("/ledger/weekly/journal/new")
    assert refused.status == 422
    assert "What it was spent on: Household goods" in refused.text
    wrong = client.send("/ledger/codes", use="cost", code="=1", **_april())
    assert wrong.status == 422
    assert "Use letters and figures" in wrong.text
    for use, code in (("cost", "G-1"), ("paid_by", "BANK")):
        assert client.send("/ledger/codes", use=use, code=code, **_april()).status == 303
    assert "£60.00" in client.get("/ledger/weekly/journal/new").text
    assert client.send("/ledger/weekly/journal/new").status == 303
    assert "Journal 1" in client.get(f"/ledger/spend/{stay.id}").text
    assert client.send(f"/ledger/spend/{stay.id}/unpublished", how_far="supplier").status == 303
    assert client.send("/ledger/weekly/redactions/new").status == 303
    journal, kept_back = (db.session.query(WeeklyFile).filter_by(kind=kind).one().id for kind in (JOURNAL, REDACTIONS))
    taken = client.get(f"/ledger/weekly/{journal}/file").response.data
    assert taken == client.get(f"/ledger/weekly/{journal}/file").response.data
    workbook = load_workbook(io.BytesIO(taken))
    assert [row[1:4] for row in workbook["Journal"].values] == [
        ("code", "debit", "credit"),
        ("BANK", 0, 60),
        ("G-1", 60, 0),
    ]
    assert "=1+1" in next(workbook["Lines"].iter_rows(min_row=2, values_only=True))
    assert workbook["Lines"]["E2"].data_type != "f"
    kept = load_workbook(io.BytesIO(client.get(f"/ledger/weekly/{kept_back}/file").response.data))
    assert kept["Redactions"]["B2"].value == "@Canary Refuge"
    plain = client.get(f"/ledger/weekly/{kept_back}/file?as=csv").response.get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(plain.lstrip("\ufeff")))
    assert (row["bought_on"], row["supplier"], row["amount"]) == ("2026-04-20", "'@Canary Refuge", "60.00")


def _april() -> dict[str, str]:
    return {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026"}


def test_a_worker_marks_a_purchase(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    stay = buy(world, 60_00, MAY, "")
    client.as_(world.alice.email)
    assert "Keep the supplier’s name back" in client.get(f"/spend/{stay.id}").text
    whole = client.send(f"/spend/{stay.id}/unpublished", how_far="supplier")
    assert whole.status == 422
    assert "No supplier is recorded" in whole.text
    assert client.send(f"/spend/{stay.id}/unpublished", how_far="purchase").status == 303
    assert "Keep the supplier’s name back" not in client.get(f"/spend/{stay.id}").text
    assert "Let the supplier be named again" in client.get(f"/spend/{stay.id}").text
    assert "Say why" in client.send(f"/spend/{stay.id}/publish").text
    assert client.send(f"/spend/{stay.id}/publish", reason="The refuge has moved").status == 303
    (wish,) = db.session.query(Confirmation)
    client.as_(world.mary.email)
    assert "The refuge has moved" in client.get(f"/confirmations/{wish.id}").text
    assert client.send(f"/confirmations/{wish.id}", decision="confirm").status == 303
    assert "Keep the supplier’s name back" in client.get(f"/spend/{stay.id}").text
    assert db.session.scalar(text("SELECT count(*) FROM publication_mark")) == 1, "the mark is kept, and counts no more"


def test_a_mark_is_taken_off_by_two_people(coded: World) -> None:
    stay, later = (buy(coded, pence, MAY, "Canary Refuge") for pence in (90_00, 10_00))
    with transaction():
        actions.keep_unpublished(coded.alice, stay, whole_supplier=True, at=NOON)
    with pytest.raises(Refusal, match="mark of its own"), transaction():
        actions.ask_to_publish(coded.alice, later, "It has moved", on=TODAY, at=NOON)
    for by in (coded.alice, coded.mary):
        with transaction():
            wish = actions.ask_to_publish(by, stay, "It has moved", on=TODAY, at=NOON)
        for who in {coded.alice, coded.bob, coded.fiona, by}:
            with pytest.raises(Refusal), transaction():
                confirm(who, wish, on=TODAY, at=NOON)
        assert len(redactions_waiting(coded.authority.id)) == 2, "until then both are kept back"
        if by is coded.alice:
            with transaction():
                withdraw(by, wish, at=NOON)
    with transaction():
        confirm(coded.sam, wish, on=TODAY, at=NOON)
    assert redactions_waiting(coded.authority.id) == []
    with transaction():
        actions.keep_unpublished(coded.alice, later, whole_supplier=False, at=NOON)
    assert [line.pence for line in redactions_waiting(coded.authority.id)] == [10_00], "it can be marked again"
