"""What the evaluator asks: one study that is finished, with its workbook, and one that waits for its authorities."""

from dataclasses import dataclass
from datetime import datetime

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.costing.kinds import Mode
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.models import Workbook
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.studies import actions
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study

FINISHED, WAITING = "The first months of devolved budgets", "Coming home: what reunification takes"


@dataclass(frozen=True, slots=True)
class DemoStudies:
    """The studies, and the workbook of the finished one, still to be built (None: a rate is missing)."""

    evaluator: Person
    studies: tuple[Study, ...]
    workbook: Workbook | None


def add_studies(evaluator: Person, authorities: list[DemoAuthority], calendar: Calendar, now: datetime) -> DemoStudies:
    """Add both; the finished one covers every whole month, its authorities have agreed, its workbook is asked for."""
    whole = calendar.whole_months
    finished = actions.add_study(
        evaluator,
        FINISHED,
        starts_on=whole.start,
        ends_on=whole.last_day,
        profile=Profile.CONTROLLED,
        purpose="What families with and without a devolved budget cost: purchases, and every worker's time.",
        at=moment(calendar.back(14), 10),
    )
    for authority, mode, days in ((authorities[0], Mode.ALL_TIME, 12), (authorities[1], Mode.CLIENT_TIME, 10)):
        day = calendar.back(days)
        basis = "Data sharing agreement of the pilots, section 4; families were told in the leaflet."
        signatory = authority.first(Role.SENIOR_MANAGER)
        actions.join_study(signatory, finished, authority.row, mode, basis, on=day, at=moment(day, 11))
    waiting = actions.add_study(
        evaluator,
        WAITING,
        starts_on=whole.start,
        ends_on=whole.last_day,
        profile=Profile.CONTROLLED,
        purpose="What it takes to bring children home and keep them there.",
        at=moment(calendar.back(5), 9, 30),
    )
    # A rate that the law has not set yet would stop a run; the study's page then says so.
    blocked = blocks_of_study(finished)
    # Asked for when it is built: a run costs everything as it stands at its moment.
    workbook = None if blocked else ask_workbook(evaluator, finished, on=day_of(now), at=now)
    return DemoStudies(evaluator, (finished, waiting), workbook)
