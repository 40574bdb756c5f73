"""What a check of a workbook is, and the sheets that checks reckon over."""

from dataclasses import dataclass

from budgettracker.exports.study.family_costs import Sources, Totals
from budgettracker.workbooks import Kind, Sheet


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
    is_input: bool = False
    """It watches what may be changed on purpose: a difference says that it was."""
    follows: tuple[str, ...] = ()
    """The input checks that explain a difference from a figure frozen with the run."""
    whole_if: str = ""
    """The check of rows that, holding, says that a difference comes from a cell that was changed."""


@dataclass(slots=True)
class Book:
    """The sheets that checks reckon over."""

    families: Sheet
    children: Sheet
    budgets: Sheet
    dates: Sheet
    missing: Sheet
    outcomes: Sheet
    voice: Sheet
    devolution: Sheet
    posts: Sheet
    prices: Sheet
    family_costs: Sheet
    sources: Sources
    totals: Totals
    cuts: tuple[Sheet, ...] = ()
    beside: tuple[Sheet, ...] = ()
    """As_logged of a run in the prices of one year, Discounting of one that discounts; none of any other."""
    events: Sheet | None = None
    """What happened at published unit costs."""
    paid: Sheet | None = None
    """What was paid beside what was costed."""
    other_costs: Sheet | None = None
    """What authorities stated besides."""
    items: Sheet | None = None
    """The funders' items as the evaluator shaped them."""

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
            self.dates,
            self.missing,
            self.outcomes,
            self.voice,
            self.devolution,
            self.posts,
            self.prices,
            self.family_costs,
            *self.beside,
        )
