"""The calculation of a costing run a second time: slowly, in fractions, straight from the words of the method.

Nothing of the program's own calculation is used, only the closed lists, the plain values that go in and a post's yearly
cost. It gives each line as a plain tuple, so that a test can compare the two line by line.
"""

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import Any

from budgettracker.costing.kinds import DecidingBy, Destination, Mode, RatioKind, Reason, Vehicle
from budgettracker.families.kinds import Arm
from budgettracker.worktime.kinds import ActivityClass, ActivityKind


def half_up(value):
    """The nearest whole number, halves upwards, for what is not below zero."""
    return floor(value + Fraction(1, 2))


def part(amount, before, after, whole):
    """What of an amount falls between two places on a running total."""
    return half_up(Fraction(amount * after, whole)) - half_up(Fraction(amount * before, whole))


def intervention_of(entry):
    return entry.intervention or entry.activity.intervention


def column_of(entry):
    """Deciding first, then what is set up or evaluated, else the family's total."""
    if entry.activity.kind == ActivityKind.DECIDING:
        return Destination.DECIDING
    return {
        ActivityClass.RUNNING: Destination.FAMILY,
        ActivityClass.SET_UP: Destination.SET_UP,
        ActivityClass.EVALUATION: Destination.EVALUATION,
    }[entry.activity.activity_class]


def decided_from_logs(scope, day):
    """The last source that began by that day; logs where none has."""
    source = DecidingBy.LOGS
    for starts_on, by in scope.deciding:
        if starts_on <= day:
            source = by
    return source == DecidingBy.LOGS


def reason_for_entry(scope, entry):
    """Absence first; deciding that logs do not tell, or for nobody; a manager's other time."""
    if entry.activity.kind == ActivityKind.ABSENT:
        return Reason.ABSENCE
    if entry.activity.kind == ActivityKind.DECIDING:
        return None if entry.shares and decided_from_logs(scope, entry.worked_on) else Reason.DECIDING
    if entry.by_manager:
        return Reason.LINE_MANAGEMENT
    return None


def reason_for_nobody(scope, entry):
    """Time for nobody: left out in mode B; in mode A unless it is for another intervention than the study's."""
    if reason_for_entry(scope, entry):
        return reason_for_entry(scope, entry)
    if entry.activity.activity_class == ActivityClass.EVALUATION:
        return Reason.EVALUATION
    if scope.mode == Mode.CLIENT_TIME:
        return Reason.NOT_FOR_A_FAMILY
    if scope.intervention is not None and intervention_of(entry) not in (None, scope.intervention):
        return Reason.OTHER_INTERVENTION
    return None


def was_open(member, day):
    return any(day in period for period in member.periods)


def followed(member, day):
    """From the first opening on: open days, and every day from allocation, else from that opening, open or not."""
    first = min(period.start for period in member.periods)
    return day >= first and (was_open(member, day) or day >= (member.allocated_on or first))


def in_order(carrier):
    """Families by reference, other families last; what counts before what does not; columns as they stand, open days first."""
    family, reason, column, outside = carrier
    columns = [Destination.FAMILY, Destination.DECIDING, Destination.SET_UP, Destination.EVALUATION]
    return (family is None, family or "", reason or "", columns.index(column), outside)


def reason_for_family(scope, entry, family):
    """Whom it was for comes before what it was for."""
    if reason_for_entry(scope, entry):
        return reason_for_entry(scope, entry)
    if family is None:
        return Reason.OTHER_FAMILIES
    if family not in scope.members:
        return Reason.NOT_A_MEMBER
    if not followed(scope.members[family], entry.worked_on):
        return Reason.OUTSIDE_OPEN_DAYS
    if column_of(entry) == Destination.DECIDING:
        return None
    if scope.intervention is not None and intervention_of(entry) != scope.intervention:
        return Reason.OTHER_INTERVENTION
    return None


