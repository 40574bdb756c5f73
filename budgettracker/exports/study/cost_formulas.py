"""The costs on Work_time as formulas: over the row's own minutes, the post's rate on Posts and the indices on Prices."""

from budgettracker.costing.kinds import BORNE, Destination, Mode, RatioKind
from budgettracker.costing.rates.rules.mileage import rate_on
from budgettracker.exports.study.formulas import SHARE_COLUMNS, shared_pounds
from budgettracker.exports.study.prices import PricesSheet, minutes_cost, rate_cells, uprated
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import CostedRow, WorkTimeRow
from budgettracker.money import half_up
from budgettracker.workbooks import Column, Sheet, columns_of
from budgettracker.workbooks.cells import column_letter
from budgettracker.worktime.kinds import MinutesKind


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
