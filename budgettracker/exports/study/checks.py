"""The sheet Checks: formulas that say OK, or by how much not, for every way in which the workbook must add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from budgettracker.budgets.models import LedgerEntry
from budgettracker.costing.kinds import Destination
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine, RunPurchase
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.exports.study.budgets import limits_in_force
from budgettracker.exports.study.family_costs import TOTAL_OF, Sources, Totals
from budgettracker.exports.study.ranges import block, rows_of, sum_where
from budgettracker.exports.study.scene import Scene
from budgettracker.exports.study.work_costs import COST_COLUMNS, OWN_COST, PARTS
from budgettracker.money import pounds_plain
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Refund, Spend
from budgettracker.workbooks.stream import Cell, Kind, Page, Sheet, words

FIRST_ROW = 6
"""Where the first check stands: above it title, verdict and headings."""

_OWN = COST_COLUMNS[:-1]
_INDIRECT = COST_COLUMNS[-1]


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must agree: formulas over the rows, or a figure frozen with the run (no formula)."""

    name: str
    compares: str
    kind: Kind
    one: int
    one_formula: str
    other: int
    other_formula: str | None = None


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
    data: tuple[Sheet, ...] = field(default=())


def checks_page(scene: Scene, book: Book) -> Page:
    """Every check, its two figures, what they differ by, and the verdict; one verdict over all on top."""
    return Page(
        name="Checks",
        rows=_rows(scene, book),
        widths=(30, 20, 14, 18, 18, 3, 84),
        description="Formulas that say OK where the workbook adds up, or by how much it does not",
    )


def verdict(check: Check) -> str:
    """What a check says: OK, or by how much its figures differ."""
    difference = check.one - check.other
    if not difference:
        return "OK"
    return f"off by {pounds_plain(difference) if check.kind is Kind.MONEY else difference}"


def _rows(scene: Scene, book: Book) -> Iterator[Sequence[Cell | None]]:
    made = list(all_checks(scene, book))
    last = FIRST_ROW + len(made) - 1
    results = f"B{FIRST_ROW}:B{last}"
    failing = sum(verdict(check) != "OK" for check in made)
    overall = "Everything adds up." if not failing else f"{failing} of {len(made)} checks do not hold."
    formula = (
        f'IF(COUNTIFS({results},"OK")={len(made)},"Everything adds up.",'
        f'({len(made)}-COUNTIFS({results},"OK"))&" of {len(made)} checks do not hold.")'
    )
    yield [words("Checks", "title")]
    yield [Cell(Kind.TEXT, overall, formula=formula, look="heading")]
    yield [
        words("Each line reckons two figures from the rows of this workbook. Pounds, unless the name says otherwise.")
    ]
    yield []
    yield [words(text, "header") for text in ("check", "result", "difference", "one", "other", "", "compares")]
    for number, check in enumerate(made, start=FIRST_ROW):
        yield _line(number, check)


def _line(number: int, check: Check) -> list[Cell | None]:
    off = f'"off by "&ROUND(C{number},2)'
    return [
        words(check.name),
        Cell(Kind.TEXT, verdict(check), formula=f'IF(ABS(C{number})<0.005,"OK",{off})', look="text"),
        Cell(check.kind, check.one - check.other, formula=f"ROUND(D{number}-E{number},2)"),
        Cell(check.kind, check.one, formula=check.one_formula),
        Cell(check.kind, check.other, formula=check.other_formula),
        None,
        words(check.compares),
    ]


def all_checks(scene: Scene, book: Book) -> Iterator[Check]:
    """The checks in order: families, reconciliation, pools, purchases, budgets, rows."""
    yield from _of_families(scene, book)
    yield from _of_entries(scene, book)
    yield from _of_pools(scene, book)
    yield from _of_books(scene, book)
    for sheet in book.data:
        first = sheet.columns[0].name if sheet.columns[0].name != "family" else sheet.columns[1].name
        yield Check(
            f"Rows of {sheet.name}", "Rows found, and rows told on the Cover", Kind.WHOLE, sheet.length,
            rows_of(sheet, first), sheet.length,
        )  # fmt: skip


def _of_families(scene: Scene, book: Book) -> Iterator[Check]:
    costs, pence = book.family_costs, book.totals.pence
    work, lines = book.sources.work_time.sheet, book.sources.pools.lines
    spend = book.sources.spend.sheet
    for part, column in zip(PARTS, COST_COLUMNS, strict=True):
        rows = sum_where(work, column, ("destination", Destination.FAMILY))
        told = "Family_costs, and rows of Work_time that families bear"
        if column == _INDIRECT:
            rows += "+" + sum_where(lines, column, ("destination", Destination.FAMILY))
            told += ", with Pool_lines"
        yield _money(f"Families: {part}", told, pence[part], f"SUM({costs.whole(part)})", pence[part], rows)
    for column, kind in (("purchases", SpendKind.DEVOLVED), ("other_help", SpendKind.OTHER_HELP)):
        yield _money(
            f"Families: {column}", f"Family_costs, and what counts on Spend ({kind})", pence[column],
            f"SUM({costs.whole(column)})", pence[column], sum_where(spend, "counted", ("kind", kind)),
        )  # fmt: skip
    parts = "+".join(f"SUM({costs.whole(column)})" for column in TOTAL_OF)
    yield _money(
        "Families: total", "Total, and purchases with every part of time", pence["total"],
        f"SUM({costs.whole('total')})", sum(pence[column] for column in TOTAL_OF), parts,
    )  # fmt: skip


