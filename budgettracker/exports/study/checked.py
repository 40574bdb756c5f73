"""Every way in which a study's workbook must add up, and the inputs that may be changed on purpose."""

from collections.abc import Iterator

from sqlalchemy import func, select

from budgettracker.budgets.models import LedgerEntry
from budgettracker.costing.kinds import BESIDE, Destination, Reason
from budgettracker.costing.rates.rules.uprating import INDEX_PARTS
from budgettracker.costing.results.rules.discount import DISCOUNTED
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine, RunPurchase
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.exports.study.budgets import limits_in_force
from budgettracker.exports.study.check import Book, Check
from budgettracker.exports.study.checked_besides import checks_besides
from budgettracker.exports.study.family_costs import TOTAL_OF
from budgettracker.exports.study.formulas import rows_of, sum_where
from budgettracker.exports.study.posts import INPUTS
from budgettracker.exports.study.prices import TEN_THOUSANDTHS
from budgettracker.exports.study.reconciliation import ABOUT, PART, difference_of, parts_of
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import COST_COLUMNS, INDIRECT, OWN_COST, PARTS
from budgettracker.exports.study.work_time import PAID_EXPENSES, PAID_MILEAGE
from budgettracker.money import half_up
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Refund, Spend
from budgettracker.workbooks import Kind

POSTS, MINUTES, MONEY, PRICES = (f"Inputs: {of}" for of in ("Posts", "minutes of work", "miles and expenses", "Prices"))


def watched(data: StudyData) -> tuple[str, ...]:
    """The checks of what may be changed on purpose and makes costs others: prices where they are live."""
    priced = data.uprating is not None or data.run.discount_basis_points is not None
    return (POSTS, MINUTES, MONEY, PRICES) if priced else (POSTS, MINUTES, MONEY)


def all_checks(data: StudyData, book: Book) -> Iterator[Check]:
    """The checks in order: inputs, families, reconciliation, pools, purchases, budgets, rows."""
    yield from _of_inputs(data, book)
    yield from _of_families(book)
    yield from _beside(book)
    yield from _of_cuts(data, book)
    yield from _discounted(book)
    yield from _of_entries(data, book)
    yield from _of_pools(data, book)
    yield from _of_purchases_and_limits(data, book)
    yield from _of_paid(book)
    yield from checks_besides(data, book, watched(data))
    for sheet in book.data_sheets:
        # A column that is filled in every row: `family` is empty where no family bears the cost.
        filled = next(column.name for column in sheet.columns if column.name != "family")
        compares, formula = "Rows found, and rows told on the Cover", rows_of(sheet, filled)
        yield Check(f"Rows of {sheet.name}", compares, Kind.WHOLE, sheet.length, formula, sheet.length)


def _of_cuts(data: StudyData, book: Book) -> Iterator[Check]:
    """The total of each cut, and that of Family_costs."""
    pence, costs = book.totals.pence["total"], f"SUM({book.family_costs.whole('total')})"
    for sheet in book.cuts:
        compares = f"Total of {sheet.name}, and of Family_costs"
        formula = f"SUM({sheet.whole('total')})"
        yield _money(f"Cut: {sheet.name}", compares, pence, formula, pence, costs, follows=watched(data))


def _discounted(book: Book) -> Iterator[Check]:
    """What is discounted, and the column of Family_costs that it comes from."""
    for sheet in book.beside:
        if sheet.name == "Discounting":
            for column in DISCOUNTED:
                pence = sum(row[[each.name for each in sheet.columns].index(column)] for row in sheet.rows)
                formula, costs = f"SUM({sheet.whole(column)})", f"SUM({book.family_costs.whole(column)})"
                yield _money(f"Discounting: {column}", "Discounting, and Family_costs", pence, formula, pence, costs)


