"""Purchases as the finance system's own files have them against those of the ledger, payment by payment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from budgettracker.costing.paid.kinds import Cause, InFile
from budgettracker.costing.paid.rules.facts import Bought, FilePayment, FilePurchase, FinanceFiles, PaidFacts
from budgettracker.costing.paid.rules.statement import Candidate, Explained, Reconciled, StatementLine
from budgettracker.periods import Period

ONLY_IN_FILE = "In the finance file, and no purchase is confirmed for it"
OTHER_AMOUNT = "Confirmed at another amount than was recorded"
NOT_IN_FILE = "In the ledger, and not in the finance file"
NOT_EXPECTED = (
    InFile.OWN_POCKET,
    InFile.OTHER_HELP,
    InFile.BELOW,
    InFile.ANOTHER_WAY,
    InFile.MAY_STILL_COME,
    InFile.TAKEN_OUT,
)


class Met(NamedTuple):
    """A purchase with its payment: of which authority, what it is called, the month it was bought in, and its cost."""

    of: str
    who: str
    month: date
    pence: int
    detail: str


class FileMonth(NamedTuple):
    """A month of an authority in pence: payments made in it, and purchases of it, each by what became of them."""

    of: str
    month: date
    in_file: int = 0
    only_in_file: int = 0
    recorded: int = 0
    matched: int = 0
    missing: int = 0
    not_expected: int = 0


@dataclass(frozen=True, slots=True)
class FileReconciled:
    """The statement with its causes, the months it is made of, and every purchase that has its payment."""

    statement: Reconciled
    months: tuple[FileMonth, ...]
    matched: tuple[Met, ...]


@dataclass(slots=True)
class _Match:
    """Payments and purchases that were confirmed as each other; `others` are purchases of days outside the run."""

    payments: list[FilePayment] = field(default_factory=list)
    purchases: list[tuple[Bought, FilePurchase]] = field(default_factory=list)
    others: list[FilePurchase] = field(default_factory=list)

    @property
    def paid_pence(self) -> int:
        return sum(each.pence for each in self.payments)

    @property
    def due_pence(self) -> int:
        """What its purchases come to on the file's basis."""
        return sum(each.due_pence for each in (*self.others, *(beside for _, beside in self.purchases)))


@dataclass(slots=True)
class _Side:
    """One authority: its purchases of the run with how they stand, and its matches."""

    of: str
    dates: Period
    payments: Sequence[FilePayment]
    bought: list[tuple[Bought, FilePurchase]]
    matches: dict[str, _Match]

    @property
    def in_run(self) -> list[FilePayment]:
        """Payments made on the run's days."""
        return [each for each in self.payments if each.on in self.dates]

    @property
    def only_in_file(self) -> list[FilePayment]:
        """Payments on the run's days for which nobody confirmed a purchase."""
        return [each for each in self.in_run if not each.match]

    def standing(self, *standings: InFile) -> list[tuple[Bought, FilePurchase]]:
        """Purchases that stand so."""
        return [each for each in self.bought if each[1].standing in standings]


def reconcile_finance_file(facts: PaidFacts) -> FileReconciled | None:
    """Set what finance files paid beside the purchases of a run's days; None where no file has a day of them.

    Payments count on the day they were made: those for purchases of other days are taken off, those made on other days for
    the run's purchases are added, so that the difference is what nobody matched, and never timing.
    """
    sides = [_side(of, files, facts) for of, files in sorted(facts.files.items())]
    if not sides:
        return None
    quantum = (
        StatementLine("Payments in the finance file on the run's days", _sum(sides, _paid_in_run)),
        StatementLine("Less payments for what was bought on other days", _sum(sides, _for_other_days)),
        StatementLine("Payments on other days for what was bought in the run", _sum(sides, _on_other_days)),
        StatementLine("VAT that the file leaves out of confirmed purchases", _sum(sides, _vat)),
    )
    bought = [each for side in sides for each, _ in side.bought]
    costed = (
        StatementLine("Purchases and other help of the study's families", sum(b.pence for b in bought if b.in_study)),
        StatementLine("Other families", sum(b.pence for b in bought if not b.in_study)),
        *(
            StatementLine(standing.words, -pence)
            for standing in NOT_EXPECTED
            if any(side.standing(standing) for side in sides)
            for pence in (sum(b.pence for side in sides for b, _ in side.standing(standing)),)
        ),
    )
    explained = tuple(part for side in sides for part in _parts(side))
    return FileReconciled(
        Reconciled(quantum, costed, explained),
        tuple(month for side in sides for month in _months(side)),
        tuple(met for side in sides for met in _met(side)),
    )


