"""Propose a limit for a family; another person decides it."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.actions.change_limit import (
    add_change,
    has_unconfirmed_limit,
    has_waiting_limit,
    require_drawn,
    write_reasons,
)
from budgettracker.budgets.actions.move_money import lock
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome, waiting


def propose_limit(
    by: Person, family: Family, scheme: Scheme, to_pence: int, reason: str, *, on: date, at: datetime
) -> LimitChange:
    """A practitioner of the family's team proposes a limit in pence; another person decides it.

    An imported limit that waits is put right by a senior manager's proposal alone; raises Refusal for anybody else's.
    """
    period = lock(open_period(family, scheme, on, at=at).id)
    require_drawn(family, period.limit_pence, to_pence, on)
    rules.require_limit(position_of(period), to_pence)
    rules.require_proposer_of_opening(period.opening_waits, by.roles_on(on), to_pence)
    if to_pence > period.limit_pence:
        rules.require_confirmed(has_unconfirmed_limit(period.id), to_pence)
    if rules.above_cap(period.cap_pence, to_pence) and not reason:
        raise Refusal("reason", rules.above_cap_words(to_pence, period.cap_pence, "Say why an exception is needed."))
    if has_waiting_limit(period.id):
        raise Refusal(
            None,
            "A limit for this family is already waiting for a decision. Withdraw it before you ask for "
            f"{pounds(to_pence)}.",
        )
    change = add_change(period, to_pence, by, at)
    write_reasons(change, reason=reason)
    needs = rules.deciding_roles(period.cap_pence, to_pence)[0]
    changes = {"limit_pence": [period.limit_pence, to_pence], **waiting(Outcome.LIMIT, needs)}
    record(by, Deed.LIMIT_PROPOSED, change, changes, at=at)
    return change
