"""What one row must agree with itself about: days in order, deciders who are not requesters, minutes that are there."""

from collections.abc import Callable, Iterator
from typing import Any

from budgettracker.imports.rules.rows import (
    BudgetRow,
    FamilyRow,
    PersonRow,
    PostRow,
    Row,
    SchemeRow,
    SpendRow,
    StudyRow,
    WorktimeRow,
)

Reasons = Iterator[tuple[str, str]]
"""The column a reason belongs to, and the reason; it continues the quoted cell."""


def row_problems(row: Row) -> Reasons:
    """Every contradiction inside one row."""
    return _RULES[row.file](row) if row.file in _RULES else iter(())


def _person(row: PersonRow) -> Reasons:
    if row.team is None and row.roles != ("evaluator",):
        yield "team", "the cell is empty. Everyone but evaluators belongs to a team."
    if row.active_from and row.active_to and row.active_to < row.active_from:
        yield "active_to", "is before active_from."


def _scheme(row: SchemeRow) -> Reasons:
    if row.ends_on and row.ends_on < row.starts_on:
        yield "ends_on", "is before starts_on."


def _family(row: FamilyRow) -> Reasons:
    if row.closed_on and row.closed_on < row.opened_on:
        yield "closed_on", "is before opened_on."


def _post(row: PostRow) -> Reasons:
    if row.ratio_millionths is not None and row.ratio_kind is None:
        # Social workers' ratios differ by a factor of 2.7 between the two kinds: it cannot be guessed.
        yield "ratio_kind", "the cell is empty. Say what the ratio is for: face_to_face or client_related."


def _budget(row: BudgetRow) -> Reasons:
    if row.requested_by == row.approved_by:
        yield "approved_by", "also asked for this limit. Nobody approves their own request."


def _spend(row: SpendRow) -> Reasons:
    if row.vat_pence is not None and row.vat_pence > row.amount_pence:
        yield "vat", "is more than the amount, which includes it."
    if row.refund_of == row.spend_ref:
        yield "refund_of", "is this row itself. Name the purchase the money came back for."
    yield from _decision(row)


def _decision(row: SpendRow) -> Reasons:
    if row.decided_by is None:
        if row.requested_at is not None:
            yield "decided_by", "the cell is empty, but requested_at says that this was asked for. Say who decided."
        elif row.decided_at is not None or row.decision_reason is not None:
            yield "decided_by", "the cell is empty, but a decision stands in this row. Say who decided."
    elif row.decided_by == row.recorded_by:
        yield "decided_by", "also recorded this spend. Nobody decides their own request."
    if row.requested_at and row.decided_at:
        # A date without a time is the start of its day, so decisions of the same day are in order.
        same_day = row.requested_at.date() == row.decided_at.date()
        without_time = not (row.decided_at.hour or row.decided_at.minute or row.decided_at.second)
        if row.decided_at < row.requested_at and not (same_day and without_time):
            yield "decided_at", "is before requested_at."


def _worktime(row: WorktimeRow) -> Reasons:
    if row.minutes == 0:
        yield (
            "contact_minutes",
            "contact, preparation and travel are all 0 minutes. An entry needs time in one of them.",
        )


def _study(row: StudyRow) -> Reasons:
    if row.ends_on < row.starts_on:
        yield "to", "is before from."


_RULES: dict[str, Callable[[Any], Reasons]] = {
    "people": _person,
    "schemes": _scheme,
    "families": _family,
    "posts": _post,
    "budgets": _budget,
    "spend": _spend,
    "worktime": _worktime,
    "studies": _study,
}
