"""What a work entry costs before it is shared, and why one may be left out."""

from collections.abc import Mapping

from budgettracker.costing.kinds import DecidingBy, Destination, Mode, Reason
from budgettracker.costing.method.inputs import Member, Scope, WorkEntry
from budgettracker.costing.rates.rules.build_up import THOUSANDTHS, PostRate
from budgettracker.money import half_up
from budgettracker.worktime.kinds import ActivityClass, ActivityKind


def time_pence(minutes: int, rate: PostRate) -> int:
    """Cost of one kind of an entry's minutes at c, in pence, rounded half up once.

    minutes * A / H, from pence a year and minutes a year, never from rounded pounds an hour, in the run's prices. Half up
    is `(2 * n + d) // (2 * d)` for whole numbers that are not below zero.
    """
    return (2 * minutes * rate.priced_pence + rate.priced_minutes) // (2 * rate.priced_minutes)


def uplift_pence(minutes: int, rate: PostRate) -> int:
    """Mode B: indirect time that stands behind an entry for families, in pence, rounded half up once.

    minutes * c * r. A face-to-face ratio applies to minutes of contact alone, a client-related one to those of contact,
    preparation and travel. A spreadsheet says it as ROUND(minutes * A * r_thousandths / (H * 1000), 0).
    """
    if rate.ratio_thousandths is None:
        raise ValueError(f"the post {rate.post} has no ratio")
    return half_up(minutes * rate.priced_pence * rate.ratio_thousandths, rate.priced_minutes * THOUSANDTHS)


def intervention_of(entry: WorkEntry) -> str | None:
    """The intervention an entry names, else that of its activity."""
    return entry.intervention or entry.activity.intervention


def column_of(entry: WorkEntry) -> Destination:
    """Which column of a family's cost an entry is part of: its total, or one that stands beside it."""
    if entry.activity.kind is ActivityKind.DECIDING:
        return Destination.DECIDING
    if entry.activity.activity_class is ActivityClass.EVALUATION:
        return Destination.EVALUATION
    return Destination.SET_UP if entry.activity.activity_class is ActivityClass.SET_UP else Destination.FAMILY


def reason_for_entry(entry: WorkEntry, scope: Scope) -> Reason | None:
    """Why the whole entry is left out, whomever it was for; None if nothing speaks against it."""
    if entry.activity.kind is ActivityKind.ABSENT:
        return Reason.ABSENCE
    if entry.activity.kind is ActivityKind.DECIDING:
        from_logs = scope.deciding_by(entry.worked_on) is DecidingBy.LOGS
        return None if from_logs and entry.shares else Reason.DECIDING
    return Reason.LINE_MANAGEMENT if entry.by_manager else None


def reason_for_nobody(entry: WorkEntry, scope: Scope) -> Reason | None:
    """Why an entry for nobody is left out; None means that it is pooled (mode A)."""
    reason = reason_for_entry(entry, scope)
    if reason is None and entry.activity.activity_class is ActivityClass.EVALUATION:
        return Reason.EVALUATION
    if reason is None and scope.mode is Mode.CLIENT_TIME:
        return Reason.NOT_FOR_A_FAMILY
    intervention = intervention_of(entry)
    if reason is None and scope.intervention and intervention and intervention != scope.intervention:
        return Reason.OTHER_INTERVENTION
    return reason


def reason_for_member(entry: WorkEntry, scope: Scope) -> Reason | None:
    """Why a member's share of an entry is left out on a day that counts; None: it is the family's cost.

    Deciding is counted whatever it is part of.
    """
    deciding = entry.activity.kind is ActivityKind.DECIDING
    if scope.intervention and not deciding and intervention_of(entry) != scope.intervention:
        return Reason.OTHER_INTERVENTION
    return None


def reason_not_counted(family: str | None, members: Mapping[str, Member]) -> Reason:
    """Why a share that counts for no member is left out: whom it was for, which comes before what it was for."""
    if family is None:
        return Reason.OTHER_FAMILIES
    return Reason.OUTSIDE_OPEN_DAYS if family in members else Reason.NOT_A_MEMBER
