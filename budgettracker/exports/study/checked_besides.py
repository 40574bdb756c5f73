"""Checks of what authorities stated besides, and of the items that funders ask for."""

from collections.abc import Iterator

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.exports.study.check import Book, Check
from budgettracker.exports.study.events import events_checks
from budgettracker.exports.study.formulas import sum_where
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.kinds import Arm
from budgettracker.funders.rules.items import TOTAL
from budgettracker.workbooks import Kind, Sheet

BORNE = ("total", Destination.DECIDING, Destination.SET_UP)
"""The columns of Family_costs that items are made of."""
ITEM, PER_ROUND = "item", "per_round"


def checks_besides(data: StudyData, book: Book, follows: tuple[str, ...]) -> Iterator[Check]:
    """What falls on the run's days, as it was frozen; and that items are families, deciding, setting up and what is besides."""
    yield from events_checks(book.events, follows)
    if book.other_costs is None:
        return
    lines = other_cost_lines(data.session, data.run.id)
    pence, formula = sum(line.of.counted_pence for line in lines), f"SUM({book.other_costs.whole('counted')})"
    compares = "What falls on the run's days of Other_costs, and the figure frozen with the run"
    yield Check("Other costs", compares, Kind.MONEY, pence, formula, pence, follows=follows)
    if (
        book.items is not None
        and {ITEM, PER_ROUND} <= {column.name for column in book.items.columns}
        and book.items.length
    ):
        yield _of_items(book.items, book, sorted({line.authority for line in lines if line.families}), follows)


def _of_items(items: Sheet, book: Book, authorities: list[str], follows: tuple[str, ...]) -> Check:
    """The items of a round, less their total's row, and what they are made of."""
    terms = [sum_where(book.family_costs, column, ("arm", Arm.BUDGET)) for column in BORNE]
    if book.other_costs is not None:
        terms += [sum_where(book.other_costs, "counted", ("authority", name)) for name in authorities]
    places = [[column.name for column in items.columns].index(name) for name in (ITEM, PER_ROUND)]
    pence = next(row[places[1]] for row in items.rows if row[places[0]] == TOTAL)
    compares = "Items of a round, and families with a budget with deciding, setting up and Other_costs"
    formula = f"SUM({items.whole(PER_ROUND)})-{sum_where(items, PER_ROUND, (ITEM, TOTAL))}"
    return Check("Items of funders", compares, Kind.MONEY, pence, formula, pence, "+".join(terms), follows=follows)
