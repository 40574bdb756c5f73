"""The sheets Reconciliation and Activity_by_post: what was paid beside what was costed, live in its sums."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.paid.kinds import Cause, PaidFor
from budgettracker.costing.paid.rules.activity import ActivityRow
from budgettracker.costing.paid.rules.finance_file import NOT_IN_FILE, ONLY_IN_FILE, OTHER_AMOUNT, FileReconciled
from budgettracker.costing.paid.rules.reconciliation import RunReconciliation
from budgettracker.costing.paid.rules.statement import Candidate, Explained, Reconciled
from budgettracker.exports.study.columns import circumstance, minutes, money, number, pseudonym, reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.studies.queries.reconciliation import reconciliation_of
from budgettracker.workbooks import Kind, Sheet, columns_of

QUANTUM, COSTED, RESULT, PART, TAKEN_OFF, CAUSE, NOTHING, BY_MONTH, MATCHED = (
    "paid",
    "costed",
    "result",
    "part of the difference",
    "taken off",
    "possible cause",
    "nothing stated",
    "by month",
    "matched",
)
KINDS = (QUANTUM, COSTED, RESULT, PART, TAKEN_OFF, CAUSE, NOTHING, BY_MONTH, MATCHED)
FILE = "finance_file"
ABOUT = (*map(str, PaidFor), FILE)
"""Pay; purchases as totals that finance states; and purchases against its own files, payment by payment."""
_OF_A_MONTH = {
    "in_file": "In the finance file",
    "only_in_file": "In it, and no purchase is confirmed",
    "recorded": "Recorded purchases",
    "matched": "Recorded, and confirmed as paid",
    "missing": "Recorded, and not in the file",
    "not_expected": "Recorded, and not expected in the file",
}
DIFFERENCE = "Difference: paid and not costed"
_STATED = "paid_line.pay_pence, paid_line.oncosts_pence, paid_line.full_week_minutes"


class ReconciliationRow(NamedTuple):
    """A line of the statement, a part of the difference, or what may explain one."""

    about: Annotated[
        str,
        reference("Pay, purchases as totals, or purchases against the finance file", values=ABOUT, width=14),
    ]
    kind: Annotated[
        str,
        reference(
            "What the row is: results are sums of the rows above; causes, months and matches are no part of them",
            values=KINDS,
            width=16,
            wraps=True,
        ),
    ]
    line: Annotated[str, reference("The line; of a cause which it may be", width=30, wraps=True)]
    of: Annotated[
        str, circumstance("The post, a group of posts with few holders, or the authority", "", width=18, wraps=True)
    ]
    amount: Annotated[int, money("The amount with its sign, paid less costed", _STATED)]
    percent: Annotated[
        tuple[int, int],
        reference("Of what was paid, on the row of the difference; else 0", kind=Kind.DECIMAL, places=1, unit="%"),
    ]
    who: Annotated[str, pseudonym("The worker, team or purchase a cause may concern; none: not one of them", "")]
    months: Annotated[
        str,
        circumstance(
            "The months a cause may concern; none: the whole run", "paid_line.starts_on, paid_line.ends_on", width=20
        ),
    ]
    detail: Annotated[
        str,
        circumstance("What speaks for a cause; of a part what cannot be told apart in it", "", width=36, wraps=True),
    ]


class ActivityByPostRow(NamedTuple):
    """One post's time."""

    post: Annotated[str, reference("The post, or a group of posts with few holders", width=28)]
    contracted_minutes: Annotated[int, minutes("By contract, where it is known", "run_month.contracted_minutes")]
    absence_minutes: Annotated[int, minutes("Away", "run_month.absence_minutes")]
    expected_minutes: Annotated[
        int, minutes("By contract less away", "", formula="{contracted_minutes}-{absence_minutes}")
    ]
    logged_minutes: Annotated[int, minutes("Logged, absence apart", "run_month.logged_minutes")]
    family_minutes: Annotated[int, minutes("Of them matched to families of any kind", "run_month.family_minutes")]
    matched_percent: Annotated[
        tuple[int, int],
        reference(
            "Of what was logged",
            kind=Kind.DECIMAL,
            places=1,
            unit="%",
            formula="IF({logged_minutes}=0,0,ROUND(100*{family_minutes}/{logged_minutes},1))",
        ),
    ]
    pool_minutes: Annotated[int, minutes("Of them for nobody and shared over families", "run_month.pool_minutes")]
    unused_minutes: Annotated[int, minutes("Expected and not logged, month by month of each worker", "")]
    late_minutes: Annotated[int, minutes("Written down more than two weeks after the day worked, imports apart", "")]
    unknown_months: Annotated[int, number("Worker-months whose contracted hours are not known", "")]


