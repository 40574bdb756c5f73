"""A purchase as its pages say it, whoever looks: its state, how it was paid, and what came back."""

import uuid
from dataclasses import dataclass

from budgettracker.families.kinds import LegalBasis
from budgettracker.people.queries.deciders import names_of
from budgettracker.people.queries.imported import Stands, imported_words
from budgettracker.spend.kinds import Helped, PaymentMethod, Reimbursement, Review, SpendKind, SpendState, VatStatus
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
    cardholder: str
    """Whose card it was bought with: that of whoever bought it, unless another was named; empty for no card."""
    reimbursement_words: str | None
    """Whether money from somebody's own pocket may be paid back."""
    vat_words: str
    net_pence: int
    """What it costs once the money that came back is taken off."""
    came_back: list[tuple[Refund, int]]
    """Each refund with its pence."""
    helped_words: str | None
    """Whether it helped, as the worker saw it; nothing where nobody has said."""
    family_helped_words: str | None
    """Whether it helped, as the family says."""
    basis_words: str | None
    """The law it was given under, as it stood when it was recorded; nothing where that was not kept."""
    imported: str
    """Of an imported purchase who brought it in and what their file says of who decided; empty for any other."""


def in_words(spend: Spend) -> SpendInWords:
    """What every page of a purchase says of it."""
    names = names_of(
        [
            spend.recorded_by_id,
            spend.decided_by_id,
            spend.bought_by_id,
            spend.reviewed_by_id,
            spend.reimbursement_by_id,
            spend.phoned_by_id,
            spend.told_by_id,
            spend.receipt_excused_by_id,
            spend.delivered_by_id,
            spend.helped_by_id,
            spend.family_helped_by_id,
        ]
    )
    buyer = names.get(spend.bought_by_id, "") if spend.bought_by_id and not spend.imported else ""
    return SpendInWords(
        names=names,
        other_help=spend.kind == SpendKind.OTHER_HELP,
        state_words=SpendState(spend.state).words,
        review_words=Review(spend.review).words if spend.review != Review.NONE else None,
        paid_how=PaymentMethod(spend.payment_method).words if spend.payment_method else None,
        cardholder=(spend.details.cardholder or buyer) if spend.payment_method == PaymentMethod.PURCHASE_CARD else "",
        reimbursement_words=(
            Reimbursement(spend.reimbursement).words if spend.reimbursement != Reimbursement.NONE else None
        ),
        vat_words=VatStatus(spend.vat_status).words,
        net_pence=net_paid(spend),
        came_back=[(refund, -refund.amount_pence) for refund in spend.refunds],
        helped_words=Helped(spend.helped).words if spend.helped else None,
        family_helped_words=Helped(spend.family_helped).words if spend.family_helped else None,
        basis_words=LegalBasis(spend.legal_basis).words if spend.legal_basis else None,
        imported=_imported(spend) if spend.imported else "",
    )


def _imported(spend: Spend) -> str:
    """Nothing in a file is a deed of whoever it names, so no page says that they did it."""
    stands = Stands(spend.id, "recorded by", spend.recorded_by_id, spend.decided_by_id, spend.decided_at)
    return imported_words([stands])[spend.id]
