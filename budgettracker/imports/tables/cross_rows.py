"""What rows of a folder must agree on with each other; what needs the authority's records is checked when writing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from budgettracker import money
from budgettracker.families.kinds import Arm
from budgettracker.imports.files.problems import Note, Problem
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.family_rows import ChildRow, FamilyRow
from budgettracker.imports.tables.repeated import more_than_once
from budgettracker.imports.tables.rows import BudgetRow, PersonRow, Row, SpendRow
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.spend.kinds import SpendKind
from budgettracker.worktime.kinds import ActivityClass, ActivityKind
from budgettracker.worktime.rules import DAY_MINUTES

OneRow = TypeVar("OneRow", bound=Row)
MOST_ALIKE = 20
"""Purchases named as another's twin; of more it is said how many there are."""


def once_each(rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """The rows without repetitions, and a problem for each row that has another's reference and other content.

    A row that repeats another word for word is one row written twice, as when two sheets were put together.
    """
    alike = more_than_once(hash(row.key) for row in rows)
    if not alike:
        return list(rows), []
    first: dict[tuple[object, ...], Row] = {}
    kept: list[Row] = []
    problems: list[Problem] = []
    for row in rows:
        if hash(row.key) not in alike:
            kept.append(row)
            continue
        other = first.setdefault(row.key, row)
        if other is row:
            kept.append(row)
        elif other != row:
            problems.append(_repeated(row, other))
    return kept, problems


def _repeated(row: Row, other: Row) -> Problem:
    columns = {column.fills: column.name for column in CONTRACTS[row.file].columns}
    columns |= {"other_families": "family_refs", "other_minutes": "family_minutes"}
    differs = [name for fills, name in columns.items() if getattr(row, fills, None) != getattr(other, fills, None)]
    differing = ", ".join(dict.fromkeys(differs))
    first = CONTRACTS[row.file].columns[0].name
    # Only posts and budgets have dates in their keys; the first column is what people call the row by.
    reason = f"is also in row {other.where.row}, with other content in {differing}. Correct one of the two rows."
    return Problem(row.where.file, row.where.row, first, reason, str(row.key[0]))


def long_days(rows: Sequence[WorktimeRow]) -> Iterator[Problem]:
    """Entries that no longer fit into a person's day of 24 hours, counted in the file's order."""
    logged: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        day = (row.email, row.worked_on)
        if logged[day] + row.minutes > DAY_MINUTES:
            reason = (
                f"has {logged[day]:,} minutes on {row.worked_on:%d/%m/%Y} in the rows above; with these "
                f"{row.minutes:,} the day has more than 24 hours."
            )
            yield _at(row, "email", reason, row.email)
        else:
            logged[day] += row.minutes


def activity_clashes(rows: Sequence[WorktimeRow]) -> Iterator[Problem]:
    """Rows that call an activity another kind or class than an earlier row did: an activity has one of each."""
    first_said: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        for column, value in (("activity_kind", row.activity_kind), ("activity_class", row.activity_class)):
            if value is None:
                continue
            first, at = first_said.setdefault((row.activity, column), (value, row.where.row))
            if first != value:
                reason = f"differs from row {at}, where {row.activity} is {first}. An activity is one or the other."
                yield _at(row, column, reason, value)


@dataclass(frozen=True, slots=True)
class Activity:
    """What kind of work an activity is (direct, indirect, general) and its class (running, set_up, evaluation)."""

    name: str
    kind: ActivityKind
    class_: ActivityClass


def activities(rows: Sequence[WorktimeRow]) -> dict[str, Activity]:
    """The activities of a worktime table by name.

    What the two optional columns say counts. Without them: an activity never logged to a family is general, one with
    contact minutes for families is direct, the rest is indirect; and it is running work. Evaluation work is never
    guessed from a name, since that would take its cost out of the intervention's.
    """
    kinds: dict[str, ActivityKind] = {}
    stated_kinds: dict[str, ActivityKind] = {}
    stated_classes: dict[str, ActivityClass] = {}
    for row in rows:
        if row.activity_kind is not None:
            stated_kinds.setdefault(row.activity, row.activity_kind)
        if row.activity_class is not None:
            stated_classes.setdefault(row.activity, row.activity_class)
        if not row.family_refs and not row.other_families:
            kinds.setdefault(row.activity, ActivityKind.GENERAL)
        elif row.contact_minutes:
            kinds[row.activity] = ActivityKind.DIRECT
        elif kinds.get(row.activity) != ActivityKind.DIRECT:
            kinds[row.activity] = ActivityKind.INDIRECT
    return {
        name: Activity(name, stated_kinds.get(name, kind), stated_classes.get(name, ActivityClass.RUNNING))
        for name, kind in kinds.items()
    }


def refund_problems(rows: Sequence[SpendRow]) -> Iterator[Problem]:
    """Refunds that their purchase, where it is in the same table, contradicts."""
    purchases = {row.spend_ref: row for row in rows}
    back: dict[str, int] = defaultdict(int)
    for row in rows:
        purchase = purchases.get(row.refund_of or "")
        if purchase is None or purchase is row:
            continue
        reason = refund_against(row, purchase, back[purchase.spend_ref])
        if reason is None:
            back[purchase.spend_ref] += row.amount_pence
        else:
            yield _at(row, "refund_of", reason, purchase.spend_ref)


def refund_against(refund: SpendRow, purchase: SpendRow, already_pence: int) -> str | None:
    """Why a refund cannot belong to a purchase of which `already_pence` came back before, or None."""
    if purchase.refund_of is not None:
        return "is itself a refund. Name the purchase the money came back for."
    if purchase.family_ref != refund.family_ref:
        return f"was bought for family {purchase.family_ref}, not for {refund.family_ref}."
    if refund.bought_on < purchase.bought_on:
        return f"was bought on {purchase.bought_on:%d/%m/%Y}, after this refund."
    if refund.kind is not None and refund.kind != (purchase.kind or SpendKind.DEVOLVED):
        return f"is {purchase.kind or SpendKind.DEVOLVED}; leave the refund's kind empty or write the same."
    if already_pence + refund.amount_pence > purchase.amount_pence:
        back = money.pounds(already_pence + refund.amount_pence)
        return f"cost {money.pounds(purchase.amount_pence)}; refunds for it would come to {back}."
    return None


def comparison_problems(
    families: Sequence[FamilyRow], budgets: Sequence[BudgetRow], spend: Sequence[SpendRow]
) -> Iterator[Problem]:
    """Devolved money for comparison families, who have no devolved budget."""
    without = {family.family_ref for family in families if family.arm == Arm.COMPARISON}
    for budget in budgets:
        if budget.family_ref in without:
            reason = "is a comparison family, which has no devolved budget. Leave the row out."
            yield _at(budget, "family_ref", reason, budget.family_ref)
    kinds = {row.spend_ref: row.kind or SpendKind.DEVOLVED for row in spend if row.refund_of is None}
    for row in spend:
        kind = row.kind or kinds.get(row.refund_of or "", SpendKind.DEVOLVED)
        if row.family_ref in without and kind == SpendKind.DEVOLVED:
            reason = "is a comparison family, which has no devolved budget. Write other_help in kind."
            yield _at(row, "family_ref", reason, row.family_ref)


def index_child_problems(families: Sequence[FamilyRow], children: Sequence[ChildRow]) -> Iterator[Problem]:
    """Index children the children's table lists under another family only."""
    families_of: dict[str, set[str]] = defaultdict(set)
    for child in children:
        families_of[child.child_ref].add(child.family_ref)
    for family in families:
        parents = families_of.get(family.index_child or "", set())
        if parents and family.family_ref not in parents:
            reason = f"is a child of family {sorted(parents)[0]} in the children's table."
            yield _at(family, "index_child", reason, family.index_child or "")


def spellings(rows: Sequence[OneRow], column: str, value: Callable[[OneRow], str | None]) -> Iterator[Note]:
    """Names that differ only in capitals: they are one team, activity or category, as its first row spells it."""
    seen: dict[str, tuple[str, int]] = {}
    noted: set[str] = set()
    for row in rows:
        name = value(row)
        if name is None:
            continue
        first, at = seen.setdefault(name.casefold(), (name, row.where.row))
        if first != name and name not in noted:
            noted.add(name)
            words = f"“{name}” and “{first}” (row {at}) differ in capitals only and are taken as one."
            yield Note(row.where.file, row.where.row, column, words)


def namesakes(people: Sequence[PersonRow]) -> Iterator[Note]:
    """People of one name under several addresses, one of which may be a typing error."""
    first: dict[str, PersonRow] = {}
    for row in people:
        other = first.setdefault(row.name.casefold(), row)
        if other.email != row.email:
            words = f"“{row.email}” has the name of “{other.email}” in row {other.where.row}. Are they two people?"
            yield Note(row.where.file, row.where.row, "email", words)


def same_purchases(rows: Sequence[SpendRow]) -> Iterator[Note]:
    """Purchases that are another row's in all but their reference: family, day, amount, supplier and what for."""
    first: dict[tuple[object, ...], SpendRow] = {}
    alike = 0
    for row in rows:
        of = (row.family_ref, row.bought_on, row.amount_pence, row.supplier, row.category, row.purpose, row.refund_of)
        other = first.setdefault(of, row)
        alike += other is not row
        if other is not row and alike <= MOST_ALIKE:
            same = f"is the same as “{other.spend_ref}” of row {other.where.row} but for its reference"
            words = f"“{row.spend_ref}” {same}. Was it bought twice?"
            yield Note(row.where.file, row.where.row, "spend_ref", words)
    if alike > MOST_ALIKE:
        words = f"{alike:,} rows are the same as another but for their reference; the first {MOST_ALIKE} are named."
        yield Note(rows[0].where.file, None, "spend_ref", words)


def _at(row: Row, column: str, reason: str, value: str) -> Problem:
    return Problem(row.where.file, row.where.row, column, reason, value)
