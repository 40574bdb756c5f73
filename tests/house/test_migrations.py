"""Migrations: one head, models equal the schema, up and down with data on both engines."""

import ast
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from budgettracker import create_app, kept_sums
from budgettracker.access import Role
from budgettracker.append_only import APPEND_ONLY
from budgettracker.audit import triggers
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.spend.actions import Purchase, Share, log_shared
from budgettracker.spend.models import Spend
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.queries import evaluators_of, studies_for
from tests.conftest import NIGHTLY, settings
from tests.factories.spend import TODAY, bought, limit, weekly
from tests.factories.world import NOON, family, person, small_world
from tests.revisions import REVISIONS, SCRIPTS

NEWEST = 13
"""By day so many of the last revisions are walked step by step; older ones change no more, and are walked at night."""


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
    values = (
        db.session.execute(
            select(func.count(), func.sum(LedgerEntry.spent_delta_pence)).select_from(LedgerEntry)
        ).one(),
        db.session.execute(select(func.count(), func.sum(BudgetPeriod.spent_pence)).select_from(BudgetPeriod)).one(),
        db.session.scalar(select(func.count()).select_from(AuditRecord)),
    )
    db.session.remove()
    return tuple(map(str, values))


def fill() -> None:
    world = small_world()
    limit(world, 5_000_00)
    bought(world.alice, world.family, 123_45)
    bought(world.alice, world.family, 999_99)
    db.session.remove()


def test_there_is_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == 1


def test_a_migration_stands_on_its_own() -> None:
    """What it does must not change with the program: it imports nothing of it."""
    for script in SCRIPTS.walk_revisions():
        tree = ast.parse(Path(script.path).read_text())
        modules = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            )
        }
        assert "alembic" in modules
        assert not {module for module in modules if module.split(".")[0] in ("budgettracker", "config")}, script.path


def guards() -> dict[str, str]:
    """The definition of every trigger (and of the function they call) by name, as the database has it."""
    definitions = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT proname || ' function', pg_get_functiondef(oid) FROM pg_proc "
            "WHERE proname = 'only_added' OR proname LIKE 'kept!_%' ESCAPE '!'"
        ),
    }
    with db.engine.connect() as connection:
        return dict(connection.execute(text(definitions[connection.dialect.name])).tuples().all())


def test_the_first_migration_makes_the_triggers_of_today(app: Flask) -> None:
    flask_migrate.downgrade(revision="base")
    assert guards() == {}
    flask_migrate.upgrade()
    migrated = guards()
    with db.engine.begin() as connection:
        dialect = connection.dialect.name
        for table in APPEND_ONLY:
            for name in triggers.names(table, dialect):
                connection.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
        for name, (*_, made) in kept_sums.statements(dialect).items():
            table = made.split(" ON ")[1].split()[0]
            connection.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
            if dialect == "postgresql":
                connection.execute(text(f"DROP FUNCTION {name}()"))
        if dialect == "postgresql":
            connection.execute(text("DROP FUNCTION only_added()"))
        triggers.make(connection)
    assert guards() == migrated
    kept = len(kept_sums.names(dialect))
    assert len(migrated) == (3 * len(APPEND_ONLY) + kept if dialect == "sqlite" else 2 * (len(APPEND_ONLY) + kept) + 1)


def test_models_equal_the_schema(app: Flask) -> None:
    flask_migrate.check()


def test_each_step_goes_down_and_up_with_data(app: Flask) -> None:
    """Each step where it stands: down, up and down again on the way to the first one (by day the `NEWEST`), then all the way up.

    The way from each step up to today's schema, which takes some hundreds of steps, is walked at night.
    """
    fill()
    before = totals()
    for below, revision in reversed(list(pairwise(REVISIONS if NIGHTLY else REVISIONS[-NEWEST:]))):
        standing = guards()
        flask_migrate.downgrade(revision=below)
        assert totals() == before, f"{revision} down"
        flask_migrate.upgrade(revision=revision)
        assert totals() == before, f"{revision} up"
        assert guards() == standing, revision
        flask_migrate.downgrade(revision=below)
    flask_migrate.upgrade()
    assert totals() == before
    with db.engine.connect() as connection:
        assert triggers.missing(connection) == []
    assert faults() == []


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_each_step_goes_down_from_todays_schema_and_up_to_it_again(app: Flask) -> None:
    fill()
    before = totals()
    for below, revision in reversed(list(pairwise(REVISIONS))):
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


