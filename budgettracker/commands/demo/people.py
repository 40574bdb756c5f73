"""Each authority set up by its administrator: teams, people with their password, posts and their costs, the scheme."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.plans import (
    EVALUATOR,
    EVALUATOR_DOMAIN,
    Plan,
    PostPlan,
    Somebody,
    domain_of,
    email_of,
)
from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates import actions as costing
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.add_team import add_team
from budgettracker.people.actions.invite import invite
from budgettracker.people.actions.set_password import set_password
from budgettracker.people.models import Authority, Person, Post, Team
from budgettracker.periods import financial_year, financial_year_label
from budgettracker.schemes.actions import add_scheme
from budgettracker.schemes.models import Scheme
from budgettracker.worktime import actions as worktime
from budgettracker.worktime.kinds import ActivityKind

INVENTED = "Invented for the demonstration"
GROUP_SESSION = "Group session"


@dataclass
class Place:
    """One authority as it stands in the invented world."""

    plan: Plan
    authority: Authority
    teams: dict[str, Team]
    people: dict[str, Person]
    scheme: Scheme
    categories: dict[str, uuid.UUID]
    activities: dict[str, uuid.UUID]

    @property
    def workers(self) -> list[Person]:
        """Those who work with families, in the plan's order."""
        return [self.people[each.name] for each in self.plan.practitioners]

    @property
    def managers(self) -> list[Person]:
        """Those who manage the teams and log time too."""
        return [self.people[each.name] for each in self.plan.people if each.post and Role.MANAGER in each.roles]

    def first(self, role: Role) -> Person:
        """The first person with a role."""
        return next(self.people[each.name] for each in self.plan.people if role in each.roles)


@dataclass
class SettingUp:
    """What setting up needs besides the plan: the days, and the hash of the one password."""

    calendar: Calendar
    password_hash: str
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = moment(self.calendar.begun, 9)


def open_authority(plan: Plan, given: SettingUp) -> Place:
    """The operator adds the authority and its administrator, who does the rest."""
    at, day = given.at, given.calendar.begun
    authority = add_authority(plan.name, at=at)
    ordered = sorted(plan.people, key=lambda each: Role.ADMINISTRATOR not in each.roles)
    head = _add(None, ordered[0], authority, domain_of(plan), given)
    teams = {name: add_team(head, authority, name, at=at) for name in plan.teams}
    posts = {each.name: _add_post(head, authority, each, given.calendar, at) for each in plan.posts}
    starts = financial_year(given.calendar.start).start
    costing.add_pension_rate(
        head, authority, starts_on=starts, rate_basis_points=plan.pension_basis_points, source=INVENTED, at=at
    )
    people = {ordered[0].name: head}
    for each in ordered[1:]:
        people[each.name] = _add(head, each, authority, domain_of(plan), given, teams, posts)
    scheme = add_scheme(
        head,
        authority,
        plan.scheme,
        cap_pence=plan.cap_pence,
        starts_on=day,
        bands=plan.bands,
        hold_days=plan.hold_days,
        at=at,
    )
    budget_work = {each.name: each.id for each in worktime.add_default_activities(head, authority, at=at)}
    group = worktime.add_activity(head, authority, GROUP_SESSION, kind=ActivityKind.DIRECT, at=at)
    return Place(
        plan=plan,
        authority=authority,
        teams=teams,
        people=people,
        scheme=scheme,
        categories={each.name: each.id for each in scheme.categories},
        activities=budget_work | {GROUP_SESSION: group.id},
    )


def add_evaluator(given: SettingUp) -> Person:
    """The evaluator, who belongs to no authority."""
    return _add(None, EVALUATOR, None, EVALUATOR_DOMAIN, given)


def _add(
    by: Person | None,
    each: Somebody,
    authority: Authority | None,
    domain: str,
    given: SettingUp,
    teams: dict[str, Team] | None = None,
    posts: dict[str, Post] | None = None,
) -> Person:
    person = add_person(
        by,
        authority,
        email=email_of(each.name, domain),
        name=each.name,
        roles=each.roles,
        teams=[(teams or {})[name] for name in each.teams],
        post=(posts or {})[each.post] if each.post else None,
        weekly_minutes=each.weekly_minutes if authority else None,
        active_from=given.calendar.begun,
        at=given.at,
    )
    set_password(invite(by, person, at=given.at), given.password_hash, at=given.at)
    return person


def _add_post(by: Person, authority: Authority, plan: PostPlan, calendar: Calendar, at: datetime) -> Post:
    post = costing.add_post(by, authority, plan.name, at=at)
    for years, day in enumerate(_years(calendar)):
        costing.add_post_cost(
            by,
            post,
            starts_on=day,
            price_year=financial_year_label(day),
            salary_pence=_raised(plan.salary_pence, years),
            oncosts_pence=_raised(plan.oncosts_pence, years) if plan.oncosts_pence else None,
            overhead_direct=Overhead(basis_points=plan.direct_basis_points),
            overhead_indirect=Overhead(basis_points=plan.indirect_basis_points),
            capital_pence=plan.capital_pence,
            minutes_per_year=plan.hours_per_year * 60,
            ratio_thousandths=plan.ratio_thousandths,
            ratio_kind=RatioKind.CLIENT_RELATED,
            source=INVENTED,
            at=at,
        )
    return post


def _years(calendar: Calendar) -> list[date]:
    """The first days of the financial years that the story lies in."""
    first, last = financial_year(calendar.start).start, financial_year(calendar.last).start
    return [first] if first == last else [first, last]


def _raised(pence: int, years: int) -> int:
    """Three per cent more a year, to whole pounds."""
    for _ in range(years):
        pence = pence * 103 // 10_000 * 100
    return pence
