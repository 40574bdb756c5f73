"""Reckon what a run comes to, once, and keep it with the run."""

import json
import uuid

from sqlalchemy import delete, insert, or_, select

from budgettracker.bulk import joined_in_passes
from budgettracker.costing.results.kinds import CutColumn
from budgettracker.costing.results.models import (
    RunBesidePaid,
    RunCut,
    RunDifference,
    RunDiscounted,
    RunFamilyCost,
    RunFigure,
    RunFigurePage,
    RunResult,
)
from budgettracker.costing.results.queries import beside
from budgettracker.costing.results.queries.kept import LAYOUT, is_kept
from budgettracker.costing.results.queries.kept_lines import kept_figure, pages_of, text_of
from budgettracker.costing.results.queries.read_run import ReadRun, read_run, seed_of
from budgettracker.costing.results.queries.sensitivity import arm_costs_of
from budgettracker.costing.results.rules.bootstrap import REPLICATES
from budgettracker.costing.results.rules.cuts import NOTHING, Amounts, cuts
from budgettracker.costing.results.rules.discount import discounted
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import Ordered
from budgettracker.costing.results.rules.results import results
from budgettracker.costing.results.rules.sensitivity import sensitivity
from budgettracker.costing.results.rules.stored import plain
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction


def keep_results(run: CostingRun) -> None:
    """Reckon a run's results, families and cuts from its rows, and what it differs by from the run before it, and keep them.

    What is kept already stays.
    """
    # Two who come for the same run at once: the second waits here, and finds it kept.
    db.session.execute(select(CostingRun.id).where(CostingRun.id == run.id).with_for_update())
    if is_kept(db.session(), run.id):
        return
    for table in (RunResult, RunFamilyCost, RunCut, RunDiscounted, RunBesidePaid):
        db.session.execute(delete(table).where(table.run_id == run.id))
    of_run = or_(RunDifference.earlier_id == run.id, RunDifference.later_id == run.id)
    db.session.execute(delete(RunDifference).where(of_run))
    of_figures = select(RunFigure.id).where(RunFigure.run_id == run.id)
    db.session.execute(delete(RunFigurePage).where(RunFigurePage.figure_id.in_(of_figures)))
    db.session.execute(delete(RunFigure).where(RunFigure.run_id == run.id))
    with joined_in_passes():
        _reckon(run)


def _reckon(run: CostingRun) -> None:
    read, seed = read_run(db.session(), run), seed_of(run)
    whole = results(read.costed(), run.starts_on, run.ends_on, seed)
    kept = json.dumps(plain(whole), ensure_ascii=False, separators=(",", ":"))
    db.session.add(RunResult(run_id=run.id, layout=LAYOUT, seed=seed, replicates=REPLICATES, results=kept))
    db.session.flush()
    families = [_family(run.id, family, read) for family in sorted(read.families)]
    rows = [
        {
            "run_id": run.id,
            "position": position,
            "cut": str(row.cut),
            "heading": row.heading,
            "authority_id": uuid.UUID(row.authority),
            "arm": row.arm,
            "counts_as": str(row.counts_as),
            **row.amounts._asdict(),
        }
        for position, row in enumerate(cuts(read.cells, read.by_family, read.groups))
    ]
    if families:
        db.session.execute(insert(RunFamilyCost), families)
    if run.discount_basis_points is not None:
        _keep_discounted(run.id, run.discount_basis_points, read)
    if rows:
        db.session.execute(insert(RunCut), rows)
    swings = sensitivity(arm_costs_of(db.session(), run))
    db.session.get_one(RunResult, run.id).sensitivity = json.dumps(plain(swings), separators=(",", ":"))
    db.session.flush()
    _keep_differences(run)


def _keep_discounted(run_id: uuid.UUID, basis_points: int, read: ReadRun) -> None:
    rows = [
        {
            "run_id": run_id,
            "family_id": uuid.UUID(family),
            "years": of.years,
            "authority_id": uuid.UUID(read.groups[family].authority),
            "arm": read.groups[family].arm,
            **{f"{column}_pence": pence for column, pence in of.pence.items()},
            **{f"present_{column}_pence": pence for column, pence in of.present.items()},
        }
        for family in sorted(read.families)
        for of in discounted(read.families[family], basis_points)
    ]
    if rows:
        db.session.execute(insert(RunDiscounted), rows)


