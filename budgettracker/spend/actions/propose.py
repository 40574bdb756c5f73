"""Propose that a purchase be taken out of the sums or that money came back, and decide about it: it takes two."""

from datetime import date, datetime
from functools import partial

from budgettracker.access import role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged, waiting
from budgettracker.spend.actions.enter_anew import Places, Target, enter_anew, lock_places, moved, require_target
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_as_read, require_state
from budgettracker.spend.actions.review import review_spend
from budgettracker.spend.actions.tell_by_itself import decided_by_itself, proposed_by_itself
from budgettracker.spend.kinds import ProposalKind, ProposalState, Review, SpendState
from budgettracker.spend.models import ProposedCorrection, Refund, Spend, SpendProposal, SpendProposalDetails
from budgettracker.spend.queries import (
    money_facts,
    net_paid,
    proposal_deciders,
    require_proposal_decider,
    waiting_proposal,
)
from budgettracker.spend.rules import MoneyFacts, require_refund

AGREED = "Accepted with its correction."
"""The reason of a decision that comes with a correction, where whoever agreed gave none."""
OUTCOMES = {
    ProposalKind.MISTAKE: Outcome.MISTAKE,
    ProposalKind.REFUND: Outcome.REFUND,
    ProposalKind.CORRECTION: Outcome.MISTAKE,
}


def propose(
    by: Person,
    spend: Spend,
    period: BudgetPeriod | None,
    kind: ProposalKind,
    amount_pence: int,
    back_on: date,
    reason: str,
    *,
    correction: ProposedCorrection | None = None,
    at: datetime,
) -> SpendProposal:
    """Add what waits for a manager about a locked purchase; neither room nor cost moves.

    A `correction` says what the purchase would be, its price before is what was paid.

    Raises Refusal where something about the purchase waits already.
    """
    if waiting_proposal(spend.id) is not None:
        raise Refusal(None, "Something about this purchase waits for a decision already. That comes first.")
    proposal = SpendProposal(
        id=uuid7(),
        authority_id=spend.authority_id,
        spend_id=spend.id,
        kind=kind,
        state=ProposalState.PROPOSED,
        amount_pence=amount_pence,
        was_pence=net_paid(spend) if correction is None else spend.paid_pence or 0,
        back_on=back_on,
        proposed_by_id=by.id,
        proposed_at=at,
    )
    proposal.details = SpendProposalDetails(authority_id=spend.authority_id, reason=reason, decision_reason="")
    proposal.correction = correction
    db.session.add(proposal)
    db.session.flush()
    needs = proposal_deciders(spend, period, correction)[0]
    changes: dict[str, object] = {"proposal": proposal.id, "proposed": kind, "was_pence": proposal.was_pence}
    changes |= _would_be(spend, correction) if correction else {"amount_pence": amount_pence}
    changes |= {**waiting(OUTCOMES[kind], needs), **proposed_by_itself(spend, period, correction)}
    record(by, Deed.SPEND_PROPOSED, spend, changes, at=at)
    return proposal


def decide_proposal(
    by: Person, proposal: SpendProposal, *, agree: bool, reason: str, as_read: str = "", on: date, at: datetime
) -> Refund | None:
    """A manager agrees to a proposal, and the money comes back, or declines it, and everything stays as it is.

    Raises Refusal without a reason when declining, for whoever proposed or recorded it, when it is decided already, and to
    agree where its words have changed since they were read: `as_read` is the sign of what the page said.
    """
    spend, correction = proposal.spend, proposal.correction
    places = _lock(spend, correction if agree else None)
    period = places.before
    db.session.refresh(proposal)
    if proposal.state != ProposalState.PROPOSED:
        raise Refusal(None, f"This has been {proposal.state} already.")
    require_state(spend, SpendState.BOUGHT)
    if not agree and not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    allowed = proposal_deciders(spend, period, correction)
    require_proposal_decider(proposal, by, on, allowed)
    if agree:
        require_as_read(spend, as_read)
    kind, role = ProposalKind(proposal.kind), role_used(by.roles_on(on), allowed)
    could = partial(proposal_deciders, correction=correction)
    by_itself = decided_by_itself(spend, period, by, role, on, could=could)
    proposal.state = ProposalState.AGREED if agree else ProposalState.DECLINED
    proposal.decided_by_id, proposal.decided_at = by.id, at
    proposal.details.decision_reason = reason
    refund, moves = None, dict[str, object]()
    if agree and correction is not None:
        refund, moves = _correct(by, proposal, places, on, at)
    elif agree:
        refund = _carry_out(by, proposal, spend, period, at)
    changes: dict[str, object] = {
        "proposal": proposal.id,
        "proposed": kind,
        "proposal_state": [ProposalState.PROPOSED, proposal.state],
        "amount_pence": refund.amount_pence if refund else 0,
        "state": [SpendState.BOUGHT, spend.state],
        **moves,
        **judged(OUTCOMES[kind], role),
        **as_cover(by, role, spend.family.team_id, on),
        **by_itself,
    }
    record(by, Deed.SPEND_PROPOSAL_DECIDED, spend, changes, at=at)
    return refund


