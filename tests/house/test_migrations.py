"""Migrations: one head, models equal the schema, up and down with data on both engines."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select

from budgettracker import HOME, create_app
from budgettracker.audit import triggers
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry
from budgettracker.commands.books import faults
from budgettracker.database import db
from tests.conftest import settings
from tests.spend.test_spend_up_to_the_limit import buy, limit
from tests.world import small_world

SCRIPTS = ScriptDirectory(str(HOME / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Migrations run outside any session's transaction, so this program starts without one."""
    program = create_app(settings(tmp_path, database_url))
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


def totals() -> tuple[object, ...]:
    """What must not change by migrating: rows and pence of ledger, positions and audit."""
    found = (
        db.session.execute(
            select(func.count(), func.sum(LedgerEntry.spent_delta_pence)).select_from(LedgerEntry)
        ).one(),
        db.session.execute(select(func.count(), func.sum(BudgetPeriod.spent_pence)).select_from(BudgetPeriod)).one(),
        db.session.scalar(select(func.count()).select_from(AuditRecord)),
    )
    db.session.remove()
    return tuple(map(str, found))


def fill() -> None:
    world = small_world()
    limit(world, 5_000_00)
    buy(world.alice, world.family, 123_45)
    buy(world.alice, world.family, 999_99)
    db.session.remove()


def test_there_is_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == 1


def test_models_equal_the_schema(app: Flask) -> None:
    flask_migrate.check()


def test_each_step_goes_down_and_up_with_data(app: Flask) -> None:
    fill()
    before = totals()
    for revision in reversed(REVISIONS[1:]):
        below = REVISIONS[REVISIONS.index(revision) - 1]
        flask_migrate.downgrade(revision=below)
        flask_migrate.upgrade(revision=revision)
        flask_migrate.upgrade()
        assert totals() == before
        with db.engine.connect() as connection:
            assert triggers.missing(connection) == []
    assert faults() == []


def test_all_the_way_down_with_data_leaves_nothing_and_up_again_works(app: Flask) -> None:
    fill()
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()
    fill()
    assert faults() == []
