"""The page of one costing run: what it counts, costs by arm and by part, and its reconciliation."""

import uuid
from typing import Any

from flask import render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.costing.kinds import (
    PARTS_OF_TOTAL,
    Mode,
    Part,
    PurchasesCounted,
    Reason,
    Side,
    VatRule,
    WorkCounted,
)
from budgettracker.costing.results.kinds import Counted
from budgettracker.costing.results.queries.kept import arm_sums, results_of
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import (
    AuthorityPart,
    authorities_of,
    maker_of,
    price_years,
)
from budgettracker.costing.run.queries.runs import RunTotals, thin_months
from budgettracker.costing.run.rules.describe import segments
from budgettracker.costing.run.rules.price_years import old_prices, one_years_prices, price_years_in_words
from budgettracker.costing.run.rules.reconcile import RunSums
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.rules.run_page import (
    ArmCosts,
    ArmMeans,
    ArmRow,
    ArmSum,
    LeftOutRow,
    NamedAmount,
    PartRow,
    ReconciliationRow,
    RunCosts,
    ThinMonth,
    arm_costs,
    parts_shown,
    warnings_of,
)
from budgettracker.studies.views.blueprint import BANNERS, Answer, bp, names_of
from budgettracker.studies.views.runs import AT, listed, run_with_results

MOST_THIN = 10
"""Worker-months named on the run's page; their own page has all of them, as the workbook's sheet Missing."""


@bp.route(AT)
@requires(Permission.RUN_STUDIES)
def costing_run(study_id: uuid.UUID, number: int) -> Answer:
    """One run: what it is, costs by arm, the reconciliation, and what opens the lines behind each amount."""
    study, run = run_with_results(study_id, number)
    about, authorities = listed(study, run), authorities_of(run)
    totals = about.totals
    rows_shown = study.profile != Profile.PUBLISHED
    parts = authorities if rows_shown else []
    years = price_years(db.session, run.id)
    thin = thin_rows(study, run, authorities) if rows_shown else []
    return render_template(
        "studies/run.html",
        study=study,
        run=run,
        totals=totals,
        headline=totals.headline,
        kept=results_of(db.session(), run.id),
        maker=maker_of(run),
        rows=rows_shown,
        amounts=about.amounts,
        parts=parts,
        authorities=authorities,
        books=reconciliation_rows(study, run, totals.sums, parts),
        left_out=left_out_rows(study, run, totals),
        other_costs=(other_lines := other_cost_lines(db.session(), run.id)),
        other_costs_pence=sum(each.of.counted_pence for each in other_lines),
        left_out_pence=sum(left_out.cost_pence for left_out in totals.left_out),
        vat_rule=VatRule(run.vat_rule),
        prices=one_years_prices(run.price_year)
        if run.price_year
        else price_years_in_words((year.label for year in years), run.starts_on, run.ends_on),
        old_prices=[] if run.price_year else old_prices(years, run.starts_on),
        work_counted=WorkCounted.OWN if run.own_time_only else WorkCounted.ALL,
        purchases_counted=PurchasesCounted.COUNTED if run.counts_purchases else PurchasesCounted.LISTED,
        thin=thin[:MOST_THIN],
        thin_in_all=len(thin),
        without_post=without_post(study, totals) if rows_shown else [],
        banner=banner_of(BANNERS),
        costs=run_costs(study, run, authorities) if rows_shown else None,
        parts_of_total=PARTS_OF_TOTAL,
    )


def thin_rows(study: Study, run: CostingRun, authorities: list[AuthorityPart]) -> list[ThinMonth]:
    """Which worker-months do not support mode A, under the study's names for workers; each worker's months together."""
    names = names_of(study)
    all_time = [part.authority_id for part in authorities if part.mode is Mode.ALL_TIME]
    rows = [
        ThinMonth(
            names.worker(row.person_id), row.month, row.contracted_minutes, row.absence_minutes, row.logged_minutes
        )
        for row in thin_months(run.id, all_time)
    ]
    return sorted(rows, key=lambda row: (row.worker, row.month))


def without_post(study: Study, totals: RunTotals) -> list[tuple[str, int]]:
    """Whoever decided and held no post that has a cost, under the study's name for them, with their minutes."""
    names = names_of(study)
    return sorted((names.worker(person_id), minutes) for person_id, minutes in totals.without_post.items())


