"""What the pages about families and children ask for, with the words for each mistake."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from budgettracker.families.kinds import Arm, ChildStatus, EndReason, NeedCode
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Scheme
from budgettracker.widgets import DateField, Needed, PageForm, offered


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

    def offer(
        self,
        teams: Collection[Team],
        workers: Mapping[UUID, Collection[Person]],
        schemes: Collection[Scheme],
        on: date,
        *,
        allocates: bool,
        family: Family | None = None,
    ) -> None:
        """Fill the lists; what is settled about a family is not asked again.

        Only those who allocate are asked for the arm: a family that others bring into a scheme gets a budget.
        """
        self.team_id.choices = offered((team.id, team.name) for team in teams)
        self.lead_worker_id.choices = offered(_leads(teams, workers), "Nobody yet")
        settled = family is not None and family.scheme_id is not None
        self.scheme_id.choices = offered(((each.id, each.name) for each in schemes), None if settled else "No scheme")
        self.opened_on.latest = on
        self.opened_on.too_late = "The day the work started is in the future. Choose today or an earlier day."
        self.allocated_on.latest = on
        self.allocated_on.too_late = "The day of allocation is in the future. Choose today or an earlier day."
        if not allocates:
            del self.arm, self.allocated_on, self.cohort_reason
        elif family is not None and family.arm is not None:
            del self.arm


def _leads(teams: Collection[Team], workers: Mapping[UUID, Collection[Person]]) -> list[tuple[UUID, str]]:
    """Each worker once, by name, with their teams where there are several to tell apart."""
    people: dict[UUID, Person] = {}
    places: dict[UUID, list[str]] = {}
    for team in teams:
        for each in workers[team.id]:
            people[each.id] = each
            places.setdefault(each.id, []).append(team.name)
    ordered = sorted(people.values(), key=lambda each: (each.name.casefold(), each.id))
    if len(teams) == 1:
        return [(each.id, each.name) for each in ordered]
    return [(each.id, f"{each.name} ({', '.join(places[each.id])})") for each in ordered]


class CloseForm(PageForm):
    """The last day of work with a family, and why it ended."""

    closed_on = DateField("Last day of work", [Needed("Enter the last day of work.")], called="The last day")
    end_reason = RadioField(
        "Why did the work end?",
        [Needed("Choose why the work ended.")],
        choices=offered((reason, reason.words) for reason in EndReason),
    )


class ReopenForm(PageForm):
    """Why work with a closed family goes on."""

    reason = TextAreaField("Why does the work go on?", [Needed("Say why the work goes on.")])


class ChildForm(PageForm):
    """A child's reference, month of birth, need and status."""

    reference = StringField("Reference", [Needed("Enter the child's reference.")])
    birth_month = StringField("Month of birth")
    need_code = SelectField(
        "Primary need",
        choices=offered(((code, f"{code} {code.words.capitalize()}") for code in NeedCode), "Not known"),
    )
    status_at_start = SelectField(
        "Status when the work started",
        choices=offered(((status, status.words) for status in ChildStatus), "Not known"),
    )
    index_child = BooleanField("The family was brought into the scheme for this child")
    in_scope = BooleanField("The work with the family is for this child too", default=True)


class SearchForm(PageForm):
    """What to look for among families. The session keeps it, in a cookie that must stay small."""

    text = StringField("Reference or name", [Length(max=200, message="Use 200 characters or fewer.")])
