"""The sheet Checks: formulas that say OK, or by how much not, for every way in which the workbook must add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from budgettracker.budgets.models import LedgerEntry
from budgettracker.costing.kinds import BESIDE, Destination
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine, RunPurchase
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.exports.study.budgets import limits_in_force
from budgettracker.exports.study.family_costs import TOTAL_OF, Sources, Totals
from budgettracker.exports.study.formulas import rows_of, sum_where
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import COST_COLUMNS, INDIRECT, OWN_COST, PARTS
from budgettracker.money import pounds_plain
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Refund, Spend
from budgettracker.workbooks import Cell, Kind, Page, Sheet, words

FIRST_ROW = 6
"""Where the first check stands: above it title, verdict and headings."""


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must agree: formulas over the rows, or a figure frozen with the run (no formula)."""

    name: str
    compares: str
    kind: Kind
    value: int
    formula: str
    expected: int
    expected_formula: str | None = None


@dataclass(slots=True)
class Book:
    """The sheets that checks reckon over."""

    families: Sheet
    children: Sheet
    budgets: Sheet
    posts: Sheet
    family_costs: Sheet
    sources: Sources
    totals: Totals

    @property
    def data_sheets(self) -> tuple[Sheet, ...]:
        """All of them, in the order people see them."""
        sources = self.sources
        return (
            self.families,
            self.children,
            self.budgets,
            sources.spend.sheet,
            sources.work_time.sheet,
            sources.pool,
            sources.pool_lines.sheet,
            sources.deciding.sheet,
            self.posts,
            self.family_costs,
        )


def checks_page(data: StudyData, book: Book) -> Page:
    """Every check, its two figures, what they differ by, and the verdict; one verdict over all on top."""
    return Page(
        name="Checks",
        rows=_rows(data, book),
        widths=(30, 20, 14, 18, 18, 3, 84),
        description="Formulas that say OK where the workbook adds up, or by how much it does not",
    )


def verdict(check: Check) -> str:
    """What a check says: OK, or by how much its figures differ."""
    difference = check.value - check.expected
    if not difference:
        return "OK"
    return f"off by {pounds_plain(difference) if check.kind is Kind.MONEY else difference}"


def _rows(data: StudyData, book: Book) -> Iterator[Sequence[Cell | None]]:
    checks = list(all_checks(data, book))
    last = FIRST_ROW + len(checks) - 1
    results = f"B{FIRST_ROW}:B{last}"
    failing = sum(verdict(check) != "OK" for check in checks)
    overall = "Everything adds up." if not failing else f"{failing} of {len(checks)} checks do not hold."
    formula = (
        f'IF(COUNTIFS({results},"OK")={len(checks)},"Everything adds up.",'
        f'({len(checks)}-COUNTIFS({results},"OK"))&" of {len(checks)} checks do not hold.")'
    )
    yield [words("Checks", "title")]
    yield [Cell(Kind.TEXT, overall, formula=formula, look="heading")]
    yield [
        words("Each line reckons two figures from the rows of this workbook. Pounds, unless the name says otherwise.")
    ]
    yield []
    yield [words(text, "header") for text in ("check", "result", "difference", "one", "other", "", "compares")]
    for number, check in enumerate(checks, start=FIRST_ROW):
        yield _line(number, check)


def _line(number: int, check: Check) -> list[Cell | None]:
    off = f'"off by "&ROUND(C{number},2)'
    return [
        words(check.name),
        Cell(Kind.TEXT, verdict(check), formula=f'IF(ABS(C{number})<0.005,"OK",{off})', look="text"),
        Cell(check.kind, check.value - check.expected, formula=f"ROUND(D{number}-E{number},2)"),
        Cell(check.kind, check.value, formula=check.formula),
        Cell(check.kind, check.expected, formula=check.expected_formula),
        None,
        words(check.compares),
    ]


def all_checks(data: StudyData, book: Book) -> Iterator[Check]:
    """The checks in order: families, reconciliation, pools, purchases, budgets, rows."""
    yield from _of_families(book)
    yield from _beside(book)
    yield from _of_entries(data, book)
    yield from _of_pools(data, book)
    yield from _of_purchases_and_limits(data, book)
    for sheet in book.data_sheets:
        # A column that is filled in every row: `family` is empty where no family bears the cost.
        names = [column.name for column in sheet.columns]
        filled = names[0] if names[0] != "family" else names[1]
        compares, formula = "Rows found, and rows told on the Cover", rows_of(sheet, filled)
        yield Check(f"Rows of {sheet.name}", compares, Kind.WHOLE, sheet.length, formula, sheet.length)


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
    )
    yield _money(
        "Purchases in the ledger",
        "Amounts of devolved purchases on Spend, and what the ledger moved for them",
        _paid(data),
        sum_where(spend, "amount", ("kind", SpendKind.DEVOLVED)),
        _ledger(data),
    )
    yield _money(
        "Limits",
        "Approved changes on Budgets, and the limits in force by the books",
        limits,
        f"SUM({budgets.whole('moved')})",
        limits,
    )


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
    name: str, compares: str, pence: int, formula: str, expected: int, expected_formula: str | None = None
) -> Check:
    return Check(name, compares, Kind.MONEY, pence, formula, expected, expected_formula)