def reconciliation_sheets(data: StudyData) -> tuple[Sheet, Sheet]:
    """What was paid beside the run, money first, then activity by post."""
    of = reconciliation_of(data.session, data.run, data.names)
    rows = list(_money_rows(of))
    return (
        Sheet(
            name="Reconciliation",
            columns=columns_of(ReconciliationRow, amount={"formula": _sums(rows)}, percent={"formula": _percent(rows)}),
            rows=rows,
            description="What finance states was paid, what of it the run costed at pay alone, the difference, the parts "
            "it is the sum of, and what may explain each: sized, and not said to be so",
        ),
        Sheet(
            name="Activity_by_post",
            columns=columns_of(ActivityByPostRow),
            rows=[_activity(row) for row in of.activity],
            description="Contracted time less absence, what was logged of it, and what that was for, by post",
        ),
    )


def difference_of(sheet: Sheet, about: str) -> tuple[int, str] | None:
    """The difference of pay or of purchases in pence, and its cell; None where nothing is stated."""
    for at, row in enumerate(sheet.rows):
        if isinstance(row, ReconciliationRow) and (row.about, row.line) == (about, DIFFERENCE):
            return row.amount, sheet.ref("amount", at)
    return None


def parts_of(sheet: Sheet, about: str) -> int:
    """What the parts of the difference come to, in pence."""
    rows = [row for row in sheet.rows if isinstance(row, ReconciliationRow)]
    return sum(row.amount for row in rows if (row.about, row.kind) == (about, PART))


def _money_rows(of: RunReconciliation) -> Iterator[ReconciliationRow]:
    why = "fewer than three people hold the posts" if of.too_few else "finance states none for these days"
    for about, made, because in (
        (PaidFor.PAY, of.pay, why),
        (PaidFor.PURCHASES, of.purchases, "finance states none for these days"),
        (FILE, of.file.statement if of.file else None, "none has one of these days"),
    ):
        if made is None:
            yield _row(about, NOTHING, f"No {about.replace('_', ' ')}: {because}", 0)
            continue
        yield from _statement(about, made)
        for part in made.explained:
            yield _row(about, PART, part.words, part.pence, of=part.of)._replace(detail=part.note or NONE)
        for kind, parts in ((TAKEN_OFF, made.taken_off), (CAUSE, made.explained)):
            yield from _causes(about, kind, parts)
    if of.file is not None:
        yield from _beside_file(of.file)


def _beside_file(file: FileReconciled) -> Iterator[ReconciliationRow]:
    """The months of the finance file's statement, and the purchases that have their payment."""
    for month in file.months:
        for name, words in _OF_A_MONTH.items():
            row = _row(FILE, BY_MONTH, words, getattr(month, name), of=month.of)
            yield row._replace(months=_months((month.month,)))
    for each in file.matched:
        row = _row(FILE, MATCHED, "Purchase with its payment", each.pence, of=each.of)
        yield row._replace(who=each.who, months=_months((each.month,)), detail=each.detail)


def _statement(about: str, made: Reconciled) -> Iterator[ReconciliationRow]:
    for line in made.quantum:
        yield _row(about, QUANTUM, line.words, line.pence)
    yield _row(about, RESULT, "Paid for what the run means to cost", made.quantum_pence)
    for line in made.costed:
        yield _row(about, COSTED, line.words, line.pence)
    yield _row(about, RESULT, "Costed", made.costed_pence)
    paid = made.quantum_pence
    percent = (100 * made.difference_pence, paid) if paid > 0 else (0, 1)
    yield _row(about, RESULT, DIFFERENCE, made.difference_pence, percent=percent)