def _of_inputs(data: StudyData, book: Book) -> Iterator[Check]:
    """What may be changed on purpose, each figure weighed by its row and column, against what the run had."""
    posts, work = book.posts, book.sources.work_time.sheet
    terms, expected = [], 0
    for weight, (column, factor) in enumerate(INPUTS.items(), start=1):
        cells = posts.whole(column)
        terms.append(f"{weight}*SUMPRODUCT(ROW({cells})*ROUND({cells}*{factor},0))")
        for at, row in enumerate(posts.rows):
            expected += weight * posts.place(at)[1] * _whole(getattr(row, column), factor)
    compares = "Salaries, percentages, hours and ratios, weighed; and as the run had them"
    yield Check(POSTS, compares, Kind.WHOLE, expected, "+".join(terms), expected, is_input=True)
    whole = func.sum(RunLine.whole_contact_minutes + RunLine.whole_preparation_minutes + RunLine.whole_travel_minutes)
    minutes = int(data.session.scalar(select(whole).where(RunLine.run_id == data.run.id)) or 0)
    formula = f"SUM({work.whole_block('whole_contact_minutes', 'whole_travel_minutes')})"
    compares = "Whole minutes on Work_time, and as the run had them"
    yield Check(MINUTES, compares, Kind.WHOLE, minutes, formula, minutes, is_input=True)
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    money = select(func.sum(PAID_MILEAGE + PAID_EXPENSES)).select_from(RunEntry).join(RunLine, of_entry)
    contained = func.coalesce(RunLine.reason, "") == Reason.CONTAINED_IN_RATIO
    pence = int(data.session.scalar(money.where(RunLine.run_id == data.run.id, ~contained)) or 0)
    formula = f"SUM({work.whole('whole_mileage_cost')})+SUM({work.whole('whole_expenses')})"
    compares = "Whole costs of miles and expenses on Work_time, and as the run had them"
    yield Check(MONEY, compares, Kind.MONEY, pence, formula, pence, is_input=True)
    if PRICES in watched(data):
        cells, prices = book.prices.whole("value"), book.prices
        formula = f"SUMPRODUCT(ROW({cells})*ROUND({cells}*{INDEX_PARTS},0))"
        weighed = sum(prices.place(at)[1] * row[TEN_THOUSANDTHS] for at, row in enumerate(prices.rows))
        compares = "Indices and other prices, weighed; and as the run had them"
        yield Check(PRICES, compares, Kind.WHOLE, weighed, formula, weighed, is_input=True)


def _whole(value: int | tuple[int, int], factor: int) -> int:
    """A cell's figure times what makes it whole; money is whole pence already."""
    return half_up(value[0] * factor, value[1]) if isinstance(value, tuple) else value


def _of_families(book: Book) -> Iterator[Check]:
    costs, pence = book.family_costs, book.totals.pence
    work, pool_lines, spend = book.sources.work_time.sheet, book.sources.pool_lines.sheet, book.sources.spend.sheet
    for part, column in zip(PARTS, COST_COLUMNS, strict=True):
        rows = sum_where(work, column, ("destination", Destination.FAMILY))
        compares = "Family_costs, and rows of Work_time that families bear"
        if column == INDIRECT:
            rows += "+" + sum_where(pool_lines, column, ("destination", Destination.FAMILY))
            compares += ", with Pool_lines"
        formula = f"SUM({costs.whole(part)})"
        yield _money(f"Families: {part}", compares, pence[part], formula, pence[part], rows)
    for column, kind in (("purchases", SpendKind.DEVOLVED), ("other_help", SpendKind.OTHER_HELP)):
        compares = f"Family_costs, and what counts on Spend ({kind})"
        formula, rows = f"SUM({costs.whole(column)})", sum_where(spend, "counted", ("kind", kind))
        yield _money(f"Families: {column}", compares, pence[column], formula, pence[column], rows)
    yield _money(
        "Families: total",
        "Total, and purchases with every part of running time",
        pence["total"],
        f"SUM({costs.whole('total')})",
        sum(pence[column] for column in TOTAL_OF),
        "+".join(f"SUM({costs.whole(column)})" for column in TOTAL_OF),
    )


