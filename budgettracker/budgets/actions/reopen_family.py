"""Open a closed family again, by a second hand: the work goes on, and its limit does not come back by itself."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions.change_limit import add_change, set_limit, settle
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import periods_of
from budgettracker.confirmations.queries import words_of
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.actions import reopen_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person

NO_LIMIT = "Opened again: what is left is settled anew."


def reopen_without_limit(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Take back a closing that somebody else asked to take back; nothing new is bought before a new limit is approved.

    Every limit that holds today or later goes down to what is spent and held. Raises Refusal when the family was closed
    anew or is in another team since it was asked for.
    """
    periods = [lock(period_id) for period_id in sorted(period.id for period in periods_of(confirmation.subject_id))]
    family = db.session.get_one(Family, confirmation.subject_id)
    closed_on = str(family.closed_on) if family.closed_on else None
    if closed_on != confirmation.values["closed_on"] or str(family.team_id) != confirmation.values["team"]:
        raise Refusal(
            None, "The family has changed since this was asked for. Decline it, so that it is asked for anew."
        )
    reopen_family(by, family, words_of(confirmation.id), asked_by=confirmation.asked_by_id, on=on, at=at)
    asker = db.session.get_one(Person, confirmation.asked_by_id)
    for period in periods:
        if period.ends_on is None or period.ends_on >= on:
            _end_limit(by, asker, period, family, at)


def _end_limit(by: Person, asker: Person, period: BudgetPeriod, family: Family, at: datetime) -> None:
    used_pence = period.committed_pence + period.spent_pence
    if period.limit_pence == used_pence:
        return
    change = add_change(period, used_pence, asker, at)
    set_limit(change, period, by, False, at)
    settle(change, LimitState.APPROVED, by, NO_LIMIT, at)
    changes = {"limit_pence": [change.from_pence, used_pence]}
    record(by, Deed.LIMIT_SET, change, changes, at=at, authority_id=family.authority_id)
