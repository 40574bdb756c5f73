"""Record plans of regular payments of the time before the program was used, and tie payments of that time to them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import OPENING_WAITS
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import LONDON, long_date
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import margin_on
from budgettracker.spend import rules
from budgettracker.spend.actions.record_past_money import PastMoney, past_role
from budgettracker.spend.actions.write_past_money import PastDecision, PastPurchase, PaymentOf
from budgettracker.spend.actions.write_spend import new_spend, save_spend
from budgettracker.spend.kinds import Route, SpendKind, SpendState
from budgettracker.spend.models import PlanPart, PlanSchedule, Spend
from budgettracker.spend.queries.plans import margin_used, parts_of, parts_to_hold
from budgettracker.spend.rules import Price, Purchase, Schedule


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What the authority's records say of a plan: who asked, who approved it on which day, and whether it ended early."""

    reference: str
    schedule: Schedule
    requested_by: Person
    approved_by: Person
    approved_on: date
    ended_on: date | None


@dataclass(slots=True)
class PastPlan:
    """A plan while payments are tied to it. `left` is what is left of it in each cap period, where it holds money of them.

    `held`: its hold is in the ledger, since it was in the books before. `margin_used`: by its payments, in pence.
    """

    row: Spend
    schedule: PlanSchedule
    requested_by: Person
    approved_by: Person
    left: dict[uuid.UUID, int]
    held: bool
    margin_used: int = 0

    @property
    def holds(self) -> bool:
        """Is money held for payments to come?"""
        return self.row.state == SpendState.APPROVED and self.row.period_id is not None


