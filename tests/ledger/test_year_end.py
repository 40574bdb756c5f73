"""Year end and what is still open: each purchase under the reason that holds, each open thing by its name."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.database import transaction
from budgettracker.ledger.payments.actions import confirm_payments, read_payments
from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.queries.comparison import comparison_of
from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.values import When
from budgettracker.ledger.weekly.queries.year_end import year_end_rows
from budgettracker.periods import financial_year
from budgettracker.spend import actions
from budgettracker.spend.kinds import OpenKind, VatStatus
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.still_open import open_of_family, open_of_scheme
from tests.client import PageClient
from tests.factories.spend import limit, noon, refunded
from tests.factories.world import NOON, World

TODAY = NOON.date()
ENDED = financial_year(date(2026, 3, 31))


@pytest.fixture(autouse=True)
def clock(app: Flask) -> None:
    app.config["CLOCK"] = noon


def buy(world: World, pence: int, bought_on: date = TODAY, **more: Any) -> Spend:
    what = {"bought_what": "A cot", "purpose": "Sleep", "supplier": "Cots", "payment_method": "invoice", **more}
    purchase = actions.Purchase(amount_pence=pence, bought_on=bought_on, **what)
    with transaction():
        return actions.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)


def pay(world: World, *paid: tuple[int, date]) -> None:
    """Finance's file has these paid, and finance confirms what they are."""
    lines = [
        Line(row, None, "", f"P{row}", "", When(day, day), pence, "COTS", "Section 17")
        for row, (pence, day) in enumerate(paid, 2)
    ]
    days = [day for _, day in paid]
    file = FinanceFile("p.csv", "", lines, basis=Basis.GROSS, threshold_pence=0, first=min(days), last=max(days))
    with transaction():
        kept = read_payments(world.fiona, file, "d" * 64, PaymentAnswers(), at=NOON)
        offered = [each.choices[0] for each in comparison_of(kept).suggestions.values() if each.choices]
        assert len(offered) == len(paid)
        confirm_payments(world.fiona, kept, offered, at=NOON)


def test_a_purchase_is_accrued_where_it_is_paid_in_another_year(client: PageClient, world: World) -> None:
    limit(world, 2_000_00)
    vat = {"vat_pence": 20_00, "vat_status": VatStatus.RECOVERABLE}
    unpaid = buy(world, 120_00, date(2026, 3, 30), **vat)
    buy(world, 45_67, date(2026, 3, 28))
    buy(world, 33_21, date(2026, 3, 2))
    buy(world, 71_89, date(2026, 4, 1))
    with transaction():
        refunded(world.alice, unpaid, 30_00, date(2026, 3, 31), vat_pence=5_00, at=NOON)
    gone = buy(world, 19_00, date(2026, 3, 29))
    with transaction():
        actions.reverse_spend(world.alice, gone, "Twice", on=TODAY, at=NOON)
    pay(world, (45_67, date(2026, 4, 2)), (33_21, date(2026, 3, 20)), (71_89, date(2026, 3, 31)))
    assert [(row.why, row.gross_pence, row.net_pence) for row in year_end_rows(world.authority.id, ENDED)] == [
        ("unpaid", 90_00, 75_00),
        ("paid_later", 45_67, 45_67),
        ("paid_earlier", 71_89, 71_89),
    ]
    client.as_(world.fiona.email)
    page = client.get("/ledger/year-end?year=2026").text
    assert "Purchases from 1 April 2025 to 31 March 2026" in page
    assert "£75.00" in page
    table = client.get("/ledger/year-end?year=2026&as=csv").response.get_data(as_text=True)
    assert table.count("\r\n") == 4
    assert client.get("/ledger/year-end?year=x").status == 404


def test_everything_open_is_named(client: PageClient, world: World) -> None:
    limit(world, 2_000_00)
    cot = buy(world, 45_00)
    buy(world, 700_00)
    buy(world, 20_00, payment_method="own_money")
    buy(world, 900_00, already_paid=True)
    with transaction():
        actions.refund_spend(world.alice, cot, 5_00, TODAY, on=TODAY, at=NOON)
        budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "More", on=TODAY, at=NOON)
    rows = open_of_family(world.family.id)
    assert rows == open_of_scheme(world.scheme.id)
    assert open_of_family(world.comparison.id) == []
    assert [(row.kind, row.pence) for row in rows if row.kind != OpenKind.RECEIPT] == [
        (OpenKind.REQUESTED, 700_00),
        (OpenKind.LIMIT, 3_000_00),
        (OpenKind.REVIEW, 900_00),
        (OpenKind.PROPOSED, 45_00),
        (OpenKind.OWN_MONEY, 20_00),
    ]
    assert sorted(row.pence for row in rows if row.kind == OpenKind.RECEIPT) == [20_00, 45_00, 900_00]
    client.as_(world.fiona.email)
    page = client.get("/ledger/open").text
    assert "Requested: 1; approved" not in page
    assert "Receipt missing" in page
    assert "receipt missing: 3." in page
    client.as_(world.mary.email)
    closing = client.get(f"/families/{world.family.id}/close").text
    assert "own money waits to be confirmed" in closing
    assert "a correction or refund waits for a decision" in closing
