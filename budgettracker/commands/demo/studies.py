"""What the evaluator asks: one study that is finished and costed, and one that still waits for an authority."""

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.people import Place
from budgettracker.people.models import Person
from budgettracker.studies import actions
from budgettracker.studies.models import Mode, Profile, Study
from budgettracker.studies.queries import blocks_of_study

FINISHED, ASKED = "The first months of devolved budgets", "Coming home: what reunification takes"


def add_studies(evaluator: Person, places: list[Place], calendar: Calendar) -> Study:
    """Add both; the finished one covers every whole month, its authorities have agreed, and a run was made."""
    westmoor, saltmere = places[:2]
    whole = calendar.whole_months
    asked_at = moment(calendar.back(14), 10)
    finished = actions.add_study(
        evaluator,
        FINISHED,
        starts_on=whole.start,
        ends_on=whole.last_day,
        profile=Profile.CONTROLLED,
        purpose="What families with and without a devolved budget cost: purchases, and every worker's time.",
        at=asked_at,
    )
    for place, mode, days in ((westmoor, Mode.A, 12), (saltmere, Mode.B, 10)):
        day = calendar.back(days)
        basis = "Data sharing agreement of the pilots, section 4; families were told in the leaflet."
        signatory = place.first(Role.SENIOR_MANAGER)
        actions.join_study(signatory, finished, place.authority, mode, basis, on=day, at=moment(day, 11))
    actions.add_study(
        evaluator,
        ASKED,
        starts_on=whole.start,
        ends_on=whole.last_day,
        profile=Profile.CONTROLLED,
        purpose="What it takes to bring children home and keep them there.",
        at=moment(calendar.back(5), 9, 30),
    )
    # Rates that the law has not set yet would stop a run; the study's page then says so.
    if not blocks_of_study(finished):
        day = calendar.last
        actions.run_study(evaluator, finished, on=day, at=moment(day, 17, 30))
    return finished
