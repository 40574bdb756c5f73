"""Eight processes ask for the last £100 at the same moment: one gets it, seven get words, the books agree."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.idempotency import FormKey
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.factories.world import PASSWORD, World, family, person
from tests.live import Browser, serving
from tests.races.racing import burst, click, purchase, together

PROCESSES = 8
ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "200")) if os.environ.get("NIGHTLY") else 15


@pytest.mark.timeout(3600 if ROUNDS > 15 else 600)
def test_one_of_eight_gets_the_last_hundred_pounds_in_every_round(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        workers = [
            person(world.authority, f"Worker {number}", Role.PRACTITIONER, teams=(world.team,))
            for number in range(PROCESSES)
        ]
        families = [family(world.team, f"R-{number:03}", "Round", None, world.scheme) for number in range(ROUNDS)]
        for each in families:
            change = budgets.propose_limit(world.alice, each, world.scheme, 100_00, "Race", on=today(), at=now())
            budgets.approve_limit(world.mary, change, on=today(), at=now())
    paths = [f"/families/{each.id}/spend/new" for each in families]
    emails = [each.email for each in workers]
    category = str(world.scheme.categories[0].id)
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        seen = together(burst, [(server.url, email, paths, category) for email in emails], PROCESSES * ROUNDS)
    by_path: dict[str, Counter[tuple[int, bool]]] = {path: Counter() for path in paths}
    for path, status, worded in seen:
        by_path[path][status, worded] += 1
    assert all(counts == Counter({(303, False): 1, (422, True): PROCESSES - 1}) for counts in by_path.values()), by_path
    assert db.session.scalar(select(func.sum(Spend.paid_pence))) == ROUNDS * 60_00
    assert faults() == []


def test_sixteen_times_the_same_form_at_once_is_one_purchase_and_one_answer(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 5_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
    path, category = f"/families/{world.family_id}/spend/new", str(world.scheme.categories[0].id)
    email = db.session.get_one(Person, world.alice.id).email
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        alice = Browser(server.url)
        alice.sign_in(email, PASSWORD)
        form = purchase(alice.form(path), "60.00", category)
        seen = together(click, [(server.url, alice.cookies, path, form)] * 16, 16)
        assert len(set(seen)) == 1, Counter(map(str, seen))
        status, location = seen[0]
        assert status == 303
        assert "60.00" in alice.get(location).text
        assert alice.post(path, form | {"amount": "61.00"}).status == 409
        assert alice.post(path, form | {"form_key": "another", "amount": "61.00"}).status == 303
    assert sorted(paid or 0 for paid in db.session.scalars(select(Spend.paid_pence))) == [60_00, 61_00]
    assert db.session.scalar(select(func.count()).select_from(FormKey).where(FormKey.location == location)) == 1
    assert faults() == []
