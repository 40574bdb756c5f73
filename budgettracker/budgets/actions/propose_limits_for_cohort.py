"""One proposal for a cohort: the same limit for several families, decided by another person in one decision."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.change_limit import add_change, has_waiting_limit, require_drawn, write_reasons
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome, waiting


def propose_limits_for_cohort(
    by: Person, families: Sequence[Family], scheme: Scheme, to_pence: int, reason: str, *, on: date, at: datetime
) -> list[LimitChange]:
    """Propose the same limit for several families of a person's teams that have none yet; another person decides them.

    Raises Refusal without a reason, and on `families` for one that has a limit by now or for which one waits.
    """
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
        try:
            require_drawn(family, period.limit_pence, to_pence, on)
        except Refusal as refusal:
            raise Refusal("families", f"Family {family.reference}: {refusal.message}") from None
        rules.require_limit(position_of(period), to_pence)
        change = add_change(period, to_pence, by, at, cohort_id)
        write_reasons(change, reason=reason)
        needs = rules.deciding_roles(period.cap_pence, to_pence)[0]
        changed = {"limit_pence": [period.limit_pence, to_pence], "cohort": cohort_id}
        record(by, Deed.LIMIT_PROPOSED, change, {**changed, **waiting(Outcome.LIMIT, needs)}, at=at)
        changes.append(change)
    return changes
