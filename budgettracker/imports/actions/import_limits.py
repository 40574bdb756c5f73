"""Import the history of limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from budgettracker.access import DECIDERS
from budgettracker.budgets.actions import PastLimit
from budgettracker.budgets.models import LimitChange
from budgettracker.families.models import Family
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import BudgetRow
from budgettracker.periods import day_of, long_date
from budgettracker.schemes.models import Scheme
from budgettracker.spend.actions.record_past_money import PastMoney

LIMIT, PLAN, PURCHASE, REFUND, REST = range(5)
COMPARISON = "is a comparison family, which has no devolved budget."


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a family's money: its day, its place among the rows of that day, and how it is written."""

    day: date
    kind: int
    place: int
    write: Callable[[], None]

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, limits before plans before purchases before refunds, then as the file has them."""
        return self.day, self.kind, self.place


@dataclass(slots=True)
class _Standing:
    """The approved limits that are in the books, by what identifies them, and the day of the latest of each budget."""

    changes: dict[tuple[UUID, UUID, date, int], LimitChange]
    latest: dict[tuple[UUID, UUID], date]


def limit_steps(books: Books, money: PastMoney) -> Iterator[Step]:
    """A step for each limit that is not in the books; one that is there with other content is reported."""
    standing = _standing(books)
    for place, row in enumerate(books.folder.budgets):
        family, scheme = books.families.get(row.family_ref), books.schemes.get(row.scheme)
        if family is None:
            books.refuse_dependent(row, "family_ref", TableName.FAMILIES, row.family_ref)
        if scheme is None:
            books.refuse_dependent(row, "scheme", TableName.SCHEMES, row.scheme)
        if family is None or scheme is None:
            continue
        kept = standing.changes.get((family.id, scheme.id, row.approved_on, row.limit_pence))
        if kept is not None:
            books.compare(row, _differs(books, row, kept))
            continue
        after = standing.latest.get((family.id, scheme.id))
        yield Step(row.approved_on, LIMIT, place, partial(_write, books, money, row, family, scheme, after))


def _standing(books: Books) -> _Standing:
    standing = _Standing({}, {})
    wanted = {row.family_ref for row in books.folder.budgets} & set(books.families)
    for budget, change in queries.limits_standing([books.families[reference].id for reference in wanted]):
        day = day_of(change.decided_at or change.proposed_at)
        standing.changes[budget.family_id, budget.scheme_id, day, change.to_pence] = change
        standing.latest[budget.family_id, budget.scheme_id] = day
    return standing


def _differs(books: Books, row: BudgetRow, kept: LimitChange) -> dict[str, bool]:
    return {
        "approved_by": row.approved_by != books.email_of(kept.decided_by_id),
        "requested_by": differs(row.requested_by, books.email_of(kept.proposed_by_id)),
        "reason": differs(row.reason, kept.details.decision_reason if kept.details else None),
    }


def _write(books: Books, money: PastMoney, row: BudgetRow, family: Family, scheme: Scheme, after: date | None) -> None:
    approver = books.person(row, "approved_by", row.approved_by)
    requester = books.person(row, "requested_by", row.requested_by) if row.requested_by else None
    wrong = list(_wrong(books, row, family, after))
    if approver is not None and not approver.roles_on(row.approved_on) & set(DECIDERS):
        words = f"was no manager or senior manager on {long_date(row.approved_on)}, so could not approve a limit."
        wrong.append(("approved_by", words, row.approved_by))
    for column, reason, value in wrong:
        books.refuse(row, column, reason, value)
    # What will be undone anyway is tried all the same: what the deed itself refuses is told in the same report.
    go_on = (not wrong or books.will_be_undone) and not family.without_budget(row.approved_on)
    if not go_on or approver is None or (row.requested_by and requester is None):
        return
    with books.keeping(row, {"bought_on": "approved_on"}):
        money.limit(
            family,
            scheme,
            row.limit_pence,
            PastLimit(
                # Both may be stand-ins where their rows are refused.
                proposed_by=requester if requester is not approver else None,
                approved_by=approver,
                approved_on=row.approved_on,
                reason=row.reason or "",
            ),
        )


def _wrong(books: Books, row: BudgetRow, family: Family, after: date | None) -> Iterator[tuple[str, str, str]]:
    day = f"{row.approved_on:%d/%m/%Y}"
    if family.without_budget(row.approved_on):
        yield "family_ref", f"{COMPARISON} Leave the row out.", row.family_ref
    if row.approved_on > books.on:
        yield "approved_on", "is in the future.", day
    if after is not None and row.approved_on < after:
        words = f"is before {long_date(after)}, when the limit in the authority's records was decided."
        yield "approved_on", f"{words} The history of a limit goes on from there.", day
