"""The second route to a cost: how often something happened with families of an arm, at a published unit cost."""

import uuid
from dataclasses import dataclass
from datetime import date

from budgettracker.costing.kinds import PriceUse, Process
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm

MOST_EVENTS = 1_000_000
"""Of one process in one arm: more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class EventCount:
    """Events of one process with the families of one arm of an authority, over days (both included), and what each costs.

    `unit_pence` stands in the prices of `price_year`; both sources are as stated: who counted, and who published the cost.
    """

    authority_id: uuid.UUID
    arm: Arm
    process: Process
    starts_on: date
    ends_on: date
    number: int
    unit_pence: int
    price_year: str
    counted_by: str
    priced_by: str


def require_event_count(event: EventCount, starts_on: date, ends_on: date) -> None:
    """Refuse a count that is none, days outside the study's, a cost of nothing, or a source left out. Raises Refusal."""
    if event.ends_on < event.starts_on:
        raise Refusal("ends_on", "The last day must not be before the first.")
    if event.starts_on < starts_on or event.ends_on > ends_on:
        field = "starts_on" if event.starts_on < starts_on else "ends_on"
        raise Refusal(field, "Count events of the study's own days only: others have no cost beside them.")
    if not 0 < event.number <= MOST_EVENTS:
        raise Refusal("number", "Enter how many there were, at least 1 and at most 1,000,000.")
    if event.unit_pence <= 0:
        raise Refusal("unit_cost", "Enter what one of them costs, above £0.")
    parse_price_year(event.price_year)
    for field in ("counted_by", "priced_by"):
        if not getattr(event, field).strip():
            raise Refusal(field, "Say where the figure is from.")


def unit_pence_in(event: EventCount, uprating: Uprating | None) -> int:
    """The unit cost in a run's prices, uprated by its index for pay, since processes are staff's time; half up.

    Raises Refusal where the index lacks the unit cost's year.
    """
    if uprating is None:
        return event.unit_pence
    ratio = uprating.ratio(PriceUse.PAY, event.price_year)
    if ratio is None:
        raise Refusal(None, uprating.lacking(PriceUse.PAY, event.price_year, f"the unit cost of {event.process.words}"))
    return ratio.uprated(event.unit_pence)
