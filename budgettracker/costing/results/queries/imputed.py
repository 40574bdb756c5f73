"""Reading a run's worker-months for what thin logs miss, where all time is logged."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.costing.results.rules.imputed import Imputed, LoggedMonth, imputed
from budgettracker.costing.run.models import RunMonth


def imputed_months(
    session: Session, run_id: uuid.UUID, authority_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, date], Imputed]:
    """By worker and month what the log misses and what families would bear of it; `authority_ids` log all their time."""
    query = select(RunMonth).where(RunMonth.run_id == run_id, RunMonth.authority_id.in_(authority_ids))
    rows = list(session.scalars(query))
    filled = imputed([_logged(row) for row in rows])
    return {(row.person_id, row.month): each for row, each in zip(rows, filled, strict=True) if each.missing_minutes}


def _logged(row: RunMonth) -> LoggedMonth:
    known = row.contracted_minutes is not None
    expected = max(0, (row.contracted_minutes or 0) - row.absence_minutes) if known else None
    return LoggedMonth(row.person_id.hex, expected, row.logged_minutes, row.families_pence, row.supported)