def _beside(book: Book) -> Iterator[Check]:
    """What stands beside the total: Family_costs, and the rows that say so."""
    costs, pence = book.family_costs, book.totals.pence
    work, pool_lines, deciding = (
        book.sources.work_time.sheet,
        book.sources.pool_lines.sheet,
        book.sources.deciding.sheet,
    )
    for column in BESIDE:
        terms = [sum_where(work, part, ("destination", column)) for part in COST_COLUMNS]
        terms.append(sum_where(pool_lines, INDIRECT, ("destination", column)))
        compares = "Family_costs, and rows of Work_time and Pool_lines that say so"
        if column is Destination.DECIDING:
            terms.append(f"SUM({deciding.whole('cost')})")
            compares += ", with Deciding"
        yield _money(
            f"Beside: {column}", compares, pence[column], f"SUM({costs.whole(column)})", pence[column], "+".join(terms)
        )


def _of_entries(data: StudyData, book: Book) -> Iterator[Check]:
    frozen = totals_of(data.run).sums
    costs, work, pool_lines = book.family_costs, book.sources.work_time.sheet, book.sources.pool_lines.sheet
    all_entries = f"SUM({work.whole_block(OWN_COST[0], OWN_COST[-1])})"
    families = "+".join(f"SUM({costs.whole(part)})" for part in (*PARTS, *BESIDE))
    families += f"-SUM({book.sources.deciding.sheet.whole('cost')})"
    left_out = "+".join(sum_where(work, column, ("destination", Destination.LEFT_OUT)) for column in OWN_COST)
    pooled = "+".join(
        sum_where(pool_lines, INDIRECT, ("destination", destination))
        for destination in (Destination.UNALLOCATED, Destination.LEFT_OUT)
    )
    yield _money(
        "Reconciliation of entries",
        "Families and what is beside their total (but Deciding) less mode B's uplift, with unallocated and left out; all "
        "entries",
        frozen.out_by_pence + frozen.all_entries_pence,
        f"{families}-SUM({work.whole(INDIRECT)})+{pooled}+{left_out}",
        frozen.all_entries_pence,
        all_entries,
    )
    yield _money(
        "All entries",
        "Rows of Work_time, and the figure frozen with the run",
        frozen.all_entries_pence,
        all_entries,
        frozen.all_entries_pence,
        follows=watched(data),
    )
    yield Check(
        "Minutes of entries",
        "Whole minutes on rows of Work_time, and minutes logged",
        Kind.WHOLE,
        _minutes(data, RunLine),
        f"SUM({work.whole_block('contact_minutes', 'travel_minutes')})",
        _minutes(data, RunEntry),
    )


def _minutes(data: StudyData, table: type[RunEntry] | type[RunLine]) -> int:
    """Minutes of the run's entries, or of its lines."""
    minutes = func.sum(table.contact_minutes + table.preparation_minutes + table.travel_minutes)
    return int(data.session.scalar(select(minutes).where(table.run_id == data.run.id)) or 0)


def _of_pools(data: StudyData, book: Book) -> Iterator[Check]:
    pool, lines, work = book.sources.pool, book.sources.pool_lines.sheet, book.sources.work_time.sheet
    run = data.run.id
    cost = int(data.session.scalar(select(func.sum(RunPool.cost_pence)).where(RunPool.run_id == run)) or 0)
    shares = select(func.sum(RunPoolLine.indirect_share_pence)).where(RunPoolLine.run_id == run)
    time = RunLine.contact_cost_pence + RunLine.preparation_cost_pence + RunLine.travel_cost_pence
    entries = select(func.sum(time + RunLine.mileage_cost_pence + RunLine.expenses_pence)).where(
        RunLine.run_id == run, RunLine.destination == Destination.POOLED
    )
    cost_formula = f"SUM({pool.whole('cost')})"
    yield _money(
        "Pools: filled",
        "Cost of pools, and their entries on Work_time",
        cost,
        cost_formula,
        int(data.session.scalar(entries) or 0),
        "+".join(sum_where(work, column, ("destination", Destination.POOLED)) for column in OWN_COST),
    )
    yield _money(
        "Pools: shared out",
        "Shares on Pool_lines, and cost of pools",
        int(data.session.scalar(shares) or 0),
        f"SUM({lines.whole(INDIRECT)})",
        cost,
        cost_formula,
    )


