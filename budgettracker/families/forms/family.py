"""What is asked about a family, when it is added or corrected."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, StringField

from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.people.rules.details import labels_apart
from budgettracker.schemes.models import Scheme
from budgettracker.widgets import DateField, Needed, PageForm, offered


@dataclass(frozen=True, slots=True)
class FamilyChoices:
    """What the lists of the form offer: teams, who could lead the family in each of them, and schemes."""

    teams: list[Team]
    workers: dict[UUID, list[Person]]
    schemes: list[Scheme]

    def team(self, chosen: str) -> Team:
        """The team that was chosen from the list."""
        return next(team for team in self.teams if str(team.id) == chosen)

    def lead_worker(self, chosen: str | None) -> Person | None:
        """The lead worker who was chosen, if anybody."""
        people = (worker for of_team in self.workers.values() for worker in of_team)
        return next((worker for worker in people if str(worker.id) == chosen), None)

    def scheme(self, chosen: str | None) -> Scheme | None:
        """The scheme that was chosen, if any."""
        return next((scheme for scheme in self.schemes if str(scheme.id) == chosen), None)


@dataclass(frozen=True, slots=True)
class FamilyAnswers:
    """What was answered about a family."""

    reference: str
    name: str
    team: Team | None
    lead_worker: Person | None
    opened_on: date
    scheme: Scheme | None
    arm: Arm | None
    allocated_on: date | None
    cohort_reason: str | None
    legal_basis: str | None


class FamilyForm(PageForm):
    """A family's reference, name, team, lead worker, dates, and its place in a scheme."""

    reference = StringField("Reference", [Needed("Enter the reference.")])
    name = StringField("Family name", [Needed("Enter the family's name.")])
    team_id = SelectField("Team", [Needed("Choose the team.")])
    lead_worker_id = SelectField("Lead worker")
    opened_on = DateField(
        "When did the work start?", [Needed("Enter the day the work started.")], called="The day the work started"
    )
    scheme_id = SelectField("Scheme")
    arm = RadioField(
        "How was the family allocated?", choices=offered(((arm, arm.words) for arm in Arm), "Not allocated"), default=""
    )
    allocated_on = DateField("When was it allocated?", called="The day of allocation")
    cohort_reason = StringField("Why the family was brought into the scheme")
    legal_basis = StringField("Legal basis")
    version = HiddenField()

    by_draw = False
    """Do the families of this authority come into an arm by a draw alone?"""

    def offer(
        self,
        choices: FamilyChoices,
        on: date,
        *,
        allocates: bool,
        by_draw: bool = False,
        family: Family | None = None,
    ) -> None:
        """Fill the lists; what is settled about a family is not asked again, nor who leads it: that is handed over.

        Only those who allocate are asked for the arm: a family that others bring into a scheme gets a budget. While a
        draw is open nobody is asked, and nobody comes into an arm here.
        """
        self.by_draw = by_draw
        self.team_id.choices = offered((team.id, team.name) for team in choices.teams)
        self.lead_worker_id.choices = offered(_leads(choices), "Nobody yet")
        settled = family is not None and family.scheme_id is not None
        self.scheme_id.choices = offered(
            ((each.id, each.name) for each in choices.schemes), None if settled else "No scheme"
        )
        self.opened_on.latest = on
        self.opened_on.too_late = "The day the work started is in the future. Choose today or an earlier day."
        self.allocated_on.latest = on
        self.allocated_on.too_late = "The day of allocation is in the future. Choose today or an earlier day."
        if not allocates:
            del self.arm, self.allocated_on, self.cohort_reason
        elif by_draw:
            del self.arm, self.allocated_on
        elif family is not None and family.arm is not None:
            del self.arm
        if family is not None:
            del self.team_id, self.lead_worker_id

    def answers(self, choices: FamilyChoices, family: Family | None = None) -> FamilyAnswers:
        """What was answered, ids turned into the rows that were offered; what was not asked stays as it stands.

        A family that comes into a scheme without being asked for its arm gets a budget.
        """
        scheme = choices.scheme(self.scheme_id.data)
        return FamilyAnswers(
            reference=self.reference.data or "",
            name=self.name.data or "",
            team=choices.team(self.team_id.data) if family is None else None,
            lead_worker=choices.lead_worker(self.lead_worker_id.data) if family is None else None,
            opened_on=self.opened_on.data,
            scheme=scheme,
            arm=self._arm(scheme, family),
            allocated_on=self._answer("allocated_on", family),
            cohort_reason=self._answer("cohort_reason", family),
            legal_basis=self.legal_basis.data,
        )

    def _arm(self, scheme: Scheme | None, family: Family | None) -> Arm | None:
        if "arm" in self:
            return Arm(self.arm.data) if self.arm.data else None
        if family is not None and family.arm:
            return Arm(family.arm)
        newly = scheme is not None and (family is None or family.scheme_id is None)
        return Arm.BUDGET if newly and not self.by_draw else None

    def _answer(self, field: str, family: Family | None) -> Any:
        return self[field].data if field in self else getattr(family, field, None)


def _leads(choices: FamilyChoices) -> list[tuple[UUID, str]]:
    """Each worker once, by name, with their teams where there are several to tell apart."""
    people: dict[UUID, Person] = {}
    places: dict[UUID, list[str]] = {}
    for team in choices.teams:
        for each in choices.workers[team.id]:
            people[each.id] = each
            places.setdefault(each.id, []).append(team.name)
    ordered = sorted(people.values(), key=lambda each: (each.name.casefold(), each.id))
    several = len(choices.teams) > 1
    called = [(f"{each.name} ({', '.join(places[each.id])})" if several else each.name, each.email) for each in ordered]
    return [(each.id, label) for each, label in zip(ordered, labels_apart(called), strict=True)]