class PastPlans:
    """Plans and their payments of many families, in the order of their days."""

    def __init__(self, money: PastMoney) -> None:
        self._money = money

    def plan(self, family: Family, scheme: Scheme | None, purchase: Purchase, facts: PlanFacts) -> PastPlan:
        """A plan as it was approved then, from the devolved budget of a scheme or as other help (no scheme).

        One that goes on holds what its payments have not taken once all of them are brought in: see `hold_rest`.
        Raises Refusal on `approved_by` for a sum that nobody of that role could approve, on `first_on` or `last_on` for a
        time without a limit, and for a family that was not open.
        """
        money, schedule = self._money, facts.schedule
        decision = PastDecision(
            reference=facts.reference,
            recorded_by=facts.requested_by,
            requested_at=_noon(facts.approved_on),
            decided_by=facts.approved_by,
            decided_at=_noon(facts.approved_on),
        )
        money.require(family, purchase, decision)
        kind = SpendKind.OTHER_HELP if scheme is None else SpendKind.DEVOLVED
        spend = new_spend(family, purchase, kind, facts.requested_by, requested_at=decision.requested_at)
        # What the law was no file says.
        spend.legal_basis = None
        spend.decided_as = self._approved_as(family, scheme, decision, schedule)
        over = facts.ended_on or (schedule.last_on if schedule.last_on < money.on else None)
        spend.state = SpendState.APPROVED if over is None else SpendState.ENDED
        spend.reference, spend.imported, spend.regular, spend.route = facts.reference, True, True, Route.REGULAR
        spend.approved_pence = spend.planned_pence
        spend.regular_until, spend.review_on = schedule.last_on, schedule.review_on
        spend.decided_by_id, spend.decided_at = facts.approved_by.id, decision.decided_at
        row = PlanSchedule(
            spend_id=spend.id,
            authority_id=spend.authority_id,
            rhythm=schedule.rhythm,
            payment_pence=schedule.payment_pence,
            first_on=schedule.first_on,
            ended_at=_noon(over) if over else None,
        )
        plan = PastPlan(spend, row, facts.requested_by, facts.approved_by, {}, held=False)
        if scheme is not None:
            spend.period_id = money.held.opened(family, scheme, schedule.first_on).id
        if plan.holds:
            plan.left = parts_to_hold(family, schedule)
            money.held.count(family.id, facts.approved_on, Role(spend.decided_as), schedule.total_pence)
        self._save(plan, purchase, schedule.afterwards)
        return plan

    def standing(self, row: Spend, requested_by: Person, approved_by: Person) -> PastPlan:
        """A plan of the books, locked."""
        assert row.schedule is not None
        left = {part.period_id: part.left_pence for part in parts_of(row)} if row.state == SpendState.APPROVED else {}
        return PastPlan(row, row.schedule, requested_by, approved_by, left, held=True, margin_used=margin_used(row.id))

    def pay(self, family: Family, plan: PastPlan, purchase: Purchase, decision: PastDecision) -> PastPurchase:
        """A payment of a plan: a purchase that takes at most one payment out of what the plan was approved for.

        What was paid above that is covered by the scheme's margin, or by who decided it (`decision`), or waits for a
        manager's look. Raises Refusal on `plan` where it is another family's, or nothing is left of it, on `bought_on`
        for a day outside its own.
        """
        money, pence, day = self._money, purchase.amount_pence, purchase.bought_on
        money.require(family, purchase, decision)
        _require_day(plan, family, day)
        period = self._period(family, plan, day)
        drawn = _drawn(plan, period, pence)
        named = decision.decided_by or plan.approved_by
        paid = PastDecision(
            reference=decision.reference,
            # Who asked for the plan asked for its payments; who recorded one is its buyer.
            recorded_by=plan.requested_by,
            requested_at=decision.requested_at,
            decided_by=named,
            decided_at=plan.row.decided_at if named is plan.approved_by else decision.decided_at,
            decision_reason=decision.decision_reason,
            regular=True,
            payment=PaymentOf(plan.row.id, drawn, decision.recorded_by),
        )
        if plan.held and plan.holds and period is not None:
            money.rows.hold(period, -drawn, plan.row, plan.requested_by, money.on)
        plan.row.drawn_pence += drawn
        if plan.holds and period is not None:
            plan.left[period.id] -= drawn
            money.held.count(family.id, plan.row.asked_on, Role(plan.row.decided_as or Role.MANAGER), -drawn)
        if period is None:
            role, price = Role.MANAGER, Price(pence, 0, flagged=False)
            past = money.rows.purchase(family.id, None, purchase, paid, price, role, Route.REGULAR)
        else:
            decided_as = self._decided_as(family, plan, period, drawn, purchase, decision)
            price = rules.price(pence, 0, money.held.room(period, day), allowed=decided_as is not None)
            past = money.rows.purchase(family.id, period, purchase, paid, price, decided_as, Route.REGULAR)
            money.held.spent(period, price.within_pence)
        money.held.count(family.id, day, past.decided_as, pence)
        return past

    def hold_rest(self, family: Family, plan: PastPlan) -> None:
        """Hold what is left of a plan that goes on; one whose money is drawn is over.

        Raises Refusal on `payment` where less is left of the budget than of the plan.
        """
        money, row = self._money, plan.row
        if row.state != SpendState.APPROVED:
            return
        if row.held_pence == 0:
            self.end(plan)
        elif not plan.held:
            periods = [(money.held.period(family.id, each), pence) for each, pence in plan.left.items() if pence]
            for period, pence in periods:
                _require_room(period, pence)
            for period, pence in periods:
                money.rows.hold(period, pence, row, plan.requested_by, money.on)

    def end(self, plan: PastPlan) -> None:
        """The plan is over: nothing is held for it any more."""
        plan.row.state, plan.schedule.ended_at = SpendState.ENDED, self._money.at

    def _approved_as(self, family: Family, scheme: Scheme | None, decision: PastDecision, schedule: Schedule) -> Role:
        """The role by which the plan was approved; raises Refusal where it did not reach so far."""
        assert decision.decided_by is not None
        assert decision.decided_at is not None
        if scheme is None:
            return Role.MANAGER
        held, on = self._money.held, decision.decided_at.date()
        period = held.opened(family, scheme, schedule.first_on)
        if self._money.live and period.opening_waits:
            raise Refusal(None, OPENING_WAITS)
        deciders = held.deciders(
            family.id, period, schedule.total_pence, on, regular=True, regular_needs=Role(scheme.regular_needs)
        )
        role = past_role(decision, deciders)
        if role is None:
            could = f"{decision.decided_by.name} could not approve then: a {deciders.roles[0].words} decides it"
            words = "Leave the plan out and write yes in regular of its payments, or name who could."
            raise Refusal("approved_by", f"{rules.what_it_comes_to(schedule)}, which {could}. {words}")
        return role

    def _period(self, family: Family, plan: PastPlan, day: date) -> BudgetPeriod | None:
        """The cap period of a payment's day; None of other help."""
        if plan.row.period_id is None:
            return None
        held = self._money.held
        period = held.opened(family, held.period(family.id, plan.row.period_id).budget.scheme, day)
        if self._money.live and period.opening_waits:
            raise Refusal(None, OPENING_WAITS)
        return period

    def _decided_as(
        self,
        family: Family,
        plan: PastPlan,
        period: BudgetPeriod,
        drawn_pence: int,
        purchase: Purchase,
        decision: PastDecision,
    ) -> Role | None:
        """The role by which a payment stands decided: its plan's within the margin, else by whom its own row names."""
        pence, day = purchase.amount_pence, purchase.bought_on
        margin, dearer = margin_on(period.budget.scheme_id, day), max(0, pence - drawn_pence)
        if dearer <= margin.of(drawn_pence) and dearer + plan.margin_used <= margin.of(plan.row.approved_pence or 0):
            plan.margin_used += dearer
            return Role(plan.row.decided_as or Role.MANAGER)
        return past_role(decision, self._money.held.deciders(family.id, period, pence, day))

    def _save(self, plan: PastPlan, purchase: Purchase, afterwards: str) -> None:
        money, spend = self._money, plan.row
        money.held.write_opened(unmoved=True)
        spend.schedule = plan.schedule
        save_spend(spend, purchase)
        spend.details.afterwards = afterwards
        for period_id, pence in plan.left.items():
            part = PlanPart(authority_id=spend.authority_id, plan_id=spend.id, period_id=period_id, pence=pence)
            db.session.add(part)
        db.session.flush()
        changes = {
            "kind": spend.kind,
            "state": [None, spend.state],
            "planned_pence": [None, spend.planned_pence],
            "payment_pence": plan.schedule.payment_pence,
            "rhythm": plan.schedule.rhythm,
            "last_on": spend.regular_until,
            "recorded_by": spend.recorded_by_id,
            "decided_by": spend.decided_by_id,
        }
        record(money.by, Deed.SPEND_IMPORTED, spend, changes, authority_id=spend.authority_id, at=money.at, new=True)


