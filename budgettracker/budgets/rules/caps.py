"""What a scheme's cap may be, and when it is looser than the one before. Pence; None: no cap is stated."""

from budgettracker.errors import Refusal
from budgettracker.money import pounds


def cap_loosened(before: int | None, after: int | None) -> bool:
    """May a family have more under this cap than under the one before, without a senior manager's exception?

    >>> cap_loosened(10_000_00, None), cap_loosened(10_000_00, 9_000_00), cap_loosened(None, 9_000_00)
    (True, False, False)
    """
    return before is not None and (after is None or after > before)


def require_cap(before: int | None, after: int | None) -> None:
    """Refuse a cap that is what it was; raises Refusal on `cap`."""
    if before == after:
        raise Refusal("cap", f"The cap is {pounds(before)} already." if before is not None else "There is no cap now.")


def cap_words(cap_pence: int | None) -> str:
    """A cap as pages say it."""
    return pounds(cap_pence) if cap_pence is not None else "none stated"
