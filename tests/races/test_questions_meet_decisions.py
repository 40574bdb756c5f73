"""A question and a decision at the same moment: the decision stands, and the question came first or is refused in words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.questions.models import Question
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.factories.world import World
from tests.live import serving
from tests.races.racing import send, together

ROUNDS = 12


def test_a_question_meets_an_approval(app: Flask, world: World, database_url: str, tmp_path: Path) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 9_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        rows = [
            actions.Purchase(amount_pence=510_00, bought_what=f"Thing {number}", bought_on=today())
            for number in range(ROUNDS)
        ]
        ids = [str(actions.log_spend(world.alice, world.family, each, on=today(), at=now()).id) for each in rows]
    people = world.mary.email, world.sam.email
    db.session.remove()
    asks = [f"/spend/{each}/question" for each in ids]
    approvals = [f"/spend/{each}/decide" for each in ids]
    with serving(database_url, tmp_path, workers=3) as server:
        seen = together(
            send,
            [
                (server.url, people[0], asks, {"question": "Which shop?"}, "ask"),
                (server.url, people[1], approvals, {"decision": "approve"}, "approve"),
            ],
            2 * ROUNDS,
        )
    answer = {spend: (status, worded) for name, spend, status, worded in seen if name == "ask"}
    approved = Counter(status for name, _, status, _ in seen if name == "approve")
    assert approved == Counter({303: ROUNDS}), "a question never stops a decision"
    assert set(answer.values()) <= {(303, False), (422, True)}, answer
    assert {spend.state for spend in db.session.query(Spend)} == {"approved"}
    for spend in db.session.query(Spend):
        lines = db.session.query(AuditRecord).filter_by(subject_id=spend.id).order_by(AuditRecord.sequence)
        result = [line.deed for line in lines]
        questions = db.session.query(Question).filter_by(spend_id=spend.id).count()
        accepted = answer[str(spend.id)][0] == 303
        assert questions == accepted
        first = [Deed.QUESTION_ASKED] if accepted else []
        assert result == [Deed.SPEND_REQUESTED, *first, Deed.SPEND_APPROVED]
    assert faults() == []
