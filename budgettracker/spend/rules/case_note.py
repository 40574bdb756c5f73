"""A purchase as a paragraph for the family's case file: plain words, to be copied as they stand."""

from dataclasses import dataclass
from datetime import date

from budgettracker.money import pounds
from budgettracker.periods import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """What a case note says of a purchase. Pence; names as pages print them; empty where there is nothing to say."""

    state: str
    asked_on: date
    bought_on: date | None
    planned_pence: int
    approved_pence: int | None
    paid_pence: int | None
    back_pence: int
    what: str
    purpose: str
    other_help: bool
    asked_by: str
    decided_by: str
    decided_on: date | None
    reason: str
    condition: str
    reviewed_by: str
    review_words: str
    missing: str
    """What is missing still, if anything: the receipt, or the signed slip."""
    imported: str = ""
    """Who brought it in, and what their file says of who decided: that is nobody's deed."""
    wishes: str = ""
    """The dated line about the children's wishes, as it stands today."""


def case_note(facts: NoteFacts) -> str:
    """The note: what was asked or bought, what it should help with, who decided and why, and what is missing still."""
    money = "other help" if facts.other_help else "the devolved budget"
    what = facts.what or "a purchase"
    lines = []
    if facts.paid_pence is not None and facts.bought_on is not None:
        lines.append(f"{long_date(facts.bought_on)}: {pounds(facts.paid_pence)} from {money} for {what}.")
    else:
        lines.append(
            f"{long_date(facts.asked_on)}: {facts.asked_by} asked for {pounds(facts.planned_pence)} from {money} for {what}."
        )
    if facts.purpose:
        lines.append(f"It should help with: {facts.purpose}.")
    lines += _decision(facts)
    if facts.back_pence:
        lines.append(f"{pounds(facts.back_pence)} came back or was reversed.")
    if facts.wishes:
        lines.append(f"Children's wishes: {facts.wishes[0].lower()}{facts.wishes[1:]}.")
    if facts.missing:
        lines.append(f"The {facts.missing} is still missing.")
    return " ".join(lines)


def _decision(facts: NoteFacts) -> list[str]:
    reason = f" Reason: {facts.reason}." if facts.reason else ""
    if facts.state == "requested":
        return ["It waits for a decision."]
    if facts.imported:
        return [f"{facts.imported}.{reason}"]
    if facts.decided_by and facts.decided_on is not None:
        on = long_date(facts.decided_on)
        if facts.state == "declined":
            return [f"{facts.decided_by} declined it on {on}.{reason}"]
        approved = pounds(facts.approved_pence or 0)
        condition = f" On the condition: {facts.condition}." if facts.condition else ""
        return [f"{facts.decided_by} approved {approved} on {on}.{condition}{reason}"]
    if facts.reviewed_by:
        return [f"{facts.review_words} by {facts.reviewed_by}.{reason}"]
    if facts.paid_pence is not None:
        return [f"Recorded by {facts.asked_by}."]
    return []
