"""What may be said of a family and a child: references, dates, codes and the legal basis, on plain values."""

import re
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.families.kinds import ChildStatus, NeedCode
from budgettracker.money import pounds
from budgettracker.people.kinds import Nation
from budgettracker.periods import long_date

LONGEST_REFERENCE, LONGEST_NAME, LONGEST_REASON = 50, 200, 100
LATEST_DUE_MONTHS = 9
"""A child may be expected: a family is often helped before the birth."""
OLDEST_MONTHS = 26 * 12
"""Care leavers are supported until they are 25."""

LEGAL_BASIS: dict[str, str] = {
    Nation.ENGLAND: "Section 17, Children Act 1989",
    Nation.WALES: "Part 4, Social Services and Well-being (Wales) Act 2014",
}
"""The usual legal basis of help, by the authority's nation: section 17 does not apply in Wales."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_WORDS = (
    re.compile(r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<month>[0-9]{1,2}|[a-z]{3,9})[-/. ]+(?P<year>[0-9]{4})"),
)


def one_line(text: str) -> str:
    """Text on one line, spaces tidied."""
    return " ".join(text.split())


def reference_of(typed: str, field: str = "reference", called: str = "reference") -> str:
    """A reference as it is kept; raises Refusal on `field` when it is empty, too long or holds odd characters."""
    reference = one_line(typed)
    if not reference:
        raise Refusal(field, f"Enter the {called}.")
    if len(reference) > LONGEST_REFERENCE:
        raise Refusal(field, f"The {called} must be {LONGEST_REFERENCE} characters or fewer.")
    if not reference.isprintable():
        raise Refusal(field, f"The {called} holds a character that cannot be printed. Type it again.")
    return reference


def name_of(typed: str) -> str:
    """A family's name as it is kept; raises Refusal on `name`."""
    name = one_line(typed)
    if not name:
        raise Refusal("name", "Enter the family's name.")
    if len(name) > LONGEST_NAME:
        raise Refusal("name", f"The name must be {LONGEST_NAME} characters or fewer.")
    return name


def taken(reference: str, seen: bool) -> str:
    """The refusal of a reference in use; whether the asker may see the other family decides what they are told."""
    if seen:
        return f"{reference} is already used by a family of your team. Open that family, or enter another reference."
    return (
        f"{reference} is already used in the authority. Check the reference. "
        "If it is right, the family belongs to another team: ask its manager to move it to yours."
    )


def require_closing(opened_on: date, closed_on: date) -> None:
    """The last day of work is not before the first; raises Refusal on `closed_on`."""
    if closed_on < opened_on:
        raise Refusal("closed_on", f"The family was opened on {long_date(opened_on)}. Choose that day or a later one.")


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


def require_opening(opened_on: date, closed_on: date | None, on: date) -> None:
    """The first day of work is not in the future and not after the last; raises Refusal on `opened_on`."""
    if opened_on > on:
        raise Refusal("opened_on", "The day the work started is in the future. Choose today or an earlier day.")
    if closed_on is not None and opened_on > closed_on:
        raise Refusal(
            "opened_on", f"The family was closed on {long_date(closed_on)}. Choose that day or an earlier one."
        )


def require_allocation(arm: str | None, allocated_on: date | None, scheme: bool) -> None:
    """An allocation is an arm with its day, within a scheme; raises Refusal on the field that lacks."""
    if arm is not None and not scheme:
        raise Refusal("scheme_id", "Choose the scheme the family was allocated in.")
    if allocated_on is not None and arm is None:
        raise Refusal("arm", "Choose how the family was allocated, or leave the day of allocation empty.")


def birth_month_of(typed: str | None, on: date) -> str | None:
    """A month of birth as `YYYY-MM` from `4 2015`, `04/2015`, `April 2015` or `2015-04`; None when nothing is typed.

    It may lie nine months ahead for a child who is expected. Raises Refusal on `birth_month`.
    Only the month is kept: the day of birth is not needed for an age band.
    """
    text = one_line(typed or "").lower()
    if not text:
        return None
    written = next((match for each in _MONTH_WORDS if (match := each.fullmatch(text))), None)
    month, year = _month_number(written["month"]) if written else 0, int(written["year"]) if written else 0
    if not 1 <= month <= 12:
        raise Refusal("birth_month", "Enter the month and year of birth, like 4 2015 or April 2015.")
    ahead = (year - on.year) * 12 + month - on.month
    if ahead > LATEST_DUE_MONTHS:
        raise Refusal("birth_month", "The month of birth is more than nine months ahead. Check the year.")
    if -ahead > OLDEST_MONTHS:
        raise Refusal("birth_month", "The month of birth is more than 26 years ago. Check the year.")
    return f"{year:04d}-{month:02d}"


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(text)), 0)


def need_code_of(typed: str | None) -> str | None:
    """A primary need as its code, from `n1` or `N1`; raises Refusal on `need_code`."""
    code = one_line(typed or "").upper()
    if code and code not in set(NeedCode):
        raise Refusal("need_code", "The primary need is one of the codes N1 to N8.")
    return code or None


def status_of(typed: str | None) -> str | None:
    """A status from the list, however its letters are typed; raises Refusal on `status_at_start`."""
    status = one_line((typed or "").replace("_", " ")).lower().replace("pre proceedings", "pre-proceedings")
    if status and status not in set(ChildStatus):
        raise Refusal("status_at_start", f"The status is one of: {', '.join(ChildStatus)}.")
    return status or None
