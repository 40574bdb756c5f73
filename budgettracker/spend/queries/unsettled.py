"""What a family's closing has to wait for."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import limit_changes_of
from budgettracker.database import db
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A family's purchases that hold money, the oldest first, and its limits that wait for a decision."""

    spends: tuple[Spend, ...]
    limits: tuple[LimitChange, ...]

    @property
    def held(self) -> int:
        """How many purchases hold money."""
        return len(self.spends)

    @property
    def held_pence(self) -> int:
        """The money they hold, in pence."""
        return sum(spend.held_pence for spend in self.spends)

    @property
    def limit_pence(self) -> int | None:
        """A limit that waits for a decision, in pence."""
        return self.limits[0].to_pence if self.limits else None


def unsettled_of(family_id: uuid.UUID) -> Unsettled:
    """What is requested, approved and not bought, or proposed for a family."""
    spends = db.session.scalars(
        select(Spend)
        .options(joinedload(Spend.details))
        .where(Spend.family_id == family_id, Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED)))
        .order_by(Spend.requested_at, Spend.id)
    )
    limits = [change for change in limit_changes_of(family_id) if change.state == LimitState.REQUESTED]
    return Unsettled(tuple(spends), tuple(limits))


def last_bought_on(family_id: uuid.UUID) -> date | None:
    """The last day something was bought for a family, what was reversed since apart."""
    bought = select(func.max(Spend.bought_on)).where(Spend.family_id == family_id, Spend.state == SpendState.BOUGHT)
    return db.session.scalar(bought)
