"""Everything that is still open of a family or a scheme, by name: what a closing waits for, and what outlasts it."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.spend.kinds import OpenKind, ProposalState, Reimbursement, Review, SpendState
from budgettracker.spend.models import PlanSchedule, Spend, SpendDetails, SpendProposal
from budgettracker.spend.queries.purchases import NO_RECEIPT

MOST_ROWS = 5_000
_IS_PLAN = and_(Spend.regular.is_(True), Spend.plan_id.is_(None), exists().where(PlanSchedule.spend_id == Spend.id))


@dataclass(frozen=True, slots=True)
class StillOpen:
    """One thing that is open: what, for which family, and how many pence it is about. A restricted family has no name.

    Vouchers in hand and an import that waits are of no family.
    """

    kind: OpenKind
    spend_id: uuid.UUID | None
    limit_id: uuid.UUID | None
    family: str
    restricted: bool
    bought_what: str
    pence: int

    @property
    def of(self) -> str:
        """Whose it is, as pages print it."""
        return "Restricted" if self.restricted else self.family


def open_of_family(family_id: uuid.UUID) -> list[StillOpen]:
    """Everything that is open of a family."""
    return _open(Spend.family_id == family_id, Budget.family_id == family_id)


def open_of_scheme(scheme_id: uuid.UUID) -> list[StillOpen]:
    """Everything that is open of a scheme's budgets."""
    of_scheme = select(BudgetPeriod.id).join(Budget, Budget.id == BudgetPeriod.budget_id)
    purchases = Spend.period_id.in_(of_scheme.where(Budget.scheme_id == scheme_id))
    return [*_open(purchases, Budget.scheme_id == scheme_id), *_openings(scheme_id)]


def _open(purchases: ColumnElement[bool], limits: ColumnElement[bool]) -> list[StillOpen]:
    proposed = exists().where(SpendProposal.spend_id == Spend.id, SpendProposal.state == ProposalState.PROPOSED)
    conditions: tuple[tuple[OpenKind, ColumnElement[bool]], ...] = (
        (OpenKind.REQUESTED, Spend.state == SpendState.REQUESTED),
        (OpenKind.APPROVED, and_(Spend.state == SpendState.APPROVED, ~_IS_PLAN)),
        (OpenKind.PLAN, and_(Spend.state == SpendState.APPROVED, _IS_PLAN)),
        (OpenKind.REVIEW, Spend.review == Review.OPEN),
        (OpenKind.PROPOSED, proposed),
        (OpenKind.OWN_MONEY, Spend.reimbursement == Reimbursement.WAITING),
        (OpenKind.RECEIPT, and_(NO_RECEIPT, ~Spend.from_stock)),
        (OpenKind.SLIP, and_(NO_RECEIPT, Spend.from_stock)),
    )
    any_of = or_(*(condition for _, condition in conditions))
    query = (
        select(Spend, Family.reference, Family.restricted, SpendDetails.bought_what, *(each for _, each in conditions))
        .join(Family, Family.id == Spend.family_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(purchases, any_of)
        .order_by(Family.reference, Spend.requested_at, Spend.id)
    )
    result = []
    for spend, family, restricted, what, *holds in db.session.execute(query.limit(MOST_ROWS)):
        pence = spend.held_pence or spend.paid_pence or spend.planned_pence
        result += [
            StillOpen(kind, spend.id, None, family, restricted, what, pence)
            for (kind, _), true in zip(conditions, holds, strict=True)
            if true
        ]
    return sorted([*result, *_limits(limits)], key=in_order)


def in_order(each: StillOpen) -> int:
    """By what is open: first what holds a closing up."""
    return list(OpenKind).index(each.kind)


def _limits(limits: ColumnElement[bool]) -> list[StillOpen]:
    query = (
        select(LimitChange, Family.reference, Family.restricted)
        .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Family, Family.id == Budget.family_id)
        .where(limits, LimitChange.state == LimitState.REQUESTED)
        .order_by(Family.reference, LimitChange.proposed_at, LimitChange.id)
    )
    return [
        StillOpen(OpenKind.LIMIT, None, change.id, family, restricted, "", change.to_pence)
        for change, family, restricted in db.session.execute(query.limit(MOST_ROWS))
    ]


def _openings(scheme_id: uuid.UUID) -> list[StillOpen]:
    query = (
        select(Family.reference, Family.restricted, BudgetPeriod.limit_pence)
        .join(Budget, Budget.family_id == Family.id)
        .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        .where(Budget.scheme_id == scheme_id, BudgetPeriod.opening_waits.is_(True))
        .order_by(Family.reference, BudgetPeriod.id)
    )
    return [
        StillOpen(OpenKind.OPENING, None, None, family, restricted, "An imported limit", pence)
        for family, restricted, pence in db.session.execute(query.limit(MOST_ROWS))
    ]
