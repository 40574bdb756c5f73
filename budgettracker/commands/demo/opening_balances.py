"""A family that was helped before the tracker: its limit came in with what had been spent, and waits to be confirmed."""

from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.budgets.actions import PastLimit
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.families.actions import add_child, add_family
from budgettracker.families.kinds import Arm
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.spend.actions.write_past_money import PastDecision
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.spend.rules import Purchase

NAME, LIMIT_PENCE = "Quigley", 2_400_00
SPENT = (("School coats", 88_00), ("A bed and mattress", 210_00))
"""What had been bought for the family by then, in pence."""


def bring_in_opening(authority: DemoAuthority, on: date, at: datetime) -> None:
    """Finance imports a family's limit and purchases before anybody else has signed in: nobody has confirmed it since."""
    finance, senior, worker = authority.first(Role.FINANCE), authority.first(Role.SENIOR_MANAGER), authority.workers[-1]
    family = add_family(
        worker,
        next(iter(authority.teams.values())),
        f"{authority.plan.prefix}-90",
        NAME,
        opened_on=on - timedelta(days=40),
        lead_worker=worker,
        scheme=authority.scheme,
        arm=Arm.BUDGET,
        allocated_on=on,
        on=on,
        at=at,
    )
    add_child(worker, family, "C1", birth_month=f"{on.year - 9}-05", in_scope=True, index_child=True, on=on, at=at)
    money = PastMoney(finance, authority.row.id, [family.id], on=on, at=at)
    limit = PastLimit(approved_by=senior, approved_on=on, proposed_by=worker, reason="Set on paper")
    money.limit(family, authority.scheme, LIMIT_PENCE, limit)
    for number, (what, pence) in enumerate(SPENT, 1):
        past = Purchase(
            amount_pence=pence,
            bought_what=what,
            bought_on=on,
            purpose="Back to school",
            category_id=authority.scheme.categories[0].id,
            payment_method=PaymentMethod.PURCHASE_CARD,
        )
        decision = PastDecision(
            reference=f"OLD-{number}",
            recorded_by=worker,
            requested_at=at,
            decided_by=None,
            decided_at=None,
            decision_reason="",
        )
        money.buy(family, authority.scheme, past, decision)
    money.write()
