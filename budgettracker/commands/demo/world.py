"""The invented world, made in one transaction by the deeds of the pages, so that books and audit agree."""

from datetime import date, datetime, timedelta
from pathlib import Path

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.commands.demo.asked_for import leave_asked
from budgettracker.commands.demo.authorities import AUTHORITIES
from budgettracker.commands.demo.calendar import Calendar
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.draw import add_draws
from budgettracker.commands.demo.examples import plan_examples
from budgettracker.commands.demo.families import NAMES, Household, plan_households
from budgettracker.commands.demo.files_for_finance import leave_files_for_finance
from budgettracker.commands.demo.finance_file import leave_finance_file
from budgettracker.commands.demo.fridays import plan_fridays
from budgettracker.commands.demo.log_weeks import Rota
from budgettracker.commands.demo.of_yesterday import leave_of_yesterday
from budgettracker.commands.demo.opening_balances import bring_in_opening
from budgettracker.commands.demo.other_help import plan_other_help
from budgettracker.commands.demo.outcomes import add_outcomes
from budgettracker.commands.demo.payroll import state_payroll
from budgettracker.commands.demo.purchases import Till, plan_limits, plan_purchases
from budgettracker.commands.demo.safety import add_safety
from budgettracker.commands.demo.second_hands import leave_import_waiting, leave_waiting
from budgettracker.commands.demo.set_up import DemoAuthority, SetUp, add_evaluator, go_live, set_up_authority
from budgettracker.commands.demo.studies import DemoStudies, add_studies
from budgettracker.commands.demo.voice import add_statement, add_voice, ask_who_asked
from budgettracker.commands.demo.vouchers import plan_vouchers
from budgettracker.families.kinds import Arm

PURCHASES = 7
"""About so many ordinary purchases for a family that is there all the time."""


def fill(*, seed: int, months: int, password_hash: str, receipts: Path, today: date, now: datetime) -> DemoStudies:
    """Fill an empty database with the world of a seed, as it would stand on the morning of a day.

    `months` of work time lie before this one. The same seed, months and day give the same world, ids apart. Returns
    the studies, of which one waits for its workbook to be built.
    """
    calendar = Calendar(today, months)
    set_up = SetUp(calendar, password_hash)
    diary = Diary(calendar)
    authorities = [set_up_authority(plan, set_up) for plan in AUTHORITIES]
    bring_in_opening(authorities[-1], calendar.begun, set_up.at + timedelta(hours=1))
    for authority in authorities:
        go_live(authority.workers[0], set_up.at + timedelta(hours=6))
    evaluator = add_evaluator(set_up)
    names = list(NAMES)
    for authority in authorities:
        _plan(authority, diary, plan_households(authority, diary, seed, names), seed, receipts)
    plan_vouchers(authorities[0], diary)
    diary.carry_out()
    for authority in authorities:
        leave_waiting(authority, now, reopens=authority is not authorities[-1])
        leave_of_yesterday(authority, today)
    leave_import_waiting(authorities[0], now)
    for authority in authorities:
        leave_files_for_finance(authority, now)
    leave_finance_file(authorities[0], now)
    for authority in authorities[:2]:
        state_payroll(authority, calendar)
    for authority in authorities:
        add_outcomes(authority, calendar)
    studies = add_studies(evaluator, authorities, calendar, now)
    add_draws(evaluator, authorities, calendar, seed)
    for authority in authorities:
        add_voice(authority, calendar)
    for authority in (authorities[0], authorities[-1]):
        add_statement(authority, calendar)
    for authority in authorities:
        ask_who_asked(authority, calendar)
    add_safety(authorities[0], calendar, now)
    leave_asked(authorities, now)
    record(None, Deed.DEMO_MADE, authorities[0].row, {"seed": seed, "months": months, "on": today}, at=now)
    return studies


def _plan(authority: DemoAuthority, diary: Diary, households: list[Household], seed: int, receipts: Path) -> None:
    till = Till(authority, diary, receipts, seed)
    with_budget = [household for household in households if household.arm == Arm.BUDGET]
    plan_examples(till, with_budget)
    plan_limits(till, with_budget)
    plan_purchases(till, with_budget, PURCHASES)
    if authority.plan.comparison_families:
        plan_other_help(till, [household for household in households if household.arm == Arm.COMPARISON], 6)
        plan_other_help(till, with_budget[:4], 2)
    plan_fridays(authority, diary)
    Rota(authority, diary, households, seed).plan()
