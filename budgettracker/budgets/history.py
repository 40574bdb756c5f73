"""What the histories of a family's limits tell."""

import uuid
from datetime import date

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.budgets.queries import limit_change_for
from budgettracker.families.history import FAMILY, called
from budgettracker.families.queries import family_for
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Record,
    Titles,
    Words,
    money,
    named,
    one_of,
    role_in_words,
)
from budgettracker.money import pounds
from budgettracker.people.queries.cover import AS_COVER_FOR
from budgettracker.second_hands import AS_ROLE, OUTCOME, WAITS_FOR

LIMITS, LIMIT = "limits", "limit"


def _limits(family_id: uuid.UUID, on: date) -> Record:
    family = family_for(g.person, family_id, on)
    return Record("Limits", called(family), url_for("budgets.limits", family_id=family.id), family.id)


def _limit(change_id: uuid.UUID, on: date) -> Record:
    change = limit_change_for(g.person, change_id, on)
    family = change.period.budget.family
    page = url_for("budgets.limit", change_id=change.id)
    return Record(_limit_of(change.to_pence), called(family), page, family.id)


def _limit_of(pence: int) -> str:
    return f"Limit of {pounds(pence)}"


def _changes_of(family_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    """Every change of a family's limits."""
    changes = select(LimitChange.id).join(LimitChange.period).join(BudgetPeriod.budget)
    return changes.where(Budget.family_id == family_id)


HISTORY = FeatureHistory(
    kinds=(
        Kind(LIMITS, frozenset({Permission.SEE_FAMILIES}), _limits),
        Kind(LIMIT, frozenset({Permission.SEE_FAMILIES}), _limit),
    ),
    subjects=((FAMILY, _changes_of), (LIMITS, _changes_of)),
    words=(
        Words(
            {
                Deed.LIMIT_PROPOSED: "asked for the limit",
                Deed.LIMIT_APPROVED: "approved the limit",
                Deed.LIMIT_DECLINED: "declined the limit",
                Deed.LIMIT_WITHDRAWN: "took the request for a limit back",
                Deed.LIMIT_SET: lambda changes: (
                    "imported the limit from the council's files" if "decided_by" in changes else "set the limit"
                ),
                Deed.OPENING_CONFIRMED: "confirmed the imported limit with its sums",
                Deed.LIMIT_CONFIRMED: "confirmed the limit, which one person had set alone",
            },
            {
                "limit_pence": Field("Limit", money),
                "spent_pence": Field("Spent of it", money),
                "over_pence": Field("Over the limit", money),
                "proposed_by": Field("Stands there as asked for by", named),
                "decided_by": Field("Stands there as decided by", named),
                AS_COVER_FOR: Field("As cover for", named),
                "state": Field("State", one_of({state: state.words for state in LimitState})),
                AS_ROLE: Field("Decided as", role_in_words),
                WAITS_FOR: Field("Waits for", role_in_words),
            },
            hidden=frozenset({"cohort", OUTCOME}),
        ),
    ),
    titles=(
        Titles(lambda ids: select(LimitChange.id, LimitChange.to_pence).where(LimitChange.id.in_(ids)), _limit_of),
    ),
)
