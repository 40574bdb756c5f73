"""What a manager sees besides the ordinary: workers who ask though they need not, and what was put right last week."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.commands.demo import example_items as items
from budgettracker.commands.demo.ahead_examples import ROOMY
from budgettracker.commands.demo.example_deeds import Follow, buy_on_day, request_on_day
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.purchases import Till
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.kinds import PaymentMethod, SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import money_facts, standing
from budgettracker.versions import version_of


def asked_anyway(till: Till, household: Household) -> None:
    """Where workers may decide everything, some larger things are decided by those they asked all the same."""
    household.limit_pence = ROOMY
    manager, senior = (till.authority.first(role) for role in (Role.MANAGER, Role.SENIOR_MANAGER))
    for item, days, decider in ((items.KITCHEN, 34, senior), (items.LAPTOP, 21, manager), (items.TUTOR, 9, manager)):
        request_on_day(till, household, item, days, days - 1, _approved(till, household, decider), ask_manager=True)


def _approved(till: Till, household: Household, decider: Person) -> Follow:
    def follow(spend: Spend, on: date, at: datetime) -> None:
        actions.approve_spend(decider, spend, "Right to ask, and right to buy.", on=on, at=at)
        till.buy_later(household, spend, on)

    return follow


def put_right(till: Till, household: Household) -> None:
    """Bought on account and not by card, and shoes with the coat: put right in place by whoever recorded it."""

    def follow(spend: Spend, on: date, at: datetime) -> None:
        stands, family = money_facts(spend), household.family
        assert family is not None
        corrected = actions.Purchase(
            amount_pence=stands.pence,
            bought_what="Coat and shoes",
            bought_on=stands.day,
            category_id=spend.category_id,
            payment_method=PaymentMethod.INVOICE,
            child_id=spend.child_id,
            vat_pence=spend.vat_pence,
            vat_status=spend.vat_status,
            **{name: getattr(spend.details, name) for name in ("purpose", "supplier", "note")},
        )
        version = version_of(standing(spend))
        actions.correct_spend(
            *(household.worker, spend, family, corrected, SpendKind(spend.kind), "Read the invoice again"),
            version=version,
            on=on,
            at=at,
        )

    buy_on_day(till, household, items.COAT, 4, follow, 1)
