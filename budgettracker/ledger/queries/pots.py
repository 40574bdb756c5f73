"""The pots of an authority, how far each has gone, and what to tell those who decide."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from budgettracker.budgets.models import Budget, BudgetPeriod, Posting
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import open_to_named
from budgettracker.ledger.models import Pot
from budgettracker.ledger.queries.vat import recoverable_vat
from budgettracker.ledger.rules import PotPosition
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend

MOST_POTS = 200
EVERYTHING = "All schemes and other help"


@dataclass(frozen=True, slots=True)
class ShownPot:
    """A pot with what it is for, its days, who set it, and how far it has gone."""

    what_for: str
    starts_on: date
    ends_on: date
    set_by: str
    position: PotPosition


def pots_of(authority_id: uuid.UUID) -> list[ShownPot]:
    """The pots that hold, the latest first day first; of several from one day the one set last."""
    return [_shown(pot, scheme, by) for pot, scheme, by in _standing(authority_id)]


def pot_warnings(reader: Person, on: date) -> list[str]:
    """What to tell somebody who decides, on a day, about pots that are almost used or passed; nothing where there is more.

    Without pence, and without what restricted families had that the reader is not named for: whoever takes what they see of a
    pot would be left with what those families had. Finance reads the whole.
    """
    if reader.authority_id is None:
        return []
    hidden = select(Family.id).where(
        Family.authority_id == reader.authority_id, Family.restricted.is_(True), ~open_to_named(reader.id)
    )
    shown = [
        (scheme or EVERYTHING, _position(pot, hidden).plain_warning)
        for pot, scheme, _ in _standing(reader.authority_id)
        if pot.starts_on <= on <= pot.ends_on
    ]
    return [f"{what_for}: the pot is {warning}" for what_for, warning in shown if warning]


def _standing(authority_id: uuid.UUID) -> list[tuple[Pot, str | None, str]]:
    query = (
        select(Pot, Scheme.name, Person.name)
        .outerjoin(Scheme, Scheme.id == Pot.scheme_id)
        .join(Person, Person.id == Pot.set_by_id)
        .where(Pot.authority_id == authority_id)
        .order_by(Pot.starts_on.desc(), Scheme.name, Pot.set_at.desc(), Pot.id.desc())
    )
    standing: dict[tuple[uuid.UUID | None, date], tuple[Pot, str | None, str]] = {}
    for pot, scheme, by in db.session.execute(query.limit(MOST_POTS)):
        standing.setdefault((pot.scheme_id, pot.starts_on), (pot, scheme, by))
    return list(standing.values())


def _shown(pot: Pot, scheme: str | None, by: str) -> ShownPot:
    return ShownPot(scheme or EVERYTHING, pot.starts_on, pot.ends_on, by, _position(pot))


def _position(pot: Pot, hidden: Select[tuple[uuid.UUID]] | None = None) -> PotPosition:
    """What left with days of the pot, and what is held now for requests and approvals that may still be bought in them.

    `hidden`: families that are left out.
    """
    left = (
        select(
            func.coalesce(func.sum(Posting.pence), 0), func.coalesce(func.sum(recoverable_vat(Posting.refund_id)), 0)
        )
        .join(Spend, Spend.id == Posting.spend_id)
        .outerjoin(Refund, Refund.id == Posting.refund_id)
        .where(Posting.authority_id == pot.authority_id, Posting.event_on.between(pot.starts_on, pot.ends_on))
    )
    held = (
        select(func.coalesce(func.sum(BudgetPeriod.committed_pence), 0))
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .where(Budget.authority_id == pot.authority_id, BudgetPeriod.starts_on <= pot.ends_on)
        .where(func.coalesce(BudgetPeriod.ends_on, pot.ends_on) >= pot.starts_on)
    )
    requested = select(func.coalesce(func.sum(func.coalesce(Spend.approved_pence, Spend.planned_pence)), 0)).where(
        Spend.authority_id == pot.authority_id,
        Spend.kind == SpendKind.OTHER_HELP,
        Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED)),
        Spend.asked_on.between(pot.starts_on, pot.ends_on),
    )
    if pot.scheme_id is not None:
        period, budget = BudgetPeriod, Budget
        left = left.join(period, period.id == Spend.period_id).join(budget, budget.id == period.budget_id)
        left, held = left.where(budget.scheme_id == pot.scheme_id), held.where(budget.scheme_id == pot.scheme_id)
    if hidden is not None:
        left = left.where(Spend.family_id.not_in(hidden))
        requested = requested.where(Spend.family_id.not_in(hidden))
        held = held.where(Budget.family_id.not_in(hidden))
    gross, vat = db.session.execute(left).one()
    held_pence = int(db.session.scalar(held) or 0)
    if pot.scheme_id is None:
        held_pence += int(db.session.scalar(requested) or 0)
    return PotPosition(pot.pence, int(gross), int(vat), held_pence)