def _would_be(spend: Spend, correction: ProposedCorrection) -> dict[str, object]:
    """What a correction would move, from what to what."""
    pairs: dict[str, tuple[object, object]] = {
        "paid_pence": (spend.paid_pence, correction.paid_pence),
        "bought_on": (spend.bought_on, correction.bought_on),
        "family": (spend.family_id, correction.family_id),
        "kind": (spend.kind, correction.kind),
    }
    return {name: [was, is_] for name, (was, is_) in pairs.items() if was != is_}


def _lock(spend: Spend, correction: ProposedCorrection | None) -> Places:
    """Lock what a proposal would move. Raises Refusal where the place a correction goes to has no limit any more."""
    if correction is None:
        return Places(lock_spend(spend), None)
    return lock_places(spend, correction.family, _money_of(correction))


def _money_of(correction: ProposedCorrection) -> MoneyFacts:
    return MoneyFacts(correction.paid_pence, correction.bought_on, correction.family_id, correction.kind)


def _correct(
    by: Person, proposal: SpendProposal, places: Places, on: date, at: datetime
) -> tuple[Refund, dict[str, object]]:
    """The correction that was agreed to: whoever proposed it is its recorder.

    Money that stood decided and is now above the worker's band is accepted with it, since whoever agreed may decide the
    whole amount; at another family, and where it waited before, its own decision is still to come.
    """
    correction, spend = proposal.correction, proposal.spend
    assert correction is not None
    was, waited = money_facts(spend), spend.review == Review.OPEN
    target = Target(
        money=_money_of(correction),
        category_id=correction.category_id,
        child_id=correction.child_id,
        vat_pence=correction.vat_pence,
    )
    require_target(spend, correction.family, target, on)
    proposer = db.session.get_one(Person, proposal.proposed_by_id)
    reason = proposal.details.reason
    new, refund = enter_anew(by, spend, places, target, reason, recorded_by=proposer, ticked_by=by, on=on, at=at)
    settled = not waited and not target.money.elsewhere(was) and not new.over_pence
    if new.review == Review.OPEN and settled:
        review_spend(by, new, accept=True, reason=proposal.details.decision_reason or AGREED, on=on, at=at)
    return refund, moved(was, new)


def _carry_out(by: Person, proposal: SpendProposal, spend: Spend, period: BudgetPeriod | None, at: datetime) -> Refund:
    """What was agreed to: whoever proposed it is its recorder, whoever agreed has ticked it."""
    mistake = proposal.kind == ProposalKind.MISTAKE
    amount_pence = net_paid(spend) if mistake else proposal.amount_pence
    require_refund(amount_pence, net_paid(spend))
    proposer = db.session.get_one(Person, proposal.proposed_by_id)
    refund = give_back(
        spend,
        period,
        amount_pence,
        proposal.back_on,
        recorded_by=proposer,
        ticked_by=by,
        ticked_at=at,
        at=at,
        reversal=mistake,
    )
    if mistake:
        spend.state, spend.reversed_at = SpendState.REVERSED, at
        spend.details.reversal_reason = proposal.details.reason
        if spend.review == Review.OPEN:
            spend.review, spend.reviewed_by_id, spend.reviewed_at = Review.NONE, by.id, at
    return refund
