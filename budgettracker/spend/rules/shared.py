"""One receipt shared over families: what their shares must be. Pence throughout."""

import uuid
from collections.abc import Sequence

from budgettracker.errors import Refusal
from budgettracker.money import pounds, share_out


def require_shares(family_ids: Sequence[uuid.UUID], shares: Sequence[int], whole_pence: int) -> None:
    """Refuse fewer than two families, one family twice, and shares that do not add up to the receipt. On `amount`."""
    if len(set(family_ids)) < len(family_ids):
        raise Refusal("amount", f"One family stands twice. Give it one share of the {pounds(whole_pence)}.")
    if len(family_ids) < 2:
        raise Refusal(
            "amount", f"Choose at least two families. For one, log the {pounds(whole_pence)} for that family alone."
        )
    if sum(shares) != whole_pence:
        raise Refusal(
            "amount",
            f"The shares come to {pounds(sum(shares))} and the receipt to {pounds(whole_pence)}. They must be the same.",
        )


def even_shares(whole_pence: int, families: int) -> list[int]:
    """A receipt shared evenly, to the penny.

    >>> even_shares(100_00, 3)
    [3333, 3334, 3333]
    """
    return share_out(whole_pence, [1] * families)
