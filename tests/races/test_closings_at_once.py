"""A scheme is closed while something begins in it, and a month of the books while money is posted: nothing slips between."""

from __future__ import annotations

import os
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import FinanceClosing, Posting
from budgettracker.commands.books import faults
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.ledger.actions import ask_to_close_scheme
from budgettracker.ledger.queries.closings import everything_open
from budgettracker.periods import month
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.web import now, today
from tests.factories.world import World, family, scheme
from tests.live import serving
from tests.races.racing import FIRST, PURCHASE, SECOND, TOGETHER, run, together

ROUNDS = 40 if os.environ.get("NIGHTLY") else 5
TURNS = {0: (FIRST, SECOND), 1: (SECOND, FIRST)}
Step = tuple[str, str, dict[str, Any], str]
CONFIRM = {"decision": "confirm"}


@dataclass
class Race:
    """What was raced for: a scheme to be closed against something of a family's, or a month against a purchase."""

    kind: str
    subject: uuid.UUID
    sides: tuple[Step, Step]


def closing(world: World, number: int, kind: str) -> Race:
    """Sam confirms that a scheme is closed; alice asks for £800.00 of it, or proposes the limit of a family in it."""
    turns = TURNS.get(number, (TOGETHER, TOGETHER))
    made = scheme(world.authority, f"Fund {kind} {number}")
    of = family(world.team, f"{kind[:1].upper()}-{number:03}", "Race", None, made)
    if kind == "request":
        change = budgets.propose_limit(world.bob, of, made, 1_000_00, "Race", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
    wish = ask_to_close_scheme(world.fiona, made, "Race", on=today(), at=now())
    wanted = PURCHASE | {"amount": "800", "category": str(made.categories[0].id)}
    page, fill = ("spend", wanted) if kind == "request" else ("limit", {"limit": "500", "reason": "Race"})
    ours = (world.alice.email, f"/families/{of.id}/{page}/new", fill, turns[1])
    return Race(kind, made.id, ((world.sam.email, f"/confirmations/{wish.id}", CONFIRM, turns[0]), ours))


def months_before(on: date) -> list[date]:
    """The first days of the months before this one, the earliest first, one for each round."""
    days = [month(on).start]
    while len(days) <= ROUNDS:
        days.append(month(days[-1] - timedelta(days=1)).start)
    return sorted(days[1:])


def posting(world: World, number: int, first: date) -> Race:
    """Fiona closes a month in which something stands; alice records what she bought in it."""
    turns = TURNS.get(number, (TOGETHER, TOGETHER))
    purchase = actions.Purchase(amount_pence=5_00, bought_what="Fare", bought_on=first, purpose="School")
    actions.log_spend(world.alice, world.family, purchase, on=today(), at=now())
    day = {"bought_on-day": str(first.day), "bought_on-month": str(first.month), "bought_on-year": str(first.year)}
    fill = PURCHASE | day | {"amount": "6", "category": str(world.scheme.categories[0].id)}
    ours = (world.alice.email, f"/families/{world.family_id}/spend/new", fill, turns[1])
    closes = (world.fiona.email, "/ledger/months/close", {"until": first.isoformat()}, turns[0])
    return Race("month", world.family_id, (closes, ours))


@pytest.mark.timeout(900)
def test_a_closing_and_what_begins_at_once(app: Flask, world: World, database_url: str, tmp_path: Path) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 9_000_00, "Race", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        races = [closing(world, number, kind) for number in range(ROUNDS) for kind in ("request", "limit")]
        races += [posting(world, number, first) for number, first in enumerate(months_before(today()))]
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        steps = [[race.sides[side] for race in races] for side in (0, 1)]
        seen = together(run, [(server.url, each) for each in steps], 2 * len(races))
    answers: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for place, leader, status, text in seen:
        answers[place][leader] = (status, text)
    sides = [[answers[place][each[0][0]] for place in range(len(races))] for each in steps]
    outcomes: Counter[tuple[str, int, int]] = Counter()
    for race, (closed, closed_text), (begun, begun_text) in zip(races, *sides, strict=True):
        outcomes[race.kind, closed, begun] += 1
        if race.kind == "month":
            assert (closed, begun) == (303, 303), (
                f"of a closed month is posted in the open one: {begun_text or closed_text}"
            )
            continue
        assert sorted((closed, begun)) == [303, 422], (race.kind, closed, begun)
        assert ("was closed on" in begun_text) if closed == 303 else ("Settle this first" in closed_text)
        check_scheme(race, closed=closed == 303)
    for kind in ("request", "limit"):
        assert {each[1:] for each in outcomes if each[0] == kind} == {(303, 422), (422, 303)}, outcomes
    closed_months = db.session.query(FinanceClosing).count()
    assert closed_months == ROUNDS
    assert db.session.query(Posting).filter(Posting.pence == 6_00).count() == ROUNDS, "each purchase is in the books"
    assert faults() == []


def check_scheme(race: Race, *, closed: bool) -> None:
    """Closed, and nothing began in it; or open, and what began stands."""
    made = db.session.get_one(Scheme, race.subject)
    assert (made.closed_on is not None) == closed
    assert bool(everything_open(made)) != closed
    (wish,) = db.session.query(Confirmation).filter_by(subject_id=made.id)
    assert (wish.state == ConfirmationState.CONFIRMED) == closed
