"""Many record a payment of one plan at the same moment: what is recorded is what the plan holds, and no more."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Rhythm, SpendState
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.factories.world import World, family, person
from tests.live import serving
from tests.races.racing import pay, together

PROCESSES = 6
ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "60")) if os.environ.get("NIGHTLY") else 4


def plan_of_three(world: World, number: int) -> Spend:
    """Three weekly payments of £20.00 that were approved, from a limit of £100.00."""
    on, at = today(), now()
    of = family(world.team, f"R-{number:03}", "Round", None, world.scheme)
    change = budgets.propose_limit(world.alice, of, world.scheme, 100_00, "Race", on=on, at=at)
    budgets.approve_limit(world.mary, change, on=on, at=at)
    what = spending.Purchase(amount_pence=20_00, bought_what="Taxi", bought_on=on, purpose="School")
    until = on + timedelta(weeks=2)
    plan = spending.ask_for_plan(
        *(world.alice, of, what), spending.Schedule(Rhythm.WEEKLY, 20_00, on, until, until, "A bus pass"), on=on, at=at
    )
    return spending.approve_spend(world.mary, plan, on=on, at=at)


def test_six_record_a_payment_at_once_and_the_plan_pays_three(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        workers = [
            person(world.authority, f"Worker {number}", Role.PRACTITIONER, teams=(world.team,))
            for number in range(PROCESSES)
        ]
        plans = [plan_of_three(world, number) for number in range(ROUNDS)]
    paths = [f"/plans/{each.id}/payment" for each in plans]
    emails, ids = [each.email for each in workers], [each.id for each in plans]
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        seen = together(pay, [(server.url, email, paths) for email in emails], PROCESSES * ROUNDS)
    by_path: dict[str, Counter[tuple[int, bool]]] = {path: Counter() for path in paths}
    for path, status, worded in seen:
        by_path[path][status, worded] += 1
    assert all(counts == Counter({(303, False): 3, (422, True): 3}) for counts in by_path.values()), by_path
    paid = select(Spend.plan_id, func.sum(Spend.paid_pence), func.count()).where(Spend.plan_id.is_not(None))
    rows = {row[0]: (int(row[1]), row[2]) for row in db.session.execute(paid.group_by(Spend.plan_id))}
    assert rows == dict.fromkeys(ids, (60_00, 3))
    assert {db.session.get_one(Spend, each).state for each in ids} == {SpendState.ENDED}
    assert faults() == []
