"""The three invented authorities: who works there and by which rules. The rules differ as the published pilots' did."""

from dataclasses import dataclass

from budgettracker.access import Role
from budgettracker.costing.kinds import DecidingBy
from budgettracker.families.kinds import ChildStatus
from budgettracker.people.kinds import Nation
from budgettracker.schemes.rules import Bounds

PRACTITIONER, MANAGER, SENIOR = Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER
SOCIAL_WORKER, SUPPORT_WORKER, TEAM_MANAGER = "Social worker", "Family support worker", "Team manager"
FULL_TIME = 37 * 60


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person who can sign in; those with a post log time. `later_minutes`: of a week, from two months after the start."""

    name: str
    roles: tuple[Role, ...]
    teams: tuple[str, ...] = ()
    post: str | None = None
    weekly_minutes: int = FULL_TIME
    later_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PostPlan:
    """What a post costs in pence a year, in round invented figures; on-costs None: reckoned from dated rates."""

    name: str
    salary_pence: int
    oncosts_pence: int | None
    direct_basis_points: int
    indirect_basis_points: int
    capital_pence: int
    hours_per_year: int
    ratio_thousandths: int


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """A post that an agency charges for by the hour, fee and VAT included; the VAT comes back."""

    name: str
    hour_pence: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class AuthorityPlan:
    """One authority: its people, its scheme, how many families it has, and how it logs time.

    `limits_pence`: what a family's limit may be; one amount for all is set for the cohort in one decision. `ages`: the
    youngest and the oldest child. `logs_all_time` is mode A, else only time for families is logged: mode B. `deciding_by`:
    where the time of deciding comes from. `car_mile_tenths`: what it pays for a mile by car, where that is its own rate.
    `scheme_months`: after so many the scheme is over. `asks_who_asked`: each purchase must say whose idea it was, as where
    young people lead.
    """

    name: str
    prefix: str
    teams: tuple[str, ...]
    people: tuple[PersonPlan, ...]
    posts: tuple[PostPlan, ...]
    pension_basis_points: int
    scheme: str
    cap_pence: int | None
    bands: tuple[Bounds, ...]
    limits_pence: tuple[int, ...]
    budget_families: int
    comparison_families: int
    reasons: tuple[str, ...]
    ages: tuple[int, int]
    logs_all_time: bool
    deciding_by: DecidingBy = DecidingBy.LOGS
    car_mile_tenths: int | None = None
    hold_days: int = 42
    scheme_months: int | None = None
    asks_who_asked: bool = False
    nation: Nation = Nation.ENGLAND
    statuses: tuple[ChildStatus, ...] = (ChildStatus.CHILD_IN_NEED, ChildStatus.PROTECTION_PLAN)

    @property
    def practitioners(self) -> tuple[PersonPlan, ...]:
        """Those who work with families."""
        return tuple(person for person in self.people if PRACTITIONER in person.roles)

    agency_posts: tuple[AgencyPlan, ...] = ()


WESTMOOR = AuthorityPlan(
    name="Westmoor",
    prefix="WM",
    teams=("North team", "South team"),
    people=(
        PersonPlan("Amina Yusuf", (PRACTITIONER,), ("North team",), SOCIAL_WORKER),
        PersonPlan("Ben Carter", (PRACTITIONER,), ("North team",), SUPPORT_WORKER),
        PersonPlan("Chloe Marsden", (PRACTITIONER,), ("South team",), SOCIAL_WORKER, 30 * 60, 24 * 60),
        PersonPlan("Maureen Okoro", (MANAGER,), ("North team", "South team"), TEAM_MANAGER),
        PersonPlan("Sanjay Patel", (SENIOR,), ("North team", "South team")),
        PersonPlan("Fiona Grant", (Role.FINANCE,)),
        PersonPlan("Ruth Ellison", (Role.AUDITOR,)),
        PersonPlan("Adam Lowe", (Role.ADMINISTRATOR,)),
        PersonPlan("Paula Reeve", (Role.ADMINISTRATOR,)),
    ),
    posts=(
        PostPlan(SOCIAL_WORKER, 42_000_00, None, 2500, 1500, 3_000_00, 1_600, 400),
        PostPlan(SUPPORT_WORKER, 30_000_00, None, 2500, 1500, 3_000_00, 1_600, 350),
        PostPlan(TEAM_MANAGER, 52_000_00, None, 2500, 1500, 3_000_00, 1_600, 250),
    ),
    agency_posts=(AgencyPlan("Agency social worker", 41_40, 6_90),),
    pension_basis_points=1900,
    scheme="Devolved budget",
    cap_pence=10_000_00,
    bands=(
        Bounds(PRACTITIONER, None, None, None),
        Bounds(MANAGER, None, None, None),
        Bounds(SENIOR, None, None, None),
    ),
    limits_pence=(10_000_00,),
    budget_families=12,
    comparison_families=6,
    reasons=("Imminent risk of a care order", "Pre-proceedings started"),
    ages=(0, 16),
    logs_all_time=True,
    statuses=(ChildStatus.PROTECTION_PLAN, ChildStatus.PRE_PROCEEDINGS, ChildStatus.CHILD_IN_NEED),
)

SALTMERE = AuthorityPlan(
    name="Saltmere",
    prefix="SM",
    teams=("Adolescent team",),
    people=(
        PersonPlan("Daniel Osei", (PRACTITIONER,), ("Adolescent team",), SOCIAL_WORKER),
        PersonPlan("Ewa Kowalska", (PRACTITIONER,), ("Adolescent team",), SUPPORT_WORKER),
        PersonPlan("Grace Thompson", (MANAGER,), ("Adolescent team",), TEAM_MANAGER),
        PersonPlan("Liam Doyle", (SENIOR,), ("Adolescent team",)),
        PersonPlan("Nadia Rahman", (Role.FINANCE,)),
        PersonPlan("Oskar Lind", (Role.BUSINESS_SUPPORT,), ("Adolescent team",)),
        PersonPlan("Owen Rowley", (Role.ADMINISTRATOR,)),
    ),
    posts=(
        PostPlan(SOCIAL_WORKER, 45_000_00, 13_500_00, 2800, 1600, 4_500_00, 1_580, 380),
        PostPlan(SUPPORT_WORKER, 32_000_00, 9_500_00, 2800, 1600, 4_500_00, 1_580, 380),
        PostPlan(TEAM_MANAGER, 55_000_00, 16_500_00, 2800, 1600, 4_500_00, 1_580, 250),
    ),
    pension_basis_points=2050,
    scheme="Young people first",
    cap_pence=None,
    bands=(
        Bounds(PRACTITIONER, 500_00, None, None),
        Bounds(MANAGER, None, None, None),
        Bounds(SENIOR, None, None, None),
    ),
    limits_pence=(1_500_00, 2_000_00, 3_000_00),
    budget_families=13,
    comparison_families=0,
    reasons=("Child sexual exploitation", "Criminal exploitation", "Youth violence", "Missing from home"),
    ages=(11, 17),
    logs_all_time=False,
    deciding_by=DecidingBy.SCHEME,
    hold_days=28,
    scheme_months=12,
    asks_who_asked=True,
    statuses=(ChildStatus.CHILD_IN_NEED, ChildStatus.PROTECTION_PLAN, ChildStatus.EARLY_HELP),
)

BRACKENFOLD = AuthorityPlan(
    name="Brackenfold",
    prefix="BF",
    teams=("Reunification team",),
    people=(
        PersonPlan("Gareth Pugh", (PRACTITIONER,), ("Reunification team",), SOCIAL_WORKER),
        PersonPlan("Hannah Lindqvist", (PRACTITIONER,), ("Reunification team",), SUPPORT_WORKER),
        PersonPlan("Joan Mbeki", (MANAGER,), ("Reunification team",), TEAM_MANAGER),
        PersonPlan("Karim Haddad", (SENIOR,), ("Reunification team",)),
        PersonPlan("Priya Nair", (Role.FINANCE,)),
        PersonPlan("Tessa Vine", (Role.ADMINISTRATOR,)),
    ),
    posts=(
        PostPlan(SOCIAL_WORKER, 40_000_00, 12_000_00, 2600, 1400, 2_500_00, 1_620, 390),
        PostPlan(SUPPORT_WORKER, 29_000_00, 8_500_00, 2600, 1400, 2_500_00, 1_620, 390),
        PostPlan(TEAM_MANAGER, 50_000_00, 15_000_00, 2600, 1400, 2_500_00, 1_620, 250),
    ),
    pension_basis_points=1850,
    scheme="Home again",
    cap_pence=10_000_00,
    bands=(
        Bounds(PRACTITIONER, 500_00, 1_000_00, 30),
        Bounds(MANAGER, 2_000_00, None, None),
        Bounds(SENIOR, None, None, None),
    ),
    limits_pence=(3_000_00, 4_500_00, 6_000_00),
    budget_families=14,
    comparison_families=0,
    nation=Nation.WALES,
    reasons=("Returning home from care", "High risk of entering care"),
    ages=(0, 15),
    logs_all_time=False,
    car_mile_tenths=520,
    statuses=(ChildStatus.LOOKED_AFTER, ChildStatus.PROTECTION_PLAN, ChildStatus.CHILD_IN_NEED),
)

AUTHORITIES = (WESTMOOR, SALTMERE, BRACKENFOLD)
EVALUATOR = PersonPlan("Eleanor Voss", (Role.EVALUATOR,))
EVALUATOR_DOMAIN = "northern-evaluation.example"
PASSWORD = "a walk along the river"  # noqa: S105 - printed for everybody: these people are invented
"""Everybody's password."""


def email_of(name: str, domain: str) -> str:
    """`amina.yusuf@westmoor.example`: the ending .example belongs to nobody."""
    return f"{name.lower().replace(' ', '.')}@{domain}"


def domain_of(plan: AuthorityPlan) -> str:
    """The invented authority's domain."""
    return f"{plan.name.lower()}.example"
