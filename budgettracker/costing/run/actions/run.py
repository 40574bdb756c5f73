"""Make a costing run: cost everything once, write every amount, and prove that nothing was lost or counted twice."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.bulk import ids_in_order, room_for_many_rows
from budgettracker.costing.kinds import Mode, VatRule
from budgettracker.costing.method.lines import WorkerMonth
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.costing.rates.rules.uprating import Discounting, Uprating
from budgettracker.costing.run.actions.freeze import (
    freeze_as_logged,
    freeze_decisions,
    freeze_members,
    freeze_mileage,
    freeze_months,
    freeze_prices,
    freeze_purchases,
    freeze_rates,
)
from budgettracker.costing.run.actions.freeze_events import freeze_events
from budgettracker.costing.run.actions.freeze_other_costs import freeze_other_costs
from budgettracker.costing.run.actions.rows import RunRows
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.decisions import decisions_of
from budgettracker.costing.run.queries.inputs import Part, blocks_of, books_of, lacking_prices, unknown_intervention
from budgettracker.costing.run.queries.runs import families_by_arm, purchase_sums, stored_sums, unknown_vat
from budgettracker.costing.run.rules.as_logged import AsLogged
from budgettracker.costing.run.rules.completeness import mode_a_statement
from budgettracker.costing.run.rules.cost_entries import EntryCosting
from budgettracker.costing.run.rules.decisions import Deciding, price_decisions
from budgettracker.costing.run.rules.reconcile import Reconciliation, RunSums, left_out_together
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.periods import Period, inclusive


def make_run(
    by: Person | None,
    study_id: uuid.UUID,
    parts: Sequence[Part],
    *,
    starts_on: date,
    ends_on: date,
    intervention: str | None = None,
    with_qualifications: bool = False,
    vat_rule: VatRule = VatRule.NET_OF_RECOVERABLE,
    own_time_only: bool = False,
    counts_purchases: bool = True,
    uprating: Uprating | None = None,
    discounting: Discounting | None = None,
    events: Sequence[EventCount] = (),
    at: datetime,
) -> CostingRun:
    """Cost a study's authorities over its dates (both included) as things stand now, and freeze the result.

    The run gets the study's next number and stands beside the earlier ones, which are never touched: entries corrected
    later change only later runs. Raises Refusal naming everything that is missing (posts, rates, on-costs, ratios),
    and when the parts would not add up to all entries; then nothing of the run is kept. `by` None is the operator, who
    is told workers' names; anybody else is told how many there are.

    With an intervention, `own_time_only` counts its own time alone; else all work with the families counts, in both arms,
    and its own time is told beside. Without `counts_purchases` purchases are listed and count nothing. With `uprating`
    every amount stands in the prices of its year, and what families cost as logged is kept beside; `discounting` is
    applied beside the run's own amounts. `events` are counts at published unit costs, which stand beside the logged cost.
    """
    dates = inclusive(starts_on, ends_on)
    ordered = sorted(parts, key=lambda part: part.authority_id)
    if any(unknown_intervention(part.authority_id, intervention) for part in ordered):
        _require_unblocked(ordered, dates, intervention, uprating, with_names=by is None)
    try:
        with savepoint():
            choices = {
                "intervention": intervention,
                "with_qualifications": with_qualifications,
                "vat_rule": vat_rule,
                "own_time_only": own_time_only,
                "counts_purchases": counts_purchases,
                "price_year": uprating.price_year if uprating else None,
                "discount_basis_points": discounting.basis_points if discounting else None,
                "discount_source": discounting.source if discounting else None,
            }
            run = _new_run(by, study_id, ordered, inclusive(starts_on, ends_on), choices, at)
            freeze_events(run, events, uprating)
            _cost_all(by, run, ordered, dates, uprating, at)
    except Refusal:
        # What stopped it is the first thing missing. Every day worked is read again only now, to say all of them.
        _require_unblocked(ordered, dates, intervention, uprating, with_names=by is None)
        raise
    return run


def _cost_all(
    by: Person | None,
    run: CostingRun,
    parts: Sequence[Part],
    dates: Period,
    uprating: Uprating | None,
    at: datetime,
) -> None:
    """Cost every authority, prove that it adds up, keep the proof with the run and record that it was made."""
    done = [_Costed(part) for part in parts]
    ids = ids_in_order()
    if uprating is not None:
        freeze_prices(run, uprating)
    with room_for_many_rows():
        for costed in done:
            _cost(run, costed, dates, uprating, ids)
        stored = stored_sums(run.id)
    books = {costed.part.authority_id: costed.books for costed in done}
    _require_reconciled(books, stored)
    purchases, other_help = purchase_sums(run.id)
    entries, lines = sum(costed.entries for costed in done), sum(costed.lines for costed in done)
    statements = [mode_a_statement(costed.months) for costed in done if Mode(costed.part.mode) is Mode.ALL_TIME]
    notices = [words for words in statements if words]
    run.reconciliation = json.dumps(
        {
            "total": asdict(stored),
            "authorities": {
                str(costed.part.authority_id): {"mode": costed.part.mode, **asdict(costed.books.total())}
                for costed in done
            },
            "purchases_pence": purchases,
            "other_help_pence": other_help,
            "purchases_left_out_pence": sum(costed.purchases_left_out_pence for costed in done),
            "decisions_pence": sum(each.pence for costed in done for each in costed.deciding.priced),
            "unknown_vat": unknown_vat(run.id) if run.vat_rule == VatRule.NET_OF_RECOVERABLE else (0, 0),
            "unpaid_minutes": sum(month.unpaid_minutes for costed in done for month in costed.months),
            "unpaid_pence": sum(month.unpaid_pence for costed in done for month in costed.months),
            "without_post": {
                worker: minutes for costed in done for worker, minutes in costed.deciding.unpriced.items()
            },
            "entries": entries,
            "lines": lines,
            "families": families_by_arm(run.id),
            "left_out": [row._asdict() for row in left_out_together(each.left_out() for each in books.values())],
        },
        ensure_ascii=False,
    )
    run.notices = json.dumps(notices, ensure_ascii=False)
    db.session.flush()
    changes = {
        "study": run.study_id,
        "number": run.number,
        "entries": entries,
        "all_entries_pence": stored.all_entries_pence,
    }
    record(by, Deed.RUN_MADE, run, changes, at=at)


def _require_unblocked(
    parts: Iterable[Part], dates: Period, intervention: str | None, uprating: Uprating | None, *, with_names: bool
) -> None:
    messages = [
        words
        for part in parts
        for words in blocks_of(part, dates, intervention, with_names=with_names, uprating=uprating)
    ]
    if messages:
        raise Refusal(None, "A costing run cannot be made yet. " + " ".join(messages))


def _require_reconciled(books: Mapping[uuid.UUID, Reconciliation], stored: RunSums) -> None:
    """What was reckoned adds up for each authority, and the stored rows say the same. Raises Refusal otherwise."""
    sums = [reconciliation.total() for reconciliation in books.values()]
    whole = RunSums(*(sum(pence) for pence in zip(*map(astuple, sums), strict=True))) if sums else stored
    if any(each.out_by_pence for each in sums) or stored.out_by_pence or whole != stored:
        raise Refusal(None, "The run does not add up to all entries, so it was not kept. Nothing was changed.")


def _new_run(
    by: Person | None,
    study_id: uuid.UUID,
    parts: Sequence[Part],
    dates: Period,
    choices: Mapping[str, object],
    at: datetime,
) -> CostingRun:
    last = db.session.scalar(select(func.max(CostingRun.number)).where(CostingRun.study_id == study_id))
    run = CostingRun(
        id=uuid7(),
        study_id=study_id,
        number=(last or 0) + 1,
        starts_on=dates.start,
        ends_on=dates.last_day,
        modes=json.dumps({str(part.authority_id): part.mode for part in parts}),
        **choices,
        reconciliation="{}",
        notices="[]",
        made_by_id=by.id if by else None,
        made_at=at,
    )
    try:
        with savepoint():
            db.session.add(run)
            db.session.flush()
    except IntegrityError:
        raise Refusal(None, "Another run of this study was made a moment ago. Look at it, or try again.") from None
    return run


@dataclass(slots=True)
class _Costed:
    """One authority's part of a run as it comes about."""

    part: Part
    books: Reconciliation = field(default_factory=Reconciliation)
    months: list[WorkerMonth] = field(default_factory=list)
    deciding: Deciding = field(default_factory=Deciding)
    purchases_left_out_pence: int = 0
    entries: int = 0
    lines: int = 0


