"""Two people decide about the same money at the same moment: one outcome, plain words for the other, whoever is first."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.queries import history_of
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import spends_of
from budgettracker.web import now, today
from tests.factories.world import World, family
from tests.live import serving
from tests.races.racing import FIRST, PURCHASE, SECOND, TOGETHER, run, together

ROUNDS = 40 if os.environ.get("NIGHTLY") else 5
TURNS = {0: (FIRST, SECOND), 1: (SECOND, FIRST)}
"""In two rounds one side comes first for certain, so that each outcome is seen; in the others both come at once."""


@dataclass
class Side:
    """One of the two: who, at which page, with what filled in."""

    email: str
    path: str
    fill: dict[str, Any] = field(default_factory=dict)


@dataclass
class Race:
    """Two sides, and what must be true of their answers and the books afterwards."""

    kind: str
    of: uuid.UUID
    """The family."""
    subject: uuid.UUID
    """What both decide about."""
    sides: tuple[Side, Side]


class Grounds:
    """Families with a limit of £1,000.00 and something to decide about, one for each round of each race."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.made = 0

    def family(self) -> Family:
        """A family with a limit."""
        self.made += 1
        of = family(self.world.team, f"D-{self.made:03}", "Race", None, self.world.scheme)
        self.limit(of, 1_000_00)
        return of

    def limit(self, of: Family, pence: int, decided: bool = True) -> LimitChange:
        """A limit, decided or waiting."""
        world = self.world
        change = budgets.propose_limit(world.bob, of, world.scheme, pence, "Race", on=today(), at=now())
        return budgets.approve_limit(world.mary, change, on=today(), at=now()) if decided else change

    def spend(self, of: Family, pence: int = 800_00) -> Spend:
        """A purchase of alice's."""
        bought = actions.Purchase(amount_pence=pence, bought_what="A bed", bought_on=today(), purpose="Sleep")
        return actions.log_spend(self.world.alice, of, bought, on=today(), at=now())

    def approved(self, of: Family) -> Spend:
        """A request that mary approved."""
        return actions.approve_spend(self.world.mary, self.spend(of), on=today(), at=now())

    def log(self, who: Person, of: Family, amount: str) -> Side:
        """Somebody's *Log spend*."""
        category = str(self.world.scheme.categories[0].id)
        return Side(who.email, f"/families/{of.id}/spend/new", PURCHASE | {"amount": amount, "category": category})


APPROVE, DECLINE = {"decision": "approve"}, {"decision": "decline", "reason": "Try the charity"}


def approve_approve(on: Grounds) -> Race:
    of, who = on.family(), on.world
    spend = on.spend(of).id
    sides = (
        Side(who.mary.email, f"/spend/{spend}/decide", APPROVE),
        Side(who.sam.email, f"/spend/{spend}/decide", APPROVE),
    )
    return Race("approve/approve", of.id, spend, sides)


def approve_decline(on: Grounds) -> Race:
    of, who = on.family(), on.world
    spend = on.spend(of).id
    sides = (
        Side(who.mary.email, f"/spend/{spend}/decide", APPROVE),
        Side(who.sam.email, f"/spend/{spend}/decide", DECLINE),
    )
    return Race("approve/decline", of.id, spend, sides)


def approve_withdraw(on: Grounds) -> Race:
    of, who = on.family(), on.world
    spend = on.spend(of).id
    sides = Side(who.mary.email, f"/spend/{spend}/decide", APPROVE), Side(who.alice.email, f"/spend/{spend}/withdraw")
    return Race("approve/withdraw", of.id, spend, sides)


def buy_withdraw(on: Grounds) -> Race:
    of, who = on.family(), on.world
    spend = on.approved(of).id
    price = {"amount": "700", "payment_method": "invoice"}
    sides = Side(who.alice.email, f"/spend/{spend}/buy", price), Side(who.bob.email, f"/spend/{spend}/withdraw")
    return Race("buy/withdraw", of.id, spend, sides)


