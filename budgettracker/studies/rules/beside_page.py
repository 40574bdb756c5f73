"""What the page of two runs side by side shows: each part in both, and the choices they were made with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from budgettracker.costing.kinds import Part, VatRule
from budgettracker.studies.rules.run_page import column_of


class PartBeside(NamedTuple):
    """A part of the families' cost in both runs, in pence, and what the later has more."""

    part: Part
    before_pence: int
    after_pence: int
    difference_pence: int

    @property
    def is_result(self) -> bool:
        """Is it the sum of the rows above?"""
        return self.part is Part.TOTAL


def parts_beside(
    parts: Iterable[Part], before: Sequence[Mapping[str, int]], after: Sequence[Mapping[str, int]]
) -> list[PartBeside]:
    """Each part's sum over all families in both runs; each run's sums come by authority and arm."""
    rows = []
    for part in parts:
        then, now = (sum(columns[column_of(part)] for columns in of_run) for of_run in (before, after))
        rows.append(PartBeside(part, then, now, now - then))
    return rows


def choices_that_differ(before: Any, after: Any) -> list[str]:
    """What the two runs were made with differently, in words; they have the columns of a costing run."""
    words = []
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        words.append("They cover different days.")
    if before.vat_rule != after.vat_rule:
        words.append(f"Purchases: {VatRule(before.vat_rule).words} before, {VatRule(after.vat_rule).words} after.")
    if before.with_qualifications != after.with_qualifications:
        words.append("One counts the cost of qualifications in each hour, the other does not.")
    if before.own_time_only != after.own_time_only:
        words.append("One counts the intervention's own time alone, the other all work with the families.")
    if before.counts_purchases != after.counts_purchases:
        words.append("One counts purchases, the other lists them.")
    if before.modes != after.modes:
        words.append("Indirect time is treated differently in an authority, or an authority is in one of them only.")
    if before.price_year != after.price_year:
        then, now = (
            f"those of {run.price_year}" if run.price_year else "each its own year's" for run in (before, after)
        )
        words.append(f"Costs stand in the prices of different years: {then} before, {now} after.")
    if before.follows_closed != after.follows_closed:
        words.append("One counts costs between and after a family's open times, the other leaves them out.")
    if before.classes_apart != after.classes_apart:
        words.append("One is from before setting up and deciding stood apart from the total.")
    return words
