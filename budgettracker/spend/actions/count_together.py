"""How running totals count a purchase and its corrections until a manager has ticked them."""

from budgettracker.spend import rules
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import chain_of


def count_together(spend: Spend) -> None:
    """Write down at how much running totals count a purchase and its corrections that nobody has ticked yet."""
    chain = chain_of(spend)
    unticked = [any(refund.reversal and refund.ticked_at is None for refund in each.refunds) for each in chain[:-1]]
    bought = [each.paid_pence or 0 for each in chain]
    for each, pence in zip(chain, rules.counted_together(bought, unticked), strict=True):
        each.counts_pence = pence
        each.counted_with_id = chain[0].id if pence is not None else None