def approve_lower(on: Grounds) -> Race:
    of, who = on.family(), on.world
    lower, spend = on.limit(of, 500_00, decided=False).id, on.spend(of).id
    sides = (
        Side(who.mary.email, f"/spend/{spend}/decide", APPROVE),
        Side(who.sam.email, f"/limits/{lower}/decide", APPROVE),
    )
    return Race("approve/lower", of.id, spend, sides)


def spend_lower(on: Grounds) -> Race:
    of, who = on.family(), on.world
    lower = on.limit(of, 50_00, decided=False).id
    sides = on.log(who.alice, of, "60.00"), Side(who.sam.email, f"/limits/{lower}/decide", APPROVE)
    return Race("spend/lower", of.id, lower, sides)


def reverse_reverse(on: Grounds) -> Race:
    """Who recorded a purchase takes it out at once; from a colleague it is a proposal, and a manager looks at it."""
    of, who = on.family(), on.world
    spend, wrong = on.spend(of, 60_00).id, {"reason": "Wrong family"}
    sides = (
        Side(who.alice.email, f"/spend/{spend}/reverse", wrong),
        Side(who.bob.email, f"/spend/{spend}/reverse", wrong),
    )
    return Race("reverse/reverse", of.id, spend, sides)


def close_request(on: Grounds) -> Race:
    of, who = on.family(), on.world
    sides = Side(who.bob.email, f"/families/{of.id}/close", {"end_reason": "plan ended"}), on.log(who.alice, of, "800")
    return Race("close/request", of.id, of.id, sides)


def halves(on: Grounds) -> Race:
    """Two halves of £1,200.00: each within the single amount, together above the £1,000.00 of 30 days."""
    of = on.family()
    on.limit(of, 3_000_00)
    on.spend(of, 200_00)
    on.spend(of, 200_00)
    return Race("halves", of.id, of.id, (on.log(on.world.alice, of, "400"), on.log(on.world.bob, of, "400")))


KINDS: tuple[Callable[[Grounds], Race], ...] = (
    approve_approve,
    approve_decline,
    approve_withdraw,
    buy_withdraw,
    approve_lower,
    spend_lower,
    reverse_reverse,
    close_request,
    halves,
)


