"""Ten purchases from a notebook: each by the rules of one, all of them or none, and everything typed stays."""

from typing import Any

import pytest

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.database import db
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories.spend import limit, position, spends
from tests.factories.world import World

pytestmark = pytest.mark.pages


def url(world: World) -> str:
    return f"/families/{world.family_id}/spend/several"


def rows(world: World, *amounts: str, **changes: str) -> dict[str, Any]:
    """These amounts in the first rows, the ordinary answers beside them."""
    values: dict[str, str] = {}
    for number, amount in enumerate(amounts):
        words = {
            "amount": amount,
            "bought_what": f"Thing {number}",
            "purpose": "School",
            "payment_method": "cash",
            "category": str(world.scheme.categories[0].id),
            **changes,
        }
        values |= {f"rows-{number}-{name}": text for name, text in words.items()}
    return values


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_several_are_recorded_each_by_the_rules_of_one(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    assert f"/families/{world.family_id}/spend/several" in alice.get(f"/families/{world.family_id}").html
    typed = rows(world, "45.00", "12", "450", "510", "493.01")
    sent = alice.post(url(world), alice.get(url(world)).form() | typed)
    assert sent.location == f"/families/{world.family_id}?banner=several"
    assert "The purchases are recorded." in alice.get(sent.location).text
    result = [(spend.planned_pence, spend.state, spend.route) for spend in spends()]
    assert result == [
        (45_00, "bought", "front_line"),
        (12_00, "bought", "front_line"),
        (450_00, "bought", "front_line"),
        (510_00, "requested", "single"),
        (493_01, "requested", "running"),
    ], "the earlier rows that were bought count in the running total of the later"
    assert position(world) == Position(5_000_00, 1_003_01, 507_00)
    logged = db.session.query(AuditRecord).filter(AuditRecord.deed.in_((Deed.SPEND_LOGGED, Deed.SPEND_REQUESTED)))
    assert logged.count() == 5
    assert faults() == []


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_one_bad_row_keeps_everything_typed_and_writes_nothing(alice: PageClient, world: World) -> None:
    limit(world, 100_00)
    typed = rows(world, "45.00", "60.00", "10.00")
    before = db.session.query(AuditRecord).count()
    sent = alice.post(url(world), alice.get(url(world)).form() | typed)
    assert sent.status == 422
    assert "Row 2: This is £5.00 more than is left (£55.00)" in sent.text
    assert 'href="#rows-1-amount"' in sent.html
    assert {name: sent.form()[name] for name in typed} == typed
    assert "£100.00 left" in sent.text, "what is left is told without what was undone"
    assert spends() == []
    assert position(world) == Position(100_00, 0, 0)
    assert db.session.query(AuditRecord).count() - before == 0
    good = sent.form() | {"rows-1-amount": "55.00", "rows-2-amount": "", "rows-2-bought_what": "", "rows-2-purpose": ""}
    good |= {"rows-2-category": "", "rows-2-payment_method": ""}
    assert alice.post(url(world), good).status == 303
    assert position(world) == Position(100_00, 0, 100_00)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rows-1-amount": "abc"}, "Enter"),
        ({"rows-1-amount": ""}, "Enter the amount in pounds, like 45.00."),
        ({"rows-1-bought_what": " "}, "Say what was bought."),
        ({"rows-1-category": ""}, "Choose a category."),
        ({"rows-1-category": "nonsense"}, "Choose from the list."),
        ({"rows-1-bought_on-year": "2027"}, "The date is in the future."),
        ({"rows-1-bought_on-day": ""}, "must include a day"),
        ({"rows-1-purpose": "x" * 2001}, "Use 2,000 characters or fewer."),
    ],
)
def test_a_mistake_in_a_row_stands_beside_its_field(
    alice: PageClient, world: World, changes: dict[str, str], words: str
) -> None:
    limit(world, 1_000_00)
    sent = alice.post(url(world), alice.get(url(world)).form() | rows(world, "45.00", "12.00") | changes)
    assert sent.status == 422
    assert words in sent.text
    assert "#rows-1-" in sent.html
    assert spends() == []


def test_nothing_filled_in_is_said_and_more_rows_than_there_are_count_for_nothing(
    alice: PageClient, world: World
) -> None:
    limit(world, 1_000_00)
    form = alice.get(url(world)).form()
    assert "Nothing is filled in yet." in alice.post(url(world), form).text
    extra = {"rows-99-amount": "5", "rows-x-amount": "5", "rows-0-amount": "7.00"}
    assert alice.post(url(world), form | rows(world, "7.00") | extra).status == 303
    assert [spend.paid_pence for spend in spends()] == [7_00]


def test_without_a_limit_each_row_says_so_and_sent_twice_is_once(alice: PageClient, world: World) -> None:
    sent = alice.post(url(world), alice.get(url(world)).form() | rows(world, "5.00"))
    assert sent.status == 422
    assert "This family has no limit yet." in sent.text
    limit(world, 1_000_00)
    data = alice.get(url(world)).form() | rows(world, "5.00", "6.00")
    assert [alice.post(url(world), data).status for _ in range(2)] == [303, 303]
    assert len(spends()) == 2


def test_a_family_without_a_budget_logs_other_help(alice: PageClient, world: World) -> None:
    page = f"/families/{world.comparison.id}/spend/several"
    assert alice.post(page, alice.get(page).form() | rows(world, "5.00")).status == 303
    assert [(spend.kind, spend.paid_pence) for spend in spends()] == [("other_help", 5_00)]
