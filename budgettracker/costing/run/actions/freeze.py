"""What a run freezes beside its lines: families, rates, decisions and purchases as it found them."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert

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
from budgettracker.costing.run.queries.baseline import baseline_of
from budgettracker.costing.run.queries.inputs import AuthorityBooks
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


def freeze_members(run: CostingRun, books: AuthorityBooks) -> None:
    """Write the families of the study as the run finds them, and the times in which they were open."""
    dates = books.scope.dates
    baseline = baseline_of(books.part)
    rows: list[dict[str, object]] = []
    for each in sorted(books.part.members, key=lambda each: each.reference):
        member = books.scope.members[each.reference]
        led = led_on(books.leads[each.family_id], last_open_day(member, dates))
        rows.append(
            {
                "run_id": run.id,
                "family_id": each.family_id,
                "authority_id": books.part.authority_id,
                "arm": each.arm,
                "open_from": first_open_day(member, dates),
                "open_days": open_days(member, dates),
                "children_in_scope": each.children_in_scope,
                "team_id": led.team_id,
                "lead_worker_id": led.lead_worker_id,
                **baseline[each.family_id]._asdict(),
            }
        )
    periods = [
        {"run_id": run.id, "family_id": each.family_id, "authority_id": books.part.authority_id, **period._asdict()}
        for each in books.part.members
        for period in each.periods
    ]
    if rows:
        db.session.execute(insert(RunMember.__table__), rows)  # type: ignore[arg-type]
        db.session.execute(insert(RunPeriod.__table__), periods)  # type: ignore[arg-type]


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


def freeze_months(run: CostingRun, books: AuthorityBooks, months: Sequence[WorkerMonth]) -> None:
    """Write how complete each worker's month was, and what of it nobody paid."""
    names = [
        column.name
        for column in RunMonth.__table__.columns
        if column.name not in ("run_id", "person_id", "authority_id")
    ]
    rows = [
        {
            "run_id": run.id,
            "person_id": uuid.UUID(each.worker),
            "authority_id": books.part.authority_id,
            **{name: getattr(each, name) for name in names},
        }
        for each in months
    ]
    if rows:
        db.session.execute(insert(RunMonth.__table__), rows)  # type: ignore[arg-type]