def _of_purchases_and_limits(data: StudyData, book: Book) -> Iterator[Check]:
    frozen, limits = totals_of(data.run), limits_in_force(data)
    spend, budgets = book.sources.spend.sheet, book.budgets
    counted = frozen.purchases_pence + frozen.other_help_pence
    yield _money(
        "Purchases and other help",
        "What counts on Spend, and the figure frozen with the run",
        counted,
        f"SUM({spend.whole('counted')})",
        counted,
        whole_if=f"Rows of {spend.name}",
    )
    yield _money(
        "Purchases in the ledger",
        "Amounts of devolved purchases on Spend, and what the ledger moved for them",
        _paid(data),
        sum_where(spend, "amount", ("kind", SpendKind.DEVOLVED)),
        _ledger(data),
        whole_if=f"Rows of {spend.name}",
    )
    yield _money(
        "Limits",
        "Approved changes on Budgets, and the limits in force by the books",
        limits,
        f"SUM({budgets.whole('moved')})",
        limits,
        whole_if=f"Rows of {budgets.name}",
    )


def _of_paid(book: Book) -> Iterator[Check]:
    """The difference between paid and costed, and the parts it is the sum of."""
    for about in ABOUT:
        if book.paid is not None and (difference := difference_of(book.paid, about)) is not None:
            parts = sum_where(book.paid, "amount", ("about", about), ("kind", PART))
            called = about.replace("_", " ")
            compares = f"Difference of {called} on Reconciliation, and its parts"
            yield _money(f"Paid and costed: {called}", compares, *difference, parts_of(book.paid, about), parts)


def _paid(data: StudyData) -> int:
    """Gross amounts of devolved purchases less refunds, in pence, from the records of the purchases themselves."""
    counted = (RunPurchase.run_id == data.run.id, RunPurchase.kind == SpendKind.DEVOLVED)
    bought = select(func.sum(Spend.paid_pence)).join(RunPurchase, RunPurchase.spend_id == Spend.id)
    returned = select(func.sum(Refund.amount_pence)).join(RunPurchase, RunPurchase.refund_id == Refund.id)
    paid = data.session.scalar(bought.where(*counted, RunPurchase.refund_id.is_(None))) or 0
    return int(paid) - int(data.session.scalar(returned.where(*counted)) or 0)


def _ledger(data: StudyData) -> int:
    """What the ledger moved into spent and over the limit for the run's purchases, up to the run."""
    bought = select(RunPurchase.spend_id).where(RunPurchase.run_id == data.run.id, RunPurchase.refund_id.is_(None))
    moved = select(func.sum(LedgerEntry.spent_delta_pence + LedgerEntry.over_delta_pence))
    moved = moved.where(LedgerEntry.spend_id.in_(bought), LedgerEntry.at <= data.run.made_at)
    return int(data.session.scalar(moved) or 0)


def _money(
    name: str,
    compares: str,
    pence: int,
    formula: str,
    expected: int,
    expected_formula: str | None = None,
    *,
    follows: tuple[str, ...] = (),
    whole_if: str = "",
) -> Check:
    return Check(
        name, compares, Kind.MONEY, pence, formula, expected, expected_formula, follows=follows, whole_if=whole_if
    )
