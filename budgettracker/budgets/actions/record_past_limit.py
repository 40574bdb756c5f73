"""Bring in a limit that was decided before the program was used."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions.change_limit import add_change, set_limit, settle
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.actions.record_past_limits import PastLimit, above_cap
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.draws import draw_is_open
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
    decision = PastLimit(approved_by=approved_by, approved_on=approved_on, proposed_by=proposed_by, reason=reason)
    period = lock(open_period(family, scheme, approved_on, at=at).id)
    over_cap = above_cap(family, period, to_pence, decision, draws=draw_is_open(family.authority_id))
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