def _cost(run: CostingRun, costed: _Costed, dates: Period, uprating: Uprating | None, ids: Iterator[str]) -> None:
    """Cost one authority worker by worker, writing as it goes: what is in memory is one worker and one batch."""
    counted = run.intervention if run.own_time_only else None
    books = books_of(costed.part, dates, counted, with_qualifications=run.with_qualifications, uprating=uprating)
    if lacking := lacking_prices(books.as_logged, dates, uprating):
        raise Refusal(None, " ".join(lacking))
    as_logged = AsLogged() if uprating is not None else None
    freeze_members(run, books)
    freeze_mileage(run, books)
    rate_ids = freeze_rates(run, books, ids)
    rows = RunRows(run.id, books, rate_ids, ids)
    decisions = decisions_of(books.part.authority_id, dates)
    costed.deciding = price_decisions(books.scope, books.rates, decisions)
    costing = EntryCosting(books.scope, books.rates, books.mileage, uprating)
    not_uprated = EntryCosting(books.scope, books.as_logged, books.mileage)
    seen: set[str] = set()
    for worker, entries in books.workers():
        seen.add(worker)
        result = costing.cost(worker, entries)
        rows.add(result)
        costed.books.add(result)
        costed.months += result.months
        costed.deciding.add_unpriced(worker, result.unpriced_minutes)
        if as_logged is not None:
            as_logged.add(not_uprated.cost(worker, entries))
    for worker in sorted({worker for worker, _ in books.scope.contracted} - seen):
        costed.months += costing.cost(worker, ()).months
    rows.write()
    costed.entries, costed.lines = rows.entries, rows.lines
    freeze_months(run, books, costed.months)
    freeze_decisions(run, books, costed.deciding.priced, rate_ids, ids)
    costed.purchases_left_out_pence = freeze_purchases(run, books, ids, as_logged)
    freeze_other_costs(run, books, ids)
    if as_logged is not None:
        as_logged.add_decisions(price_decisions(books.scope, books.as_logged, decisions).priced)
        freeze_as_logged(run, books, as_logged)
