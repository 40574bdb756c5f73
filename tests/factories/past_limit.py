"""One limit of the past brought in by itself, flushed and recorded as any deed is.

The program writes thousands at a time (`PastLimits`); this is the plain way of saying the same.
"""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.change_limit import add_change, require_drawn, set_limit, settle
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome, waiting


def record_past_limit(
    by: Person | None,
    family: Family,
    scheme: Scheme,
    to_pence: int,
    reason: str,
    *,
    proposed_by: Person | None,
    approved_by: Person,
    approved_on: date,
    at: datetime,
) -> LimitChange:
    """A limit as it was decided before the program was used: both names, its day and its reason, told as it happened.

    In an authority that is not live yet it waits for a senior manager, and nothing new is bought from it until then.
    """
    own = proposed_by is not None and proposed_by.id == approved_by.id
    period = lock(open_period(family, scheme, approved_on, at=at).id)
    require_drawn(family, period.limit_pence, to_pence, approved_on)
    roles = approved_by.roles_on(approved_on)
    over_cap = rules.require_past_limit(position_of(period), period.cap_pence, to_pence, roles, own=own)
    change = add_change(period, to_pence, proposed_by, at)
    change.imported = True
    opening = not is_live(family.authority_id)
    if opening:
        change.opening = period.opening_waits = True
    set_limit(change, period, approved_by, over_cap, at)
    settle(change, LimitState.APPROVED, approved_by, reason, at)
    changes = {
        "limit_pence": [change.from_pence, to_pence],
        "proposed_by": proposed_by.id if proposed_by else None,
        "decided_by": approved_by.id,
        **(waiting(Outcome.OPENING_BALANCE, Role.SENIOR_MANAGER) if opening else {}),
    }
    record(by, Deed.LIMIT_SET, change, changes, at=at, authority_id=family.authority_id)
    return change
