"""Which payments are certain: one purchase fits, it fits no other payment, and no sum of others explains either."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from budgettracker.ledger.payments.kinds import Basis, Reading
from budgettracker.ledger.payments.rules.candidates import Candidates, Hit, Payment, batch_class, method_class
from budgettracker.ledger.payments.rules.lines import Line
from budgettracker.ledger.payments.rules.payments import Unit
from budgettracker.ledger.payments.rules.purchases import (
    BACS,
    PAID_BEFORE,
    PAID_WITHIN,
    WIDER_AFTER,
    WIDER_BEFORE,
    Purchase,
)
from budgettracker.ledger.payments.rules.sums import few_add_up, groups_of
from budgettracker.ledger.payments.rules.suppliers import says_nothing
from budgettracker.spend.kinds import SpendKind

_ROUNDS = 4
_FEW_LINES, _FEW_PURCHASES = 12, 24
"""So few payments of nobody named, and purchases they may hold, are looked through; among more, chance makes any sum."""
LINES_POOL = 8


def too_many_silent(lines: Iterable[Line]) -> int:
    """How many payments of a file name nobody, where they are too many to try which purchases they may hold; else 0."""
    silent = sum(1 for line in lines if line.answer is None and says_nothing(line.supplier))
    return silent if silent > _FEW_LINES else 0


@dataclass(slots=True)
class Certainty:
    """The payments of a file beside each other: who else might be what a payment seems to be."""

    units: Sequence[Unit]
    candidates: Candidates
    by_purchase: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_reference: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    silent_days: list[tuple[date, int]] = field(default_factory=list)
    of_supplier: dict[str, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    certain: dict[int, Hit] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    @property
    def basis(self) -> Basis:
        """Net or gross, as the file is."""
        return self.candidates.basis

    def __post_init__(self) -> None:
        """Note of every payment which purchases it may be, and its supplier; then find the certain ones."""
        for index, unit in enumerate(self.units):
            payment = unit.payment
            for hit in unit.hits:
                if hit.by_reference:
                    self.by_reference[hit.purchase.id].append(index)
                if hit.name is Reading.AGREES or hit.by_reference:
                    self.by_purchase[hit.purchase.id].append(index)
            if says_nothing(payment.supplier):
                self.silent[payment.pence].append((payment.when.first, index))
                self.silent_days.append((payment.when.first, index))
            for name in self.candidates.names.of(payment.supplier):
                self.of_supplier[name].append((payment.when.first, index))
        for days in (*self.silent.values(), *self.of_supplier.values(), self.silent_days):
            days.sort()
        self.certain = {index: only for index in range(len(self.units)) if (only := self._only(index)) is not None}
        self.taken = {hit.purchase.id: index for index, hit in self.certain.items()}
        self._drop_explained_otherwise()

    def _only(self, index: int) -> Hit | None:
        """The one purchase that a payment is, where it fits one both ways, with amount, day and name or reference."""
        unit = self.units[index]
        named = [hit for hit in unit.hits if hit.by_reference]
        rivals = named or [hit for hit in unit.hits if hit.name is not Reading.DIFFERS]
        if unit.contested or len(rivals) != 1:
            return None
        hit = rivals[0]
        purchase = hit.purchase
        if not (hit.sure and hit.in_time and purchase.kind is SpendKind.DEVOLVED):
            return None
        if named:
            return hit if self.by_reference[purchase.id] == [index] else None
        if hit.name is not Reading.AGREES or (unit.payment.by_card and purchase.method in BACS):
            return None
        alone = self.by_purchase[purchase.id] == [index] and not self._silent_rival(purchase)
        return hit if alone and not self.by_reference[purchase.id] else None

    def _silent_rival(self, purchase: Purchase) -> bool:
        """Might a payment to nobody named be this purchase too?"""
        amounts = {*purchase.tried_pence(self.basis), purchase.sure_pence(self.basis)}
        for pence in amounts:
            days = self.silent.get(pence, []) if pence is not None else []
            at = bisect_left(days, (purchase.on - WIDER_BEFORE, -1))
            if at < len(days) and days[at][0] <= purchase.on + WIDER_AFTER:
                return True
        return False

    def _drop_explained_otherwise(self) -> None:
        """Take out what a batch, part payments or a credit note explain as well, until nothing changes any more."""
        looked_at = set(self.certain)
        for _ in range(_ROUNDS):
            dropped = {index for index in sorted(looked_at) if self._explained_otherwise(index)}
            if not dropped:
                return
            looked_at = set(self._neighbours(dropped))
            for index in dropped:
                del self.taken[self.certain.pop(index).purchase.id]
            looked_at &= set(self.certain)
        for index in looked_at:
            del self.taken[self.certain.pop(index).purchase.id]

    def _neighbours(self, indices: set[int]) -> Iterator[int]:
        names = {name for index in indices for name in self.candidates.names.of(self.units[index].payment.supplier)}
        for name in names:
            yield from (index for _, index in self.of_supplier[name])

    def _explained_otherwise(self, index: int) -> bool:
        unit, hit = self.units[index], self.certain[index]
        if hit.by_reference:
            return False
        pence, purchase = unit.payment.pence, hit.purchase
        others = self.purchases_beside(index)
        lines = self.lines_beside(index, WIDER_AFTER)
        amounts = [each.least_pence(self.basis) for each in others]
        possible = [self._amounts(each) for each in others]
        paid = [self.units[each].payment.pence for each in lines]
        return bool(
            (others and (groups_of(pence, amounts) or few_add_up(pence, possible)))
            or (lines and groups_of(pence, paid))
            or any(groups_of(each - pence, paid, 1) for each in amounts if paid)
            or any(self._in_batch_of(each, index) for each in lines)
            or self._in_parts_to_nobody(index, paid)
            or self._in_a_silent_batch(index, purchase)
        )

    def _in_parts_to_nobody(self, index: int, paid: Sequence[int]) -> bool:
        """Might the purchase be paid in parts, of which one at least names nobody?"""
        purchase = self.certain[index].purchase
        start = bisect_left(self.silent_days, (purchase.on - PAID_BEFORE, -1))
        near = [
            self.units[each].payment.pence
            for day, each in self.silent_days[start : start + _FEW_LINES + 1]
            if day <= purchase.on + PAID_WITHIN
        ]
        if not near or len(near) > _FEW_LINES:
            return False
        return few_add_up(self.units[index].payment.pence, [(each,) for each in (*near, *paid)])

    def _in_batch_of(self, batch: int, index: int) -> bool:
        """Might another payment to the same supplier hold this one's purchase, with others in time for it?"""
        own = self.certain[index].purchase
        near = [each for each in self.purchases_beside(batch, late=True, taken=True) if each.id != own.id]
        rest = self.units[batch].payment.pence - self.units[index].payment.pence
        amounts = [each.least_pence(self.basis) for each in near]
        return bool(near and (groups_of(rest, amounts, 1) or few_add_up(rest, [self._amounts(each) for each in near])))

    def purchases_beside(self, index: int, *, late: bool = False, taken: bool = False) -> list[Purchase]:
        """Purchases from a payment's supplier, in time for it, that no payment is certain to be; its own left out.

        With `late`, also those that would be paid late; with `taken`, also those that another payment is certain to be.
        """
        payment = self.units[index].payment
        without = {} if taken else self.taken
        near: list[Purchase] = []
        for name in sorted(self.candidates.names.of(payment.supplier)):
            near.extend(self.candidates.pool(self.candidates.of_supplier.get(name, []), payment, without, late=late))
        return near

    def lines_beside(self, index: int, reach: timedelta = PAID_WITHIN) -> list[int]:
        """Other payments to the same supplier within six weeks that are not certain, the nearest first."""
        payment = self.units[index].payment
        rows, near = set(payment.rows), set()
        for name in self.candidates.names.of(payment.supplier):
            days = self.of_supplier[name]
            at = bisect_left(days, (payment.when.first - reach, -1))
            for day, each in days[at : at + 4 * LINES_POOL]:
                if day > payment.when.last + reach:
                    break
                if each != index and each not in self.certain and not rows & set(self.units[each].payment.rows):
                    near.add((abs((day - payment.when.first).days), each))
        return [each for _, each in sorted(near)[:LINES_POOL]]

    def _in_a_silent_batch(self, index: int, purchase: Purchase) -> bool:
        """Might the purchase be in a batch paid to nobody named, where there are few enough to tell?"""
        start = bisect_left(self.silent_days, (purchase.on, -1))
        batches: list[Payment] = []
        for day, each in self.silent_days[start : start + _FEW_LINES + 2]:
            if day > purchase.on + WIDER_AFTER or len(batches) > _FEW_LINES:
                break
            batches.append(self.units[each].payment)
        if len(batches) > _FEW_LINES:
            return False
        entries = self.candidates.by_method.get(method_class(purchase), [])
        for batch in batches:
            if batch_class(batch) == method_class(purchase):
                others = self.candidates.pool(entries, batch, {**self.taken, purchase.id: index}, late=True)
                rest = batch.pence - self.units[index].payment.pence
                if few_add_up(rest, [self._amounts(each) for each in others[:_FEW_PURCHASES]]):
                    return True
        return False

    def _amounts(self, purchase: Purchase) -> tuple[int, ...]:
        """Every amount that a purchase may stand with in the file."""
        sure = purchase.sure_pence(self.basis)
        return (sure,) if sure is not None else purchase.tried_pence(self.basis)
