"""Averages of what helping a family cost: for a child, and for a month that the family was open."""

from datetime import date

from budgettracker.costing.method.inputs import Member
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.money import half_up
from budgettracker.periods import Period


def open_days(member: Member, dates: Period) -> int:
    """Days of the study's dates on which a family is open."""
    return sum(part.days for part in _within(member, dates))


def last_open_day(member: Member, dates: Period) -> date:
    """The last day of the study's dates on which a family is open; the study's last where it is on none."""
    within = _within(member, dates)
    return within[-1].last_day if within else dates.last_day


def first_open_day(member: Member, dates: Period) -> date:
    """The first day of the study's dates on which a family is open; the study's first where it is on none."""
    within = _within(member, dates)
    return within[0].start if within else dates.start


def _within(member: Member, dates: Period) -> list[Period]:
    parts = (period.overlap(dates) for period in member.periods)
    return [part for part in parts if part is not None]


def per_child_pence(costs: FamilyCosts) -> int | None:
    """Average cost per child in scope, half up: beside the family's cost, never a cut. None without such a child."""
    return half_up(costs.total_pence, costs.children_in_scope) if costs.children_in_scope else None


def per_family_month_pence(costs: FamilyCosts) -> int | None:
    """Average cost per month open, half up; a month is a twelfth of 365.25 days. None without an open day."""
    return half_up(costs.total_pence * 36_525, costs.open_days * 1_200) if costs.open_days else None
