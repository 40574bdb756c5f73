"""A recorded purchase or refund as a finance file may show it: which amounts it may stand there with, and when."""

from dataclasses import dataclass
from datetime import date, timedelta

from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.rules.values import When
from budgettracker.money import half_up
from budgettracker.spend.kinds import OWN_POCKET, PaymentMethod, SpendKind, VatStatus

PAID_WITHIN = timedelta(days=45)
CARD_WITHIN = timedelta(days=5)
STATEMENT_WITHIN = timedelta(days=35)
PAID_BEFORE = timedelta(days=3)
"""A deposit is paid before; all else after: an invoice within 45 days, a card within 5, or on its statement within 35."""
WIDER_AFTER, WIDER_BEFORE = timedelta(days=90), timedelta(days=14)
"""So far outside a payment is still shown, and marked."""
BACS = frozenset({PaymentMethod.INVOICE, PaymentMethod.BANK_TRANSFER})


@dataclass(frozen=True, slots=True)
class Purchase:
    """Money that left, or came back (a refund: below zero, and `refund_of` names the purchase), in pence with VAT."""

    id: str
    reference: str
    on: date
    pence: int
    vat_pence: int | None = None
    vat_status: VatStatus = VatStatus.UNKNOWN
    supplier: str = ""
    method: str | None = None
    kind: SpendKind = SpendKind.DEVOLVED
    recorded_on: date | None = None
    refund_of: str | None = None
    family: str = ""

    @property
    def called(self) -> str:
        """What finance knows it by: its reference, or whose it is, and the shop."""
        name = self.reference if self.reference != self.id else "Money back" if self.refund_of else "Purchase"
        return ", ".join(filter(None, (f"{name} for {self.family}" if self.family else name, self.supplier)))

    @property
    def spend_id(self) -> str:
        """The purchase itself, of a refund the one whose money came back."""
        return self.refund_of or self.id

    @property
    def from_own_pocket(self) -> bool:
        """Did a worker pay with their own money or cash, so that no supplier is paid by the council?"""
        return self.method in OWN_POCKET

    def sure_pence(self, basis: Basis) -> int | None:
        """What it comes to on a file's basis, where that is certain.

        Net is without the VAT that the authority gets back: VAT that it does not get back is part of the charge.
        """
        if basis is Basis.GROSS or self.vat_pence == 0 or self.vat_status is VatStatus.NOT_RECOVERABLE:
            return self.pence
        if self.vat_status is VatStatus.RECOVERABLE and self.vat_pence is not None:
            return self.pence - self._vat
        return None

    def tried_pence(self, basis: Basis) -> tuple[int, ...]:
        """What else it may come to: with and without VAT that nobody knows, at a fifth on top; offered only."""
        if basis is Basis.GROSS:
            return ()
        without = self.pence - self._vat if self.vat_pence else half_up(self.pence * 5, 6)
        if self.vat_status is VatStatus.NOT_RECOVERABLE:
            return (without,) if self.vat_pence else ()
        if self.sure_pence(basis) is not None:
            return ()
        return tuple(dict.fromkeys((self.pence, without, half_up(self.pence * 5, 6))))

    @property
    def _vat(self) -> int:
        vat = self.vat_pence or 0
        return -vat if self.pence < 0 else vat

    def least_pence(self, basis: Basis) -> int:
        """The least that it may come to: what a threshold is compared with."""
        sure = self.sure_pence(basis)
        return sure if sure is not None else min(self.tried_pence(basis), key=abs)

    def window(self, *, by_card: bool) -> tuple[date, date]:
        """The first and last day on which it may be paid."""
        card = self.method == PaymentMethod.PURCHASE_CARD
        after = CARD_WITHIN if card and by_card else STATEMENT_WITHIN if card else PAID_WITHIN
        return self.on - PAID_BEFORE, self.on + after

    def fits(self, when: When, *, by_card: bool) -> bool:
        """May it have been paid then? Of a month any day may be meant."""
        first, last = self.window(by_card=by_card)
        return first <= when.last and when.first <= last
