"""What the evaluator asks: one study that is finished, with its workbook, and one that waits for its authorities."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import INVENTED, DemoAuthority
from budgettracker.costing.kinds import Mode, OtherClass, Process
from budgettracker.costing.rates.actions import add_other_cost
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.costing.rates.rules.other_cost import OtherCost
from budgettracker.costing.rates.rules.uprating import Discounting, Series
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.models import Workbook
from budgettracker.families.kinds import Arm
from budgettracker.people.models import Person
from budgettracker.periods import day_of, financial_year, financial_year_label
from budgettracker.studies import actions
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study

FINISHED, WAITING = "The first months of devolved budgets", "Coming home: what reunification takes"


GREEN_BOOK = Discounting(350, "HM Treasury, The Green Book: 3.5% a year")
PAY_RISES, GOODS_RISE = (1000_000, 1034_000, 1069_200, 1104_500), (1000_000, 1021_500, 1043_500, 1064_400)
"""Invented indices in ten-thousandths, of the year before the study and those that follow."""


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
    _set_prices(evaluator, finished, authorities[0], calendar)
    _count_events(evaluator, finished, authorities[0].row.id, now)
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


def _set_prices(evaluator: Person, study: Study, authority: DemoAuthority, calendar: Calendar) -> None:
    """Runs stand in prices of the year after the study and are discounted; one authority states what setting up cost it."""
    day = calendar.back(9)
    first = financial_year(study.starts_on).start
    labels = [financial_year_label(date(first.year + years, 4, 1)) for years in (-1, 0, 1, 2)]
    ids = [
        actions.add_price_series(
            evaluator,
            study,
            Series(name, "First edition", day, INVENTED, dict(zip(labels, rises, strict=True))),
            on=day,
            at=moment(day, 14),
        ).id
        for name, rises in (("Index of pay", PAY_RISES), ("Index of goods", GOODS_RISE))
    ]
    actions.set_study_prices(
        evaluator,
        study,
        price_year=labels[2],
        pay_series_id=ids[0],
        goods_series_id=ids[1],
        discounting=GREEN_BOOK,
        on=day,
        at=moment(day, 15),
    )
    rooms = OtherCost("Rooms for family meetings", OtherClass.SET_UP, study.starts_on, 4_800_00, 5, 350, None, INVENTED)
    add_other_cost(authority.first(Role.FINANCE), authority.row, rooms, at=moment(day, 16))


EVENTS = (
    (Arm.BUDGET, Process.ONGOING_SUPPORT, 46, 112_00),
    (Arm.BUDGET, Process.PLANNING_AND_REVIEW, 14, 264_50),
    (Arm.BUDGET, Process.ENQUIRY, 2, 618_00),
    (Arm.COMPARISON, Process.ONGOING_SUPPORT, 31, 112_00),
    (Arm.COMPARISON, Process.PLANNING_AND_REVIEW, 9, 264_50),
)
"""What the invented case system counted, at invented unit costs."""


def _count_events(evaluator: Person, study: Study, authority_id: uuid.UUID, now: datetime) -> None:
    """The second route of the finished study, in its first authority."""
    where = ("The authority's case system, invented", "Invented for this demo: no published figure")
    for arm, process, number, pence in EVENTS:
        days, year = (study.starts_on, study.ends_on), financial_year_label(study.starts_on)
        event = EventCount(authority_id, arm, process, *days, number, pence, year, *where)
        actions.count_events(evaluator, study, event, on=day_of(now), at=now)
