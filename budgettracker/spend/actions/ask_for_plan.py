"""Ask for regular payments: one plan that a manager decides, and that holds the money of all its payments."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock_all, move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import too_much
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.schemes.queries import require_still_open
from budgettracker.schemes.rules import NOTHING_BOUGHT
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.close_family import require_open_now
from budgettracker.spend.actions.log_spend import lock_family
from budgettracker.spend.actions.record_reasons import record_reasons
from budgettracker.spend.actions.tell_by_itself import told_by_itself
from budgettracker.spend.actions.write_spend import draw_reference, new_spend, save_spend
from budgettracker.spend.kinds import Route, SpendKind, SpendState
from budgettracker.spend.models import PlanPart, PlanSchedule, Spend
from budgettracker.spend.queries import bounds_and_deciders
from budgettracker.spend.queries.plans import parts_to_hold
from budgettracker.spend.rules import Purchase, Schedule
from budgettracker.voice.queries import questions_of


def ask_for_plan(
    by: Person,
    family: Family,
    purchase: Purchase,
    schedule: Schedule,
    *,
    other_help: bool = False,
    on: date,
    at: datetime,
) -> Spend:
    """Ask for regular payments for a family. What they come to is held from now on, of each cap period what falls due in it.

    `purchase` says what is paid for; its amount and day are the plan's. Other help holds no money. The plan gets a
    reference, by which a file can tie payments to it.

    Raises Refusal for dates that do not fit, for a sum beyond what is left of a cap period, for a time without a limit,
    for a family or scheme that is closed, and on a question that its scheme requires.
    """
    rules.require_schedule(schedule, on)
    purchase = replace(purchase, amount_pence=schedule.total_pence, bought_on=on)
    rules.require_purchase(purchase, on, family.opened_on, family.closed_on)
    rules.require_reasons(questions_of(family.scheme_id), purchase.reasons)
    held = [] if other_help else _locked(family, schedule)
    if other_help:
        lock_family(family.id)
    rules.require_asking(require_open_now(family.id, on))
    for period, pence in held:
        require_still_open(period.budget.scheme, "amount", NOTHING_BOUGHT)
        if pence > position_of(period).left_pence:
            words = rules.what_it_comes_to(schedule)
            raise Refusal("amount", f"{words}. {too_much(position_of(period), pence)}")
    first = held[0][0] if held else None
    _, deciders = bounds_and_deciders(first, family.id, purchase.amount_pence, on, regular=True)
    spend = new_spend(family, purchase, SpendKind.OTHER_HELP if other_help else SpendKind.DEVOLVED, by, requested_at=at)
    spend.state, spend.route, spend.regular = SpendState.REQUESTED, Route.REGULAR, True
    spend.regular_until, spend.review_on = schedule.last_on, schedule.review_on
    draw_reference(spend, "P")
    if first is not None:
        spend.period_id = first.id
        spend.hold_expires_on = schedule.first_on + timedelta(days=first.budget.scheme.hold_days)
    _save(spend, purchase, schedule)
    for period, pence in held:
        db.session.add(PlanPart(authority_id=family.authority_id, plan_id=spend.id, period_id=period.id, pence=pence))
        move(by, period, Entry.COMMITTED, committed=pence, spend_id=spend.id, at=at)
    changes = {
        "state": [None, spend.state],
        "planned_pence": [None, spend.planned_pence],
        "came": spend.route,
        "payment_pence": schedule.payment_pence,
        "rhythm": schedule.rhythm,
        "last_on": schedule.last_on,
        **judged(Outcome.PLAN, Role.PRACTITIONER, (deciders.roles or DECIDERS)[0]),
    }
    record(by, Deed.SPEND_REQUESTED, spend, changes | told_by_itself(spend, first, changes), at=at, new=True)
    record_reasons(by, spend, purchase.reasons, at=at)
    return spend


def _locked(family: Family, schedule: Schedule) -> list[tuple[BudgetPeriod, int]]:
    """The cap periods that the plan would hold money of, locked, with the pence of each; the earliest first."""
    if family.without_budget(schedule.first_on):
        raise Refusal(
            None,
            f"This family has no devolved budget. Ask for {pounds(schedule.total_pence)} as paid from other money.",
        )
    pence = parts_to_hold(family, schedule)
    return sorted(((each, pence[each.id]) for each in lock_all(pence)), key=lambda row: row[0].starts_on)


def _save(spend: Spend, purchase: Purchase, schedule: Schedule) -> None:
    spend.schedule = PlanSchedule(
        spend_id=spend.id,
        authority_id=spend.authority_id,
        rhythm=schedule.rhythm,
        payment_pence=schedule.payment_pence,
        first_on=schedule.first_on,
    )
    save_spend(spend, purchase)
    spend.details.afterwards = schedule.afterwards
