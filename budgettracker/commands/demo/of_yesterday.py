"""What the last working day brought beside the ordinary: a receipt that two families share, and a colleague's card."""

from datetime import date, timedelta

from budgettracker.budgets.queries import period_on, position_of
from budgettracker.commands.demo.calendar import moment, or_friday
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.commands.demo.voice import led_by
from budgettracker.families.models import Family
from budgettracker.schemes.kinds import UsualCategory
from budgettracker.spend import actions
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.voice.kinds import PurchaseQuestion, WhoAsked

ROOM_PENCE = 100_00
CHILD_ASKED = {PurchaseQuestion.WHO_ASKED: str(WhoAsked.CHILD)}


def leave_of_yesterday(authority: DemoAuthority, today: date) -> None:
    """Two families share a day out, and school shoes are paid with a colleague's card."""
    day = or_friday(today - timedelta(days=1))
    worker, at = authority.workers[0], moment(day, 16)
    families = [family for family in led_by(worker, day) if _has_room(family, day)]
    if len(families) < 2:
        return
    farm = actions.Purchase(
        amount_pence=64_00,
        bought_what="A day at the farm for two families",
        bought_on=day,
        purpose="The children know each other from school",
        category_id=authority.categories[UsualCategory.FAMILY_TIME],
        payment_method=PaymentMethod.PURCHASE_CARD,
        supplier="Lower Meadow Farm",
        reasons=CHILD_ASKED,
    )
    actions.log_shared(worker, [actions.Share(family, 32_00) for family in families[:2]], farm, on=day, at=at)
    shoes = actions.Purchase(
        amount_pence=41_00,
        bought_what="School shoes",
        bought_on=day,
        purpose="The old ones let the rain in",
        category_id=authority.categories[UsualCategory.CLOTHING],
        payment_method=PaymentMethod.PURCHASE_CARD,
        supplier="Step by Step Shoes",
        cardholder=authority.workers[1].name,
        reasons=CHILD_ASKED,
    )
    actions.log_spend(worker, families[-1], shoes, on=day, at=at + timedelta(minutes=10))


def _has_room(family: Family, day: date) -> bool:
    period = period_on(family.id, day)
    return period is not None and not period.opening_waits and position_of(period).left_pence >= ROOM_PENCE
