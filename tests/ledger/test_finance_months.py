"""Months of the books: a line stands in the month of its day or in the first open one, for ever; both add up."""

import io
import re
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text

from budgettracker.budgets.models import Posting
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.actions import close_finance_month
from budgettracker.ledger.queries.books import book_faults
from budgettracker.ledger.queries.finance_months import finance_months
from budgettracker.ledger.queries.lines import Filters, total_of
from budgettracker.spend import actions
from budgettracker.spend.kinds import VatStatus
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.books import corrupt
from tests.factories.spend import corrected, limit, log, noon, refunded
from tests.factories.world import NOON, World

TODAY, APRIL, MAY, JUNE = NOON.date(), date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def buy(world: World, pence: int, bought_on: date, **more: Any) -> Spend:
    purchase = actions.Purchase(
        amount_pence=pence, bought_what="A cot", bought_on=bought_on, purpose="Sleep", supplier="Cots & Co", **more
    )
    with transaction():
        return actions.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)


def close(world: World, day: date, on: date = TODAY) -> None:
    with transaction():
        close_finance_month(world.fiona, day, on=on, at=NOON)


def posted(world: World) -> dict[date, int]:
    """What left in each month, in pence."""
    return {each.starts_on: each.sums.cost for each in finance_months(world.authority.id)}


def faults(world: World) -> list[str]:
    return sorted({fault.code for fault in book_faults(world.authority.id).records})


def test_what_comes_later_for_a_closed_month_stands_in_the_first_open_one(world: World) -> None:
    limit(world, 2_000_00)
    cot, early = buy(world, 60_00, date(2026, 4, 20)), buy(world, 45_00, date(2026, 5, 20))
    assert posted(world) == {JUNE: 0, MAY: 45_00, APRIL: 60_00}
    close(world, MAY)
    assert [(month.starts_on, month.closed_by) for month in finance_months(world.authority.id)][1:] == [
        (MAY, "Fiona Field"),
        (APRIL, "Fiona Field"),
    ]
    buy(world, 5_00, date(2026, 4, 30))
    with transaction():
        refunded(world.alice, cot, 10_00, date(2026, 5, 31), at=NOON)
        helped = actions.Purchase(amount_pence=30_00, bought_what="Food", bought_on=date(2026, 5, 2), purpose="x")
        other = actions.log_other_help(world.alice, world.comparison, helped, on=TODAY, at=NOON)
        refunded(world.alice, other, 4_00, at=NOON)
    # Corrected, it is taken out of the first open month and put in again there: the closed ones keep what they held.
    with transaction():
        corrected(world.alice, early, amount_pence=40_00)
    assert posted(world) == {JUNE: 5_00 - 10_00 + 30_00 - 4_00 - 45_00 + 40_00, MAY: 45_00, APRIL: 60_00}
    june = finance_months(world.authority.id)[0]
    assert june.late_pence == june.sums.cost + 4_00
    assert sum(posted(world).values()) == total_of(world.authority.id, Filters()).sums.cost == 121_00
    assert faults(world) == []


def test_a_mistake_of_an_open_month_is_taken_out_where_it_was_put_in(world: World) -> None:
    limit(world, 2_000_00)
    early = buy(world, 45_00, date(2026, 5, 20))
    with transaction():
        corrected(world.alice, early, amount_pence=40_00)
    assert posted(world) == {JUNE: 0, MAY: 40_00}
    assert faults(world) == []


@pytest.mark.parametrize("day, words", [(TODAY, "is not over yet"), (APRIL, "is closed already")])
def test_a_month_is_closed_once_and_when_it_is_over(world: World, day: date, words: str) -> None:
    limit(world, 2_000_00)
    buy(world, 60_00, date(2026, 4, 20))
    close(world, APRIL, on=MAY)
    with pytest.raises(Refusal, match=words):
        close(world, day)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM posting WHERE pence = 6000",
        "UPDATE posting SET pence = pence + 1 WHERE pence = 6000",
        "UPDATE posting SET posted_on = '2026-04-01' WHERE pence = 500",
        "UPDATE posting SET posted_on = '2026-05-01' WHERE pence = 6000",
        "UPDATE finance_closing SET pence = pence + 1",
    ],
)
def test_a_change_behind_the_programs_back_is_noticed(world: World, statement: str) -> None:
    limit(world, 2_000_00)
    buy(world, 60_00, date(2026, 4, 20))
    close(world, APRIL)
    buy(world, 5_00, date(2026, 4, 21))
    assert faults(world) == []
    assert corrupt([statement]) == 1
    assert faults(world) == ["month"]


