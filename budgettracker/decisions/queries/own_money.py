"""Money from somebody's own pocket that waits to be confirmed, as a list of it says it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from budgettracker.decisions.queries.approved import READ_ANEW
from budgettracker.errors import NotTheirs
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import PaymentMethod, Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import (
    put_right_by,
    reimbursement_deciders,
    spend_to_change,
    why_not_decide,
    words_sign,
)
from budgettracker.spend.queries.own_pocket import own_money_waiting


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """One purchase that waits, in words, and why the person who looks may not confirm it (empty: they may)."""

    spend: Spend
    words: str
    by: str
    since: datetime
    why_left: str

    @property
    def id(self) -> uuid.UUID:
        """The purchase's id."""
        return self.spend.id

    @property
    def tick(self) -> str:
        """What its box sends: which purchase, and the sign of the words that were read."""
        return f"{self.spend.id}-{words_sign(self.spend)}"


def own_money_rows(person: Person, on: date, page: int, size: int) -> list[OwnMoney]:
    """One page of what waits in this person's teams, the oldest first."""
    return _in_words(person, own_money_waiting(person, on, page, size), on)


def own_money_named(person: Person, ids: Collection[uuid.UUID], on: date) -> list[OwnMoney]:
    """These purchases, as far as they are of this person's teams, whether or not they wait any more."""
    spends = []
    for spend_id in ids:
        try:
            spends.append(spend_to_change(person, spend_id, on))
        except NotTheirs:
            continue
    return _in_words(person, spends, on)


def own_money_left(person: Person, ids: Collection[uuid.UUID], on: date) -> list[OwnMoney]:
    """Those that were ticked and left, each with why: what this person may confirm says something else by now."""
    return [replace(row, why_left=row.why_left or READ_ANEW) for row in own_money_named(person, ids, on)]


def _in_words(person: Person, spends: Sequence[Spend], on: date) -> list[OwnMoney]:
    names, makers = names_of([spend.bought_by_id for spend in spends]), put_right_by(spends)
    rows = []
    for spend in spends:
        family = spend.family
        method = PaymentMethod(spend.payment_method).words if spend.payment_method else "Paid"
        what = spend.details.bought_what or "a purchase"
        words = f"{pounds(spend.paid_pence or 0)}, {what}, for {family.reference} {family.details.name}. {method}"
        by = names.get(spend.bought_by_id, "") if spend.bought_by_id else ""
        since = spend.recorded_bought_at or spend.requested_at
        rows.append(OwnMoney(spend, words, by, since, _why_not(person, spend, makers[spend.id], on)))
    return rows


def _why_not(person: Person, spend: Spend, makers: Collection[uuid.UUID], on: date) -> str:
    if spend.state != SpendState.BOUGHT or spend.reimbursement != Reimbursement.WAITING:
        return "It does not wait any more."
    if spend.review == Review.OPEN:
        return "The purchase itself waits for a decision, which is one about this too."
    return why_not_decide(spend, person, on, reimbursement_deciders(spend, spend.period), makers=makers) or ""
