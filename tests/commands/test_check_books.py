"""check-books agrees with honest books, and notices each thing somebody could do to them behind the program's back."""

import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker.audit import triggers
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from tests.factories.books import corrupt
from tests.factories.spend import TODAY, bought, limit, refunded
from tests.factories.world import NOON, World

LAST_OF_LONGEST = (
    "SELECT id FROM audit_record WHERE subject_id = (SELECT subject_id FROM audit_chain "
    "ORDER BY last_sequence DESC, subject_id LIMIT 1) ORDER BY sequence DESC LIMIT 1"
)
CORRUPTIONS = {
    "a position": ["UPDATE budget_period SET spent_pence = spent_pence - 1 WHERE spent_pence > 0"],
    "a hold": ["UPDATE budget_period SET committed_pence = 0"],
    "a limit": ["UPDATE budget_period SET limit_pence = limit_pence + 100"],
    "a ledger amount": ["UPDATE ledger_entry SET spent_delta_pence = 1 WHERE spent_delta_pence > 1"],
    "a ledger row gone": ["DELETE FROM ledger_entry WHERE sequence = 2"],
    "a ledger's tail gone": ["DELETE FROM ledger_entry WHERE sequence = (SELECT max(sequence) FROM ledger_entry)"],
    "a price": ["UPDATE spend SET paid_pence = paid_pence + 1 WHERE state = 'bought'"],
    "a state": ["UPDATE spend SET state = 'declined' WHERE state = 'requested'"],
    "a refund gone": [
        "UPDATE receipt SET refund_id = NULL",
        "UPDATE posting SET refund_id = NULL",
        "DELETE FROM refund",
    ],
    "an audit text": ["UPDATE audit_record SET body = replace(body, 'spend', 'spent')"],
    "who did it": ["UPDATE audit_record SET by_id = NULL"],
    "an audit line in the middle gone": ["DELETE FROM audit_record WHERE sequence = 1"],
    "a missing tail": [f"DELETE FROM audit_record WHERE id IN ({LAST_OF_LONGEST})"],
    "a whole chain gone": ["DELETE FROM audit_record WHERE deed = 'spend.logged'"],
}


@pytest.fixture
def lived_in(app: Flask, world: World) -> None:
    """Books with a limit, a purchase with a refund, and a request."""
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 60_00)
    bought(world.alice, world.family, 700_00)
    with transaction():
        refunded(world.alice, spend, 10_00)
        budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "More", on=TODAY, at=NOON)


def test_honest_books_agree(lived_in: None) -> None:
    assert faults() == []


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_it_notices(lived_in: None, name: str) -> None:
    assert corrupt(CORRUPTIONS[name]) > 0
    assert faults() != []


def test_it_notices_a_vanished_trigger(lived_in: None, engine_name: str) -> None:
    for table in ("ledger_entry", "audit_record"):
        for name in triggers.names(table, engine_name):
            db.session.remove()
            with db.engine.begin() as connection:
                on = "" if engine_name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
            assert faults() == [f"the trigger {name} is missing"]
            db.session.remove()
            with db.engine.begin() as connection:
                triggers.make(connection)
            assert faults() == []


def test_it_notices_a_limit_passed_where_the_check_was_switched_off(lived_in: None, engine_name: str) -> None:
    with db.engine.begin() as connection:
        if engine_name == "sqlite":
            connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        else:
            connection.execute(text("ALTER TABLE budget_period DROP CONSTRAINT ck_budget_period_within_limit"))
            connection.execute(text("ALTER TABLE budget_period DROP CONSTRAINT ck_budget_period_limit_within_cap"))
        connection.execute(text("UPDATE budget_period SET limit_pence = 1"))
        if engine_name == "sqlite":
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
    assert any("above the limit" in fault for fault in faults())
