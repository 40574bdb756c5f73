"""What a run freezes beside its lines: families, rates, decisions and purchases as it found them."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert

from budgettracker.bulk import Rows
from budgettracker.costing.kinds import PriceUse, VatRule
from budgettracker.costing.method.lines import WorkerMonth
from budgettracker.costing.rates.rules.mileage import in_force
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.costing.run.models import (
    CostingRun,
    RunAsLogged,
    RunDecision,
    RunMember,
    RunMileageRate,
    RunMonth,
    RunPeriod,
    RunPrice,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.baseline import Baseline, baseline_of
from budgettracker.costing.run.queries.inputs import AuthorityBooks, OpenPeriod
from budgettracker.costing.run.queries.purchases import purchases_of
from budgettracker.costing.run.rules.as_logged import AsLogged
from budgettracker.costing.run.rules.decisions import PricedDecision
from budgettracker.costing.run.rules.family_costs import first_open_day, last_open_day, open_days
from budgettracker.database import db
from budgettracker.families.rules import led_on
from budgettracker.spend.kinds import SpendKind


def freeze_decisions(
    run: CostingRun,
    books: AuthorityBooks,
    priced: Sequence[PricedDecision],
    rate_ids: Mapping[tuple[str, date], str],
    ids: Iterator[str],
) -> None:
    """Write the decisions that are priced by the minutes of their scheme."""
    families = {each.reference: each.family_id for each in books.part.members}
    rows = [
        {
            "id": uuid.UUID(next(ids)),
            "run_id": run.id,
            "authority_id": books.part.authority_id,
            "family_id": families[each.family],
            "about": str(each.of.about),
            "subject_id": uuid.UUID(each.of.subject),
            "decided_on": each.of.decided_on,
            "person_id": uuid.UUID(each.of.worker),
            "rate_id": uuid.UUID(rate_ids[each.rate.post, each.rate.starts_on]) if each.rate else None,
            "whole_minutes": each.of.minutes,
            **each.portion._asdict(),
            "minutes": each.minutes,
            "cost_pence": each.pence,
        }
        for each in priced
    ]
    if rows:
        db.session.execute(insert(RunDecision.__table__), rows)  # type: ignore[arg-type]


MEMBER_COLUMNS = (
    *("run_id", "authority_id", "family_id", "arm", "open_from", "open_days", "children_in_scope"),
    *("team_id", "lead_worker_id", *Baseline._fields),
)
PERIOD_COLUMNS = ("run_id", "authority_id", "family_id", *OpenPeriod._fields)


def freeze_members(run: CostingRun, books: AuthorityBooks) -> None:
    """Write the families of the study as the run finds them, and the times in which they were open."""
    dates, baseline = books.scope.dates, baseline_of(books.part)
    members, periods = Rows(RunMember, MEMBER_COLUMNS), Rows(RunPeriod, PERIOD_COLUMNS)
    ids = (run.id.hex, books.part.authority_id.hex)
    for each in sorted(books.part.members, key=lambda each: each.reference):
        member, family_id = books.scope.members[each.reference], each.family_id.hex
        led = led_on(books.leads[each.family_id], last_open_day(member, dates))
        opened = (first_open_day(member, dates).isoformat(), open_days(member, dates), each.children_in_scope)
        lead = led.lead_worker_id.hex if led.lead_worker_id else None
        members.add((*ids, family_id, str(each.arm), *opened, led.team_id.hex, lead, *baseline[each.family_id]))
        for opened_on, closed_on, reason in each.periods:
            closed = closed_on.isoformat() if closed_on else None
            periods.add((*ids, family_id, opened_on.isoformat(), closed, str(reason) if reason else None))
    members.write()
    periods.write()


def freeze_mileage(run: CostingRun, books: AuthorityBooks) -> None:
    """Write what a mile cost within the study's dates."""
    dates, ids = books.scope.dates, {"run_id": run.id, "authority_id": books.part.authority_id}
    rows = [ids | asdict(rate) for rate in in_force(books.mileage, dates.start, dates.last_day)]
    if rows:
        db.session.execute(insert(RunMileageRate.__table__), rows)  # type: ignore[arg-type]


