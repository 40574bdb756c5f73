"""The invented world, made in one transaction by the deeds of the pages, so that books and audit agree."""

from datetime import date, datetime
from pathlib import Path

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.commands.demo.calendar import Calendar
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.households import NAMES, Household, plan_households
from budgettracker.commands.demo.other_help import plan_other_help
from budgettracker.commands.demo.people import Place, SettingUp, add_evaluator, open_authority
from budgettracker.commands.demo.plans import PLANS
from budgettracker.commands.demo.spends import Till, plan_limits, plan_purchases
from budgettracker.commands.demo.stories import tell
from budgettracker.commands.demo.studies import Asked, add_studies
from budgettracker.commands.demo.weeks import Rota
from budgettracker.families.kinds import Arm

PURCHASES = 7
"""About so many ordinary purchases for a family that is there all the time."""


def fill(*, seed: int, months: int, password_hash: str, receipts: Path, today: date, now: datetime) -> Asked:
    """Fill an empty database with the world of a seed, as it would stand on the morning of a day.

    `months` of work time lie before this one. The same seed, months and day give the same world, ids apart. Returns
    the studies, of which one waits for its workbook to be built.
    """
    calendar = Calendar(today, months)
    given = SettingUp(calendar, password_hash)
    diary = Diary(calendar)
    places = [open_authority(plan, given) for plan in PLANS]
    evaluator = add_evaluator(given)
    names = list(NAMES)
    for place in places:
        _plan(place, diary, plan_households(place, diary, seed, names), seed, receipts)
    diary.carry_out()
    asked = add_studies(evaluator, places, calendar, now)
    record(None, Deed.DEMO_MADE, places[0].authority, {"seed": seed, "months": months, "on": today}, at=now)
    return asked


def _plan(place: Place, diary: Diary, households: list[Household], seed: int, receipts: Path) -> None:
    till = Till(place, diary, receipts, seed)
    with_budget = [each for each in households if each.arm == Arm.BUDGET]
    tell(till, with_budget)
    plan_limits(till, with_budget)
    plan_purchases(till, with_budget, PURCHASES)
    if place.plan.comparison_families:
        plan_other_help(till, [each for each in households if each.arm == Arm.COMPARISON], 6)
        plan_other_help(till, with_budget[:4], 2)
    Rota(place, diary, households, seed).plan()
