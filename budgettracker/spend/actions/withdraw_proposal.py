"""Withdraw a mistake, a refund or a correction that waits for a manager."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import ProposalState
from budgettracker.spend.models import SpendProposal
from budgettracker.spend.rules import require_own_proposal


def withdraw_proposal(by: Person, proposal: SpendProposal, *, at: datetime) -> SpendProposal:
    """Whoever proposed something about a purchase takes it back before it is decided; nothing had moved.

    Raises Refusal when it is decided or withdrawn already, and for anybody else.
    """
    lock_spend(proposal.spend)
    db.session.refresh(proposal)
    if proposal.state != ProposalState.PROPOSED:
        raise Refusal(None, f"This has been {proposal.state} already.")
    require_own_proposal(own=proposal.proposed_by_id == by.id)
    proposal.state = ProposalState.WITHDRAWN
    changes = {
        "proposal": proposal.id,
        "proposed": proposal.kind,
        "proposal_state": [ProposalState.PROPOSED, proposal.state],
    }
    record(by, Deed.SPEND_PROPOSAL_WITHDRAWN, proposal.spend, changes, at=at)
    return proposal
