"""What histories tell of vouchers: of a batch and of a count, and of the purchase for which they were handed over."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from flask import g, url_for
from sqlalchemy import select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.histories import Changes, FeatureHistory, Field, Kind, Names, Record, Words, money, named, text
from budgettracker.people.models import Team
from budgettracker.periods import long_date
from budgettracker.vouchers.models import VoucherBatch, VoucherCount
from budgettracker.vouchers.queries import BATCH, COUNT, team_with_stock

HOW_MANY = {"pieces", "paid_pence", "expected", "counted", "missing", "found"}
"""What lines of batches and counts say of how many there were, which beside what is in hand now comes to what went out."""


def _batch(batch_id: uuid.UUID, on: date) -> Record:
    batch = db.session.get(VoucherBatch, batch_id)
    if batch is None:
        raise NotTheirs
    team = team_with_stock(g.person, batch.team_id, on)
    return Record(f"Vouchers bought on {long_date(batch.bought_on)}", team.name, _page(team))


def _count(count_id: uuid.UUID, on: date) -> Record:
    count = db.session.get(VoucherCount, count_id)
    if count is None:
        raise NotTheirs
    team = team_with_stock(g.person, count.team_id, on)
    return Record(f"Vouchers counted on {long_date(count.counted_on)}", team.name, _page(team))


def _page(team: Team) -> str:
    return url_for("vouchers.stock", team_id=team.id)


def _as_seen(lines: Sequence[tuple[uuid.UUID, Changes]]) -> list[Changes]:
    """Lines of batches and counts without how many there were, but for finance and auditors (record 58)."""
    subjects = {subject_id for subject_id, changes in lines if HOW_MANY & set(changes)}
    if Permission.SEE_LEDGER in g.permissions or not subjects:
        return [changes for _, changes in lines]
    of_stock = {
        *db.session.scalars(select(VoucherBatch.id).where(VoucherBatch.id.in_(subjects))),
        *db.session.scalars(select(VoucherCount.id).where(VoucherCount.id.in_(subjects))),
    }
    return [
        {key: value for key, value in changes.items() if subject_id not in of_stock or key not in HOW_MANY}
        for subject_id, changes in lines
    ]


def _all(value: Collection[str], _: Names) -> str:
    return ", ".join(value)


HISTORY = FeatureHistory(
    kinds=(
        Kind(BATCH, frozenset({Permission.SEE_VOUCHERS}), _batch),
        Kind(COUNT, frozenset({Permission.SEE_VOUCHERS}), _count),
    ),
    as_seen=_as_seen,
    words=(
        Words(
            {Deed.VOUCHERS_RECEIVED: "took the vouchers into the stock"},
            {
                "pieces": Field("Vouchers", text),
                "value_pence": Field("Value of one", money),
                "paid_pence": Field("Paid for all", money),
                "asked_by": Field("Recorded by", named),
            },
        ),
        Words(
            {
                Deed.VOUCHERS_ISSUED: "handed over vouchers of the stock",
                Deed.VOUCHERS_RETURNED: "took vouchers back into the stock",
            },
            {"serials": Field("Serial numbers", _all, whole=True), "amount_pence": Field("Worth", money)},
            hidden=frozenset({"refund"}),
        ),
        Words(
            {Deed.VOUCHERS_COUNTED: "confirmed the count"},
            {
                "expected": Field("In hand by the record", text),
                "counted": Field("There", text),
                "missing": Field("Missing", _all, whole=True),
                "found": Field("There again", _all, whole=True),
                "asked_by": Field("Counted by", named),
            },
        ),
    ),
)
