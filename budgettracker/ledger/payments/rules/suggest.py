"""What each line of a finance file may be: certain where one purchase fits both ways, else offered, else nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from budgettracker.collecting import uncollected
from budgettracker.ledger.payments.kinds import Answer, Basis, Reading
from budgettracker.ledger.payments.rules.candidates import (
    MOST_SHOWN,
    Candidates,
    Hit,
    Payment,
    batch_class,
    supplier_of,
)
from budgettracker.ledger.payments.rules.certain import Certainty
from budgettracker.ledger.payments.rules.lines import FinanceFile, Key, Line
from budgettracker.ledger.payments.rules.payments import Unit, units_of
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.sums import POOL, groups_of
from budgettracker.ledger.payments.rules.suppliers import Names, plain, says_nothing
from budgettracker.spend.kinds import SpendKind


@dataclass(frozen=True, slots=True)
class Choice:
    """Payments and purchases that may be each other: the rows of the lines, and what was bought."""

    rows: tuple[int, ...]
    purchases: tuple[Purchase, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for a line, why, and the choices there are; a certain one has exactly one."""

    answer: Answer
    why: str
    choices: tuple[Choice, ...] = ()

    @property
    def ticked(self) -> bool:
        """Is it offered as already ticked?"""
        return self.answer is Answer.CERTAIN

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """The purchases it names, each once; of several groups those of the first."""
        several = any(len(choice.purchases) > 1 for choice in self.choices)
        shown = self.choices[:1] if several else self.choices
        return tuple({each.id: each for choice in shown for each in choice.purchases}.values())


@dataclass(slots=True)
class _Suggesting:
    candidates: Candidates
    certainty: Certainty
    by_row: dict[int, Suggestion] = field(default_factory=dict)

    def suggest(self) -> dict[int, Suggestion]:
        units = self.certainty.units
        for index, hit in self.certainty.certain.items():
            self._put(units[index].payment, self._certain(units[index].payment, hit))
        for index, unit in enumerate(units):
            if index not in self.certainty.certain:
                self._put(unit.payment, self._offer(index, unit))
        return self.by_row

    def _put(self, payment: Payment, suggestion: Suggestion) -> None:
        for row in payment.rows:
            earlier = self.by_row.get(row)
            if earlier is not None and earlier.choices and suggestion.choices:
                choices = dict.fromkeys((*earlier.choices, *suggestion.choices))
                suggestion = Suggestion(Answer.OFFER, "alone, or with the lines of its number", tuple(choices))
            elif earlier is not None and earlier.choices:
                suggestion = earlier
            self.by_row[row] = suggestion

    def _certain(self, payment: Payment, hit: Hit) -> Suggestion:
        named = "its reference" if hit.by_reference else "amount, supplier and day"
        lines = f", {len(payment.lines)} lines of one number together" if len(payment.lines) > 1 else ""
        return Suggestion(Answer.CERTAIN, f"{named} fit this purchase only{lines}", (_one(payment, hit.purchase),))

    def _offer(self, index: int, unit: Unit) -> Suggestion:
        """What a person may choose for a payment that is not certain: the best kind of fit there is."""
        payment = unit.payment
        if not payment.pence:
            return Suggestion(Answer.NONE, "its lines cancel each other out")
        free = [hit for hit in unit.hits if hit.purchase.id not in self.certainty.taken]
        strong = [hit for hit in free if hit.strong]
        if strong:
            return Suggestion(Answer.OFFER, self._why(strong, payment), _each(payment, strong))
        for choices, why in (self._batch(index, payment), self._parts(index, payment)):
            if choices:
                several = " (one of several sums)" if len(choices) > 1 else ""
                return Suggestion(Answer.OFFER, why + several, choices)
        weak = self.candidates.other_names(payment, (hit.purchase.id for hit in unit.hits))
        weak = [hit for hit in weak if hit.purchase.id not in self.certainty.taken]
        if weak:
            named = weak[0].purchase.supplier
            return Suggestion(
                Answer.OFFER, f"the amount fits, the supplier’s name differs ({named})", _each(payment, weak)
            )
        if free:
            return Suggestion(
                Answer.OFFER, "amount and supplier fit, the day is outside the usual", _each(payment, free)
            )
        back = "no refund of this amount is recorded" if payment.pence < 0 else "no purchase of this amount is recorded"
        return Suggestion(Answer.NONE, back)

    def _why(self, hits: Sequence[Hit], payment: Payment) -> str:
        if len(hits) > 1:
            return f"one of {len(hits)} purchases that it may be"
        hit = hits[0]
        if hit.purchase.kind is SpendKind.OTHER_HELP:
            return "other help, outside the devolved budget"
        if not hit.sure:
            return "the VAT of the purchase is not known"
        if not hit.in_time:
            return "the reference fits, the day is outside the usual"
        if hit.name is Reading.SILENT and not hit.by_reference:
            return "nobody says who was paid" if says_nothing(payment.supplier) else "the purchase names no supplier"
        return "another payment, or a sum of others, may be this purchase too"

    def _batch(self, index: int, payment: Payment) -> tuple[tuple[Choice, ...], str]:
        """Several purchases in one payment: of its supplier, or of one way of paying where nobody is named."""
        if not says_nothing(payment.supplier):
            pools = [self.certainty.purchases_beside(index)]
        else:
            pools = list(self._silent_pools(payment))
        for near in pools:
            pool = [each for each in near if each.kind is SpendKind.DEVOLVED]
            for amounts in _amounts(pool, self.candidates.basis):
                groups = groups_of(payment.pence, amounts) if len(pool) > 1 else []
                if groups:
                    choices = tuple(Choice(payment.rows, _in_order(pool[at] for at in members)) for members in groups)
                    return choices, f"{len(groups[0])} purchases add up to it"
        return (), ""

    def _silent_pools(self, payment: Payment) -> Iterable[list[Purchase]]:
        """Purchases that a payment to nobody named may hold: of the batch's way of paying, or of one supplier."""
        taken = self.certainty.taken
        own = batch_class(payment)
        pool = self.candidates.pool(self.candidates.by_method.get(own or "", []), payment, taken)
        if "redact" not in plain(payment.supplier):
            yield pool
            return
        by_supplier: dict[str, list[Purchase]] = {}
        for each in pool[: 2 * POOL]:
            if supplier_of(each):
                by_supplier.setdefault(supplier_of(each), []).append(each)
        yield from (each for each in by_supplier.values() if len(each) > 1)

    def _parts(self, index: int, payment: Payment) -> tuple[tuple[Choice, ...], str]:
        """Several payments, credit notes among them, that are one purchase together."""
        units = self.certainty.units
        lines = self.certainty.lines_beside(index)
        paid = [units[each].payment for each in lines]
        choices: list[Choice] = []
        for purchase in self.certainty.purchases_beside(index) if lines else ():
            targets = (purchase.sure_pence(self.candidates.basis), *purchase.tried_pence(self.candidates.basis))
            for target in (each for each in targets if each is not None):
                for members in groups_of(target - payment.pence, [each.pence for each in paid], 1):
                    rows = (*payment.rows, *(row for at in members for row in paid[at].rows))
                    choices.append(Choice(tuple(sorted(rows)), (purchase,)))
        choices = list(dict.fromkeys(choices))[:MOST_SHOWN]
        return tuple(choices), f"{len(choices[0].rows)} payments add up to one purchase" if choices else ""


