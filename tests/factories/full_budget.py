"""A budget in which everything has happened: every state of a purchase, a cap period with an end, bounds of every role.

The days are the edges of what counts: the first of the cap period, the last of the running window. The amounts tell
every sum apart from every other, so that a part left out of a total, or counted twice, cannot hide.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend.kinds import VatStatus
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import who_decides
from tests.factories.spend import refunded as came_back
from tests.factories.spend import weekly
from tests.factories.world import NOON, World, family, scheme

TODAY = date(2026, 6, 15)
FIRST_OF_PERIOD, LAST_OF_PERIOD = date(2026, 4, 1), date(2027, 3, 31)
WINDOW_DAYS = 30
EDGE_OF_WINDOW = TODAY - timedelta(days=WINDOW_DAYS - 1)
"""The first day that still counts in a running total of today."""


@dataclass(frozen=True)
class FullBudget:
    """The family and its purchases, each in a state of its own."""

    scheme: Scheme
    family: Family
    refunded: Spend
    """Bought on the first day of the cap period for £120.00 with £20.00 tax; £60.00 came back, £15.00 of it tax."""
    refund: Refund
    at_the_edge: Spend
    """£300.00 on the first day of the running window, within the worker's band."""
    approved: Spend
    """£1,500.00, approved by the manager and not bought yet."""
    bought_dearer: Spend
    """Approved for £510.00 and bought for £610.00: more than the margin, so the whole price waits for a manager."""
    regular: Spend
    """£30.00 a time: within the worker's band, and a manager's to decide all the same."""
    declined: Spend
    over_declined: Spend
    """Already paid, £3,000.00: more than was left; the senior manager did not accept it, so it stays over the limit."""
    over_pence: int
    """What of it the limit did not allow."""
    reversed_: Spend
    withdrawn: Spend
    requested: Spend
    """£700.01: above the manager's running bound together with the rest, so the senior manager's to decide."""
    requested_roles: tuple[Role, ...]
    """Who could decide it when it was asked for."""
    other_help: Spend


def full_scheme(world: World) -> Scheme:
    """A cap of £5,000.00 for each financial year; the manager has a running bound too."""
    made = scheme(world.authority, "Every bound", cap_pence=5_000_00, window_days=WINDOW_DAYS)
    made.cap_period = CapPeriod.FINANCIAL_YEAR
    for band in made.bands:
        if band.role == Role.MANAGER:
            band.running_pence, band.window_days = 3_000_00, WINDOW_DAYS
    return made


def log(by: Person, of: Family, pence: int, words: str, bought_on: date = TODAY, **more: object) -> Spend:
    """Log a purchase from the family's budget."""
    purchase = actions.Purchase(amount_pence=pence, bought_what=words, bought_on=bought_on, **more)  # type: ignore[arg-type]
    return actions.log_spend(by, of, purchase, on=TODAY, at=NOON)


def full_budget(world: World) -> FullBudget:
    """Make it and commit it: a limit of £4,000.00, alice records, mary decides."""
    alice, mary = world.alice, world.mary
    with transaction():
        rules = full_scheme(world)
        of = family(world.team, "WM-100", "Everything", alice, rules)
        db.session.flush()
        change = budgets.propose_limit(alice, of, rules, 4_000_00, "Start", on=TODAY, at=NOON)
        budgets.approve_limit(mary, change, on=TODAY, at=NOON)
        refunded = log(alice, of, 120_00, "Bedding", FIRST_OF_PERIOD, vat_pence=20_00, vat_status=VatStatus.RECOVERABLE)
        refund = came_back(alice, refunded, 60_00, vat_pence=15_00)
        edge = log(alice, of, 300_00, "Cot", EDGE_OF_WINDOW)
        withdrawn = log(alice, of, 600_00, "Wardrobe")
        actions.withdraw_spend(alice, withdrawn, at=NOON)
        declined = log(alice, of, 610_00, "Carpet")
        actions.decline_spend(mary, declined, "Ask the landlord", on=TODAY, at=NOON)
        reversed_ = log(alice, of, 45_00, "Shoes twice")
        actions.reverse_spend(alice, reversed_, "Typed twice", on=TODAY, at=NOON)
        approved = log(alice, of, 1_500_00, "Boiler")
        actions.approve_spend(mary, approved, on=TODAY, at=NOON)
        dearer = log(alice, of, 510_00, "Beds")
        actions.approve_spend(mary, dearer, on=TODAY, at=NOON)
        actions.record_purchase(alice, dearer, 610_00, TODAY, on=TODAY, at=NOON)
        regular = weekly(alice, of, 5_00)
        requested = log(alice, of, 700_01, "Fence")
        period = requested.period
        assert period is not None
        roles = who_decides(requested, period, TODAY)[0].roles
        over = log(alice, of, 3_000_00, "Emergency move", already_paid=True)
        over_pence = over.over_pence
        actions.review_spend(world.sam, over, accept=False, reason="Call first", on=TODAY, at=NOON)
        help_paid = actions.log_other_help(
            alice, of, actions.Purchase(amount_pence=77_00, bought_what="Food", bought_on=TODAY), on=TODAY, at=NOON
        )
    return FullBudget(
        scheme=rules,
        family=of,
        refunded=refunded,
        refund=refund,
        at_the_edge=edge,
        approved=approved,
        bought_dearer=dearer,
        regular=regular,
        declined=declined,
        over_declined=over,
        over_pence=over_pence,
        reversed_=reversed_,
        withdrawn=withdrawn,
        requested=requested,
        requested_roles=roles,
        other_help=help_paid,
    )
