"""A purchase as its pages say it, whoever looks: its state, how it was paid, and what came back."""

import uuid
from dataclasses import dataclass

from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import PaymentMethod, Review, SpendKind, SpendState, VatStatus
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.purchases import net_paid


@dataclass(frozen=True, slots=True)
class SpendInWords:
    """What every page of a purchase says of it."""

    names: dict[uuid.UUID, str]
    """The people of the purchase, by id."""
    other_help: bool
    state_words: str
    review_words: str | None
    paid_how: str | None
    vat_words: str
    net_pence: int
    """What it costs once the money that came back is taken off."""
    came_back: list[tuple[Refund, int]]
    """Each refund with its pence."""


def in_words(spend: Spend) -> SpendInWords:
    """What every page of a purchase says of it."""
    return SpendInWords(
        names=names_of([spend.recorded_by_id, spend.decided_by_id, spend.bought_by_id, spend.reviewed_by_id]),
        other_help=spend.kind == SpendKind.OTHER_HELP,
        state_words=SpendState(spend.state).words,
        review_words=Review(spend.review).words if spend.review != Review.NONE else None,
        paid_how=PaymentMethod(spend.payment_method).words if spend.payment_method else None,
        vat_words=VatStatus(spend.vat_status).words,
        net_pence=net_paid(spend),
        came_back=[(refund, -refund.amount_pence) for refund in spend.refunds],
    )
