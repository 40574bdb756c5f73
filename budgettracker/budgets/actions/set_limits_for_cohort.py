"""One decision for a cohort: the same limit for several families."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.change_limit import add_change, has_waiting_limit, set_limit, settle
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import position_of, require_decider
from budgettracker.database import uuid7
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme


def set_limits_for_cohort(
    by: Person, families: Sequence[Family], scheme: Scheme, to_pence: int, reason: str, *, on: date, at: datetime
) -> list[LimitChange]:
    """One decision for a cohort: a manager sets the same limit for several families of their teams that have none yet."""
    if not reason:
        raise Refusal("reason", "Say why these families get this limit.")
    periods = [(open_period(family, scheme, on, at=at).id, family) for family in families]
    cohort_id = uuid7()
    changes: list[LimitChange] = []
    # In order of id, so that two cohorts never wait for each other.
    for period_id, family in sorted(periods, key=lambda period: period[0]):
        period = lock(period_id)
        if period.limit_pence > 0 or has_waiting_limit(period.id):
            raise Refusal("families", f"Family {family.reference} has a limit by now, or one waits. Leave it out.")
        over_cap = rules.above_cap(period.cap_pence, to_pence)
        require_decider(period, by, on, own_proposal=False, over_cap=over_cap)
        rules.require_limit(position_of(period), to_pence)
        change = add_change(period, to_pence, by, at, cohort_id)
        set_limit(change, period, by, over_cap, at)
        settle(change, LimitState.APPROVED, by, reason, at)
        record(by, Deed.LIMIT_SET, change, {"limit_pence": [change.from_pence, to_pence]}, at=at)
        changes.append(change)
    return changes
