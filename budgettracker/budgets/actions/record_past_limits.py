"""Bring in limits that were decided before the program was used, many at a time: each checked alone, written together."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from budgettracker.access import Role
from budgettracker.audit.actions import ManyLines
from budgettracker.audit.kinds import Deed, Plain
from budgettracker.budgets import rules
from budgettracker.budgets.actions.move_money import ManyMoves
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange, LimitChangeDetails
from budgettracker.budgets.queries import position_of
from budgettracker.bulk import Rows, as_kept, ids_in_order
from budgettracker.draws import draw_is_open
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.periods import LONDON
from budgettracker.second_hands import Outcome, waiting

CHANGE = (
    *("id", "period_id", "from_pence", "to_pence", "state", "proposed_by_id", "proposed_at", "decided_by_id"),
    *("decided_at", "cohort_id", "imported", "one_hand", "opening", "confirmed_by_id", "confirmed_at"),
)
DETAILS = "limit_change_id", "reason", "decision_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLimit:
    """How a limit was decided: by whom, on which day and why, and who had asked for it."""

    approved_by: Person
    approved_on: date
    proposed_by: Person | None = None
    reason: str = ""


class Decided(NamedTuple):
    """When a limit was decided, its id, and the limit in pence."""

    decided_at: datetime
    id: uuid.UUID
    to_pence: int


class PastLimits:
    """Limits of one authority on their way into the tables with ledger and audit, each told as it happened.

    In an authority that is not live yet each waits for a senior manager, and nothing new is bought from it until then.
    Nothing of them is in the tables before `ready`.
    """

    def __init__(self, by: Person | None, authority_id: uuid.UUID, *, at: datetime) -> None:
        self._opening, self._draws = not is_live(authority_id), draw_is_open(authority_id)
        self._changes, self._details = Rows(LimitChange, CHANGE), Rows(LimitChangeDetails, DETAILS)
        self._moves = ManyMoves(authority_id, at=at)
        self._lines = ManyLines("limit_change", by=by, authority_id=authority_id, at=at)
        self._ids = ids_in_order()

    def set(self, family: Family, period: BudgetPeriod, to_pence: int, decision: PastLimit) -> Decided:
        """Set the limit of a locked cap period as it was decided then.

        Raises Refusal for a family without a budget or one whose draw is not made, and for what its decider could not
        decide then: a limit they asked for themselves, one above the cap, or one below what is spent.
        """
        approver, proposer, day = decision.approved_by, decision.proposed_by, decision.approved_on
        own = proposer is not None and proposer.id == approver.id
        waits, from_pence = self._draws and family.arm is None, period.limit_pence
        rules.require_drawn(
            without_budget=family.without_budget(day), waits=waits, from_pence=from_pence, to_pence=to_pence
        )
        roles = approver.roles_on(day)
        over_cap = rules.require_past_limit(position_of(period), period.cap_pence, to_pence, roles, own=own)
        change_id = next(self._ids)
        if self._opening:
            period.opening_waits = True
        if over_cap:
            period.exception_by_id = approver.id
        self._moves.set_limit(approver, period, to_pence - from_pence, limit_change_id=change_id)
        # The day it was decided is the file's; the audit's own moment is that of the import.
        decided_at = datetime.combine(day, time(12), LONDON)
        then = as_kept(decided_at)
        self._changes.add(
            (
                *(change_id, period.id.hex, from_pence, to_pence, str(LimitState.APPROVED)),
                *(proposer.id.hex if proposer else None, then, approver.id.hex, then),
                *(None, 1, 0, int(self._opening), None, None),
            )
        )
        self._details.add((change_id, "", decision.reason))
        self._lines.add(Deed.LIMIT_SET, change_id, self._facts(from_pence, to_pence, decision), new=True)
        return Decided(decided_at, uuid.UUID(change_id), to_pence)

    def ready(self) -> None:
        """Write what is kept; the cap periods are in their table, and their positions wait."""
        self._changes.write()
        self._details.write()
        self._moves.ready()
        self._lines.ready()

    def write(self) -> None:
        """Write what is kept, and the ends of its chains."""
        self.ready()
        self._lines.write()

    def _facts(self, from_pence: int, to_pence: int, decision: PastLimit) -> dict[str, Plain]:
        facts: dict[str, Plain] = {
            "limit_pence": [from_pence, to_pence],
            "proposed_by": str(decision.proposed_by.id) if decision.proposed_by else None,
            "decided_by": str(decision.approved_by.id),
        }
        if self._opening:
            words = waiting(Outcome.OPENING_BALANCE, Role.SENIOR_MANAGER)
            facts |= {name: str(word) for name, word in words.items()}
        return facts