class PlainRun:
    """All workers' lines and shares of pools, worker by worker, in order of date and entry."""

    def __init__(self, scope, rates, entries):
        self.scope, self.rates = scope, rates
        self.lines, self.pool_lines = [], []
        # A decider without a post has no cost, and stops nothing.
        for worker in sorted({entry.worker for entry in entries} & set(scope.posts_held)):
            self.pooled = {}
            self.carried: defaultdict[Any, Any] = defaultdict(lambda: defaultdict(int))
            self.car_miles = {2025: scope.miles_before.get(worker, 0)}
            own = [entry for entry in entries if entry.worker == worker]
            for entry in sorted(own, key=lambda entry: (entry.worked_on, entry.ref)):
                self.cost(entry)
            self.share_pools(worker)

    def cost(self, entry):
        (post,) = [held.post for held in self.scope.posts_held[entry.worker] if entry.worked_on in held.held]
        rate = self.rates.on(post, entry.worked_on)
        minute = Fraction(rate.annual_cost_pence, rate.minutes_per_year)
        pence = [*(half_up(minute * minutes) for minutes in entry.minutes), self.mileage(entry), entry.expenses_pence]
        if entry.shares:
            self.cost_for_families(entry, rate, minute, pence)
        else:
            self.cost_for_nobody(entry, pence)

    def cost_for_nobody(self, entry, pence):
        reason = reason_for_nobody(self.scope, entry)
        destination = Destination.LEFT_OUT if reason else Destination.POOLED
        minutes = tuple(entry.minutes)
        self.lines.append((entry.ref, None, destination, reason, (0, 1, 1), minutes, minutes, (*pence, 0)))
        if not reason:
            key = (entry.worked_on.replace(day=1), intervention_of(entry), entry.activity.activity_class)
            before = self.pooled.get(key, (0, 0))
            self.pooled[key] = (before[0] + sum(entry.minutes), before[1] + sum(pence))

    def cost_for_families(self, entry, rate, minute, pence):
        uplift, contained = 0, False
        if self.scope.mode == Mode.CLIENT_TIME and column_of(entry) != Destination.DECIDING:
            contained = rate.ratio_kind == RatioKind.FACE_TO_FACE
            applies_to = entry.minutes.contact if contained else sum(entry.minutes)
            uplift = half_up(minute * applies_to * Fraction(rate.ratio_thousandths, 1000))
        whole, before = sum(share.weight for share in entry.shares), 0
        for share in entry.shares:
            after = before + share.weight
            minutes = [part(kind, before, after, whole) for kind in entry.minutes]
            costs = [part(amount, before, after, whole) for amount in (*pence, uplift)]
            self.line(entry, share.family, (before, after, whole), minutes, costs, contained)
            before = after

    def line(self, entry, family, portion, minutes, costs, contained):
        reason = reason_for_family(self.scope, entry, family)
        where = (Destination.LEFT_OUT if reason else column_of(entry), reason)
        contact, preparation, travel = entry.minutes
        if reason:
            self.add(entry, family, *where, portion, (contact, preparation, travel), minutes, [*costs[:5], 0])
        elif contained:
            only_contact = [costs[0], 0, 0, *costs[3:]]
            self.add(entry, family, *where, portion, (contact, 0, 0), [minutes[0], 0, 0], only_contact)
            if preparation or travel:
                left_out = (Destination.LEFT_OUT, Reason.CONTAINED_IN_RATIO)
                the_rest = [0, costs[1], costs[2], 0, 0, 0]
                self.add(entry, family, *left_out, portion, (0, preparation, travel), [0, *minutes[1:]], the_rest)
        else:
            self.add(entry, family, *where, portion, (contact, preparation, travel), minutes, costs)
        deciding = column_of(entry) == Destination.DECIDING
        if not deciding and reason not in (Reason.ABSENCE, Reason.LINE_MANAGEMENT):
            month = entry.worked_on.replace(day=1)
            for_member = reason in (None, Reason.OTHER_INTERVENTION)
            outside = for_member and not was_open(self.scope.members[family], entry.worked_on)
            self.carried[month][family, reason, column_of(entry), outside] += sum(minutes)

    def add(self, entry, family, destination, reason, portion, whole, minutes, pence):
        self.lines.append((entry.ref, family, destination, reason, portion, whole, tuple(minutes), tuple(pence)))

    def mileage(self, entry):
        """45p a mile for the first 10,000 miles of a car in a year from 6 April, then 25p; 24p and 20p for two wheels."""
        if entry.vehicle == Vehicle.MOTORCYCLE:
            return half_up(Fraction(entry.miles_hundredths * 24, 100))
        if entry.vehicle == Vehicle.BICYCLE:
            return half_up(Fraction(entry.miles_hundredths * 20, 100))
        day = entry.worked_on
        year = day.year if (day.month, day.day) >= (4, 6) else day.year - 1
        before = self.car_miles.get(year, 0)
        after = before + entry.miles_hundredths
        if entry.miles_hundredths:
            self.car_miles[year] = after
        dear = min(after, 10_000_00) - min(before, 10_000_00)
        cheap = entry.miles_hundredths - dear
        return half_up(Fraction(dear * 45 + cheap * 25 + entry.miles_hundredths * entry.passengers * 5, 100))

    def share_pools(self, worker):
        for key in sorted(self.pooled, key=lambda key: (key[0], key[1] or "", key[2])):
            month, intervention, activity_class = key
            pence = self.pooled[key][1]
            carriers = self.carriers(month, intervention)
            whole, before = sum(carriers.values()), 0
            pool = (worker, month, intervention, activity_class)
            if not whole:
                where = (None, Destination.UNALLOCATED, Reason.NO_FAMILY_MINUTES)
                self.pool_lines.append((*pool, *where, 0, (0, 1, 1), pence))
                continue
            for family, reason, column, outside in sorted(carriers, key=in_order):
                minutes = carriers[family, reason, column, outside]
                after = before + minutes
                destination = Destination.SET_UP if activity_class == ActivityClass.SET_UP else column
                destination = Destination.LEFT_OUT if reason else destination
                share = part(pence, before, after, whole)
                self.pool_lines.append((*pool, family, destination, reason, minutes, (before, after, whole), share))
                before = after

    def carriers(self, month, intervention):
        """Who carries a pool: all families of the month, or an intervention's own families and never a comparison one."""
        carriers: defaultdict[Any, Any] = defaultdict(int)
        for (family, reason, column, outside), minutes in self.carried[month].items():
            if intervention is not None:
                member = self.scope.members.get(family)
                if family not in self.scope.own_families.get(intervention, ()):
                    continue
                if member is not None and member.arm == Arm.COMPARISON:
                    continue
                reason = None if reason == Reason.OTHER_INTERVENTION else reason
            if minutes:
                carriers[family, reason, column, outside] += minutes
        return carriers


def as_plain(line):
    return (
        line.of.work.ref,
        line.family,
        line.destination,
        line.reason,
        tuple(line.portion),
        tuple(line.whole),
        tuple(line.minutes),
        tuple(line.pence),
    )


def as_plain_share(line):
    pool = line.of
    return (
        *(pool.worker, pool.month, pool.intervention, pool.activity_class),
        *(line.family, line.destination, line.reason, line.minutes, tuple(line.portion), line.indirect_share_pence),
    )


def require_same_lines(program, scope, rates, entries):
    """The plain version of a run; fails where a line of the program's run says anything else."""
    plain = PlainRun(scope, rates, entries)
    assert [as_plain(line) for line in program.lines] == plain.lines
    assert [as_plain_share(line) for line in program.pool_lines] == plain.pool_lines
    return plain