def test_evaluators_stay_in_the_studies_they_worked_with(app: Flask) -> None:
    """From before evaluators were named: who made a study, else everybody; each authority in it has agreed to them."""
    world = small_world()
    with transaction():
        erin = person(None, "Erin East", Role.EVALUATOR)
        of_eve, of_nobody = (
            add_study(by, called, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), at=NOON)
            for by, called in ((world.eve, "Pilot"), (None, "Imported"))
        )
        join_study(world.sam, of_eve, world.authority, "A", "Agreed", on=NOON.date(), at=NOON)
    db.session.remove()
    flask_migrate.downgrade(revision="0023")
    flask_migrate.upgrade()
    seen = {
        who.name: sorted(study.name for study in studies_for(db.session.merge(who), NOON.date()))
        for who in (world.eve, erin, world.sam)
    }
    assert seen == {"Eve Evans": ["Imported", "Pilot"], "Erin East": ["Imported"], "Sam Stone": []}
    (asking,) = evaluators_of(world.sam, NOON.date())
    assert (asking.naming.from_before, asking.agreed, asking.naming.study_id) == (True, True, of_eve.id)
    assert of_nobody.id != of_eve.id
    db.session.remove()


def test_receipts_that_a_restricted_family_shared_come_apart_and_plans_get_a_reference(app: Flask) -> None:
    world = small_world()
    purchase = Purchase(amount_pence=60_00, bought_what="A trip", bought_on=TODAY)
    with transaction():
        others = [family(world.team, f"WM-06{number}", "Birch", world.bob, world.scheme) for number in (1, 2)]
    for each in (world.family, *others):
        limit(world, 500_00, each)
    with transaction():
        three = [Share(each, 20_00) for each in (world.family, *others)]
        of_three = log_shared(world.alice, three, purchase, on=TODAY, at=NOON)
        of_two = log_shared(world.alice, [Share(each, 30_00) for each in others], purchase, on=TODAY, at=NOON)
        others[1].restricted = True
        plan = weekly(world.alice, world.family, 5_00)
        drawn = plan.reference
    ids = [each.id for each in (*of_three, *of_two)]
    db.session.remove()
    flask_migrate.downgrade(revision="0081")
    flask_migrate.upgrade()
    whole = [db.session.get_one(Spend, each).shared_pence for each in ids]
    assert whole == [40_00, 40_00, None, None, None]
    again = db.session.get_one(Spend, plan.id).reference
    assert again is not None
    assert again[:2] == "P-"
    assert again != drawn
    assert faults() == []


def test_a_database_of_before_the_last_day_lacks_no_trigger(app: Flask) -> None:
    """What a backup of an earlier program holds is judged by what it could hold; a trigger it has lost is named."""
    fill()
    flask_migrate.downgrade(revision="0090")
    with db.engine.begin() as connection:
        assert triggers.missing(connection, of_before=True) == []
        connection.execute(text("DROP TRIGGER kept_spend_after_update" + _on_spend(connection.dialect.name)))
        assert triggers.missing(connection, of_before=True) == ["kept_spend_after_update"]
        connection.execute(text("DELETE FROM kept_budget"))
    flask_migrate.upgrade()
    with db.engine.begin() as connection:
        triggers.make(connection)
        assert triggers.missing(connection) == []
    assert faults() == []


def _on_spend(dialect: str) -> str:
    return "" if dialect == "sqlite" else " ON spend"