def freeze_rates(run: CostingRun, books: AuthorityBooks, ids: Iterator[str]) -> dict[tuple[str, date], str]:
    """The rates in force within the study's dates, and their ids by post and first day."""
    rate_ids: dict[tuple[str, date], str] = {}
    for rate in books.rates.in_force(books.scope.dates):
        indices = rate.uprated_by if books.uprating is not None else None
        row = RunRate(
            id=uuid.UUID(next(ids)),
            run_id=run.id,
            authority_id=books.part.authority_id,
            **{name: getattr(rate, name) for name in RATE_FIELDS},
            **rate.inputs._asdict(),
            index_base=indices.base if indices else None,
            index_of=indices.of if indices else None,
        )
        db.session.add(row)
        rate_ids[rate.post, rate.starts_on] = row.id.hex
    db.session.flush()
    return rate_ids


RATE_FIELDS = (
    "post",
    "starts_on",
    "price_year",
    "salary_pence",
    "oncosts_pence",
    "qualifications_pence",
    "stated_qualifications_pence",
    "overhead_direct_pence",
    "overhead_indirect_pence",
    "capital_pence",
    "minutes_per_year",
    "ratio_thousandths",
    "ratio_kind",
    "source",
    "oncosts_source",
    "agency_vat",
)


def freeze_prices(run: CostingRun, uprating: Uprating) -> None:
    """Write the indices that the run had at hand, with their series and editions."""
    rows = [
        {
            "run_id": run.id,
            "price_use": str(use),
            "price_year": label,
            "ten_thousandths": index,
            "series": series.name,
            "edition": series.edition,
            "published_on": series.published_on,
            "source": series.source,
        }
        for use in PriceUse
        for series in (uprating.series(use),)
        for label, index in series.indices.items()
    ]
    db.session.execute(insert(RunPrice.__table__), rows)  # type: ignore[arg-type]


def freeze_as_logged(run: CostingRun, books: AuthorityBooks, as_logged: AsLogged) -> None:
    """Write what each family cost in the prices of each cost's own year."""
    rows = [
        {
            "run_id": run.id,
            "family_id": each.family_id,
            "authority_id": books.part.authority_id,
            **as_logged.of(each.reference)._asdict(),
        }
        for each in sorted(books.part.members, key=lambda each: each.reference)
    ]
    if rows:
        db.session.execute(insert(RunAsLogged.__table__), rows)  # type: ignore[arg-type]


def freeze_purchases(
    run: CostingRun, books: AuthorityBooks, ids: Iterator[str], as_logged: AsLogged | None = None
) -> int:
    """Write what was bought, as the run counts it; gives the pence of purchases that it lists and does not count."""
    members = [each.family_id for each in books.part.members]
    counted = purchases_of(books.part.authority_id, books.scope.dates, members, VatRule(run.vat_rule))
    left_out = 0
    references = {each.family_id: each.reference for each in books.part.members}
    rows = []
    for each in counted:
        counts = run.counts_purchases or each.kind != SpendKind.DEVOLVED
        pence = (
            each.counted_pence
            if books.uprating is None
            else books.uprating.goods_on(each.bought_on).uprated(each.counted_pence)
        )
        left_out += 0 if counts else pence
        if as_logged is not None and counts:
            as_logged.add_purchase(references[each.family_id], SpendKind(each.kind), each.counted_pence)
        rows.append(
            {
                "id": uuid.UUID(next(ids)),
                "run_id": run.id,
                **each._asdict(),
                "counted_pence": pence if counts else 0,
                "outside_periods": books.scope.members[references[each.family_id]].outside_on(each.bought_on),
            }
        )
    if rows:
        db.session.execute(insert(RunPurchase.__table__), rows)  # type: ignore[arg-type]
    return left_out


MONTH_COLUMNS = (
    *("run_id", "authority_id", "person_id", "month", "contracted_minutes", "absence_minutes", "logged_minutes"),
    *("family_minutes", "pool_minutes", "supported", "families_pence", "unpaid_pence"),
)


def freeze_months(run: CostingRun, books: AuthorityBooks, months: Sequence[WorkerMonth]) -> None:
    """Write how complete each worker's month was, and what of it nobody paid."""
    rows, ids = Rows(RunMonth, MONTH_COLUMNS), (run.id.hex, books.part.authority_id.hex)
    for worker, month, contracted, absence, logged, family, pool, supported, families_pence, unpaid_pence in months:
        minutes = (contracted, absence, logged, family, pool)
        rows.add((*ids, worker, month.isoformat(), *minutes, 1 if supported else 0, families_pence, unpaid_pence))
    rows.write()