@uncollected()
def suggest(
    file: FinanceFile,
    purchases: Sequence[Purchase],
    aliases: Mapping[str, frozenset[str]] | None = None,
    confirmed: frozenset[Key] = frozenset(),
) -> dict[int, Suggestion]:
    """A suggestion for each line of the scheme, by its row; `confirmed` lines have their purchase already.

    `purchases` are those without a confirmed payment. Raises nothing: what is unclear is offered, never guessed.
    """
    assert file.basis is not None
    names = Names([each.supplier for each in purchases], aliases or {})
    candidates = Candidates(purchases, file.basis, names, file.is_card_file)
    lines = [line for line in file.lines if line.answer is None and line.key not in confirmed]
    suggestions = _Suggesting(candidates, Certainty(units_of(lines, candidates), candidates)).suggest()
    for line in file.lines:
        if line.answer is Answer.OUTSIDE and (same := _of_the_same_amount(line, candidates)):
            suggestions[line.row] = Suggestion(Answer.OUTSIDE, f"{line.why}; the same amount as {same}")
    return suggestions


def _of_the_same_amount(line: Line, candidates: Candidates) -> str:
    """The purchases of a line's amount in time for it, as a sentence names them."""
    if line.when is None:
        return ""
    payment = Payment((line,), line.pence, line.when, "", "", line.by_card)
    same = [hit.purchase for hit in candidates.hits(payment) if hit.in_time][:2]
    return " and ".join(f"{each.reference} of {each.supplier}" if each.supplier else each.reference for each in same)


def _in_order(purchases: Iterable[Purchase]) -> tuple[Purchase, ...]:
    return tuple(sorted(purchases, key=lambda each: (each.on, each.reference, each.id)))


def _one(payment: Payment, purchase: Purchase) -> Choice:
    return Choice(payment.rows, (purchase,))


def _each(payment: Payment, hits: Sequence[Hit]) -> tuple[Choice, ...]:
    return tuple(_one(payment, hit.purchase) for hit in hits[:MOST_SHOWN])


def _amounts(pool: Sequence[Purchase], basis: Basis) -> Iterable[list[int]]:
    """The amounts of purchases on a basis: unknown VAT taken as none, then as a fifth on top."""
    sure = [each.sure_pence(basis) for each in pool]
    tried = [each.tried_pence(basis) for each in pool]
    yield [amount if amount is not None else others[0] for amount, others in zip(sure, tried, strict=True)]
    if None in sure:
        yield [amount if amount is not None else others[-1] for amount, others in zip(sure, tried, strict=True)]