def _causes(about: str, kind: str, parts: Iterable[Explained]) -> Iterator[ReconciliationRow]:
    for part in parts:
        for each in part.candidates:
            yield _cause(about, kind, each)


def _cause(about: str, kind: str, each: Candidate) -> ReconciliationRow:
    row = _row(about, kind, Cause(each.cause).words, each.pence, of=each.of)
    return row._replace(who=each.who or NONE, months=_months(each.months), detail=each.detail)


def _months(of: tuple[date, ...]) -> str:
    if not of:
        return NONE
    return f"{of[0]:%Y-%m}" if len(of) == 1 else f"{of[0]:%Y-%m} to {of[-1]:%Y-%m}"


def _row(
    about: str, kind: str, line: str, pence: int, *, of: str = NONE, percent: tuple[int, int] = (0, 1)
) -> ReconciliationRow:
    return ReconciliationRow(about, kind, line, of, pence, percent, NONE, NONE, NONE)


def _results(rows: list[ReconciliationRow], about: str) -> list[int]:
    """Where the three results of pay or purchases stand, counted from 0: paid, costed, difference."""
    return [at for at, row in enumerate(rows) if (row.about, row.kind) == (about, RESULT)]


def _sums(rows: list[ReconciliationRow]) -> Callable[[int, ReconciliationRow], str | None]:
    """Results add up the cells above them; the difference takes one from the other. Data stands from row 2.

    Parts of the finance file's difference add up their causes, which are its payments and purchases one by one.
    """
    formulas: dict[int, str] = {}
    for at, row in enumerate(rows):
        if (row.about, row.kind) == (FILE, PART):
            own = [place for place, each in enumerate(rows) if _explains(each, row)]
            if own:
                formulas[at] = f"ROUND(SUM(E{own[0] + 2}:E{own[-1] + 2}),2)"
    for about in ABOUT:
        if results := _results(rows, about):
            paid, costed, difference = results
            first = min(at for at, row in enumerate(rows) if row.about == about)
            formulas[paid] = f"ROUND(SUM(E{first + 2}:E{paid + 1}),2)"
            formulas[costed] = f"ROUND(SUM(E{paid + 3}:E{costed + 1}),2)"
            formulas[difference] = f"ROUND(E{paid + 2}-E{costed + 2},2)"
    return lambda row_number, row: formulas.get(row_number - 2)


_CAUSE_OF = {ONLY_IN_FILE: Cause.OUTSIDE_LEDGER, OTHER_AMOUNT: Cause.AMOUNT, NOT_IN_FILE: Cause.NOT_PAID}


def _explains(cause: ReconciliationRow, part: ReconciliationRow) -> bool:
    """Is a row one of those that a part of the finance file's difference is the sum of? They stand together."""
    of = (FILE, CAUSE, _CAUSE_OF[part.line].words, part.of)
    return (cause.about, cause.kind, cause.line, cause.of) == of


def _percent(rows: list[ReconciliationRow]) -> Callable[[int, ReconciliationRow], str | None]:
    formulas: dict[int, str] = {}
    for about in ABOUT:
        if results := _results(rows, about):
            paid, _, difference = results
            formulas[difference] = f"IF(E{paid + 2}>0,ROUND(100*E{difference + 2}/E{paid + 2},1),0)"
    return lambda row_number, row: formulas.get(row_number - 2)


def _activity(row: ActivityRow) -> ActivityByPostRow:
    return ActivityByPostRow(
        row.post,
        row.contracted,
        row.absence,
        row.expected,
        row.logged,
        row.families,
        (100 * row.families, row.logged) if row.logged else (0, 1),
        row.pooled,
        row.unused,
        row.late,
        row.unknown_months,
    )
