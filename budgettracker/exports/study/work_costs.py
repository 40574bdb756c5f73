"""The columns of Work_time."""

import uuid
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import BESIDE, BORNE, Destination, Part, Reason
from budgettracker.exports.study.columns import (
    DiscountYear,
    circumstance,
    day,
    minutes,
    money,
    number,
    pseudonym,
    quasi_identifier,
)
from budgettracker.workbooks import Kind
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, Vehicle

PARTS = (Part.CONTACT, Part.PREPARATION, Part.TRAVEL, Part.MILEAGE, Part.EXPENSES, Part.INDIRECT)
COST_COLUMNS = ("contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses", "indirect_share")
"""Where each part of a cost stands, in the order of PARTS; the columns stand side by side."""
OWN_COST = COST_COLUMNS[:-1]
"""What an entry itself cost, without uplift."""
INDIRECT = COST_COLUMNS[-1]


NOT_LEFT_OUT = "none"
"""The reason of rows that are part of a family's total."""
WHY_NOT = tuple(dict.fromkeys((NOT_LEFT_OUT, *map(str, Reason), *map(str, BESIDE), str(Destination.POOLED))))


def why_not(destination: str, reason: str | None) -> str:
    """Why a row is no part of a family's total: why it is left out, else where it went."""
    return reason or (NOT_LEFT_OUT if destination == Destination.FAMILY else destination)


def _both(column: str) -> str:
    """A column that a line has as its part of the entry's."""
    return f"run_line.{column}, run_entry.{column}"


