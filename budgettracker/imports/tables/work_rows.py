"""The rows of work time: what many of them say alike is kept once, since a council brings hundreds of thousands."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar, NamedTuple

from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.rows import Row
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, Vehicle


class Alike(NamedTuple):
    """What a person's entries of one kind say alike: who, what they did, and how, for whom beside the named families."""

    email: str
    activity: str
    other_families: bool
    family_minutes: tuple[int, ...] | None
    other_minutes: int | None
    session_ref: str | None
    places: int | None
    vehicle: Vehicle
    passengers: int
    expenses_pence: int
    intervention: str | None
    activity_kind: ActivityKind | None
    activity_class: ActivityClass | None


@lru_cache(maxsize=20_000)
def alike(*facts: object) -> Alike:
    """One for all rows that say the same."""
    return Alike._make(facts)


@dataclass(frozen=True, slots=True)
class WorktimeRow(Row):
    """Minutes one person worked on one day on one activity, for named families, for other families, or for nobody.

    `family_minutes` stands in the order of `family_refs`, None when shared equally; `other_minutes` is the weight of
    other families. `miles_hundredths` are hundredths of a mile.
    """

    file: ClassVar[TableName] = TableName.WORKTIME
    entry_ref: str
    worked_on: date
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    family_refs: tuple[str, ...]
    miles_hundredths: int
    note: str | None
    alike: Alike

    @property
    def key(self) -> tuple[object, ...]:
        """The entry's reference."""
        return (self.entry_ref,)

    @property
    def minutes(self) -> int:
        """Contact, preparation and travel together."""
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes

    @property
    def email(self) -> str:
        """Whose entry it is."""
        return self.alike.email

    @property
    def activity(self) -> str:
        """What was done."""
        return self.alike.activity

    @property
    def other_families(self) -> bool:
        """Was some of it for other families?"""
        return self.alike.other_families

    @property
    def family_minutes(self) -> tuple[int, ...] | None:
        """How it is shared over the families, in their order; None when shared equally."""
        return self.alike.family_minutes

    @property
    def other_minutes(self) -> int | None:
        """The weight of other families."""
        return self.alike.other_minutes

    @property
    def session_ref(self) -> str | None:
        """The session it was part of."""
        return self.alike.session_ref

    @property
    def places(self) -> int | None:
        """How many places the session had."""
        return self.alike.places

    @property
    def vehicle(self) -> Vehicle:
        """What was driven."""
        return self.alike.vehicle

    @property
    def passengers(self) -> int:
        """How many came along."""
        return self.alike.passengers

    @property
    def expenses_pence(self) -> int:
        """What it cost beside the time."""
        return self.alike.expenses_pence

    @property
    def intervention(self) -> str | None:
        """Which help it was."""
        return self.alike.intervention

    @property
    def activity_kind(self) -> ActivityKind | None:
        """The kind of the activity, where another program names it."""
        return self.alike.activity_kind

    @property
    def activity_class(self) -> ActivityClass | None:
        """The class of the activity, where another program names it."""
        return self.alike.activity_class
