"""When the work with a family may end."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.families.kinds import EndReason
from budgettracker.families.rules.references import one_line
from budgettracker.money import pounds
from budgettracker.periods import long_date

LONGEST_REASON = 100


def require_closing(opened_on: date, closed_on: date) -> None:
    """The last day of work is not before the first; raises Refusal on `closed_on`."""
    if closed_on < opened_on:
        raise Refusal("closed_on", f"The family was opened on {long_date(opened_on)}. Choose that day or a later one.")


def end_reason_of(typed: str) -> str:
    """Why the work ended, as it is kept; raises Refusal on `end_reason` where it is empty or too long."""
    reason = one_line(typed)
    if not reason:
        raise Refusal("end_reason", "Say why the work with the family ended.")
    if len(reason) > LONGEST_REASON:
        raise Refusal("end_reason", f"The reason must be {LONGEST_REASON} characters or fewer.")
    return reason


def reason_code(reason: str) -> str:
    """What the audit keeps of the reason: a code, and of words of one's own only that there were some."""
    return reason if reason in set(EndReason) else "other words"


def require_closing_after(closed_on: date, last_bought_on: date | None) -> None:
    """Refuse a family's last day when something was bought for it later."""
    if last_bought_on is not None and last_bought_on > closed_on:
        raise Refusal(
            "closed_on",
            f"Something was bought for this family on {long_date(last_bought_on)}. Choose that day or a later one.",
        )


def require_settled(held: int, held_pence: int, limit_pence: int | None) -> None:
    """Refuse to close a family while purchases hold money or a limit waits: a hold is never dropped silently."""
    if held:
        what = "a purchase that was" if held == 1 else f"{held} purchases that were"
        raise Refusal(
            None,
            f"{pounds(held_pence)} is held for {what} asked for and not bought yet. "
            "Record what was bought and withdraw the rest, then close the family.",
        )
    if limit_pence is not None:
        raise Refusal(None, f"A limit of {pounds(limit_pence)} waits for a decision. It is decided or withdrawn first.")
