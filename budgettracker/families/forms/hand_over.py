"""What is asked when families are handed over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wtforms import HiddenField, SelectField, SelectMultipleField

from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.people.rules.details import labels_apart
from budgettracker.widgets import DateField, Needed, PageForm, offered


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family can go: a team, and somebody of it who leads (None: nobody yet)."""

    team: Team
    lead_worker: Person | None

    @property
    def value(self) -> str:
        """What the form sends for it."""
        return f"{self.team.id}.{self.lead_worker.id if self.lead_worker else ''}"

    @property
    def words(self) -> str:
        """As the list says it."""
        return f"{self.lead_worker.name if self.lead_worker else 'Nobody yet'} ({self.team.name})"


def places_of(teams: Iterable[Team], workers: dict[UUID, list[Person]]) -> dict[str, Place]:
    """Everybody of each team, then nobody yet, by what the form sends for it."""
    places = (Place(team, worker) for team in teams for worker in (*workers[team.id], None))
    return {place.value: place for place in places}


class HandOverForm(PageForm):
    """Which families, who leads them, and from which day. A family's own page asks for no families."""

    families = SelectMultipleField("Which families?", [Needed("Tick the families that are handed over.")])
    lead_worker_id = SelectField("Who leads from then on?", [Needed("Choose who leads from then on.")])
    starts_on = DateField("From which day?", [Needed("Enter the first day.")], called="The first day")
    version = HiddenField()

    def offer(self, places: Iterable[Place], on: date, families: Collection[Family] | None) -> None:
        """Fill the lists; `families` None: the page is one family's."""
        listed = [(place, place.lead_worker.email if place.lead_worker else "") for place in places]
        labels = labels_apart([(place.words, email) for place, email in listed])
        values = (place.value for place, _ in listed)
        self.lead_worker_id.choices = offered(zip(values, labels, strict=True), "Choose")
        self.starts_on.latest = on
        self.starts_on.too_late = "The first day is in the future. Hand over on that day, or choose an earlier one."
        if families is None:
            del self.families
        else:
            self.families.choices = offered(
                (family.id, f"{family.reference} {family.details.name}") for family in families
            )
