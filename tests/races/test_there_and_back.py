"""Eight people move money between two families for half a minute, in opposite directions: nothing locks up or is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.spend.models import Refund, Spend
from budgettracker.web import now, today
from tests.factories.world import World, family, person, scheme
from tests.live import serving
from tests.races.racing import mover, together

PROCESSES = 8
AMOUNTS = (("3.00", 3_00), ("5.00", 5_00))


@pytest.mark.nightly
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seconds", [30])
def test_money_moved_in_opposite_directions_is_neither_lost_nor_stuck(
    app: Flask, world: World, database_url: str, tmp_path: Path, seconds: float
) -> None:
    with transaction():
        free = scheme(world.authority, "Wide bands", None, single_pence=None, running_pence=None, window_days=None)
        workers = [
            person(world.authority, f"Worker {each}", Role.PRACTITIONER, teams=(world.team,)) for each in range(8)
        ]
        pair = [family(world.team, f"T-{each}", "There", None, free) for each in range(2)]
        for each in pair:
            change = budgets.propose_limit(world.alice, each, free, 1_000_000_00, "x", on=today(), at=now())
            budgets.approve_limit(world.mary, change, on=today(), at=now())
    there = [str(each.id) for each in pair]
    category = str(free.categories[0].id)
    calls = [
        (each.email, there[:: 1 if number % 2 else -1], list(AMOUNTS), category) for number, each in enumerate(workers)
    ]
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        seen = together(mover, [(server.url, *call, seconds) for call in calls], PROCESSES)
    statuses: Counter[int] = sum((each for each, *_ in seen), Counter())
    assert set(statuses) == {303}, statuses
    assert all(logged > 0 and back > 0 for _, logged, back in seen)
    assert db.session.scalar(select(func.sum(Spend.paid_pence))) == sum(logged for _, logged, _ in seen)
    assert db.session.scalar(select(func.sum(Refund.amount_pence))) == sum(back for _, _, back in seen)
    assert faults() == []
