"""The ledger of each cap period as a chain, for anchors: every line's text hashed together with those before it."""

import uuid
from collections.abc import Collection, Iterator
from itertools import groupby

from sqlalchemy import select

from budgettracker.audit.rules import FIRST, body_of, digest_of
from budgettracker.audit.rules.anchors import End
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry
from budgettracker.database import db

_OF_LINE = (
    *(LedgerEntry.id, LedgerEntry.period_id, LedgerEntry.sequence, LedgerEntry.entry, LedgerEntry.limit_delta_pence),
    *(LedgerEntry.committed_delta_pence, LedgerEntry.spent_delta_pence, LedgerEntry.over_delta_pence),
    *(LedgerEntry.spend_id, LedgerEntry.limit_change_id, LedgerEntry.by_id, LedgerEntry.at),
)
"""What of a line is hashed, for ever: another choice would change what was anchored."""


def ledger_ends() -> dict[uuid.UUID, dict[uuid.UUID, End]]:
    """How far the ledger of every cap period has come, by authority."""
    of = select(BudgetPeriod.id, Budget.authority_id).join(BudgetPeriod.budget)
    authorities = dict(db.session.execute(of).tuples().all())
    ends: dict[uuid.UUID, dict[uuid.UUID, End]] = {}
    for period_id, end in _ends():
        ends.setdefault(authorities[period_id], {})[period_id] = end
    return ends


def ledger_digests(wanted: Collection[tuple[uuid.UUID, int]]) -> dict[tuple[uuid.UUID, int], str]:
    """The digests of ledgers at lines that were anchored, by cap period and sequence."""
    known = set(wanted)
    return {
        (period_id, sequence): digest
        for period_id, (sequence, digest) in _ends(every_line=True)
        if (period_id, sequence) in known
    }


def are_periods(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some ids that are cap periods."""
    return set(db.session.scalars(select(BudgetPeriod.id))) & set(ids)


def _ends(*, every_line: bool = False) -> Iterator[tuple[uuid.UUID, End]]:
    """Each cap period with its last line, or with every line, as far as its chain has come there."""
    rows = db.session.execute(
        select(*_OF_LINE).order_by(LedgerEntry.period_id, LedgerEntry.sequence).execution_options(yield_per=1000)
    )
    for period_id, lines in groupby(rows, key=lambda row: row.period_id):
        digest, sequence = FIRST, 0
        for line in lines:
            digest, sequence = digest_of(digest, body_of(dict(line._mapping))), line.sequence
            if every_line:
                yield period_id, (sequence, digest)
        if not every_line:
            yield period_id, (sequence, digest)