def _side(of: str, files: FinanceFiles, facts: PaidFacts) -> _Side:
    beside: Mapping[str, FilePurchase] = {each.id: each for each in files.purchases}
    own = [each for each in facts.bought if each.authority == of]
    bought = [(each, beside.get(each.id, FilePurchase(each.id, InFile.TAKEN_OUT))) for each in own]
    matches: dict[str, _Match] = {}
    for payment in files.payments:
        if payment.match:
            matches.setdefault(payment.match, _Match()).payments.append(payment)
    ours = {each.id for each in own}
    for pair in bought:
        if pair[1].match:
            matches.setdefault(pair[1].match, _Match()).purchases.append(pair)
    for each in files.purchases:
        if each.match and each.id not in ours:
            matches.setdefault(each.match, _Match()).others.append(each)
    return _Side(of, facts.dates, files.payments, bought, matches)


def _sum(sides: Iterable[_Side], amount: Callable[[_Side], int]) -> int:
    return sum(amount(side) for side in sides)


def _paid_in_run(side: _Side) -> int:
    return sum(each.pence for each in side.in_run)


def _for_other_days(side: _Side) -> int:
    """Payments on the run's days of matches without a purchase of the run, and the share of others in mixed ones."""
    whole = sum(
        each.pence
        for match in side.matches.values()
        if not match.purchases
        for each in match.payments
        if each.on in side.dates
    )
    mixed = sum(each.due_pence for match in side.matches.values() if match.purchases for each in match.others)
    return -whole - mixed


def _on_other_days(side: _Side) -> int:
    return sum(
        each.pence
        for match in side.matches.values()
        if match.purchases
        for each in match.payments
        if each.on not in side.dates
    )


def _vat(side: _Side) -> int:
    return sum(each.pence - beside.due_pence for each, beside in side.standing(InFile.MATCHED))


def _parts(side: _Side) -> list[Explained]:
    """What the difference is the sum of, each purchase and payment a candidate of its own, the largest first."""
    parts = (
        (ONLY_IN_FILE, [_unrecorded(side, each) for each in side.only_in_file]),
        (OTHER_AMOUNT, _other_amounts(side)),
        (NOT_IN_FILE, [_unpaid(side, each) for each, _ in side.standing(InFile.MISSING)]),
    )
    return [
        Explained(side.of, words, sum(each.pence for each in causes), tuple(sorted(causes, key=_largest_first)))
        for words, causes in parts
    ]


def _largest_first(each: Candidate) -> tuple[object, ...]:
    return -abs(each.pence), each.months, each.who


def _unrecorded(side: _Side, payment: FilePayment) -> Candidate:
    alike = [each.code for each, beside in side.standing(InFile.MISSING) if beside.due_pence == payment.pence]
    hint = f"; as much as {alike[0]}, which has no payment" if alike else ""
    month = (payment.on.replace(day=1),)
    return Candidate(
        Cause.OUTSIDE_LEDGER, side.of, payment.called, month, payment.pence, f"{payment.detail}{hint}".strip("; ")
    )


def _unpaid(side: _Side, bought: Bought) -> Candidate:
    detail = "every day on which it could be paid is in a file, and no payment is confirmed"
    return Candidate(Cause.NOT_PAID, side.of, bought.code, (bought.on.replace(day=1),), -bought.pence, detail)


def _other_amounts(side: _Side) -> list[Candidate]:
    causes = []
    for match in side.matches.values():
        pence = match.paid_pence - match.due_pence
        if match.purchases and pence:
            first = min(match.purchases, key=lambda pair: (pair[0].on, pair[0].code))[0]
            many = (
                f"{len(match.purchases) + len(match.others)} purchases of one match, "
                if len(match.purchases) > 1
                else ""
            )
            detail = f"{many}{'more' if pence > 0 else 'less'} was paid than is recorded"
            causes.append(Candidate(Cause.AMOUNT, side.of, first.code, (first.on.replace(day=1),), pence, detail))
    return causes


def _months(side: _Side) -> list[FileMonth]:
    months: dict[date, FileMonth] = {}

    def add(on: date, **more: int) -> None:
        first = on.replace(day=1)
        row = months.get(first, FileMonth(side.of, first))
        months[first] = row._replace(**{name: getattr(row, name) + pence for name, pence in more.items()})

    for payment in side.in_run:
        add(payment.on, in_file=payment.pence, only_in_file=0 if payment.match else payment.pence)
    for each, beside in side.bought:
        kind = {InFile.MATCHED: "matched", InFile.MISSING: "missing"}.get(beside.standing, "not_expected")
        add(each.on, recorded=each.pence, **{kind: each.pence})
    return [months[first] for first in sorted(months)]


def _met(side: _Side) -> list[Met]:
    met = []
    for match in side.matches.values():
        when = sorted({f"{each.on:%B %Y}" for each in match.payments})
        rows = ", ".join(each.called for each in match.payments)
        for each, _ in match.purchases:
            together = " together with others" if len(match.purchases) + len(match.others) > 1 else ""
            detail = f"paid in {' and '.join(when)}{together}: {rows}"
            met.append(Met(side.of, each.code, each.on.replace(day=1), each.pence, detail))
    return sorted(met, key=lambda each: (each.month, each.who))
