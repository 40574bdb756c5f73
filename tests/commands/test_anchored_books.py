"""Books that were anchored and then changed: `check-books --anchor` names each record, and which line, whoever holds the database.

The anchor holds the record of who did what and the ledgers. Positions, purchases, limits and refunds are recomputed from
those two, so a row that was changed behind them is named by what the anchor holds.
"""

import uuid
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.budgets.models import LimitChange
from budgettracker.commands.anchor import add_anchors, compare_with
from budgettracker.commands.books import faults
from budgettracker.database import db
from tests.factories.books import CORRUPTIONS, corrupted, lived_in
from tests.factories.full_budget import full_budget
from tests.factories.world import World

KEY = b"a key for the anchors of these tests"
AT = datetime(2026, 6, 15, 18, tzinfo=UTC)
ANCHORED = "(anchor 1 of 2026-06-15 18:00 UTC)"
CHANGED, MISSING = f"is not the one that was anchored {ANCHORED}", f"is missing {ANCHORED}"
RECORD = "is not what the record of who did what says"

NAMED: dict[str, tuple[list[str], list[str]]] = {
    "a position": (
        ["period: position (200000, 70000, 4999, 0) and ledger (200000, 70000, 5000, 0) differ (pence)"],
        [],
    ),
    "a hold": (["period: position (200000, 0, 5000, 0) and ledger (200000, 70000, 5000, 0) differ (pence)"], []),
    "a limit": (["period: position (200100, 70000, 5000, 0) and ledger (200000, 70000, 5000, 0) differ (pence)"], []),
    "a ledger amount": (
        ["purchase: the ledger says (0, -999, 0), the purchase (0, 5000, 0)"],
        [f"period: line 4 {CHANGED}"],
    ),
    "a ledger row gone": (["period: ledger rows are missing or added"], [f"period: line 4 {CHANGED}"]),
    "a ledger's tail gone": (["period: ledger rows are missing or added"], [f"period: line 4 {MISSING}"]),
    "a price": ([f"purchase: what was paid {RECORD}"], []),
    "a state": ([f"request: its state {RECORD}"], []),
    "a refund gone": (
        ["purchase: money that came back is missing, or is another sum than the record of who did what says"],
        [],
    ),
    "an audit text": (
        [f"{each}: line 1 does not match its digest" for each in ("purchase", "request")],
        [f"purchase: line 2 {CHANGED}", f"request: line 1 {CHANGED}"],
    ),
    "who did it": (
        [f"{each}: line 1 was changed outside its hashed text" for each in ("limit", "purchase", "request", "asked")],
        [f"{each}: line 2 {CHANGED}" for each in ("limit", "purchase")]
        + [f"{each}: line 1 {CHANGED}" for each in ("request", "asked")],
    ),
    "an audit line in the middle gone": (
        [f"{each}: line 1 is missing" for each in ("limit", "purchase")],
        [f"{each}: line 2 {CHANGED}" for each in ("limit", "purchase")]
        + [f"{each}: line 1 {MISSING}" for each in ("request", "asked")],
    ),
    "a kept sum": (["team: the sums kept for it are not what its purchases come to; make them anew with sum-anew"], []),
    "a kept budget": (
        ["period: what is kept beside its position is not how it stands; make it anew with sum-anew"],
        [],
    ),
    "a missing tail": (
        ["limit: the chain should end at line 2 and ends at line 1"],
        [f"limit: line 2 {MISSING}"],
    ),
    "a whole chain gone": (["purchase: line 1 is missing"], [f"purchase: line 2 {CHANGED}"]),
}
"""What check-books says of each of them, and all that the anchor says. Those of rows are named by what it holds."""

