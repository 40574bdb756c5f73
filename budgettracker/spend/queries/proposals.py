"""What about purchases waits for a manager's agreement or tick, and who may give it."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import period_on
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal, refusal_of
from budgettracker.families.models import Family
from budgettracker.families.queries import Another, another, workable
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.kinds import ProposalState, Review
from budgettracker.spend.models import ProposedCorrection, Refund, Spend, SpendProposal
from budgettracker.spend.queries.deciders import apart_from, bounds_and_deciders, deciders_now, require_hand
from budgettracker.spend.queries.running_totals import running_totals


def waiting_proposal(spend_id: uuid.UUID) -> SpendProposal | None:
    """What about a purchase waits for a manager's agreement, if anything."""
    waits = select(SpendProposal).filter_by(spend_id=spend_id, state=ProposalState.PROPOSED)
    return db.session.scalars(waits.options(joinedload(SpendProposal.details)).limit(1)).first()


def proposal_deciders(
    spend: Spend,
    period: BudgetPeriod | None,
    correction: ProposedCorrection | None = None,
    *,
    by_itself: bool = False,
) -> tuple[Role, ...]:
    """The roles that may agree: a manager's, or where the purchase waits for a decision those that decide it.

    To a `correction` of the amount or day those whose band holds the larger amount; to one of the family a manager of
    the family it leaves, since it waits for the other family's own deciders afterwards. `by_itself`: as if no receipt had
    been shared.
    """
    waits = deciders_now(spend, period, by_itself=by_itself).roles if spend.review == Review.OPEN else DECIDERS
    if correction is None or (correction.family_id, correction.kind) != (spend.family_id, spend.kind):
        return waits
    return rules.in_both(
        waits, correction_deciders(spend, correction.paid_pence, correction.bought_on, by_itself=by_itself)
    )


def correction_deciders(spend: Spend, paid_pence: int, day: date, *, by_itself: bool = False) -> tuple[Role, ...]:
    """The roles whose band holds the larger of what a purchase cost and would cost, with what else counts on the day."""
    larger = max(spend.paid_pence or 0, spend.counts_pence or 0, paid_pence)
    period = period_on(spend.family_id, day) if spend.period_id is not None else None
    bounds, deciders = bounds_and_deciders(
        period, spend.family_id, larger, day, regular=spend.regular, without=spend, by_itself=by_itself
    )
    totals = running_totals(
        spend.family_id, bounds, larger, day, spend.id, other_help=period is None, by_itself=by_itself
    )
    return deciders.roles or rules.roles_above_worker(bounds, larger, totals)


def require_proposal_decider(
    proposal: SpendProposal,
    person: Person,
    on: date,
    roles: tuple[Role, ...],
    *,
    makers: Collection[uuid.UUID] | None = None,
) -> None:
    """Refuse whoever may not decide a proposal: its proposer, who recorded, bought or put right, and roles it is above.

    `makers` are those who put right what the purchase says, where that was read already.
    """
    spend = proposal.spend
    own = person.id in (proposal.proposed_by_id, spend.recorded_by_id, spend.bought_by_id)
    require_hand(spend, person, on, roles, own=own, makers=makers)


def why_not_decide_proposal(
    proposal: SpendProposal, person: Person, on: date, *, makers: Collection[uuid.UUID] | None = None
) -> str | None:
    """Why this person may not decide a proposal, in words; None when they may. `makers` as for require_proposal_decider."""
    roles = proposal_deciders(proposal.spend, proposal.spend.period, proposal.correction)
    return refusal_of(require_proposal_decider, proposal, person, on, roles, makers=makers)


def who_may_agree(proposal: SpendProposal, person: Person, on: date) -> Another | None:
    """Who may agree to a proposal, what to do where nobody may, and why this person may not (empty: they may)."""
    spend = proposal.spend
    roles = proposal_deciders(spend, spend.period, proposal.correction)
    apart = (proposal.proposed_by_id, *apart_from(spend))
    return another(why_not_decide_proposal(proposal, person, on) or "", spend.family, roles, apart, on)


def proposal_for(person: Person, proposal_id: uuid.UUID, on: date) -> SpendProposal:
    """One proposal about a purchase of the person's own teams; raises NotTheirs."""
    proposal = db.session.scalars(
        _proposals().where(SpendProposal.id == proposal_id, workable(person, on))
    ).one_or_none()
    if proposal is None:
        raise NotTheirs
    return proposal