def test_finance_closes_months_on_a_page_and_finds_their_lines(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    buy(world, 60_00, date(2026, 4, 20))
    client.as_(world.audrey.email)
    assert "Close months" not in client.get("/ledger/months").text
    client.as_(world.fiona.email)
    refused = client.send("/ledger/months/close")
    assert refused.status == 422
    assert "Choose a month." in refused.text
    assert "June 2026" not in refused.text
    assert client.send("/ledger/months/close", until="2026-05-01").status == 303
    buy(world, 45_00, date(2026, 5, 20))
    page = client.get("/ledger/months").text
    assert "Closed on 15 June 2026 at 13:00 by Fiona Field" in page
    assert "£105.00" in page
    assert "posted in April 2026" in client.get("/ledger").text
    only = client.get("/ledger?posted=2026-04-01").text
    assert "1 line, the newest first: posted in April 2026." in only
    assert "£60.00" in only


def test_what_is_recorded_here_has_a_reference_of_its_own_on_its_page_and_in_the_file(
    client: PageClient, world: World
) -> None:
    limit(world, 500_00)
    first, second = buy(world, 20_00, TODAY), buy(world, 20_00, TODAY)
    with transaction():
        third = corrected(world.alice, second, amount_pence=25_00)
        assert isinstance(third, Spend)
        references = [each.reference or "" for each in (first, second, third)]
    assert [each for each in references if not re.fullmatch("S-[A-Z]{6}", each)] == []
    assert len({*references}) == 3
    shown = client.as_(world.fiona).get(f"/ledger/spend/{third.id}").text
    assert f"Reference {references[2]}" in shown
    sheet = load_workbook(io.BytesIO(client.get("/ledger/file").response.data))["Ledger"]
    place = [cell.value for cell in sheet[1]].index("reference")
    assert {*references} <= {row[place] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_the_file_has_reference_supplier_vat_method_and_month(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    cot = buy(
        world, 60_00, date(2026, 4, 20), vat_pence=10_00, vat_status=VatStatus.RECOVERABLE, payment_method="invoice"
    )
    with transaction():
        db.session.execute(text("UPDATE spend SET reference = 'P-1'"))
        refunded(world.alice, cot, 12_00, vat_pence=2_00, at=NOON)
    with transaction():
        actions.reverse_spend(world.alice, db.session.get_one(Spend, cot.id), "Wrong", on=TODAY, at=NOON)
    client.as_(world.fiona.email)
    sheet = load_workbook(io.BytesIO(client.get("/ledger/file").response.data))["Ledger"]
    names = [cell.value for cell in sheet[1]]
    wanted = ("happened_on", "posted_in", "reference", "supplier", "payment_method", "vat", "vat_paid_back")
    rows = sorted(
        (tuple(row[names.index(name)].value for name in ("spent", *wanted)) for row in sheet.iter_rows(min_row=2)),
        key=str,
    )
    day, april = datetime(2026, 4, 20), datetime(2026, 4, 1)
    yes = "Yes, the council gets it back"
    assert rows == [
        (-12, datetime(2026, 6, 15), datetime(2026, 6, 1), "P-1", "Cots & Co", "Invoice to the council", -2, yes),
        (-48, day, april, "P-1", "Cots & Co", "Invoice to the council", -8, yes),
        (0, datetime(2026, 6, 15), datetime(2026, 6, 1), None, None, None, None, None),
        (60, day, april, "P-1", "Cots & Co", "Invoice to the council", 10, yes),
    ]


def test_a_purchase_by_card_names_its_cardholder(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    buy(world, 40_00, TODAY, payment_method="purchase_card")
    buy(world, 30_00, TODAY, payment_method="invoice", cardholder="Left from before")
    client.as_(world.alice.email)
    other = {"payment_method": "purchase_card", "cardholder": "Bob Bell"}
    assert "Cardholder Bob Bell" in client.follow(log(client, world, "20.00", **other).location).text
    client.as_(world.fiona.email)
    sheet = load_workbook(io.BytesIO(client.get("/ledger/file").response.data))["Ledger"]
    place = [cell.value for cell in sheet[1]].index("cardholder")
    named = {row[place].value for row in sheet.iter_rows(min_row=2)}
    assert named == {None, "Alice Archer", "Bob Bell"}


def test_a_posting_is_never_changed(world: World) -> None:
    limit(world, 2_000_00)
    assert db.session.scalars(select(Posting.pence)).all() == [0]
    for statement in ("UPDATE posting SET pence = 1", "DELETE FROM posting"):
        with pytest.raises(Exception, match="only ever added"), transaction():
            db.session.execute(text(statement))
