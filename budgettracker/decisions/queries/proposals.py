"""Proposed mistakes, corrections and refunds that wait, as a list of them says it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from budgettracker.decisions.queries.approved import READ_ANEW
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import ProposalState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries import (
    proposals_named,
    proposals_of,
    put_right_by,
    why_not_decide_proposal,
    words_sign,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal, in words, and why the person who looks may not agree to it (empty: they may)."""

    proposal: SpendProposal
    words: str
    by: str
    why_left: str

    @property
    def id(self) -> uuid.UUID:
        """The proposal's id."""
        return self.proposal.id

    @property
    def tick(self) -> str:
        """What its box sends: which proposal, and the sign of the words that were read."""
        return f"{self.id}-{words_sign(self.spend)}"

    @property
    def spend(self) -> Spend:
        """The purchase it is about."""
        return self.proposal.spend


def proposed_rows(person: Person, on: date, page: int, size: int) -> list[Proposed]:
    """One page of what is proposed in this person's teams, the oldest first."""
    return _in_words(person, proposals_of(person, on, page, size), on)


def proposed_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[Proposed]:
    """These proposals, as far as they are of this person's teams, decided by now or not."""
    return _in_words(person, proposals_named(person, ids, on), on)


def proposed_left(person: Person, ids: Collection[uuid.UUID], on: date) -> list[Proposed]:
    """Those that were ticked and left, each with why: what this person may agree to says something else by now."""
    return [replace(row, why_left=row.why_left or READ_ANEW) for row in proposed_named(person, ids, on)]


def _in_words(person: Person, rows: Sequence[SpendProposal], on: date) -> list[Proposed]:
    names, makers = names_of([row.proposed_by_id for row in rows]), put_right_by([row.spend for row in rows])
    return [
        Proposed(
            row,
            _words(row),
            names.get(row.proposed_by_id, ""),
            _why_left(person, row, makers[row.spend_id], on),
        )
        for row in rows
    ]


def _words(proposal: SpendProposal) -> str:
    spend, correction = proposal.spend, proposal.correction
    family = spend.family
    change = f"was {pounds(proposal.was_pence)}, is {pounds(proposal.is_pence)}"
    if correction is not None and correction.family_id != spend.family_id:
        change = f"{pounds(proposal.was_pence)} was for another family"
    return f"{spend.details.bought_what or 'A purchase'} for {family.reference} {family.details.name}: {change}"


def _why_left(person: Person, proposal: SpendProposal, makers: Collection[uuid.UUID], on: date) -> str:
    if proposal.state != ProposalState.PROPOSED:
        return f"This has been {proposal.state} already."
    return why_not_decide_proposal(proposal, person, on, makers=makers) or ""
