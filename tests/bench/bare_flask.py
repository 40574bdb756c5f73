"""The peer of the spend bench: a bare Flask view that makes the same rows in one transaction, and asks nothing first.

No sign-in, no form token, no bands, no room, no page: it believes what is sent. Served as the program is.

    python -m tests.bench.bare_flask   (DATABASE_URL, PORT, WORKERS as for the program)
"""

import os
import sqlite3
import uuid
from datetime import UTC, date, datetime

from flask import Flask, Response, redirect, request
from sqlalchemy import create_engine, event, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from budgettracker import import_models
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry
from budgettracker.commands.server import _gunicorn as serve_as_the_program_is
from budgettracker.idempotency import FormKey
from budgettracker.ids import uuid7
from budgettracker.spend.kinds import Route, SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendDetails

import_models()
url = os.environ["DATABASE_URL"]
app = Flask(__name__)
engine = create_engine(url, **({"connect_args": {"timeout": 30, "isolation_level": None}} if "sqlite" in url else {}))

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _: object) -> None:
        """What the program asks of SQLite too."""
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Take the write lock first, as every writing program on SQLite must."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@app.get("/healthz")
def health() -> str:
    """Ready."""
    return ""


@app.post("/spend")
def spend() -> Response:
    """Write down one purchase: seven rows."""
    ids = {name: uuid.UUID(request.form[name]) for name in ("authority", "person", "family", "period", "category")}
    pence, moment = int(request.form["pence"]), datetime.now(UTC)
    by, made = ids["person"], uuid7()
    with Session(engine) as session, session.begin():
        session.add(
            FormKey(person_id=by, key=request.form["form_key"], digest="0" * 64, status=303, location="/", at=moment)
        )
        session.add(
            Spend(
                id=made,
                authority_id=ids["authority"],
                family_id=ids["family"],
                period_id=ids["period"],
                kind=SpendKind.DEVOLVED,
                state=SpendState.BOUGHT,
                route=Route.FRONT_LINE,
                category_id=ids["category"],
                planned_pence=pence,
                paid_pence=pence,
                payment_method="purchase_card",
                asked_on=date.today(),
                bought_on=date.today(),
                recorded_by_id=by,
                requested_at=moment,
                recorded_bought_at=moment,
                bought_by_id=by,
            )
        )
        session.flush()
        session.add(
            SpendDetails(spend_id=made, bought_what=request.form["bought_what"], purpose=request.form["purpose"])
        )
        sequence = session.scalar(
            update(BudgetPeriod)
            .where(BudgetPeriod.id == ids["period"])
            .values(spent_pence=BudgetPeriod.spent_pence + pence, ledger_sequence=BudgetPeriod.ledger_sequence + 1)
            .returning(BudgetPeriod.ledger_sequence)
        )
        session.add(
            LedgerEntry(
                period_id=ids["period"],
                sequence=sequence,
                entry=Entry.BOUGHT,
                spent_delta_pence=pence,
                spend_id=made,
                by_id=by,
                at=moment,
            )
        )
        session.add(AuditChain(subject_id=made, last_sequence=1, last_digest="0" * 64))
        session.add(
            AuditRecord(
                authority_id=ids["authority"],
                subject_kind="spend",
                subject_id=made,
                sequence=1,
                deed=Deed.SPEND_LOGGED,
                by_id=by,
                at=moment,
                body="{}" * 150,
                digest="0" * 64,
            )
        )
    return redirect("/", 303)  # type: ignore[return-value]


if __name__ == "__main__":
    serve_as_the_program_is(app, f"127.0.0.1:{os.environ['PORT']}", int(os.environ["WORKERS"]))