def _of_entries(scene: Scene, book: Book) -> Iterator[Check]:
    frozen = totals_of(scene.run).sums
    costs, work, lines = book.family_costs, book.sources.work_time.sheet, book.sources.pools.lines
    every = f"SUM({block(work, *OWN_COST, 0, max(0, work.length - 1))})"
    families = "+".join(f"SUM({costs.whole(part)})" for part in PARTS)
    left_out = "+".join(sum_where(work, column, ("destination", Destination.LEFT_OUT)) for column in _OWN)
    pooled = "+".join(
        sum_where(lines, _INDIRECT, ("destination", where)) for where in (Destination.UNALLOCATED, Destination.LEFT_OUT)
    )
    told = frozen.families_pence - frozen.uplift_pence + frozen.unallocated_pence + frozen.left_out_pence
    yield _money(
        "Reconciliation of entries", "Families less mode B's uplift, with unallocated and left out; all entries",
        told, f"{families}-SUM({work.whole(_INDIRECT)})+{pooled}+{left_out}", frozen.all_entries_pence, every,
    )  # fmt: skip
    yield _money("All entries", "Rows of Work_time, and the figure frozen with the run", frozen.all_entries_pence, every,
                 frozen.all_entries_pence)  # fmt: skip
    kinds = (RunEntry.contact_minutes, RunEntry.preparation_minutes, RunEntry.travel_minutes)
    asked = select(func.sum(kinds[0] + kinds[1] + kinds[2])).where(RunEntry.run_id == scene.run.id)
    logged = int(scene.session.scalar(asked) or 0)
    shared = select(func.sum(RunLine.contact_minutes + RunLine.preparation_minutes + RunLine.travel_minutes))
    rows = int(scene.session.scalar(shared.where(RunLine.run_id == scene.run.id)) or 0)
    last = max(0, work.length - 1)
    yield Check(
        "Minutes of entries", "Whole minutes on rows of Work_time, and minutes logged", Kind.WHOLE, rows,
        f"SUM({block(work, 'contact_minutes', 'travel_minutes', 0, last)})", logged,
    )  # fmt: skip


def _of_pools(scene: Scene, book: Book) -> Iterator[Check]:
    pool, lines, work = book.sources.pools.pool, book.sources.pools.lines, book.sources.work_time.sheet
    run = scene.run.id
    cost = int(scene.session.scalar(select(func.sum(RunPool.cost_pence)).where(RunPool.run_id == run)) or 0)
    shares = select(func.sum(RunPoolLine.indirect_share_pence)).where(RunPoolLine.run_id == run)
    parts = (
        RunLine.contact_cost_pence + RunLine.preparation_cost_pence + RunLine.travel_cost_pence
        + RunLine.mileage_cost_pence + RunLine.expenses_pence
    )  # fmt: skip
    pooled = select(func.sum(parts)).where(RunLine.run_id == run, RunLine.destination == Destination.POOLED)
    rows = "+".join(sum_where(work, column, ("destination", Destination.POOLED)) for column in _OWN)
    yield _money("Pools: filled", "Cost of pools, and their entries on Work_time", cost, f"SUM({pool.whole('cost')})",
                 int(scene.session.scalar(pooled) or 0), rows)  # fmt: skip
    yield _money("Pools: shared out", "Shares on Pool_lines, and cost of pools", int(scene.session.scalar(shares) or 0),
                 f"SUM({lines.whole(_INDIRECT)})", cost, f"SUM({pool.whole('cost')})")  # fmt: skip


def _of_books(scene: Scene, book: Book) -> Iterator[Check]:
    frozen = totals_of(scene.run)
    spend, budgets = book.sources.spend.sheet, book.budgets
    counted = frozen.purchases_pence + frozen.other_help_pence
    yield _money("Purchases and other help", "What counts on Spend, and the figure frozen with the run", counted,
                 f"SUM({spend.whole('counted')})", counted)  # fmt: skip
    yield _money("Purchases in the ledger", "Amounts of devolved purchases on Spend, and what the ledger moved for them",
                 _paid(scene), sum_where(spend, "amount", ("kind", SpendKind.DEVOLVED)), _ledger(scene))  # fmt: skip
    limits = limits_in_force(scene)
    yield _money("Limits", "Approved changes on Budgets, and the limits in force by the books", limits,
                 f"SUM({budgets.whole('moved')})", limits)  # fmt: skip


def _paid(scene: Scene) -> int:
    """Gross amounts of devolved purchases less refunds, in pence, from the records of the purchases themselves."""
    ours = (RunPurchase.run_id == scene.run.id, RunPurchase.kind == SpendKind.DEVOLVED)
    bought = select(func.sum(Spend.paid_pence)).join(RunPurchase, RunPurchase.spend_id == Spend.id)
    back = select(func.sum(Refund.amount_pence)).join(RunPurchase, RunPurchase.refund_id == Refund.id)
    paid = scene.session.scalar(bought.where(*ours, RunPurchase.refund_id.is_(None))) or 0
    return int(paid) - int(scene.session.scalar(back.where(*ours)) or 0)


def _ledger(scene: Scene) -> int:
    """What the ledger moved into spent and over the limit for the run's purchases, up to the run."""
    bought = select(RunPurchase.spend_id).where(RunPurchase.run_id == scene.run.id, RunPurchase.refund_id.is_(None))
    moved = select(func.sum(LedgerEntry.spent_delta_pence + LedgerEntry.over_delta_pence))
    moved = moved.where(LedgerEntry.spend_id.in_(bought), LedgerEntry.at <= scene.run.made_at)
    return int(scene.session.scalar(moved) or 0)


def _money(name: str, compares: str, one: int, one_formula: str, other: int, other_formula: str | None = None) -> Check:
    return Check(name, compares, Kind.MONEY, one, one_formula, other, other_formula)
