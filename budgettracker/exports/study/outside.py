"""What the databases hold beside a study's rows, counted: nothing is filtered out of a workbook in silence.

A workbook of a run made earlier has what the run froze; what else it tells of a purchase is as it stands when it is built, so
that what has changed since, and what came since, is counted here.
"""

from typing import Any

from sqlalchemy import func, select

from budgettracker.audit.models import AuditRecord
from budgettracker.costing.run.models import RunMember, RunPurchase
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.models import Family
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import WorkEntry


def outside(data: StudyData) -> list[tuple[str, int]]:
    """What the study's authorities hold that is not in its workbook, in words, with how many of each."""
    run = data.run
    authority_ids = list(data.modes)
    members = select(RunMember.family_id).where(RunMember.run_id == run.id)
    of_member = Spend.family_id.in_(members)
    bought = Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED))
    in_dates = WorkEntry.worked_on.between(run.starts_on, run.ends_on)
    stands = WorkEntry.withdrawn_at.is_(None)
    in_run = select(RunPurchase.spend_id).where(RunPurchase.run_id == run.id)
    changed = select(AuditRecord.subject_id).where(AuditRecord.at > run.made_at, AuditRecord.subject_id.in_(in_run))
    no_arm = (Family.arm.is_(None), Family.authority_id.in_(authority_ids))
    not_open = (Family.arm.is_not(None), Family.authority_id.in_(authority_ids), Family.id.not_in(members))
    of_authorities = WorkEntry.authority_id.in_(authority_ids)
    return [
        ("Families without an arm", _count(data, Family, *no_arm)),
        ("Families with an arm, open on no day of the study", _count(data, Family, *not_open)),
        (
            "Purchases of the study's families dated outside it",
            _count(data, Spend, of_member, bought, ~Spend.bought_on.between(run.starts_on, run.ends_on)),
        ),
        (
            "Purchases of the study's families and dates that were recorded after the run",
            _count(
                data,
                Spend,
                of_member,
                bought,
                Spend.bought_on.between(run.starts_on, run.ends_on),
                ~Spend.id.in_(in_run),
            ),
        ),
        (
            "Purchases that changed after the run: it counts them as they were, Spend tells their state and details of now",
            _count(data, Spend, Spend.id.in_(changed)),
        ),
        (
            "Requests of the study's families, never bought, dated outside it",
            _count(data, Spend, of_member, ~bought, ~Spend.asked_on.between(run.starts_on, run.ends_on)),
        ),
        (
            "Purchases and requests for families that are not in the study",
            _count(data, Spend, Spend.authority_id.in_(authority_ids), ~of_member),
        ),
        ("Work entries dated outside the study", _count(data, WorkEntry, of_authorities, stands, ~in_dates)),
        ("Work entries withdrawn by whoever made them", _count(data, WorkEntry, of_authorities, ~stands, in_dates)),
    ]


def _count(data: StudyData, of: Any, *where: Any) -> int:
    return data.session.scalar(select(func.count()).select_from(of).where(*where)) or 0
