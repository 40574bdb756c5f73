"""Which purchases a payment may be, one to one: by amount, day, supplier and reference, looked up and never searched."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from budgettracker.ledger.payments.kinds import Basis, Reading
from budgettracker.ledger.payments.rules.lines import Line
from budgettracker.ledger.payments.rules.purchases import (
    BACS,
    PAID_BEFORE,
    PAID_WITHIN,
    WIDER_AFTER,
    WIDER_BEFORE,
    Purchase,
)
from budgettracker.ledger.payments.rules.suppliers import Names, plain, says_nothing
from budgettracker.ledger.payments.rules.values import When
from budgettracker.spend.kinds import PaymentMethod, SpendKind

MOST_SHOWN = 6
_MOST_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Payment:
    """One line, or the lines of one transaction number taken together."""

    lines: tuple[Line, ...]
    pence: int
    when: When
    supplier: str
    reference: str
    by_card: bool

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of its lines."""
        return tuple(line.row for line in self.lines)


@dataclass(frozen=True, slots=True)
class Hit:
    """A purchase of a payment's very amount, and what speaks for it.

    `sure` is false where the amount is only tried (VAT that nobody knows). `in_time` is false outside the window.
    """

    purchase: Purchase
    sure: bool
    in_time: bool
    name: Reading
    by_reference: bool

    @property
    def strong(self) -> bool:
        """Does nothing speak against it but, perhaps, silence?"""
        return self.by_reference or (self.in_time and self.name is not Reading.DIFFERS)


Dated = list[tuple[date, int, Purchase, bool]]
"""Purchases by day and order, with whether the amount is sure."""


@dataclass(slots=True)
class Candidates:
    """All purchases that a file may show, looked up by amount, by supplier, and by reference."""

    purchases: Sequence[Purchase]
    basis: Basis
    names: Names
    is_card_file: bool
    by_amount: dict[int, Dated] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[int, str], Dated] = field(default_factory=lambda: defaultdict(list))
    of_supplier: dict[str, Dated] = field(default_factory=lambda: defaultdict(list))
    by_reference: dict[str, list[Purchase]] = field(default_factory=lambda: defaultdict(list))
    by_method: dict[str, Dated] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Sort every purchase under each of its amounts; those from a worker's own pocket are no payment of the file."""
        for order, each in enumerate(sorted(self.purchases, key=lambda each: (each.on, each.id))):
            if each.from_own_pocket:
                continue
            name = supplier_of(each)
            sure = each.sure_pence(self.basis)
            amounts = dict.fromkeys(each.tried_pence(self.basis), False)
            if sure is not None:
                amounts[sure] = True
            for pence, certain in amounts.items():
                entry = (each.on, order, each, certain)
                self.by_amount[pence].append(entry)
                self.by_name[pence, name].append(entry)
            if each.kind is SpendKind.DEVOLVED:
                entry = (each.on, order, each, sure is not None)
                self.of_supplier[name].append(entry)
                self.by_method[method_class(each)].append(entry)
            if each.reference:
                self.by_reference[each.reference.casefold()].append(each)

    def hits(self, payment: Payment) -> list[Hit]:
        """Purchases of the payment's amount near its day whose name does not differ, and those it names by reference."""
        hits = {hit.purchase.id: hit for hit in self._by_reference(payment)}
        silent = says_nothing(payment.supplier)
        if silent:
            entries = list(_near(self.by_amount.get(payment.pence, []), payment.when))
        else:
            names = (*sorted(self.names.of(payment.supplier)), "")
            entries = [
                entry for name in names for entry in _near(self.by_name.get((payment.pence, name), []), payment.when)
            ]
        for _, _, purchase, sure in entries:
            agrees = Reading.AGREES if not silent and supplier_of(purchase) else Reading.SILENT
            hits.setdefault(purchase.id, self._hit(payment, purchase, agrees, sure=sure))
        return sorted(hits.values(), key=lambda hit: (not hit.in_time, hit.purchase.on, hit.purchase.id))

    def other_names(self, payment: Payment, besides: Iterable[str]) -> list[Hit]:
        """Purchases of the very amount in time whose supplier's name differs: shown, never ticked."""
        known = set(besides)
        return [
            hit
            for _, _, purchase, sure in _near(self.by_amount.get(payment.pence, []), payment.when)
            if purchase.id not in known
            and (hit := self._hit(payment, purchase, Reading.DIFFERS, sure=sure)).in_time
            and supplier_of(purchase)
        ]

    def _by_reference(self, payment: Payment) -> Iterator[Hit]:
        for purchase in self.by_reference.get(payment.reference.casefold(), []) if payment.reference else []:
            sure = purchase.sure_pence(self.basis)
            if payment.pence == sure or payment.pence in purchase.tried_pence(self.basis):
                hit = self._hit(payment, purchase, Reading.AGREES, sure=sure == payment.pence)
                yield Hit(hit.purchase, hit.sure, hit.in_time, hit.name, by_reference=True)

    def _hit(self, payment: Payment, purchase: Purchase, name: Reading, *, sure: bool) -> Hit:
        card = payment.by_card or self.is_card_file
        in_time = purchase.fits(payment.when, by_card=card)
        return Hit(purchase, sure, in_time, name, by_reference=False)

    def pool(
        self, entries: Dated, payment: Payment, without: Mapping[str, object], *, late: bool = False
    ) -> list[Purchase]:
        """Purchases in time for a payment, the nearest days first, those that are spoken for left out.

        With `late`, also those that would be paid later than is usual.
        """
        card = payment.by_card or self.is_card_file
        after = WIDER_AFTER if late else PAID_WITHIN
        near = [
            purchase
            for _, _, purchase, _ in _near(entries, payment.when, after, PAID_BEFORE)
            if purchase.id not in without and (late or purchase.fits(payment.when, by_card=card))
        ]
        return sorted(near, key=lambda each: (abs((payment.when.first - each.on).days), each.on, each.id))


def supplier_of(purchase: Purchase) -> str:
    """A purchase's supplier as names are compared; empty where it says nothing."""
    return "" if says_nothing(purchase.supplier) else plain(purchase.supplier)


def method_class(purchase: Purchase) -> str:
    """Ways of paying that a finance system pays together: invoices and transfers in one BACS run, vouchers, cards."""
    if purchase.method is None or purchase.method in BACS:
        return PaymentMethod.INVOICE
    return purchase.method


def batch_class(payment: Payment) -> str | None:
    """The way of paying of a batch by the name of its line: PayPoint vouchers, a card's bill, BACS; None for others."""
    name = plain(payment.supplier)
    if "paypoint" in name or "voucher" in name:
        return PaymentMethod.VOUCHER
    if "barclaycard" in name or "barclay card" in name or payment.by_card:
        return PaymentMethod.PURCHASE_CARD
    return PaymentMethod.INVOICE if says_nothing(payment.supplier) else None


def _near(
    entries: Dated, when: When, after: timedelta = WIDER_AFTER, before: timedelta = WIDER_BEFORE
) -> Iterator[tuple[date, int, Purchase, bool]]:
    """Purchases within the (wider) window of a payment, the latest of them; a bounded number."""
    start = bisect_left(entries, when.first - after, key=lambda entry: entry[0])
    end = bisect_left(entries, when.last + before + timedelta(days=1), key=lambda entry: entry[0])
    return iter(entries[max(start, end - _MOST_LOOKED_AT) : end])
