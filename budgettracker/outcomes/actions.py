"""Record what became of a family, and withdraw what was recorded wrongly."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Child, Family
from budgettracker.outcomes import rules
from budgettracker.outcomes.kinds import Outcome
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.outcomes.queries import stands
from budgettracker.people.models import Person


def record_outcome(
    by: Person | None,
    family: Family,
    outcome: Outcome,
    happened_on: date,
    *,
    child: Child | None = None,
    code: str | None = None,
    on: date,
    at: datetime,
) -> FamilyOutcome:
    """Record what became of a family or of one of its children, on a day; `by` None is the operator's import.

    Raises Refusal on `happened_on` (in the future, before the family was opened), `code`, and `outcome` where the very
    same stands already.
    """
    rules.require_day(happened_on, family.opened_on, on)
    kept = rules.code_of(code)
    child_id = child.id if child else None
    if stands(family.id, child_id, outcome, happened_on):
        raise Refusal("outcome", "This is recorded already, for the same day. Nothing was added.")
    row = FamilyOutcome(
        authority_id=family.authority_id,
        family_id=family.id,
        child_id=child_id,
        outcome=outcome,
        code=kept,
        happened_on=happened_on,
        recorded_by_id=by.id if by else None,
        recorded_at=at,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"outcome": str(outcome), "happened_on": happened_on, "child": child_id, "code": kept}
    record(by, Deed.OUTCOME_RECORDED, family, {name: value for name, value in changes.items() if value}, at=at)
    return row


def withdraw_outcome(by: Person, row: FamilyOutcome, *, at: datetime) -> None:
    """Take back an outcome that was recorded wrongly; it stays on record and leaves every list and later workbook."""
    row.withdrawn_at = at
    db.session.flush()
    changes = {"outcome": row.outcome, "happened_on": row.happened_on}
    record(by, Deed.OUTCOME_WITHDRAWN, row.family, changes, at=at)
