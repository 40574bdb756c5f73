"""A request that is approved in part: up to less than was asked for."""

from budgettracker.errors import Refusal
from budgettracker.money import pounds


def require_part(asked_pence: int, allowed_pence: int, *, plan: bool) -> None:
    """Refuse to approve more than was asked for, nothing, or a part of a plan of regular payments.

    >>> require_part(500_00, 300_00, plan=False)
    """
    if allowed_pence > asked_pence:
        raise Refusal("amount", f"{pounds(asked_pence)} was asked for. Approve up to that, or ask for a new request.")
    if allowed_pence <= 0:
        raise Refusal("amount", f"Enter how much of the {pounds(asked_pence)} you approve, or decline the request.")
    if plan and allowed_pence < asked_pence:
        raise Refusal(
            "amount",
            f"Regular payments are approved as asked, {pounds(asked_pence)} in all. Decline them, and say what would fit.",
        )
