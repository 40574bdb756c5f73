"""Pages of costing runs: making one, what it found by arm, its books, its families and the rates it used."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import Reason, VatRule
from budgettracker.costing.rates.rules.working import Working
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import (
    AuthorityPart,
    RunFamily,
    authorities_of,
    families_of,
    maker_of,
    rates_of,
)
from budgettracker.costing.run.queries.runs import RunTotals, StoredSums, run_of, runs_of, totals_of
from budgettracker.costing.run.rules.describe import segments
from budgettracker.costing.run.rules.opened import PART_WORDS, PARTS_SHOWN, Part, Where
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.studies import actions, queries
from budgettracker.studies.forms import MODES, VAT_RULES, RunForm
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import SMALL, require_rows
from budgettracker.studies.rules.run_page import ARM_WORDS, by_arm, part_pence, warnings_of
from budgettracker.studies.views.blueprint import SAID, Answer, bp, names_of
from budgettracker.web import now, page_number, refusals_to, today

FAMILIES_A_PAGE = 15
RATES_A_PAGE = 6
RUNS_A_PAGE = 10
COLUMNS = PART_WORDS | {Part.TOTAL: "Total"}
AT = "/studies/<uuid:study_id>/runs/<int(max=999999):number>"


@dataclass(frozen=True, slots=True)
class Books:
    """One line of the reconciliation: its words, and for each authority and for all the amount with what opens it."""

    words: str
    amounts: list[tuple[str, int, str]]
    is_result: bool = False


@bp.route("/studies/<uuid:study_id>/runs", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def run(study_id: uuid.UUID) -> Answer:
    """A study's costing runs, and the next one: made of things as they stand, with what it counts said first."""
    study = queries.study_for(g.person, study_id, today())
    form = RunForm()
    if form.validate_on_submit():
        with refusals_to(form):
            made = actions.run_study(
                g.person, study, on=today(), at=now(), with_qualifications=form.with_qualifications.data,
                vat_rule=VatRule(form.vat_rule.data),
            )  # fmt: skip
        if not form.errors:
            return redirect(url_for("studies.costing_run", study_id=study.id, number=made.number, said="run"), 303)
    every, at = runs_of(study.id), page_number()
    page = render_template(
        "studies/runs.html",
        study=study,
        form=form,
        blocks=[] if form.errors else queries.blocks_of_study(study),
        runs=[listed(study, each) for each in every[(at - 1) * RUNS_A_PAGE : at * RUNS_A_PAGE]],
        number=at,
        pages=-(-len(every) // RUNS_A_PAGE),
        vat_rules=VAT_RULES,
    )
    return page, 422 if form.errors else 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A run as lists show it: its totals, how many families it has, and whether its amounts may be seen."""

    run: CostingRun
    totals: RunTotals
    families: int
    amounts: bool


def listed(study: Study, one: CostingRun) -> Listed:
    """A run with its totals; amounts may be seen where rows may, else only of more families than a small count."""
    totals = totals_of(one)
    families = sum(totals.families.values())
    return Listed(one, totals, families, study.profile != Profile.PUBLISHED or families > SMALL)


def run_for(study_id: uuid.UUID, number: int) -> tuple[Study, CostingRun]:
    """A study and its run of a number, for an evaluator; raises NotTheirs otherwise."""
    study = queries.study_for(g.person, study_id, today())
    found = run_of(study.id, number)
    if found is None:
        raise NotTheirs
    return study, found


@bp.route(AT)
@requires(Permission.RUN_STUDIES)
def costing_run(study_id: uuid.UUID, number: int) -> Answer:
    """One run: what it is, costs by arm, the books that add up, and the lines behind each number."""
    study, found = run_for(study_id, number)
    about, parts = listed(study, found), authorities_of(found)
    totals = about.totals
    rows = study.profile != Profile.PUBLISHED
    shown: dict[str, Any] = costs_by_arm(study, found, parts) if rows else {}
    return render_template(
        "studies/run.html",
        study=study,
        run=found,
        totals=totals,
        maker=maker_of(found),
        rows=rows,
        amounts=about.amounts,
        parts=parts if rows else [],
        authorities=[(each.name, MODES[each.mode]) for each in parts],  # type: ignore[index]
        books=books_of(study, found, totals.sums, parts if rows else []),
        left_out=left_out_of(study, found, totals),
        left_out_pence=sum(each["cost_pence"] for each in totals.left_out),
        vat_rule=VAT_RULES[VatRule(found.vat_rule)],
        said=SAID.get(request.args.get("said", "")),
        **shown,
    )


def costs_by_arm(study: Study, found: CostingRun, parts: list[AuthorityPart]) -> dict[str, Any]:
    """What the page says of families: described by arm (and authority where there are several), and cut by part."""
    families = families_of(found.id, names_of(study).family)
    arms = by_arm(each.costs for each in families)
    where: dict[str, Any] = {"study_id": study.id, "number": found.number}
    largest = max((arm.mean_pence for arm in arms), default=0)
    described = [(ARM_WORDS[arm.arm], url_for("studies.run_families", arm=arm.arm, **where), arm) for arm in arms]
    apart = []
    for authority in parts if len(parts) > 1 else []:
        own = by_arm(each.costs for each in families if each.authority_id == authority.authority_id)
        apart += [
            (
                f"{authority.name}, {ARM_WORDS[arm.arm].lower()}",
                url_for("studies.run_families", arm=arm.arm, authority=authority.authority_id, **where),
                arm,
            )
            for arm in own
        ]
    return {
        "arms": described,
        "apart": apart,
        "warnings": warnings_of(
            (
                each.name,
                each.mode,
                frozenset(one.costs.arm for one in families if one.authority_id == each.authority_id),
            )
            for each in parts
        ),
        "bars": [(words, segments(arm.mean_parts, largest), arm.mean_pence) for words, _, arm in described],
        "cut": [
            (
                PART_WORDS[part],
                part in (Part.TOTAL, Part.OTHER_HELP),
                [
                    (arm, arm.sums[part], arm.means[part], open_url(study, found, part=part, arm=arm.arm))
                    for arm in arms
                ],
            )
            for part in (*PARTS_SHOWN, Part.TOTAL, Part.OTHER_HELP)
        ],
        "key": [(part, PART_WORDS[part]) for part in PARTS_SHOWN],
        "arm_words": ARM_WORDS,
    }


def open_url(study: Study, found: CostingRun, **asked: Any) -> str:
    """The address of the lines behind a number; nothing where the profile shows no rows."""
    if study.profile == Profile.PUBLISHED:
        return ""
    return url_for("studies.run_lines", study_id=study.id, number=found.number, **asked)


def books_of(study: Study, found: CostingRun, total: StoredSums, parts: list[AuthorityPart]) -> list[Books]:
    """The reconciliation as a sum to be read downwards: what stands for time not logged is taken off again."""

    def line(words: str, name: str, *, sign: int = 1, is_result: bool = False, **asked: Any) -> Books:
        amounts = [
            (
                each.name,
                sign * getattr(each.sums, name),
                open_url(study, found, authority=each.authority_id, **asked),
            )
            for each in parts
        ]
        amounts.append(("All", sign * getattr(total, name), open_url(study, found, **asked)))
        return Books(words, amounts, is_result)

    return [
        line("Time for the study's families", "families_pence", part=Part.TIME),
        line("Less what stands for time not logged", "uplift_pence", sign=-1, part=Part.UPLIFT),
        line("Unallocated", "unallocated_pence", where=Where.UNALLOCATED),
        line("Left out", "left_out_pence", where=Where.LEFT_OUT),
        line("All entries", "all_entries_pence", is_result=True, where=Where.ENTRIES),
    ]


def left_out_of(study: Study, found: CostingRun, totals: RunTotals) -> list[tuple[dict[str, Any], str]]:
    """What was left out or fell to no family, by reason, each with what opens it."""
    rows = []
    for each in totals.left_out:
        where = Where.UNALLOCATED if each["reason"] == Reason.NO_FAMILY_MINUTES else Where.LEFT_OUT
        rows.append((each, open_url(study, found, where=where, reason=each["reason"])))
    return rows


@bp.route(f"{AT}/families")
@requires(Permission.RUN_STUDIES)
def run_families(study_id: uuid.UUID, number: int) -> Answer:
    """Each family's cost by part, under its pseudonym; of one arm or authority where that is asked."""
    study, found = run_for(study_id, number)
    require_rows(study.profile)
    parts = authorities_of(found)
    arm = next((each for each in Arm if each == request.args.get("arm")), None)
    authority = next((each for each in parts if str(each.authority_id) == request.args.get("authority")), None)
    every = families_of(found.id, names_of(study).family)
    largest = max((each.costs.total_pence for each in every), default=0)
    chosen = [
        each
        for each in every
        if (arm is None or each.costs.arm is arm) and (authority is None or each.authority_id == authority.authority_id)
    ]
    by_cost = request.args.get("order") == "cost"
    if by_cost:
        chosen.sort(key=lambda each: (-each.costs.total_pence, each.costs.family))
    at = page_number()
    return render_template(
        "studies/run_families.html",
        study=study,
        run=found,
        arm=ARM_WORDS[arm] if arm else "",
        authority=authority.name if authority else "",
        by_cost=by_cost,
        families=[shown_family(each, largest) for each in chosen[(at - 1) * FAMILIES_A_PAGE : at * FAMILIES_A_PAGE]],
        total=sum(each.costs.total_pence for each in chosen),
        in_all=len(chosen),
        page=at,
        pages=-(-len(chosen) // FAMILIES_A_PAGE),
        key=[(part, PART_WORDS[part]) for part in PARTS_SHOWN],
    )


def shown_family(one: RunFamily, largest: int) -> dict[str, Any]:
    """A family as its line shows it: amounts in order, and its bar on the scale of the costliest family."""
    pence = part_pence(one.costs)
    return {
        "costs": one.costs,
        "amounts": [(part, COLUMNS[part], pence[part]) for part in (*PARTS_SHOWN, Part.TOTAL, Part.OTHER_HELP)],
        "bar": segments([(part, pence[part]) for part in PARTS_SHOWN], largest),
    }


@bp.route(f"{AT}/rates")
@requires(Permission.RUN_STUDIES)
def run_rates(study_id: uuid.UUID, number: int) -> Answer:
    """The rates a run used, each worked out line by line."""
    study, found = run_for(study_id, number)
    every: list[tuple[str, Working]] = rates_of(found.id)
    at = page_number()
    return render_template(
        "studies/run_rates.html",
        study=study,
        run=found,
        rates=every[(at - 1) * RATES_A_PAGE : at * RATES_A_PAGE],
        page=at,
        pages=-(-len(every) // RATES_A_PAGE),
    )
