"""Decide about a mistake or a refund that was proposed, take it back, and mark a receipt as seen."""

import uuid

from flask import g

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.errors import refusal_of
from budgettracker.families.queries import Another, another
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend import actions
from budgettracker.spend.forms import AgreeForm, SeenForm, WithdrawForm
from budgettracker.spend.kinds import ProposalKind, ProposalState, SpendKind
from budgettracker.spend.queries import (
    proposal_for,
    require_looker,
    spend_to_change,
    who_may_agree,
    words_sign,
)
from budgettracker.spend.rules import require_own_proposal
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import read_now, spend_page
from budgettracker.web import now, today


@bp.route("/spend/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_proposal(proposal_id: uuid.UUID) -> Answer:
    """Agree that a purchase was recorded by mistake or that money came back, or decline it."""
    proposal = proposal_for(g.person, proposal_id, today())
    spend = proposal.spend
    form = AgreeForm(data={"as_read": words_sign(spend)})
    hands = who_may_agree(proposal, g.person, today())
    return spend_page(
        spend,
        form,
        lambda: actions.decide_proposal(
            g.person,
            proposal,
            agree=form.agrees,
            reason=form.reason.data or "",
            as_read=read_now(form, spend),
            on=today(),
            at=now(),
        ),
        possible=proposal.state == ProposalState.PROPOSED,
        template="spend/decide_proposal.html",
        proposal=proposal,
        money_words={kind: kind.words for kind in SpendKind},
        kind_words=ProposalKind(proposal.kind).words,
        may_agree=list(hands.people) if hands is not None else [],
        another=hands if hands is not None and hands.why else None,
    )


@bp.route("/spend/proposals/<uuid:proposal_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_proposal(proposal_id: uuid.UUID) -> Answer:
    """Take back what one proposed about a purchase, before it is decided."""
    proposal = proposal_for(g.person, proposal_id, today())
    why = refusal_of(require_own_proposal, own=proposal.proposed_by_id == g.person.id)
    return spend_page(
        proposal.spend,
        WithdrawForm(),
        lambda: actions.withdraw_proposal(g.person, proposal, at=now()),
        possible=proposal.state == ProposalState.PROPOSED,
        template="spend/withdraw_proposal.html",
        proposal=proposal,
        kind_words=ProposalKind(proposal.kind).words,
        another=Another(why, tuple(names_of([proposal.proposed_by_id]).values())) if why else None,
    )


@bp.route("/spend/<uuid:spend_id>/receipt-seen", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def see_receipt(spend_id: uuid.UUID) -> Answer:
    """Mark the receipt of a purchase as seen."""
    spend = spend_to_change(g.person, spend_id, today())
    why = refusal_of(require_looker, spend, g.person, today())
    return spend_page(
        spend,
        SeenForm(),
        lambda: actions.see_receipt(g.person, spend, on=today(), at=now()),
        possible=bool(spend.receipts) and spend.receipt_seen_at is None,
        template="spend/see_receipt.html",
        another=another(why, spend.family, DECIDERS, (spend.recorded_by_id, spend.bought_by_id), today()),
    )
