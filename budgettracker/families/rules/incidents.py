"""The clock of an incident: a breach of personal data is reported within 72 hours of being known (UK GDPR, article 33)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from budgettracker.errors import Refusal

REPORT_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when an incident is to be reported, how many whole hours are left, and whether that time has passed."""

    due_at: datetime
    hours_left: int
    late: bool


def clock_of(aware_at: datetime, at: datetime) -> Clock:
    """The clock at a moment, or at the moment when it was reported.

    >>> from datetime import UTC
    >>> clock_of(datetime(2026, 6, 12, 9, tzinfo=UTC), datetime(2026, 6, 15, 8, 30, tzinfo=UTC)).hours_left
    0
    """
    due_at = aware_at + REPORT_WITHIN
    return Clock(due_at, max(0, int((due_at - at).total_seconds() // 3600)), at > due_at)


def require_report(reported: bool, late: bool, words: str) -> None:
    """Refuse a report that is late, or that is not made, without a reason. Raises Refusal on `report_words`."""
    if words:
        return
    if not reported:
        raise Refusal("report_words", "Say why nobody's rights are at risk, so that it need not be reported.")
    if late:
        raise Refusal("report_words", "The 72 hours have passed. Say why it was reported later.")


def require_known(aware_at: datetime, at: datetime) -> None:
    """Refuse to have known of it in the future. Raises Refusal on `aware_on`."""
    if aware_at > at:
        raise Refusal("aware_on", "The day is in the future.")
