"""check-books agrees with honest books, and notices each thing somebody could do to them behind the program's back."""

import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker.audit import triggers
from budgettracker.commands.books import faults
from budgettracker.database import db
from tests.factories.books import CORRUPTIONS, corrupted, lived_in
from tests.factories.world import World


@pytest.fixture
def books(app: Flask, world: World) -> None:
    """Books with something of everything."""
    lived_in(world)


def test_honest_books_agree(books: None) -> None:
    assert faults() == []


def test_it_notices_each(books: None) -> None:
    for name, statements in CORRUPTIONS.items():
        with corrupted(statements):
            assert faults() != [], name
    assert faults() == [], "each was put back"


def test_it_notices_a_vanished_trigger(books: None, engine_name: str) -> None:
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


def test_it_notices_a_limit_passed_where_the_check_was_switched_off(books: None, engine_name: str) -> None:
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
