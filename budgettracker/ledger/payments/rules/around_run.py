"""An authority's finance files around a run's days, as its reconciliation takes them: payments, and how purchases stand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from budgettracker.costing.paid.kinds import InFile
from budgettracker.costing.paid.rules.facts import FilePurchase
from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.spend.kinds import PaymentMethod, SpendKind

WITHOUT_PAYMENTS = timedelta(days=7)
"""So long may lie between two files, or be missing at the ends of one, before days count as in none: payments run weekly."""


class FileDays(NamedTuple):
    """What a finance file can show: the days it covers, from which amount, on which basis, and whether by card alone."""

    first: date
    last: date
    basis: Basis
    threshold_pence: int
    is_card_file: bool


class MatchSum(NamedTuple):
    """A match that stands: what its payments come to, and the basis of its file."""

    pence: int
    basis: Basis


def purchases_beside(
    purchases: Sequence[Purchase],
    matched: Mapping[str, str],
    matches: Mapping[str, MatchSum],
    files: Sequence[FileDays],
) -> list[FilePurchase]:
    """How each purchase stands beside the files; `matched` leads from a purchase's id to its match."""
    members: dict[str, list[Purchase]] = {}
    for each in purchases:
        if each.id in matched:
            members.setdefault(matched[each.id], []).append(each)
    due = {each.id: pence for match, held in members.items() for each, pence in due_of(held, matches[match])}
    return [
        FilePurchase(each.id, InFile.MATCHED, matched[each.id], due[each.id])
        if each.id in matched
        else FilePurchase(each.id, standing_of(each, files), "", _due(each, files))
        for each in purchases
    ]


def due_of(purchases: Sequence[Purchase], match: MatchSum) -> list[tuple[Purchase, int]]:
    """What the purchases of a match come to on its file's basis; of VAT that nobody knows, whichever fits best."""
    sure = [each.sure_pence(match.basis) for each in purchases]
    ways = max((len(each.tried_pence(match.basis)) for each in purchases), default=0) or 1
    best: list[int] = []
    for way in range(ways):
        amounts = [
            pence if pence is not None else _nth(each.tried_pence(match.basis), way)
            for each, pence in zip(purchases, sure, strict=True)
        ]
        if not best or abs(sum(amounts) - match.pence) < abs(sum(best) - match.pence):
            best = amounts
    return list(zip(purchases, best, strict=True))


def _nth(amounts: Sequence[int], place: int) -> int:
    return amounts[min(place, len(amounts) - 1)]


def _due(purchase: Purchase, files: Sequence[FileDays]) -> int:
    return purchase.least_pence(files[0].basis) if files else purchase.pence


def standing_of(purchase: Purchase, files: Sequence[FileDays]) -> InFile:
    """Why a purchase without a confirmed payment has none: no file shows such purchases, or none has its days, or it lacks."""
    if purchase.from_own_pocket:
        return InFile.OWN_POCKET
    if purchase.kind is SpendKind.OTHER_HELP:
        return InFile.OTHER_HELP
    first, last = purchase.window(by_card=False)
    near = [file for file in files if file.first <= last and first <= file.last]
    if not near:
        return InFile.MAY_STILL_COME
    this_way = [file for file in near if not file.is_card_file or purchase.method == PaymentMethod.PURCHASE_CARD]
    if not this_way:
        return InFile.ANOTHER_WAY
    above = [file for file in this_way if abs(purchase.least_pence(file.basis)) >= file.threshold_pence]
    if not above:
        return InFile.BELOW
    covered = covers(purchase.on, last, ((file.first, file.last) for file in above))
    return InFile.MISSING if covered else InFile.MAY_STILL_COME


def covers(first: date, last: date, files: Iterable[tuple[date, date]]) -> bool:
    """Are all these days in files, up to a week between two of them apart?

    >>> march, april = (date(2026, 3, 2), date(2026, 3, 27)), (date(2026, 4, 1), date(2026, 4, 30))
    >>> covers(date(2026, 3, 5), date(2026, 4, 19), [march, april]), covers(date(2026, 3, 5), date(2026, 4, 19), [march])
    (True, False)
    """
    reached = first
    for starts, ends in sorted(files):
        if starts - WITHOUT_PAYMENTS > reached:
            return False
        reached = max(reached, ends)
    return reached >= last
