"""The check of the books on a page: of one authority, kept with who asked and when, and red when something was changed."""

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.ledger.queries.books import prove
from tests.client import PageClient
from tests.factories.books import corrupt
from tests.factories.spend import bought, limit, noon
from tests.factories.world import World


@pytest.fixture(autouse=True)
def lived_in(app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    bought(world.alice, world.family, 60_00)


def test_honest_books_agree_and_the_check_is_kept(client: PageClient, world: World) -> None:
    client.as_(world.fiona.email)
    assert "Not checked yet" in client.get("/ledger/books").text
    assert client.send("/ledger/books").status == 303
    page = client.get("/ledger/books").text
    assert "The books agree" in page
    assert "Checked on 15 June 2026 at 13:00 by Fiona Field: 1 budget, 1 purchase and 3 lines of who did what." in page
    (record,) = db.session.query(AuditRecord).filter_by(deed=Deed.BOOKS_CHECKED).all()
    assert record.by_id == world.fiona.id
    client.send("/ledger/books")
    assert "Earlier checks" in client.get("/ledger/books").text


@pytest.mark.parametrize(
    "statement, words",
    [
        (
            "UPDATE budget_period SET spent_pence = 0",
            "The position of the budget is not what its ledger lines add up to.",
        ),
        ("UPDATE spend SET paid_pence = paid_pence + 1", "The ledger does not explain this purchase."),
        ("UPDATE audit_record SET by_id = NULL WHERE deed = 'spend.logged'", "has a gap or a changed line."),
        ("DELETE FROM audit_record WHERE deed = 'spend.logged'", "has a gap or a changed line."),
        ("DELETE FROM ledger_entry WHERE sequence = 2", "Lines of the budget's ledger are missing"),
    ],
)
def test_a_change_behind_the_programs_back_is_told_by_reference(
    client: PageClient, world: World, statement: str, words: str
) -> None:
    assert corrupt([statement]) > 0
    client.as_(world.audrey.email)
    client.send("/ledger/books")
    page = client.get("/ledger/books").text
    assert "The books do not agree" in page
    assert words in page
    assert "for WM-001" in page or "of WM-001" in page
    assert "Okafor" not in page


def test_another_authoritys_books_are_its_own_matter(world: World) -> None:
    assert corrupt(["UPDATE budget_period SET spent_pence = 0"]) > 0
    assert len(prove(world.elsewhere.id).faults) == 0
    assert len(prove(world.authority.id).faults) > 0
