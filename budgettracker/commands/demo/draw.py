"""Two draws: one that is open in an authority, where nobody knows some families' arm, and one that has closed in another."""

from dataclasses import dataclass
from datetime import date

from budgettracker.access import Role
from budgettracker.allocation import actions, rules
from budgettracker.allocation.kinds import NotEligible
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.costing.kinds import Mode
from budgettracker.families.actions import add_child, add_family
from budgettracker.families.kinds import ChildStatus, NeedCode
from budgettracker.people.models import Person
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.kinds import Profile


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A study's draw: how many working days ago it began and families came to it, and what became of them.

    `families` have a name and the year in which the child was born whom it is for; the first of them are `drawn`.
    """

    name: str
    began: int
    brought: int
    families: tuple[tuple[str, int], ...]
    drawn: int
    declined: str = ""
    closed: bool = False


OPEN = DrawPlan(
    "A budget by lot: thirty families of the north",
    began=6,
    brought=3,
    families=(("Arkwright", 2014), ("Bello", 2019), ("Cisse", 2023), ("Dacre", 2011)),
    drawn=2,
    declined="Dacre",
)
CLOSED = DrawPlan(
    "A budget by lot: the first families by the sea",
    began=12,
    brought=9,
    families=(("Elder", 2013), ("Farouk", 2015), ("Grieve", 2024), ("Hollis", 2025), ("Idowu", 2009), ("Jarvis", 2012)),
    drawn=5,
    declined="Jarvis",
    closed=True,
)


NEEDS = (NeedCode.N1, NeedCode.N3, NeedCode.N4)
"""The main needs of those children, by the codes of the return."""


def add_draws(evaluator: Person, authorities: list[DemoAuthority], calendar: Calendar, seed: int) -> None:
    """The open one in the first authority, and the closed one, whose page shows balance and flow by arm, in the second."""
    for plan, authority in zip((OPEN, CLOSED), authorities, strict=False):
        _add_draw(plan, evaluator, authority, calendar, seed)


def _add_draw(plan: DrawPlan, evaluator: Person, authority: DemoAuthority, calendar: Calendar, seed: int) -> None:
    begun = calendar.back(plan.began)
    study = add_study(
        evaluator,
        plan.name,
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
    draw = actions.start_draw(evaluator, study, list_text=list_text, at=moment(begun, 11))
    on = calendar.back(plan.brought)
    for number in range(len(plan.families)):
        _bring(plan, number, authority, on)
    if plan.closed:
        actions.close_draw(evaluator, draw, at=moment(calendar.back(plan.brought - 1), 9))


def _bring(plan: DrawPlan, number: int, authority: DemoAuthority, on: date) -> None:
    """A worker brings a family to the draw, assesses it, and draws where the plan says so."""
    worker, at, (name, born) = authority.workers[-1], moment(on, 11 + number), plan.families[number]
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
    status, need = list(ChildStatus)[number % 3], NEEDS[number % len(NEEDS)]
    add_child(
        worker,
        family,
        "C1",
        birth_month=f"{born}-03",
        need_code=need,
        status_at_start=status,
        index_child=True,
        on=on,
        at=at,
    )
    reason = NotEligible.DECLINED if name == plan.declined else None
    actions.assess_family(worker, family, eligible=reason is None, reason=reason, on=on, at=at)
    if number < plan.drawn:
        actions.allocate_family(worker, family, on=on, at=at)