def _require_room(period: BudgetPeriod, pence: int) -> None:
    """Refuse to hold more than is left; raises Refusal on `payment`."""
    left_pence = position_of(period).left_pence
    if pence > left_pence:
        raise Refusal(
            "payment",
            f"{pounds(pence)} of this plan is still to be paid, and only {pounds(left_pence)} is left of the limit. "
            "Give the day it ended in ended_on, or bring in a higher limit.",
        )


def _require_day(plan: PastPlan, family: Family, day: date) -> None:
    """Refuse a payment of another family's plan, and one of a day outside the plan's own."""
    row = plan.row
    if row.family_id != family.id:
        raise Refusal("plan", "This plan is another family's. Check the reference.")
    if row.state not in (SpendState.APPROVED, SpendState.ENDED):
        raise Refusal("plan", f"This plan is {row.state}, so nothing is paid by it. Leave the cell empty.")
    if day < plan.schedule.first_on:
        first_on = long_date(plan.schedule.first_on)
        raise Refusal(
            "bought_on", f"The payments of this plan begin on {first_on}. Check the day, or leave plan empty."
        )
    ended_at = plan.schedule.ended_at
    if row.state == SpendState.ENDED and ended_at is not None and day > ended_at.date():
        ended_on = long_date(ended_at.date())
        raise Refusal(
            "bought_on", f"The payments of this plan ended on {ended_on}. Check the day, or leave plan empty."
        )


def _drawn(plan: PastPlan, period: BudgetPeriod | None, pence: int) -> int:
    """What a payment takes out of its plan, in pence; raises Refusal on `plan` where nothing is left there."""
    row = plan.row
    left = (row.approved_pence or 0) - row.drawn_pence
    if plan.holds and period is not None:
        left = plan.left.get(period.id, 0)
    if left <= 0:
        raise Refusal(
            "plan",
            f"Of what this plan was approved for, {pounds(row.approved_pence or 0)}, nothing is left for that day. "
            "Leave plan empty and write yes in regular.",
        )
    return min(pence, plan.schedule.payment_pence, left)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)
