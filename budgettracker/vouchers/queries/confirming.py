"""Batches and counts that wait for a second person, in words."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.models import Voucher, VoucherBatch, VoucherCount

BATCH, COUNT = "voucher_batch", "voucher_count"
"""The kinds of thing about a stock that wait for a second hand."""


def batch_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """What was bought for which team, and while it waits how many for how much: afterwards finance and auditors read that."""
    ids = {row.subject_id for row in rows}
    query = select(VoucherBatch).where(VoucherBatch.id.in_(ids)).options(joinedload(VoucherBatch.team))
    batches = {batch.id: batch for batch in db.session.scalars(query.options(joinedload(VoucherBatch.details)))}
    sizes = select(Voucher.batch_id, func.count()).where(Voucher.batch_id.in_(ids)).group_by(Voucher.batch_id)
    pieces = dict(row._tuple() for row in db.session.execute(sizes))
    facts = {}
    for row in rows:
        batch = batches[row.subject_id]
        many, each = pieces[batch.id], f"{pounds(batch.value_pence)}: {VoucherKind(batch.kind).words.lower()}"
        worth = f"{pounds(many * batch.value_pence)} of" if row.waits else "A batch of"
        title = f"{worth} vouchers for {batch.team.name}"
        facts[row.id] = Facts(
            Outcome.VOUCHERS_BOUGHT,
            title,
            title,
            changes=[
                Change("What", "", f"{many} of {each}" if row.waits else each),
                Change("Where they can be spent", "", batch.details.shop),
                *([Change("Paid for all", "", pounds(batch.paid_pence))] if row.waits else []),
                Change("Bought on", "", long_date(batch.bought_on)),
            ],
            apart=frozenset({batch.recorded_by_id}),
        )
    return facts


def count_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """What was found where a count differs from the record; while it waits, what was in hand by the record and there."""
    query = select(VoucherCount).where(VoucherCount.id.in_({row.subject_id for row in rows}))
    query = query.options(joinedload(VoucherCount.team), joinedload(VoucherCount.details))
    counts = {count.id: count for count in db.session.scalars(query)}
    facts = {}
    for row in rows:
        count = counts[row.subject_id]
        expected, there = row.values["expected"], row.values["counted"]
        differs = bool(row.values["missing"] or row.values["found"])
        title = f"A count of the vouchers of {count.team.name}, {long_date(count.counted_on)}"
        changes = [
            Change("In hand by the record", "", f"{expected}, worth {pounds(count.expected_pence)}"),
            Change("There", "", f"{there}, worth {pounds(count.counted_pence)}"),
            Change("Missing", "", ", ".join(row.values["missing_serials"])),
            Change("There again", "", ", ".join(row.values["found_serials"])),
        ]
        changes = [*(changes if row.waits else []), Change("What was found", "", count.details.finding)]
        facts[row.id] = Facts(
            Outcome.VOUCHERS_DIFFER if differs else Outcome.VOUCHERS_COUNTED,
            title,
            title,
            changes=[each for each in changes if each.after],
            team_ids=frozenset() if differs else frozenset({count.team_id}),
            apart=frozenset({count.counted_by_id}),
        )
    return facts
