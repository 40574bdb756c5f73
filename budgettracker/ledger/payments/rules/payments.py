"""Lines of a finance file as payments: each alone, and the lines of one transaction number taken together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgettracker.ledger.payments.rules.candidates import Candidates, Hit, Payment
from budgettracker.ledger.payments.rules.lines import Line
from budgettracker.ledger.payments.rules.suppliers import plain


@dataclass(slots=True)
class Unit:
    """A payment with the purchases it may be; `contested` where its lines may be payments of their own as well."""

    payment: Payment
    hits: list[Hit] = field(default_factory=list)
    contested: bool = False

    @property
    def strong(self) -> list[Hit]:
        """The purchases that nothing speaks against."""
        return [hit for hit in self.hits if hit.strong]


def payment_of(lines: Sequence[Line]) -> Payment:
    """Lines of one transaction number as one payment."""
    first = lines[0]
    assert first.when is not None
    total = sum(line.pence for line in lines)
    return Payment(tuple(lines), total, first.when, first.supplier, first.reference, first.by_card)


def units_of(lines: Sequence[Line], candidates: Candidates) -> list[Unit]:
    """The payments of a file: lines of one transaction number are summed first.

    Where their sum is no purchase and single lines are, the lines are payments; where both are, both wait for a person.
    """
    together: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        alone = "" if line.reference else str(line.row)
        together[line.reference, f"{line.when} {alone}", plain(line.supplier)].append(line)
    units = []
    for members in together.values():
        whole = _unit(members, candidates)
        if len(members) == 1:
            units.append(whole)
            continue
        parts = [_unit([line], candidates) for line in members]
        if not any(part.strong for part in parts):
            units.append(whole)
        elif not whole.strong:
            units.extend(parts)
        else:
            for unit in (whole, *parts):
                unit.contested = True
            units.extend((whole, *parts))
    return units


def _unit(lines: Sequence[Line], candidates: Candidates) -> Unit:
    payment = payment_of(lines)
    return Unit(payment, candidates.hits(payment) if payment.pence else [])
