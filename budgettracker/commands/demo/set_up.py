"""Each authority set up by its administrator: teams, people with their password, posts and their costs, the scheme."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypedDict

from budgettracker.access import Role
from budgettracker.commands.demo.authorities import (
    EVALUATOR,
    EVALUATOR_DOMAIN,
    AuthorityPlan,
    PersonPlan,
    PostPlan,
    domain_of,
    email_of,
)
from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates import actions as costing
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES
from budgettracker.people import queries
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.add_team import add_team
from budgettracker.people.actions.ask_to_add_person import ask_to_add_person
from budgettracker.people.actions.change_hours import change_hours
from budgettracker.people.actions.invite import ask_for_link, invite
from budgettracker.people.actions.set_password import set_password
from budgettracker.people.actions.sign_in import start_session
from budgettracker.people.actions.sign_out import end_session
from budgettracker.people.models import Authority, Person, Post, Team
from budgettracker.periods import financial_year, financial_year_label
from budgettracker.schemes.actions import add_scheme
from budgettracker.schemes.models import Scheme
from budgettracker.spend.kinds import VatStatus
from budgettracker.worktime import actions as worktime
from budgettracker.worktime.kinds import ActivityKind

INVENTED = "Invented for the demonstration"
GROUP_SESSION = "Group session"


@dataclass
class DemoAuthority:
    """One authority as it stands in the invented world."""

    plan: AuthorityPlan
    row: Authority
    teams: dict[str, Team]
    people: dict[str, Person]
    scheme: Scheme
    categories: dict[str, uuid.UUID]
    activities: dict[str, uuid.UUID]

    @property
    def workers(self) -> list[Person]:
        """Those who work with families, in the plan's order."""
        return [self.people[person.name] for person in self.plan.practitioners]

    @property
    def managers(self) -> list[Person]:
        """Those who manage the teams and log time too."""
        return [self.people[person.name] for person in self.plan.people if person.post and Role.MANAGER in person.roles]

    def first(self, role: Role) -> Person:
        """The first person with a role."""
        return next(self.people[person.name] for person in self.plan.people if role in person.roles)


@dataclass
class SetUp:
    """What setting up needs besides the plan: the days, and the hash of the one password."""

    calendar: Calendar
    password_hash: str
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = moment(self.calendar.begun, 9)


def set_up_authority(plan: AuthorityPlan, set_up: SetUp) -> DemoAuthority:
    """The operator adds the authority and its administrator, who does the rest."""
    at, day = set_up.at, set_up.calendar.begun
    authority = add_authority(plan.name, plan.nation, at=at)
    ordered = sorted(plan.people, key=lambda person: Role.ADMINISTRATOR not in person.roles)
    head = _add(None, ordered[0], authority, domain_of(plan), set_up)
    teams = {name: add_team(head, authority, name, at=at) for name in plan.teams}
    posts = {post.name: _add_post(head, authority, post, set_up.calendar, at) for post in plan.posts}
    starts = financial_year(set_up.calendar.start).start
    for each in plan.agency_posts:
        costing.add_agency_charge(
            head,
            costing.add_post(head, authority, each.name, at=at),
            AgencyCharge(each.hour_pence, each.vat_pence, VatStatus.RECOVERABLE),
            starts_on=starts,
            price_year=financial_year_label(starts),
            source=INVENTED,
            at=at,
        )
    costing.add_pension_rate(
        head, authority, starts_on=starts, rate_basis_points=plan.pension_basis_points, source=INVENTED, at=at
    )
    costing.set_deciding_source(head, authority, plan.deciding_by, starts_on=starts, at=at)
    if plan.car_mile_tenths is not None:
        own = replace(APPROVED_RATES[-1], starts_on=starts, car_tenths=plan.car_mile_tenths, source=INVENTED)
        costing.add_mileage_rate(head, authority, own, at=at)
    people = {ordered[0].name: head}
    for person_plan in ordered[1:]:
        people[person_plan.name] = _add(head, person_plan, authority, domain_of(plan), set_up, teams, posts)
    scheme = add_scheme(
        head,
        authority,
        plan.scheme,
        cap_pence=plan.cap_pence,
        starts_on=day,
        ends_on=day + timedelta(days=365 * plan.scheme_months // 12) if plan.scheme_months else None,
        bands=plan.bands,
        hold_days=plan.hold_days,
        at=at,
    )
    budget_work = {activity.name: activity.id for activity in worktime.add_default_activities(head, authority, at=at)}
    group = worktime.add_activity(head, authority, GROUP_SESSION, kind=ActivityKind.DIRECT, at=at)
    return DemoAuthority(
        plan=plan,
        row=authority,
        teams=teams,
        people=people,
        scheme=scheme,
        categories={category.name: category.id for category in scheme.categories},
        activities=budget_work | {GROUP_SESSION: group.id},
    )


def go_live(worker: Person, at: datetime) -> None:
    """A worker signs in for the first time: from then on no right comes about by one person alone."""
    session = queries.session_of(start_session(worker, at=at))
    assert session is not None
    end_session(worker, session, at=at)


def add_evaluator(set_up: SetUp) -> Person:
    """The evaluator, who belongs to no authority."""
    return _add(None, EVALUATOR, None, EVALUATOR_DOMAIN, set_up)


class _About(TypedDict):
    """What is said of somebody new."""

    email: str
    name: str
    roles: tuple[Role, ...]
    teams: list[Team]
    post: Post | None
    weekly_minutes: int | None
    active_from: date
    at: datetime


def _add(
    by: Person | None,
    person_plan: PersonPlan,
    authority: Authority | None,
    domain: str,
    set_up: SetUp,
    teams: dict[str, Team] | None = None,
    posts: dict[str, Post] | None = None,
) -> Person:
    about = _About(
        email=email_of(person_plan.name, domain),
        name=person_plan.name,
        roles=person_plan.roles,
        teams=[(teams or {})[name] for name in person_plan.teams],
        post=(posts or {})[person_plan.post] if person_plan.post else None,
        weekly_minutes=person_plan.weekly_minutes if authority else None,
        active_from=set_up.calendar.begun,
        at=set_up.at,
    )
    if by is None or authority is None:
        person = add_person(None, authority, **about)
        link = invite(None, person, at=set_up.at)
    else:
        day = set_up.calendar.begun
        person, _ = ask_to_add_person(by, authority, on=day, **about)
        confirmation = ask_for_link(by, person, on=day, at=set_up.at)
        link = invite(by, person, confirmation=confirmation, at=set_up.at)
    set_password(link, set_up.password_hash, at=set_up.at)
    if person_plan.later_minutes is not None:
        calendar = set_up.calendar
        later = calendar.start + timedelta(days=61)
        change_hours(by, person, person_plan.later_minutes, later, on=calendar.begun, at=set_up.at)
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
    """The first days of the financial years that the demo lies in."""
    first, last = financial_year(calendar.start).start, financial_year(calendar.last).start
    return [first] if first == last else [first, last]


def _raised(pence: int, years: int) -> int:
    """Three per cent more a year, to whole pounds."""
    for _ in range(years):
        pence = pence * 103 // 10_000 * 100
    return pence