@pytest.mark.timeout(900)
def test_of_two_deeds_at_once_one_wins_and_the_other_gets_plain_words(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        grounds = Grounds(world)
        rounds = [(number, kind(grounds)) for number in range(ROUNDS) for kind in KINDS]
    db.session.remove()
    with serving(database_url, tmp_path, workers=3) as server:
        steps = [
            [
                (
                    race.sides[side].email,
                    race.sides[side].path,
                    race.sides[side].fill,
                    TURNS.get(number, (TOGETHER, TOGETHER))[side],
                )
                for number, race in rounds
            ]
            for side in (0, 1)
        ]
        result = together(run, [(server.url, each) for each in steps], 2 * len(rounds))
    answers: dict[int, dict[str, tuple[int, str]]] = {}
    for place, leader, status, text in result:
        answers.setdefault(place, {})[leader] = (status, text)
    leaders = [each[0][0] for each in steps]
    assert leaders[0] != leaders[1]
    outcomes: dict[str, set[tuple[int, int]]] = {}
    for place, (number, race) in enumerate(rounds):
        first, second = (answers[place][leader] for leader in leaders)
        statuses = (first[0], second[0])
        outcomes.setdefault(race.kind, set()).add(statuses)
        words = " ".join(text for status, text in (first, second) if status != 303)
        assert set(statuses) <= {303, 422}, (race.kind, statuses)
        CHECKS[race.kind](race, statuses, words)
        if number < 2 and race.kind not in ONE_SIDED:
            assert statuses == ((303, 422), (422, 303))[number], (race.kind, number, statuses)
    either = {(303, 422), (422, 303)}
    assert all(seen == either for kind, seen in outcomes.items() if kind not in ONE_SIDED), outcomes
    assert faults() == []


def deeds(subject: uuid.UUID) -> list[str]:
    """What was done to it in order, looking at it apart."""
    return [line.deed for line in history_of(subject) if not line.deed.endswith("viewed")]


def standing(race: Race) -> Position:
    """The position of the race's family."""
    period = period_on(race.of, today())
    assert period is not None
    return position_of(period)


def one_wins(statuses: tuple[int, int]) -> bool:
    """Was exactly one accepted?"""
    return sorted(statuses) == [303, 422]


def check_approvals(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    assert "This purchase has been approved already." in words
    assert deeds(race.subject) == ["spend.requested", "spend.approved"]
    assert standing(race) == Position(1_000_00, 800_00, 0)


def check_approve_decline(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    won = "approved" if statuses[0] == 303 else "declined"
    assert f"This purchase has been {won} already." in words
    assert deeds(race.subject) == ["spend.requested", f"spend.{won}"]
    assert standing(race) == Position(1_000_00, 800_00 if won == "approved" else 0, 0)


def check_approve_withdraw(race: Race, statuses: tuple[int, int], words: str) -> None:
    """What was approved can be withdrawn too, so the worker's wish stands in either order; the manager is told."""
    assert statuses[1] == 303
    if statuses[0] == 422:
        assert "This purchase has been withdrawn already." in words
    approved = ["spend.approved"] if statuses[0] == 303 else []
    assert deeds(race.subject) == ["spend.requested", *approved, "spend.withdrawn"]
    assert standing(race) == Position(1_000_00, 0, 0)


def check_buy_withdraw(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    won = "bought" if statuses[0] == 303 else "withdrawn"
    assert f"This purchase has been {won} already." in words
    assert deeds(race.subject)[2:] == [f"spend.{won}"]
    assert standing(race) == Position(1_000_00, 0, 700_00 if won == "bought" else 0)


def check_approve_lower(race: Race, statuses: tuple[int, int], words: str) -> None:
    """The money is held since it was asked for: a limit under it is refused in either order."""
    assert statuses == (303, 422)
    assert "£800.00 is already spent or committed" in words
    assert standing(race) == Position(1_000_00, 800_00, 0)


def check_spend_lower(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    bought = statuses[0] == 303
    assert ("£60.00 is already spent or committed" if bought else "£10.00 more than is left (£50.00)") in words
    assert deeds(race.subject) == ["limit.proposed", *([] if bought else ["limit.approved"])]
    assert standing(race) == (Position(1_000_00, 0, 60_00) if bought else Position(50_00, 0, 0))


def check_reversals(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    reversed_at_once = statuses[0] == 303
    waits = "Something about this purchase waits for a decision already."
    assert ("This purchase has been reversed already." if reversed_at_once else waits) in words
    assert deeds(race.subject) == ["spend.logged", Deed.SPEND_REVERSED if reversed_at_once else Deed.SPEND_PROPOSED]
    refunds = [refund.amount_pence for refund in db.session.get_one(Spend, race.subject).refunds]
    assert refunds == ([60_00] if reversed_at_once else [])
    assert standing(race) == Position(1_000_00, 0, 0 if reversed_at_once else 60_00)


def check_close_request(race: Race, statuses: tuple[int, int], words: str) -> None:
    assert one_wins(statuses)
    closed = statuses[0] == 303
    assert ("the family was closed on" if closed else "£800.00 is held for a purchase") in words
    assert deeds(race.subject) == (["family.closed"] if closed else [])
    assert standing(race) == Position(1_000_00, 0 if closed else 800_00, 0)


def check_halves(race: Race, statuses: tuple[int, int], words: str) -> None:
    """Both are recorded; the second of them, whoever sent it, as a request."""
    assert statuses == (303, 303)
    states = sorted((spend.state, spend.route) for spend in spends_of(race.of) if spend.planned_pence == 400_00)
    assert states == [("bought", "front_line"), ("requested", "running")]
    assert standing(race) == Position(3_000_00, 400_00, 800_00)


CHECKS: dict[str, Callable[[Race, tuple[int, int], str], None]] = {
    "approve/approve": check_approvals,
    "approve/decline": check_approve_decline,
    "approve/withdraw": check_approve_withdraw,
    "buy/withdraw": check_buy_withdraw,
    "approve/lower": check_approve_lower,
    "spend/lower": check_spend_lower,
    "reverse/reverse": check_reversals,
    "close/request": check_close_request,
    "halves": check_halves,
}
ONE_SIDED = {"approve/withdraw", "approve/lower", "halves"}
"""Races whose answers do not depend on who was first."""
