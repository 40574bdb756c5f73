"""Plans of regular payments in any order by anybody, of the program and of files: after each step the money adds up."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from budgettracker.budgets import queries as budgets
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries.second_hands import faults as hand_faults
from budgettracker.spend import actions, queries
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.vouchers.queries import faults as voucher_faults
from tests.factories.imports import import_from, problems_in, write_tables
from tests.factories.spend import TODAY, limit, weekly
from tests.factories.vouchers import batch
from tests.factories.world import NOON, World, family

RUNS = 200 if os.environ.get("NIGHTLY") else 4
STEPS = ("pay", "approve", "plan", "pay", "end", "buy", "decline", "withdraw", "refund", "take out", "bring in", "tie")
HEADS = (
    "plan_ref,family_ref,payment,rhythm,first_on,last_on,category,purpose,requested_by,approved_by,approved_on,"
    "review_on,afterwards"
)
TIED = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,plan,vouchers"
step = st.tuples(
    st.sampled_from(STEPS),
    st.sampled_from(("alice", "bob", "mary", "sam")),
    st.sampled_from((1, 12_00, 13_00, 90_00, 400_00)),
    st.integers(0, 3),
)


@pytest.mark.timeout(3600)
def test_plans_in_any_order_keep_the_rules_about_the_money(app: Flask, world: World, tmp_path: Path) -> None:
    done: Counter[str] = Counter()

    @settings(
        max_examples=RUNS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(step, min_size=20, max_size=30))
    def run(steps: list[tuple[str, str, int, int]]) -> None:
        with transaction():
            of = family(world.team, f"P-{uuid.uuid4().hex[:12]}", "Plans", None, world.scheme)
            batch(world, *(f"{of.reference}-{number}" for number in range(4)), value_pence=12_00)
        limit(world, 1_000_00, of)
        for place, (what, by, pence, number) in enumerate(
            (("plan", "alice", 12_00, 0), ("approve", "sam", 1, 0), *steps)
        ):
            if what in ("bring in", "tie"):
                by_file(world, of.id, what, by, pence, number, tmp_path, done)
            else:
                attempt(world, of.id, what, by, pence, number, place, done)
            check(of.id)

    run()
    assert [*budgets.faults(), *queries.faults(), *hand_faults(), *voucher_faults()] == []
    assert {name for name in done if not name.endswith("refused")} == set(STEPS), done
    assert any(name.endswith("refused") for name in done)


def attempt(world: World, of: uuid.UUID, what: str, by: str, pence: int, number: int, place: int, done: Any) -> None:
    db.session.rollback()
    spends = db.session.scalars(select(Spend).where(Spend.family_id == of).order_by(Spend.requested_at, Spend.id)).all()
    wanted = {
        "approve": (SpendState.REQUESTED,),
        "decline": (SpendState.REQUESTED,),
        "withdraw": (SpendState.REQUESTED, SpendState.APPROVED),
        "pay": (SpendState.APPROVED,),
        "end": (SpendState.APPROVED,),
        "refund": (SpendState.BOUGHT,),
        "take out": (SpendState.BOUGHT,),
    }.get(what, ())
    fitting = [each for each in spends if each.state in wanted]
    chosen = fitting[number % len(fitting)] if fitting else None
    who = db.session.get_one(type(world.alice), getattr(world, by).id)
    when: dict[str, Any] = {"on": TODAY + timedelta(weeks=number), "at": NOON + timedelta(seconds=place)}
    deeds: dict[str, Callable[[Spend], object]] = {
        "approve": lambda spend: actions.approve_spend(who, spend, **when),
        "decline": lambda spend: actions.decline_spend(who, spend, "No", **when),
        "withdraw": lambda spend: actions.withdraw_spend(who, spend, at=when["at"]),
        "pay": lambda spend: actions.record_payment(who, spend, pence, when["on"], **when),
        "end": lambda spend: actions.end_plan(who, spend, "Over", at=when["at"]),
        "refund": lambda spend: actions.refund_spend(who, spend, 1, when["on"], **when),
        "take out": lambda spend: actions.reverse_spend(who, spend, "Twice", **when),
    }
    try:
        with transaction():
            of_now = db.session.get_one(type(world.family), of)
            if what == "plan":
                weekly(who, of_now, pence, 3)
            elif what == "buy":
                purchase = actions.Purchase(amount_pence=pence, bought_what="It", bought_on=TODAY)
                actions.log_spend(who, of_now, purchase, **when)
            elif chosen is None:
                return
            else:
                deeds[what](chosen)
    except Refusal:
        done[f"{what} refused"] += 1
    else:
        done[what] += 1


def by_file(world: World, of: uuid.UUID, what: str, by: str, pence: int, number: int, folder: Path, done: Any) -> None:
    """A file brings in a plan that runs, or a payment of a plan (of the program or a file's), or vouchers of the stock."""
    db.session.rollback()
    family_ref = db.session.get_one(Family, of).reference
    plans = db.session.scalars(select(Spend).join(Spend.schedule).where(Spend.family_id == of).order_by(Spend.id)).all()
    who, new = getattr(world, by).email, f"{family_ref}-{uuid.uuid4().hex[:8]}"
    category = world.scheme.categories[0].name
    ends, pounds = TODAY + timedelta(weeks=2), f"{pence // 100}.{pence % 100:02d}"
    if what == "bring in":
        days = f"weekly,{TODAY},{ends},{category},To school,{who},{world.mary.email},{TODAY},{ends},A bus pass"
        tables = {"plans": f"{HEADS}\n{new},{family_ref},{pounds},{days}"}
    elif number and plans:
        tables = {
            "spend": f"{TIED}\n{new},{family_ref},{TODAY},{pounds},{category},Fare,{who},{plans[-number:][0].reference},"
        }
    else:
        tables = {"spend": f"{TIED}\n{new},{family_ref},{TODAY},12.00,{category},Food,{who},,{family_ref}-{pence % 4}"}
    outcome = import_from(write_tables(Path(mkdtemp(dir=folder)), **tables), "Westmoor")
    done[f"{what} refused" if problems_in(outcome) else what] += 1


def check(of: uuid.UUID) -> None:
    """Position = limit, what purchases hold, and what they cost within the rules; never above the limit."""
    db.session.rollback()
    period = budgets.period_on(of, TODAY)
    assert period is not None
    spends = queries.spends_of(of, bound=1000)
    paid = [each for each in spends if each.paid_pence is not None]
    over = sum(each.over_pence for each in paid)
    back = sum(refund.amount_pence for each in paid for refund in each.refunds)
    spent = sum(each.paid_pence or 0 for each in paid) - back - over
    assert budgets.position_of(period) == Position(1_000_00, sum(each.held_pence for each in spends), spent, over)
    assert period.committed_pence + period.spent_pence <= 1_000_00
    for plan in (each for each in spends if each.is_plan):
        took = sum(each.approved_pence or 0 for each in spends if each.plan_id == plan.id and each.corrects_id is None)
        assert plan.drawn_pence == took
        assert plan.decided_by_id != plan.recorded_by_id or plan.decided_by_id is None
