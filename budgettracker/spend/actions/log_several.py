"""Log several purchases of a family at once: each by the rules of one, and all of them or none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from budgettracker.database import savepoint
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions.log_spend import log_other_help, log_spend
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import Purchase


class SeveralRefused(Refusal):
    """Some of several purchases were refused, so none was recorded; each refusal by the purchase's place in the list."""

    def __init__(self, refusals: Mapping[int, Refusal]) -> None:
        super().__init__(None, "Nothing was recorded.")
        self.refusals = refusals


def log_several(
    by: Person, family: Family, purchases: Sequence[Purchase], *, other_help: bool, on: date, at: datetime
) -> list[Spend]:
    """Log purchases in the order they were written down; the earlier ones count for the later.

    Each is bought or requested as `log_spend` decides (`other_help`: paid outside the budget). When one is refused, all
    are undone: raises SeveralRefused, which says what stands against which.
    """
    refusals: dict[int, Refusal] = {}
    spends: list[Spend] = []
    with savepoint():
        for number, purchase in enumerate(purchases):
            try:
                with savepoint():
                    if other_help:
                        spends.append(log_other_help(by, family, purchase, on=on, at=at))
                    else:
                        spends.append(log_spend(by, family, purchase, on=on, at=at))
            except Refusal as refusal:
                refusals[number] = refusal
        if refusals:
            raise SeveralRefused(refusals)
    return spends