def results_kept(run: CostingRun) -> CostingRun:
    """The run, its results kept: one from before results were kept is reckoned now, in a transaction of its own."""
    if is_kept(db.session(), run.id):
        return run
    run_id = run.id
    with transaction():
        keep_results(db.session.get_one(CostingRun, run_id))
    return db.session.get_one(CostingRun, run_id)


def _keep_differences(run: CostingRun) -> None:
    """Keep what a run differs by from the one before it in its study, and the one after it from this, where both are kept.

    A neighbour from before is not reckoned for that: whoever looks at it reckons it, and keeps the difference then.
    """
    neighbours = CostingRun.number.in_((run.number - 1, run.number + 1))
    near = db.session.scalars(select(CostingRun).where(CostingRun.study_id == run.study_id, neighbours)).all()
    for other in near:
        if is_kept(db.session(), other.id):
            _keep_difference(*sorted((other, run), key=lambda each: each.number))
    db.session.flush()


def differences_kept(before: CostingRun, after: CostingRun) -> beside.Differences:
    """What two runs whose results are kept differ by: of a pair that is looked at for the first time it is kept now.

    It is reckoned before the transaction that keeps it, so that nobody waits for it to write.
    """
    pair = before.id, after.id
    kept = beside.kept_differences(db.session(), *pair)
    if kept is not None or before.id == after.id:
        return kept or beside.differences(db.session(), *pair)
    with joined_in_passes():
        differs = beside.differences(db.session(), *pair)
    with transaction():
        # Two who look at the same pair at once: the second waits here, and finds it kept.
        db.session.execute(select(CostingRun.id).where(CostingRun.id == pair[1]).with_for_update())
        if beside.kept_differences(db.session(), *pair) is None:
            _write_difference(*pair, differs)
    return differs


def _keep_difference(before: CostingRun, after: CostingRun) -> None:
    _write_difference(before.id, after.id, beside.differences(db.session(), before.id, after.id))


def _write_difference(before: uuid.UUID, after: uuid.UUID, differs: beside.Differences) -> None:
    text = json.dumps(plain(differs), ensure_ascii=False, separators=(",", ":"))
    db.session.add(RunDifference(earlier_id=before, later_id=after, differences=text))


def keep_figure(run_id: uuid.UUID, figure: Figure, ordered: list[Ordered], *, by_day: bool) -> None:
    """Keep the lines behind an amount in their order, in a transaction of its own. What is kept already stays."""
    with transaction():
        # Two who open the same amount at once: the second waits here, and finds it kept.
        db.session.execute(select(CostingRun.id).where(CostingRun.id == run_id).with_for_update())
        if kept_figure(db.session(), run_id, figure, by_day=by_day) is not None:
            return
        sections = [(str(each.section.kind), each.section.count, each.section.pence) for each in ordered]
        row = RunFigure(run_id=run_id, figure=text_of(figure), by_day=by_day, sections=json.dumps(sections))
        db.session.add(row)
        db.session.flush()
        pages = [
            {"figure_id": row.id, "page": number, "lines": json.dumps(lines)}
            for number, lines in enumerate(pages_of(ordered), start=1)
        ]
        if pages:
            db.session.execute(insert(RunFigurePage), pages)


def _family(run_id: uuid.UUID, family: str, read: ReadRun) -> dict[str, object]:
    costed, group = read.families[family], read.groups[family]
    by_column = {column: Amounts(*read.by_family.get((family, column), NOTHING)) for column in CutColumn}
    time, purchases = by_column[CutColumn.TIME], by_column[CutColumn.PURCHASES].pence
    parts = [name for name in Amounts._fields if name.endswith("_pence") and name != "other_pence"]
    return {
        "run_id": run_id,
        "family_id": uuid.UUID(family),
        "authority_id": uuid.UUID(group.authority),
        "arm": group.arm,
        "started_on": costed.start,
        "reason": group.reason or None,
        "age_band": group.age_band or None,
        "open_days": costed.open_days,
        "children_in_scope": costed.children,
        "purchases_pence": purchases,
        "other_help_pence": by_column[CutColumn.OTHER_HELP].pence,
        **{name: getattr(time, name) for name in parts},
        "total_pence": purchases + time.pence,
        "outside_pence": read.outside.get(family, 0),
        "deciding_pence": by_column[CutColumn.DECIDING].pence,
        "set_up_pence": by_column[CutColumn.SET_UP].pence,
        "evaluation_pence": by_column[CutColumn.EVALUATION].pence,
        "own_time_pence": read.own_time.get(family, 0),
    }
