"""How long a sign-in lasts, and how many attempts there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from budgettracker.access import Role

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
IDLE_SHORT = timedelta(minutes=15)
SHORT_FOR = {Role.EVALUATOR, Role.ADMINISTRATOR}
"""Whoever holds one of these is asked to sign in again sooner."""
SEEN_EVERY = timedelta(minutes=1)
"""A session's last-seen time is written no more often than this."""

WINDOW = timedelta(minutes=15)
TRIES = 5
"""Failures of one account from one source in the window, after which that source waits."""
SOURCE_TRIES = 100
"""Failures from one source over all accounts: a council's whole staff may come from one address."""


def idle_time(roles: Iterable[Role]) -> timedelta:
    """How long somebody with these roles may do nothing."""
    return IDLE_SHORT if SHORT_FOR & set(roles) else IDLE


def expired(started_at: datetime, seen_at: datetime, roles: Iterable[Role], at: datetime) -> bool:
    """Has a session run out, by idleness or because twelve hours are over?"""
    return at - seen_at >= idle_time(roles) or at - started_at >= LONGEST


def wait_seconds(of_account: Sequence[datetime], of_source: Sequence[datetime], at: datetime) -> int:
    """How long this source must wait before it may try this account again; 0 when it may.

    `of_account` are the failures of this account from this source, `of_source` all of this source, newest first.
    Attempts made while waiting are not counted, so nobody waits longer than fifteen minutes.
    """
    waits = [0]
    for failures, allowed in ((of_account, TRIES), (of_source, SOURCE_TRIES)):
        recent = [moment for moment in failures if at - moment < WINDOW]
        if len(recent) >= allowed:
            left = recent[allowed - 1] + WINDOW - at
            waits.append(int(left.total_seconds()) + 1)
    return max(waits)