def run_costs(study: Study, run: CostingRun, authorities: list[AuthorityPart]) -> RunCosts:
    """What the page says of families: described by arm (and authority where there are several), and cut by part."""
    whole, sums = results_of(db.session(), run.id).results, arm_sums(db.session(), run.id)
    described = {(each.arm, each.authority): each.described for each in whole.groups if each.counted is Counted.TOTAL}
    of_arm = {arm: [each for each in sums if each.arm is arm] for arm in Arm}
    arms = [
        arm_costs(arm, described[arm, None], (each.pence for each in parts)) for arm, parts in of_arm.items() if parts
    ]
    largest_pence = max((arm.mean_pence for arm in arms), default=0)
    return RunCosts(
        arms=[_arm_row(study, run, arm, arm.arm.heading, largest_pence) for arm in arms],
        by_authority=[
            _arm_row(
                study,
                run,
                arm_costs(arm, described[arm, part.name], [each.pence]),
                f"{part.name}, {arm.heading.lower()}",
                largest_pence,
                part.authority_id,
            )
            for part in (authorities if len(authorities) > 1 else [])
            for arm in Arm
            for each in of_arm[arm]
            if each.authority_id == part.authority_id and (arm, part.name) in described
        ],
        means=[
            ArmMeans(arm, means.pooled_pence, means.of_authorities_pence, len(means.within))
            for arm, means in (whole.means if len(authorities) > 1 else [])
        ],
        warnings=warnings_of(
            (part.name, part.mode, frozenset(each.arm for each in sums if each.authority_id == part.authority_id))
            for part in authorities
        ),
        parts=[
            PartRow(
                part,
                [
                    ArmSum(arm.arm, arm.sums[part], arm.means[part], lines_url(study, run, part=part, arm=arm.arm))
                    for arm in arms
                ],
            )
            for part in parts_shown(run.intervention)
        ],
    )


def _arm_row(
    study: Study, run: CostingRun, arm: ArmCosts, words: str, largest_pence: int, authority: uuid.UUID | None = None
) -> ArmRow:
    address: dict[str, Any] = {"study_id": study.id, "number": run.number, "arm": arm.arm}
    if authority is not None:
        address["authority"] = authority
    return ArmRow(words, url_for("studies.run_families", **address), arm, segments(arm.mean_parts, largest_pence))


def lines_url(study: Study, run: CostingRun, **figure: Any) -> str:
    """The address of the lines behind an amount; empty where the profile shows no rows."""
    if study.profile == Profile.PUBLISHED:
        return ""
    return url_for("studies.run_lines", study_id=study.id, number=run.number, **figure)


def reconciliation_rows(
    study: Study, run: CostingRun, total: RunSums, parts: list[AuthorityPart]
) -> list[ReconciliationRow]:
    """The reconciliation as a sum to be read downwards: what stands for time not logged is taken off again."""

    def row(words: str, name: str, *, sign: int = 1, is_result: bool = False, **figure: Any) -> ReconciliationRow:
        amounts = [
            NamedAmount(
                part.name,
                sign * getattr(part.sums, name),
                lines_url(study, run, authority=part.authority_id, **figure),
            )
            for part in parts
        ]
        amounts.append(NamedAmount("All", sign * getattr(total, name), lines_url(study, run, **figure)))
        return ReconciliationRow(words, amounts, is_result)

    return [
        row("Time for the study's families", "families_pence", part=Part.TIME),
        row(Part.DECIDING_LOGGED.words, "deciding_pence", part=Part.DECIDING_LOGGED),
        row(Part.SET_UP.words, "set_up_pence", part=Part.SET_UP),
        row(Part.EVALUATION.words, "evaluation_pence", part=Part.EVALUATION),
        row("Less what stands for time not logged", "uplift_pence", sign=-1, part=Part.UPLIFT),
        row(Side.UNALLOCATED.words, "unallocated_pence", where=Side.UNALLOCATED),
        row(Side.LEFT_OUT.words, "left_out_pence", where=Side.LEFT_OUT),
        row(Side.ENTRIES.words, "all_entries_pence", is_result=True, where=Side.ENTRIES),
    ]


def left_out_rows(study: Study, run: CostingRun, totals: RunTotals) -> list[LeftOutRow]:
    """What was left out or fell to no family, by reason, each with what opens it."""
    rows = []
    for left_out in totals.left_out:
        side = Side.UNALLOCATED if left_out.reason is Reason.NO_FAMILY_MINUTES else Side.LEFT_OUT
        url = lines_url(study, run, where=side, reason=left_out.reason)
        rows.append(LeftOutRow(left_out.words, left_out.minutes, left_out.cost_pence, url))
    return rows
