"""What somebody with the database's password could change: each is named, with its record and what is wrong with it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker.audit import triggers
from budgettracker.commands.books import faults
from budgettracker.database import db
from tests.factories.full_budget import FullBudget, full_budget
from tests.factories.world import World

Change = Callable[[FullBudget], tuple[str, dict[str, object], list[str]]]
"""The SQL, its values, and the faults that must be told, in full."""


NOT_AS_RECORDED = " is not what the record of who did what says"


def _period(budget: FullBudget) -> str:
    return f"budget period {budget.over_declined.period_id}"


def _an_amount_in_the_hashed_text(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    sql = "UPDATE audit_record SET body = replace(body, '12000', '12001') WHERE subject_id = :id AND sequence = 1"
    spend = f"spend {budget.refunded.id}"
    words = [f"audit of {spend}: line 1 does not match its digest", f"{spend}: what was paid{NOT_AS_RECORDED}"]
    return sql, {"id": budget.refunded.id}, words


def _what_is_over_the_limit_of_the_position(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    stored, replayed = (400000, 223001, 176999, 0), (400000, 223001, 176999, 220001)
    words = f"{_period(budget)}: position {stored} and ledger {replayed} differ (pence)"
    return "UPDATE budget_period SET over_pence = 0 WHERE id = :id", {"id": budget.over_declined.period_id}, [words]


def _what_is_over_the_limit_of_a_purchase(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    spend = budget.over_declined
    words = f"spend {spend.id}: the ledger says (0, 79999, 220001), the purchase (0, 300000, 0)"
    return "UPDATE spend SET over_pence = 0 WHERE id = :id", {"id": spend.id}, [words]


def _a_price_by_a_penny(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    spend = budget.at_the_edge
    words = f"spend {spend.id}: the ledger says (0, 30000, 0), the purchase (0, 30001, 0)"
    answer = f"spend {spend.id}: what was paid{NOT_AS_RECORDED}"
    return "UPDATE spend SET paid_pence = paid_pence + 1 WHERE id = :id", {"id": spend.id}, [words, answer]


def _a_refund_gone(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    spend = budget.refunded
    words = f"spend {spend.id}: the ledger says (0, 6000, 0), the purchase (0, 12000, 0)"
    answer = (
        f"spend {spend.id}: money that came back is missing, or is another sum than the record of who did what says"
    )
    return "DELETE FROM refund WHERE id = :id", {"id": budget.refund.id}, [words, answer]


def _who_did_it_in_the_audit(budget: FullBudget) -> tuple[str, dict[str, object], list[str]]:
    spend = budget.approved
    return (
        "UPDATE audit_record SET by_id = NULL WHERE subject_id = :id AND sequence = 2",
        {"id": spend.id},
        [f"audit of spend {spend.id}: line 2 was changed outside its hashed text"],
    )


CHANGES: dict[str, Change] = {
    "an amount in the hashed text": _an_amount_in_the_hashed_text,
    "what is over the limit, of the position": _what_is_over_the_limit_of_the_position,
    "what is over the limit, of a purchase": _what_is_over_the_limit_of_a_purchase,
    "a price by a penny": _a_price_by_a_penny,
    "a refund gone": _a_refund_gone,
    "who did it, in the audit": _who_did_it_in_the_audit,
}


def change(sql: str, values: dict[str, object]) -> int:
    """Take the triggers off, change, put them back; how many rows were touched."""
    plain = {name: value.hex if db.engine.dialect.name == "sqlite" else value for name, value in values.items()}  # type: ignore[attr-defined]
    db.session.remove()
    with db.engine.begin() as connection:
        for table in ("ledger_entry", "audit_record", "posting"):
            for name in triggers.names(table, connection.dialect.name):
                on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text("UPDATE receipt SET refund_id = NULL"))
        connection.execute(text("UPDATE posting SET refund_id = NULL"))
        touched = connection.execute(text(sql), plain).rowcount
        triggers.make(connection)
    return touched


@pytest.mark.parametrize("name", CHANGES)
def test_it_names_the_record_and_what_is_wrong(app: Flask, world: World, name: str) -> None:
    budget = full_budget(world)
    assert faults() == []
    sql, values, expected = CHANGES[name](budget)
    assert change(sql, values) == 1
    assert faults() == expected
