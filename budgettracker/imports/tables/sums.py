"""What rows come to, said before they are written: how many, how much, from when to when, decided by whom."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from budgettracker.access import Role
from budgettracker.imports.files.problems import shown
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.family_rows import FamilyRow, LeadRow, OutcomeRow, PeriodRow
from budgettracker.imports.tables.plan_rows import PlanRow
from budgettracker.imports.tables.post_rows import AgencyRow, PostRow
from budgettracker.imports.tables.rows import (
    AbsenceRow,
    ActivityRow,
    BudgetRow,
    HoursRow,
    PayrollRow,
    PersonRow,
    Row,
    SchemeRow,
    SpendRow,
    StudyRow,
)
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.spend.kinds import SpendKind
from budgettracker.wording import minutes_in_words

Rows = Sequence[Row]
Named = Callable[[str], str]
"""The name of the person with an address."""
_NAMED = 12
_PEOPLE_NAMED = 50


def sums_of(rows: Mapping[TableName, Rows], names: Mapping[str, str], new: Mapping[str, Iterable[str]]) -> list[str]:
    """A line for each table with rows that are to be written, and one for the names that they make.

    `names` are people's names by address, `new` what is made besides by its word: teams, activities.
    """
    lines: list[str] = []
    for table, line in _LINES.items():
        if rows.get(table):
            lines += line(rows[table], lambda email: names.get(email, email))
    made = [f"{_many(len(items), word)}: {_listed(items)}" for word, each in new.items() if (items := list(each))]
    return lines + ([f"new: {'; '.join(made)}"] if made else [])


def _people(rows: Rows, _: Named) -> Iterator[str]:
    people = cast(Sequence[PersonRow], rows)
    roles = Counter(role.words for row in people for role in row.roles)
    yield f"{TableName.PEOPLE.counted(len(rows))}: " + ", ".join(f"{count} as {role}" for role, count in roles.items())
    # Whoever gives roles by somebody else's file must see to whom: first those who could do most.
    first = sorted(people, key=lambda row: (row.roles == (Role.PRACTITIONER,), row.name))[:_PEOPLE_NAMED]
    for row in first:
        yield f"{shown(row.name)}, {shown(row.email)}: {', '.join(role.words for role in row.roles)}"
    if len(people) > len(first):
        yield f"and {len(people) - len(first):,} more people"


def _schemes(rows: Rows, _: Named) -> Iterator[str]:
    yield f"{TableName.SCHEMES.counted(len(rows))}: {_listed(row.scheme for row in cast(Sequence[SchemeRow], rows))}"


def _families(rows: Rows, _: Named) -> Iterator[str]:
    families = cast(Sequence[FamilyRow], rows)
    closed = sum(row.closed_on is not None for row in families)
    end = f", {closed:,} of them closed" if closed else ""
    yield f"{TableName.FAMILIES.counted(len(rows))}, opened {span(row.opened_on for row in families)}{end}"


def _periods(rows: Rows, _: Named) -> Iterator[str]:
    days = span(row.opened_on for row in cast(Sequence[PeriodRow], rows))
    yield f"{TableName.PERIODS.counted(len(rows))}, opened again {days}"


def _leads(rows: Rows, named: Named) -> Iterator[str]:
    leads = cast(Sequence[LeadRow], rows)
    to = _listed(sorted({named(row.lead_email) for row in leads}))
    yield f"{TableName.LEADS.counted(len(rows))}, {span(row.starts_on for row in leads)}, to {to}"


def _activities(rows: Rows, _: Named) -> Iterator[str]:
    kinds = [f"{shown(row.activity)} ({row.kind})" for row in cast(Sequence[ActivityRow], rows)]
    yield f"{TableName.ACTIVITIES.counted(len(rows))}: {_listed(kinds)}"


def _absences(rows: Rows, named: Named) -> Iterator[str]:
    away = cast(Sequence[AbsenceRow], rows)
    days = span([*(row.starts_on for row in away), *(row.ends_on for row in away)])
    yield f"{TableName.ABSENCES.counted(len(rows))}, {days}, of {_listed(sorted({named(row.email) for row in away}))}"


def _hours(rows: Rows, named: Named) -> Iterator[str]:
    weeks = cast(Sequence[HoursRow], rows)
    of = _listed(sorted({named(row.email) for row in weeks}))
    yield f"{TableName.HOURS.counted(len(rows))}, from {span(row.starts_on for row in weeks)}, of {of}"


def _payroll(rows: Rows, _: Named) -> Iterator[str]:
    paid = cast(Sequence[PayrollRow], rows)
    total = pounds(sum(row.pay_pence + row.oncosts_pence for row in paid))
    days = span(day for row in paid for day in (row.starts_on, row.ends_on))
    posts = _listed(sorted({row.post for row in paid}))
    yield f"{TableName.PAYROLL.counted(len(rows))}, {total} with on-costs, {days}, of {posts}"


def _outcomes(rows: Rows, _: Named) -> Iterator[str]:
    outcomes = cast(Sequence[OutcomeRow], rows)
    kinds = [
        f"{count:,} {kind.words.lower()}" for kind, count in sorted(Counter(row.outcome for row in outcomes).items())
    ]
    days = span(row.happened_on for row in outcomes)
    yield f"{TableName.OUTCOMES.counted(len(rows))}, {days}: {_listed(kinds)}"


def _children(rows: Rows, _: Named) -> Iterator[str]:
    yield TableName.CHILDREN.counted(len(rows))


def _posts(rows: Rows, _: Named) -> Iterator[str]:
    posts = [
        f"{shown(row.post)} {pounds(row.salary_pence)} from {long_date(row.starts_on)}"
        for row in cast(Sequence[PostRow], rows)[:_NAMED]
    ]
    more = [f"and {len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
    yield f"{TableName.POSTS.counted(len(rows))}, salaries: {'; '.join(posts + more)}"


def _agency(rows: Rows, _: Named) -> Iterator[str]:
    charges = [
        f"{shown(row.post)} {pounds(row.hour_pence)} an hour with VAT from {long_date(row.starts_on)}"
        for row in cast(Sequence[AgencyRow], rows)[:_NAMED]
    ]
    more = [f"and {len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
    yield f"{TableName.AGENCY.counted(len(rows))}: {'; '.join(charges + more)}"


_APPROVED = "made out as approved by"
"""Whom the files name: they have not said so themselves."""


def _budgets(rows: Rows, named: Named) -> Iterator[str]:
    limits = cast(Sequence[BudgetRow], rows)
    last = {(row.family_ref, row.scheme): row for row in sorted(limits, key=lambda row: row.approved_on)}
    total = pounds(sum(row.limit_pence for row in last.values()))
    days = span(row.approved_on for row in limits)
    leaves = "leaves" if len(rows) == 1 else "leave"
    together = "" if len(last) == 1 else " together"
    yield (
        f"{TableName.BUDGETS.counted(len(rows))}, which {leaves} {_many(len(last), 'budget')} of {total}{together}, {days}; "
        + (_by(Counter(named(row.approved_by) for row in limits), _APPROVED))
    )


def _plans(rows: Rows, named: Named) -> Iterator[str]:
    plans = cast(Sequence[PlanRow], rows)
    total = pounds(sum(row.schedule.total_pence for row in plans))
    days = span(day for row in plans for day in (row.first_on, row.ended_on or row.last_on))
    approved = _by(Counter(named(row.approved_by) for row in plans), _APPROVED)
    yield f"{TableName.PLANS.counted(len(rows))} of {total} together, {days}; {approved}"


def _spend(rows: Rows, named: Named) -> Iterator[str]:
    spend = cast(Sequence[SpendRow], rows)
    bought = [row for row in spend if row.refund_of is None]
    for word, some in (
        ("purchase", [row for row in bought if row.kind != SpendKind.OTHER_HELP]),
        ("purchase of other help", [row for row in bought if row.kind == SpendKind.OTHER_HELP]),
        ("refund", [row for row in spend if row.refund_of is not None]),
    ):
        if some:
            yield f"{_money(some, word)}{_decided(some, named) if word != 'refund' else ''}"


def _money(rows: Sequence[SpendRow], word: str) -> str:
    count = f"{len(rows):,} {word if len(rows) == 1 else word.replace('purchase', 'purchases').replace('refund', 'refunds')}"
    return f"{count}, {pounds(sum(row.amount_pence for row in rows))}, {span(row.bought_on for row in rows)}"


def _decided(rows: Sequence[SpendRow], named: Named) -> str:
    """How much of it is made out as decided, and by whom."""
    pence: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for row in rows:
        by = "with no decider named"
        if row.decided_by or row.plan:
            by = (
                f"made out as decided by {named(row.decided_by)}" if row.decided_by else "made out as payments of plans"
            )
        pence[by] += row.amount_pence
        counts[by] += 1
    return "; " + "; ".join(f"{by}: {counts[by]:,}, {pounds(pence[by])}" for by in sorted(pence))


def _work(rows: Rows, named: Named) -> Iterator[str]:
    entries = cast(Sequence[WorktimeRow], rows)
    minutes = minutes_in_words(sum(row.minutes for row in entries))
    people = sorted({named(row.email) for row in entries})
    days = span(row.worked_on for row in entries)
    pence: Counter[str] = Counter()
    for row in entries:
        pence[named(row.email)] += row.expenses_pence
    dear = [f"{name} {pounds(most)}" for name, most in (+pence).most_common(_NAMED)]
    more = f" and {len(+pence) - len(dear):,} more" if len(+pence) > len(dear) else ""
    cost = f"; expenses {pounds(pence.total())}: {', '.join(dear)}{more}" if dear else ""
    yield f"{TableName.WORKTIME.counted(len(rows))}, {minutes}, {days}, of {_listed(people)}{cost}"


def _studies(rows: Rows, _: Named) -> Iterator[str]:
    yield f"{TableName.STUDIES.counted(len(rows))}: {_listed(row.study for row in cast(Sequence[StudyRow], rows))}"


_LINES: dict[TableName, Callable[[Rows, Named], Iterator[str]]] = {
    TableName.PEOPLE: _people,
    TableName.SCHEMES: _schemes,
    TableName.FAMILIES: _families,
    TableName.PERIODS: _periods,
    TableName.LEADS: _leads,
    TableName.CHILDREN: _children,
    TableName.POSTS: _posts,
    TableName.AGENCY: _agency,
    TableName.BUDGETS: _budgets,
    TableName.PLANS: _plans,
    TableName.SPEND: _spend,
    TableName.ACTIVITIES: _activities,
    TableName.WORKTIME: _work,
    TableName.ABSENCES: _absences,
    TableName.HOURS: _hours,
    TableName.PAYROLL: _payroll,
    TableName.OUTCOMES: _outcomes,
    TableName.STUDIES: _studies,
}


def span(days: Iterable[date]) -> str:
    """From the first day to the last, as people say it.

    >>> span([date(2025, 11, 4), date(2025, 11, 3)]), span([date(2025, 11, 3)]), span([date(2025, 12, 3), date(2026, 1, 4)])
    ('3 to 4 November 2025', '3 November 2025', '3 December 2025 to 4 January 2026')
    """
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {long_date(last)}"
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} to {long_date(last)}"


def _by(counts: Counter[str], words: str) -> str:
    return f"{words} " + ", ".join(f"{name} ({count:,})" for name, count in counts.items())


def _many(count: int, word: str) -> str:
    """`1 activity`, `2 activities`."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"


def _listed(names: Iterable[str]) -> str:
    every = [shown(name) for name in names]
    more = f" and {len(every) - _NAMED:,} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