class WorkTimeRow(NamedTuple):
    """A work entry as it falls to one family, or to no family."""

    family: Annotated[
        str | None,
        pseudonym(
            "The family whose cost this row is part of; none where no family bears it",
            "run_line.family_id, work_share.family_id",
        ),
    ]
    worker: Annotated[str, pseudonym("Who worked", "run_entry.person_id, work_entry.person_id")]
    team: Annotated[str | None, pseudonym("The worker's team that day", "run_entry.team_id")]
    lead_worker: Annotated[str | None, pseudonym("The family's lead worker", "family.lead_worker_id")]
    worked_on: Annotated[date | None, day("The day of the work", "run_entry.worked_on, work_entry.worked_on")]
    activity: Annotated[
        str, circumstance("What kind of work", "run_entry.activity_id, work_entry.activity_id, activity.name", width=24)
    ]
    contact_minutes: Annotated[
        int, minutes("Time with the family: this family's share, in whole minutes", "run_line.contact_minutes")
    ]
    preparation_minutes: Annotated[
        int, minutes("Preparing and recording: this family's share", "run_line.preparation_minutes")
    ]
    travel_minutes: Annotated[int, minutes("Travelling: this family's share", "run_line.travel_minutes")]
    contact_cost: Annotated[int, money("Cost of contact for this row", _both("contact_cost_pence"))]
    preparation_cost: Annotated[int, money("Cost of preparing and recording", _both("preparation_cost_pence"))]
    travel_cost: Annotated[int, money("Cost of travel time", _both("travel_cost_pence"))]
    mileage_cost: Annotated[int, money("Cost of miles", "run_line.mileage_cost_pence")]
    expenses: Annotated[int, money("Other expenses of the work, and materials of a session", "run_line.expenses_pence")]
    indirect_share: Annotated[
        int,
        money(
            "Mode B: indirect time that stands behind the row, by the post's ratio. In mode A it is on Pool_lines",
            "run_line.indirect_share_pence, run_entry.uplift_pence",
        ),
    ]
    entry: Annotated[
        str, pseudonym("The work entry: one row for each of its families", "run_entry.entry_id, work_entry.id")
    ]
    session: Annotated[str | None, pseudonym("Entries of one session share it", "work_entry.session_reference")]
    authority: Annotated[
        str, quasi_identifier("The worker's authority", "run_entry.authority_id, work_entry.authority_id")
    ]
    post: Annotated[str, circumstance("The post the worker held", "run_entry.rate_id", width=24)]
    activity_kind: Annotated[
        str,
        circumstance(
            "With a family, for a family without it, general, deciding, or absent",
            "activity.kind",
            values=tuple(ActivityKind),
        ),
    ]
    activity_class: Annotated[
        str,
        circumstance(
            "Running the service, setting it up, or evaluating it",
            "activity.activity_class",
            values=tuple(ActivityClass),
        ),
    ]
    intervention: Annotated[
        str | None,
        circumstance(
            "The intervention the work is part of, if any",
            "run_entry.intervention, work_entry.intervention_id, activity.intervention_id, intervention.name",
            width=24,
        ),
    ]
    destination: Annotated[
        str,
        circumstance(
            "Where its cost went: into a family's total, beside it (deciding, set_up, evaluation), left out, or into the "
            "worker's pool",
            "run_line.destination, run_entry.pooled",
            values=(*BORNE, Destination.LEFT_OUT, Destination.POOLED),
        ),
    ]
    reason: Annotated[
        str,
        circumstance(
            "Why it is no part of a family's total: why it is left out, or where else it went; none for rows of the total",
            "run_line.reason",
            values=WHY_NOT,
            width=20,
        ),
    ]
    outside_periods: Annotated[
        bool,
        circumstance(
            "Whether its day lies between or after the times in which the family was open: said of rows of the total, and of "
            "time for another intervention, whose minutes carry a share of a pool",
            "run_line.outside_periods",
            Kind.YES_NO,
        ),
    ]
    left_out_family: Annotated[
        str | None, pseudonym("The family of the study whom a row that is left out was for", "run_line.family_id")
    ]
    share_from: Annotated[int, number("This row's share: from ...", "run_line.share_from")]
    share_to: Annotated[int, number("... to ...", "run_line.share_to")]
    share_of: Annotated[
        int, number("... of this whole. Sharing rounds the running total", "run_line.share_of, work_share.weight")
    ]
    whole_contact_minutes: Annotated[
        int,
        minutes(
            "Contact of the entry, before it is shared",
            "run_line.whole_contact_minutes, run_entry.contact_minutes, work_entry.contact_minutes",
        ),
    ]
    whole_preparation_minutes: Annotated[
        int,
        minutes(
            "Preparation of the entry",
            "run_line.whole_preparation_minutes, run_entry.preparation_minutes, work_entry.preparation_minutes",
        ),
    ]
    whole_travel_minutes: Annotated[
        int,
        minutes(
            "Travel of the entry", "run_line.whole_travel_minutes, run_entry.travel_minutes, work_entry.travel_minutes"
        ),
    ]
    whole_mileage_cost: Annotated[
        int, money("Cost of the entry's miles, as paid", "run_entry.mileage_cost_pence, run_entry.paid_mileage_pence")
    ]
    whole_expenses: Annotated[
        int,
        money(
            "Expenses of the entry, as paid",
            "run_entry.expenses_pence, run_entry.paid_expenses_pence, work_entry.expenses_pence",
        ),
    ]
    whole_miles: Annotated[
        tuple[int, int] | None,
        quasi_identifier(
            "Miles of the entry, before it is shared", "work_entry.miles_hundredths", Kind.DECIMAL, unit="miles"
        ),
    ]
    vehicle: Annotated[
        str, circumstance("What the miles were travelled in", "work_entry.vehicle", values=tuple(Vehicle))
    ]
    passengers: Annotated[int, number("Passengers on the way", "work_entry.passengers")]
    places: Annotated[int | None, number("Places a session offered", "work_entry.places")]
    discount_year: DiscountYear


class PoolKey(NamedTuple):
    """What tells a pool of a worker's time apart: Pool finds the pool's rows on Work_time by it."""

    person_id: uuid.UUID
    month: date
    """Its first day."""
    intervention: str
    """Empty for general time."""
    activity_class: str


class CostedRow(WorkTimeRow):
    """A row of Work_time that remembers by which rate and mode it was costed, and which pool it is part of."""

    rate_at: int
    """Where the rate stands on Posts, counted from 0."""
    mode: str
    pool: PoolKey | None