BEHIND = {
    "a decider, in the purchase alone": (
        ["UPDATE spend SET decided_by_id = (SELECT id FROM person WHERE email LIKE 'sam%') WHERE state = 'approved'"],
        [f"approved: who decided it {RECORD}"],
    ),
    "what waits for a decision": (
        ["UPDATE spend SET review = 'none' WHERE review = 'open'"],
        [f"bought_dearer: whether it waits for a decision {RECORD}"],
    ),
    "who recorded it": (
        [
            "UPDATE spend SET recorded_by_id = (SELECT id FROM person WHERE email LIKE 'bob%') "
            "WHERE state = 'requested' AND regular IS NOT TRUE"
        ],
        [f"requested: who recorded it {RECORD}"],
    ),
    "other help's price, in the months of the books too": (
        [
            "UPDATE spend SET paid_pence = paid_pence - 100 WHERE kind = 'other_help'",
            "UPDATE posting SET pence = pence - 100 WHERE pence = 7700",
        ],
        [f"other_help: what was paid {RECORD}"],
    ),
    "a limit's decider": (
        ["UPDATE limit_change SET decided_by_id = (SELECT id FROM person WHERE email LIKE 'sam%')"],
        [f"limit: who decided it {RECORD}"],
    ),
    "a limit, in ledger and position": (
        [
            "UPDATE ledger_entry SET limit_delta_pence = limit_delta_pence + 100 WHERE limit_delta_pence > 0",
            "UPDATE budget_period SET limit_pence = limit_pence + 100",
        ],
        ["limit: the ledger moved another limit", f"period: line 16 {CHANGED}"],
    ),
    "a limit, in limit, ledger and position": (
        [
            "UPDATE limit_change SET to_pence = to_pence + 100",
            "UPDATE ledger_entry SET limit_delta_pence = limit_delta_pence + 100 WHERE limit_delta_pence > 0",
            "UPDATE budget_period SET limit_pence = limit_pence + 100",
        ],
        [f"limit: the limit {RECORD}", f"period: line 16 {CHANGED}"],
    ),
    "who moved the ledger": (
        ["UPDATE ledger_entry SET by_id = (SELECT id FROM person WHERE email LIKE 'bob%')"],
        [f"period: line 16 {CHANGED}"],
    ),
    "a purchase that nobody recorded": (
        [
            "DELETE FROM audit_record WHERE subject_id IN (SELECT id FROM spend WHERE kind = 'other_help')",
            "DELETE FROM audit_chain WHERE subject_id IN (SELECT id FROM spend WHERE kind = 'other_help')",
        ],
        ["other_help: nothing in the record of who did what tells of it", f"other_help: line 1 {MISSING}"],
    ),
}
"""Changes that agree with each other, behind the record of who did what: the statements, and all that names them."""


def _by_name(messages: list[str], ids: dict[str, uuid.UUID]) -> list[str]:
    """Messages with the records by the names that a test calls them, instead of their kinds and ids."""
    names = {str(id_): name for name, id_ in ids.items()}
    rows = []
    for message in messages:
        subject, _, words = message.partition(": ")
        rows.append(f"{names[subject.split()[-1]]}: {words}")
    return rows


def test_each_corruption_is_named_with_its_line(app: Flask, world: World, tmp_path: Path) -> None:
    ids, file = lived_in(world) | {"team": world.team.id}, tmp_path / "anchors"
    add_anchors(file, KEY, AT)
    for name, statements in CORRUPTIONS.items():
        books, anchored = NAMED[name]
        with corrupted(statements):
            unlike, note = compare_with(file, KEY)
            rows = [fault for fault in faults() if "ledger line" not in fault]
            assert set(books) <= set(_by_name(rows, ids)), name
            assert (sorted(_by_name(unlike, ids)), note == "") == (sorted(anchored), bool(anchored)), name
    assert NAMED.keys() == CORRUPTIONS.keys()
    assert (faults(), compare_with(file, KEY)[0]) == ([], [])


def test_what_agrees_with_itself_and_not_with_the_record_is_named(app: Flask, world: World, tmp_path: Path) -> None:
    budget, file = full_budget(world), tmp_path / "anchors"
    add_anchors(file, KEY, AT)
    names = ("approved", "bought_dearer", "requested", "other_help")
    ids = {name: getattr(budget, name).id for name in names} | {"period": budget.approved.period_id}
    ids["limit"] = db.session.scalars(select(LimitChange.id)).one()
    for name, (statements, expected) in BEHIND.items():
        with corrupted(statements):
            answer = _by_name([*faults(), *compare_with(file, KEY)[0]], ids)
            assert sorted(answer) == sorted(expected), name
