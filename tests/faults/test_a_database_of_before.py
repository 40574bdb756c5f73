"""A database of the version before second hands opens after `upgrade`: its books agree, and old deeds are notes."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker import create_app
from budgettracker.access import Role
from budgettracker.audit.rules import body_of as written
from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.people.models import RoleGrant
from budgettracker.second_hands import AS_ROLE, OUTCOME, WAITS_FOR
from budgettracker.spend.actions import approve_spend
from tests.conftest import ENGINES, NIGHTLY, settings
from tests.factories.books import as_owner, rechained
from tests.factories.imports import SMALL, import_from
from tests.factories.spend import bought, limit
from tests.factories.world import NOON, family, small_world
from tests.faults.load import console, settings_for

BEFORE = "0004"
"""The last schema in which nothing knew of second hands."""
UNTOLD = (OUTCOME, AS_ROLE, WAITS_FOR, "proposed_by", "recorded_by", "decided_by", "review")
"""What earlier lines did not tell."""
SINCE = 800_00
"""A limit of since then, whose lines tell of second hands: whoever leads the family now did not lead it then."""
WHEN: dict[str, Any] = {"on": NOON.date(), "at": NOON}
NOTES = (
    "note: in Westmoor limits from before two people were needed, which a senior manager has not confirmed: £900.00 for WM-001; "
    "£700.00 for WM-030",
    "note: in Kelby 1 limit came in a file before that took two",
    "note: in Westmoor accounts hold roles that should not meet: Mary Moss",
)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Migrations run outside any session's transaction, so this program starts without one."""
    program = create_app(settings(tmp_path, database_url))
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeds write down nothing of second hands, as they did before."""

    def body_of(line: dict[str, Any]) -> str:
        changes = line.get("changes")
        if changes and SINCE not in (changes.get("limit_pence") or ()):
            values = {name: value for name, value in changes.items() if name not in UNTOLD}
            line = {**line, "changes": values}
        return written(line)

    monkeypatch.setattr("budgettracker.audit.actions.body_of", body_of)


def lived_in() -> None:
    """Limits of every kind that there was, purchases, an imported authority, and an account of two purposes."""
    world = small_world()
    limit(world, 900_00)
    approve_spend(world.mary, bought(world.alice, world.family, 700_00), "Yes", **WHEN)
    bought(world.alice, world.family, 60_00)
    with transaction():
        other = family(world.team, "WM-030", "Rowan", None, world.scheme)
        (change,) = budgets.propose_limits_for_cohort(world.alice, [other], world.scheme, 700_00, "Start", **WHEN)
        budgets.decide_limits_of_cohort(world.mary, [change], approve=True, reason="Yes", **WHEN)
        db.session.add(RoleGrant(person_id=world.mary.id, role=Role.FINANCE, starts_on=NOON.date()))
        later = family(world.team, "WM-031", "Alder", None, world.scheme)
    limit(world, SINCE, later)
    import_from(SMALL, "Kelby")
    db.session.remove()


def went_back() -> None:
    """The earlier schema, with what its rules allowed: a cohort's limit by one person, one decided by the family's lead."""
    alone = db.session.execute(text("SELECT id, proposed_by_id FROM limit_change WHERE cohort_id IS NOT NULL")).one()
    proposer = str(uuid.UUID(str(alone.proposed_by_id)))
    as_owner(*rechained(uuid.UUID(str(alone.id)), lambda fields: fields.update(by=proposer)))
    flask_migrate.downgrade(revision=BEFORE)
    with db.engine.begin() as connection:
        for statement in (
            "UPDATE limit_change SET decided_by_id = proposed_by_id WHERE cohort_id IS NOT NULL",
            "UPDATE family SET lead_worker_id = (SELECT decided_by_id FROM limit_change WHERE to_pence = 90000) "
            "WHERE reference = 'WM-001'",
            "UPDATE family SET lead_worker_id = (SELECT decided_by_id FROM limit_change WHERE to_pence = 80000) "
            "WHERE reference = 'WM-031'",
        ):
            assert connection.execute(text(statement)).rowcount == 1
    db.engine.dispose()


def ran(url: str, folder: Path, *words: str) -> str:
    done = console(*words, **settings_for(url, folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("engine_name", ENGINES if NIGHTLY else ENGINES[:1], indirect=True)
@pytest.mark.own_database
@pytest.mark.usefixtures("client_programs", "told_nothing")
def test_it_opens_checks_backs_up_and_restores_with_old_deeds_as_notes(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    lived_in()
    went_back()
    assert ran(database_url, tmp_path, "upgrade") == "The database is up to date.\n"
    checked = ran(database_url, tmp_path, "check-books")
    assert {*NOTES, "The books agree."} <= set(checked.splitlines()), checked
    assert "Not judged by second hands, since older than they are: " in checked
    backup = str(tmp_path / "before.backup")
    assert "Backed up to" in ran(database_url, tmp_path, "backup", backup)
    assert "The books agree." in ran(database_url, tmp_path, "restore", "--replace", backup)
    assert ran(database_url, tmp_path, "check-books") == checked
