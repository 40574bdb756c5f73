"""Books that somebody with the database's password has changed behind the program's back."""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text

from budgettracker.audit import triggers
from budgettracker.audit.rules import FIRST, body_of, digest_of
from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from tests.factories.spend import TODAY, bought, limit, refunded
from tests.factories.world import NOON, World

GUARDED = (
    *("ledger_entry", "audit_record", "posting", "finance_closing", "weekly_file", "weekly_line"),
    *("draw_place", "draw_list"),
)
LAST_OF_LONGEST = (
    "SELECT id FROM audit_record WHERE subject_id = (SELECT subject_id FROM audit_chain "
    "ORDER BY last_sequence DESC, subject_id LIMIT 1) ORDER BY sequence DESC LIMIT 1"
)
CORRUPTIONS = {
    "a position": ["UPDATE budget_period SET spent_pence = spent_pence - 1 WHERE spent_pence > 0"],
    "a hold": ["UPDATE budget_period SET committed_pence = 0"],
    "a limit": ["UPDATE budget_period SET limit_pence = limit_pence + 100"],
    "a ledger amount": ["UPDATE ledger_entry SET spent_delta_pence = 1 WHERE spent_delta_pence > 1"],
    "a ledger row gone": ["DELETE FROM ledger_entry WHERE sequence = 2"],
    "a ledger's tail gone": ["DELETE FROM ledger_entry WHERE sequence = (SELECT max(sequence) FROM ledger_entry)"],
    "a price": ["UPDATE spend SET paid_pence = paid_pence + 1 WHERE state = 'bought'"],
    "a state": ["UPDATE spend SET state = 'declined' WHERE state = 'requested'"],
    "a refund gone": [
        "UPDATE receipt SET refund_id = NULL",
        "UPDATE posting SET refund_id = NULL",
        "DELETE FROM refund",
    ],
    "an audit text": ["UPDATE audit_record SET body = replace(body, 'spend', 'spent')"],
    "who did it": ["UPDATE audit_record SET by_id = NULL"],
    "an audit line in the middle gone": ["DELETE FROM audit_record WHERE sequence = 1"],
    "a missing tail": [f"DELETE FROM audit_record WHERE id IN ({LAST_OF_LONGEST})"],
    "a kept sum": ["UPDATE kept_month SET pence = pence + 1"],
    "a kept budget": ["UPDATE kept_budget SET spent_pence = spent_pence + 1"],
    "a whole chain gone": ["DELETE FROM audit_record WHERE deed = 'spend.logged'"],
}
"""What check-books names alone, however it was done: one thing changed, and the rest left as it was."""


def lived_in(world: World) -> dict[str, uuid.UUID]:
    """Books with a limit, a purchase with a refund, a request, and a limit asked for: the ids of each, and of the budget."""
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 60_00)
    request = bought(world.alice, world.family, 700_00)
    with transaction():
        refunded(world.alice, spend, 10_00)
        answer = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "More", on=TODAY, at=NOON)
    approved = db.session.execute(text("SELECT id FROM limit_change WHERE state = 'approved'")).scalar_one()
    ids = {"purchase": spend.id, "request": request.id, "limit": uuid.UUID(str(approved)), "asked": answer.id}
    assert spend.period_id is not None
    ids["period"] = spend.period_id
    db.session.rollback()
    return ids


def corrupt(statements: list[str]) -> int:
    """What somebody with the database's password could do: take the triggers off, change, put them back."""
    db.session.remove()
    with db.engine.begin() as connection:
        return _change(connection, statements)


@contextmanager
def corrupted(statements: Sequence[str]) -> Iterator[None]:
    """Books as `corrupt` leaves them, for a while: they are put back afterwards."""
    db.session.rollback()
    try:
        assert _change(db.session.connection(), statements) > 0, statements
        db.session.expire_all()
        yield
    finally:
        db.session.rollback()


def _change(connection: Connection, statements: Sequence[str]) -> int:
    for table in GUARDED:
        for name in triggers.names(table, connection.dialect.name):
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
    touched = sum(connection.execute(text(each)).rowcount for each in statements)
    triggers.make(connection)
    return touched


def as_owner(*changes: tuple[str, dict[str, object]]) -> None:
    """Take the triggers off, change what is to be changed, put them back."""
    sqlite = db.engine.dialect.name == "sqlite"
    db.session.remove()
    with db.engine.begin() as connection:
        for table in ("ledger_entry", "audit_record", "posting"):
            for name in triggers.names(table, connection.dialect.name):
                connection.execute(text(f"DROP TRIGGER {name}{'' if sqlite else f' ON {table}'}"))
        for sql, values in changes:
            plain = {
                key: value.hex if sqlite and isinstance(value, uuid.UUID) else value for key, value in values.items()
            }
            assert connection.execute(text(sql), plain).rowcount >= 1, sql
        triggers.make(connection)


def rechained(subject: uuid.UUID, change: Callable[[dict[str, object]], None]) -> list[tuple[str, dict[str, object]]]:
    """The statements that change a subject's lines and put every digest after them right again."""
    sql = "SELECT id, body FROM audit_record WHERE subject_id = :subject ORDER BY sequence"
    sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.execute(text(sql), {"subject": subject.hex if sqlite else subject}).all()
    statements: list[tuple[str, dict[str, object]]] = []
    before = FIRST
    for row in rows:
        fields = json.loads(row.body)
        change(fields)
        body = body_of(fields)
        before = digest_of(before, body)
        by = uuid.UUID(fields["by"]) if fields["by"] else None
        statements.append(
            (
                "UPDATE audit_record SET body = :body, digest = :digest, by_id = :by WHERE id = :id",
                {"body": body, "digest": before, "by": by, "id": uuid.UUID(str(row.id))},
            )
        )
    statements.append(
        (
            "UPDATE audit_chain SET last_digest = :digest WHERE subject_id = :subject",
            {"digest": before, "subject": subject},
        )
    )
    return statements
