"""Help paid from other money, outside every limit: what comparison families and a few others had."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from budgettracker.commands.demo.calendar import or_friday
from budgettracker.commands.demo.catalogue import OTHER_HELP, Item
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.purchases import Till, price_of
from budgettracker.spend import actions


def plan_other_help(till: Till, households: list[Household], most: int) -> None:
    """Plan help paid from other money: for comparison families, who have no devolved budget, and for a few others."""
    calendar = till.calendar
    for household in households:
        first = max(household.entered_on, calendar.start)
        days = (min(household.closed_on or calendar.last, calendar.last) - first).days
        for _ in range(till.rng.randrange(1, most + 1) if days > 0 else 0):
            day = first + timedelta(days=till.rng.randrange(days))
            item = Item(*till.rng.choice(OTHER_HELP))
            hour, minute = till.rng.randrange(9, 17), till.rng.randrange(60)
            till.diary.plan(or_friday(day), hour, minute, _other_help(till, household, item))


def _other_help(till: Till, household: Household, item: Item) -> Callable[[date, datetime], None]:
    def pay(on: date, at: datetime) -> None:
        if household.family is None or not household.open_on(on):
            return
        purchase = actions.Purchase(
            amount_pence=price_of(item, till.rng),
            bought_what=item.bought_what,
            bought_on=on,
            purpose=item.purpose,
            category_id=till.category(item),
            payment_method=item.method,
            supplier=item.supplier,
        )
        spend = actions.log_other_help(household.worker, household.family, purchase, on=on, at=at)
        till.hand_in(spend, household.worker, on)

    return pay
