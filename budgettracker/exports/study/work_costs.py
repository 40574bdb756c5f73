"""The columns of Work_time, and the formulas of its costs."""

import uuid
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import BESIDE, BORNE, Destination, Mode, Part, RatioKind, Reason
from budgettracker.costing.rates.rules.mileage import rate_on
from budgettracker.exports.study.columns import circumstance, day, minutes, money, number, pseudonym, quasi_identifier
from budgettracker.exports.study.formulas import SHARE_COLUMNS, shared_pounds
from budgettracker.exports.study.prices import PricesSheet, minutes_cost, rate_cells, uprated
from budgettracker.exports.study.study_data import StudyData
from budgettracker.money import half_up
from budgettracker.workbooks import Column, Kind, Sheet, columns_of
from budgettracker.workbooks.cells import column_letter
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, MinutesKind, Vehicle

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
            "Whether it is part of a family's total on a day between or after the times in which the family was open",
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


def work_time_columns(data: StudyData, posts: Sheet, prices: PricesSheet) -> tuple[Column, ...]:
    """The columns; the costs are formulas over the row's own minutes, the post's rate on Posts and the indices on Prices."""
    formulas = _CostFormulas(data, posts, prices)
    return columns_of(
        WorkTimeRow,
        contact_cost={"formula": formulas.contact},
        preparation_cost={"formula": formulas.preparation},
        travel_cost={"formula": formulas.travel},
        mileage_cost={"formula": formulas.mileage},
        expenses={"formula": formulas.expenses},
        indirect_share={"formula": formulas.indirect},
        whole_mileage_cost={"formula": formulas.miles},
    )


_LETTERS = {name: column_letter(position) for position, name in enumerate(WorkTimeRow._fields)}


class _CostFormulas:
    """A row's costs as formulas: whole pence in the run's prices, rounded once, then the step of the running total.

    Each is given the row's number on the sheet and the row, and is None where there is nothing to cost.
    """

    def __init__(self, data: StudyData, posts: Sheet, prices: PricesSheet) -> None:
        places = range(len(data.rates))
        self._prices = prices
        self._rates = [rate_cells(posts, prices, at, rate.price_year) for at, rate in enumerate(data.rates)]
        self._ratio = [posts.ref("r_thousandths", at) for at in places]
        self._mileage = [data.mileage.get(rate.authority_id, []) for rate in data.rates]
        self._face_to_face = [rate.ratio_kind == RatioKind.FACE_TO_FACE for rate in data.rates]

    def contact(self, number: int, row: CostedRow) -> str | None:
        """Cost of contact."""
        return self._time("whole_contact_minutes", number, row)

    def preparation(self, number: int, row: CostedRow) -> str | None:
        """Cost of preparation."""
        return self._time("whole_preparation_minutes", number, row)

    def travel(self, number: int, row: CostedRow) -> str | None:
        """Cost of travel time."""
        return self._time("whole_travel_minutes", number, row)

    def mileage(self, number: int, row: CostedRow) -> str | None:
        """This row's part of the entry's miles."""
        return self._money("whole_mileage_cost", number, row)

    def expenses(self, number: int, row: CostedRow) -> str | None:
        """This row's part of the entry's expenses."""
        return self._money("whole_expenses", number, row)

    def indirect(self, number: int, row: CostedRow) -> str | None:
        """Mode B: the ratio on the minutes it applies to."""
        uplifted = row.destination in BORNE and row.destination != Destination.DECIDING
        if row.mode != Mode.CLIENT_TIME or not uplifted:
            return None
        kinds = [MinutesKind.CONTACT] if self._face_to_face[row.rate_at] else list(MinutesKind)
        columns = [f"whole_{kind.column}" for kind in kinds]
        if not any(getattr(row, column) for column in columns):
            return None
        whole = "+".join(f"{_LETTERS[column]}{number}" for column in columns)
        cost_a_year, minutes_a_year = self._rates[row.rate_at]
        formula = f"ROUND(({whole})*{cost_a_year}*{self._ratio[row.rate_at]}/({minutes_a_year}*1000),0)"
        return _share(formula, number, row)

    def miles(self, number: int, row: CostedRow) -> str | None:
        """An entry's miles at the first rate for a car; None where the year's limit lies within them, or passed before."""
        if row.worked_on is None or not row.whole_miles or not row.whole_mileage_cost:
            return None
        rate = rate_on(self._mileage[row.rate_at], row.worked_on)
        if rate is None or half_up(row.whole_miles[0] * rate.car_tenths, 1_000) != row.whole_mileage_cost:
            return None
        return f"ROUND(ROUND({_LETTERS['whole_miles']}{number}*100,0)*{rate.car_tenths}/1000,0)/100"

    def _time(self, column: str, number: int, row: CostedRow) -> str | None:
        if not getattr(row, column):
            return None
        return _share(minutes_cost(f"{_LETTERS[column]}{number}", self._rates[row.rate_at]), number, row)

    def _money(self, column: str, number: int, row: CostedRow) -> str | None:
        if not getattr(row, column):
            return None
        paid = f"ROUND({_LETTERS[column]}{number}*100,0)"
        return _share(uprated(paid, self._prices.goods_on(row.worked_on)), number, row)


def _share(whole_pence: str, number: int, row: WorkTimeRow) -> str:
    """The row's share of a whole, in pounds; written shorter where the share is the first, or all of it."""
    start, to, of = (f"{_LETTERS[name]}{number}" for name in SHARE_COLUMNS)
    if row.share_from == 0 and row.share_to == row.share_of:
        return f"{whole_pence}/100"
    if row.share_from == 0:
        return f"ROUND({whole_pence}*{to}/{of},0)/100"
    return shared_pounds(whole_pence, start, to, of)