def proposals_of(person: Person, on: date, page: int, size: int) -> list[SpendProposal]:
    """One page of what waits for a manager's agreement in this person's teams, the oldest first."""
    waits = _proposals().where(SpendProposal.state == ProposalState.PROPOSED, workable(person, on))
    oldest = waits.order_by(SpendProposal.proposed_at, SpendProposal.id)
    return list(db.session.scalars(oldest.limit(size).offset((page - 1) * size)))


def proposals_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[SpendProposal]:
    """These proposals of this person's teams, decided by now or not."""
    rows = _proposals().where(SpendProposal.id.in_(ids), workable(person, on))
    return list(db.session.scalars(rows.order_by(SpendProposal.id)))


def how_many_proposals(person: Person, on: date) -> int:
    """How many proposals wait in this person's teams."""
    query = select(func.count()).select_from(SpendProposal).join(SpendProposal.spend).join(Spend.family)
    return db.session.scalar(query.where(SpendProposal.state == ProposalState.PROPOSED, workable(person, on))) or 0


def _proposals() -> Select[tuple[SpendProposal]]:
    return (
        select(SpendProposal)
        .join(SpendProposal.spend)
        .join(Spend.family)
        .options(
            contains_eager(SpendProposal.spend).contains_eager(Spend.family).joinedload(Family.details),
            contains_eager(SpendProposal.spend).joinedload(Spend.details),
            joinedload(SpendProposal.details),
            joinedload(SpendProposal.correction),
        )
    )


def refunds_to_tick(person: Person, on: date, page: int, size: int) -> list[tuple[Refund, Spend]]:
    """One page of what one person alone took out or recorded as come back in this person's teams, the oldest first."""
    waits = _refunds().where(*_unticked(person), workable(person, on))
    oldest = waits.order_by(Refund.recorded_at, Refund.id).limit(size).offset((page - 1) * size)
    return [(refund, spend) for refund, spend in db.session.execute(oldest)]


def how_many_to_tick(person: Person, on: date) -> int:
    """How many refunds and reversals wait for a tick in this person's teams."""
    return to_tick_since(person, on)[0]


def to_tick_since(person: Person, on: date) -> tuple[int, datetime | None]:
    """How many refunds and reversals wait for a tick in this person's teams, and since when the oldest does."""
    query = select(func.count(), func.min(Refund.recorded_at)).select_from(Refund)
    query = query.join(Spend, Spend.id == Refund.spend_id).join(Spend.family)
    return db.session.execute(query.where(*_unticked(person), workable(person, on))).one()._tuple()


def _unticked(person: Person) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What waits in the person's authority: few, and with an index of their own."""
    return Refund.authority_id == person.authority_id, Refund.ticked_at.is_(None)


def refunds_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[tuple[Refund, Spend]]:
    """These refunds and reversals of this person's teams, ticked or not."""
    rows = db.session.execute(_refunds().where(Refund.id.in_(ids), workable(person, on)).order_by(Refund.id))
    return [(refund, spend) for refund, spend in rows]


def require_ticker(refund: Refund, spend: Spend, person: Person, on: date) -> None:
    """Refuse whoever may not tick a refund: who had a part in the purchase or the money, and who decides nothing there."""
    if refund.ticked_at is not None:
        raise Refusal(None, "This has been ticked already.")
    if person.id == refund.recorded_by_id:
        raise Refusal(None, "You recorded this yourself, so somebody else ticks it.")
    require_looker(spend, person, on)


def require_looker(spend: Spend, person: Person, on: date) -> None:
    """Refuse whoever may not look at a purchase as its second hand: who recorded or bought it, and no manager of the team."""
    if person.id in (spend.recorded_by_id, spend.bought_by_id):
        raise Refusal(None, "You recorded this purchase, so somebody else looks at it.")
    if spend.family.team_id not in person.team_ids_on(on) or not person.roles_on(on) & set(DECIDERS):
        raise Refusal(None, "A manager of the family's team looks at this.")


def _refunds() -> Select[tuple[Refund, Spend]]:
    return (
        select(Refund, Spend)
        .join(Spend, Spend.id == Refund.spend_id)
        .join(Spend.family)
        .options(contains_eager(Spend.family).joinedload(Family.details), joinedload(Spend.details))
    )
