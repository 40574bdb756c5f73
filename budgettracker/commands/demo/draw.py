"""A draw that is open in one authority: families assessed, one not eligible, some drawn, one whose arm nobody knows yet."""

from budgettracker.access import Role
from budgettracker.allocation import actions, rules
from budgettracker.allocation.kinds import NotEligible
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.costing.kinds import Mode
from budgettracker.families.actions import add_child, add_family
from budgettracker.people.models import Person
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study

NAME = "A budget by lot: thirty families of the north"
FAMILIES = (("Arkwright", 2014), ("Bello", 2019), ("Cisse", 2023), ("Dacre", 2011))


def add_draw(evaluator: Person, authority: DemoAuthority, calendar: Calendar, seed: int) -> Study:
    """Start a draw and bring four families to it, by their lead worker."""
    begun = calendar.back(6)
    study = add_study(
        evaluator,
        NAME,
        starts_on=begun,
        ends_on=begun.replace(year=begun.year + 1, day=1),
        profile=Profile.CONTROLLED,
        purpose="Whether a budget in the worker's hands keeps children at home: families are drawn, not chosen.",
        at=moment(begun, 9),
    )
    signatory = authority.first(Role.SENIOR_MANAGER)
    basis = "Trial protocol, section 3; families were told that they may come into either arm."
    join_study(signatory, study, authority.row, Mode.ALL_TIME, basis, on=begun, at=moment(begun, 10))
    # Made from the demo's seed, so that the same seed makes the same world.
    list_text = rules.list_made_here(f"demo {seed}", [authority.row.name], 30)
    actions.start_draw(evaluator, study, list_text=list_text, at=moment(begun, 11))
    on = calendar.back(3)
    worker = authority.workers[-1]
    for number, (name, born) in enumerate(FAMILIES):
        at = moment(on, 13 + number)
        family = add_family(
            worker,
            next(team for team in authority.teams.values() if team.id in worker.team_ids_on(on)),
            f"{authority.plan.prefix}-L{number + 1}",
            name,
            opened_on=on,
            lead_worker=worker,
            scheme=authority.scheme,
            on=on,
            at=at,
        )
        add_child(worker, family, "C1", birth_month=f"{born}-03", index_child=True, on=on, at=at)
        eligible = name != "Dacre"
        reason = None if eligible else NotEligible.DECLINED
        actions.assess_family(worker, family, eligible=eligible, reason=reason, on=on, at=at)
        if number < 2:
            actions.allocate_family(worker, family, on=on, at=at)
    return study
