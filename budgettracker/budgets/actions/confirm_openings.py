"""Confirm opening balances: limits that were imported before the authority was live, with what was spent of them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions.change_limit import require_drawn
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import Opening, opening_changes, require_confirmer, sums_sign
from budgettracker.database import savepoint
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome, judged


def confirm_openings(
    by: Person, openings: Sequence[Opening], signs: Mapping[uuid.UUID, str], *, on: date, at: datetime
) -> list[Opening]:
    """Confirm each opening balance that this person may confirm, each as if alone; gives those that were left.

    `signs` are of the sums that were shown, by the cap period's id. Locks are taken in order of the positions' ids, so
    that two people with the same list never wait for each other.
    """
    left = []
    for opening in sorted(openings, key=lambda each: each.id):
        try:
            with savepoint():
                confirm_opening(by, opening.period, signs.get(opening.id, ""), on=on, at=at)
        except Refusal:
            left.append(opening)
    return left


def confirm_opening(by: Person, balance: BudgetPeriod, sign: str, *, on: date, at: datetime) -> LimitChange:
    """A senior manager, who neither imported it nor leads the family, confirms an opening balance with its sums.

    Nothing moves; from then on the family's budget is bought from. `sign` is of the sums they looked at: raises
    Refusal where these have moved since, for anybody else, and where nothing waits.
    """
    period = lock(balance.id)
    require_confirmer(period, by, on)
    require_drawn(period.budget.family, 0, period.limit_pence, on)
    if sign != sums_sign(period):
        raise Refusal(None, "Its sums have changed since you looked. Look again.")
    changes = opening_changes(period.id)
    for change in changes:
        change.confirmed_by_id, change.confirmed_at = by.id, at
    period.opening_waits = False
    sums = {"limit_pence": period.limit_pence, "spent_pence": period.spent_pence, "over_pence": period.over_pence}
    row = judged(Outcome.OPENING_BALANCE, Role.SENIOR_MANAGER)
    record(by, Deed.OPENING_CONFIRMED, changes[-1], {**sums, **row}, at=at)
    return changes[-1]
