"""What was worked, as plain values, and what any work entry must say: whoever records it, and by whichever way."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.errors import Refusal
from budgettracker.periods import long_date
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.kinds import ActivityKind, ForWhom, Vehicle
from budgettracker.worktime.rules.day import DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Part:
    """A family's place in an entry, by its id (None: other families), with its weight: 1 each, or its minutes."""

    family_id: uuid.UUID | None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Work:
    """What was worked: the day, the kind of work, for whom (no parts: nobody), minutes, hundredths of a mile, pence.

    Every form and file comes to this, and every entry is written from it. `by_minutes` says that the weights are
    minutes, which then add up to the entry's. Parts may be in any order.
    """

    worked_on: date
    activity_id: uuid.UUID
    parts: tuple[Part, ...] = ()
    contact_minutes: int = 0
    preparation_minutes: int = 0
    travel_minutes: int = 0
    miles_hundredths: int = 0
    expenses_pence: int = 0
    by_minutes: bool = False
    intervention_id: uuid.UUID | None = None
    session_reference: str | None = None
    places: int | None = None
    note: str = ""
    vehicle: Vehicle = Vehicle.CAR
    passengers: int = 0

    @property
    def minutes(self) -> int:
        """All minutes of the entry."""
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes

    @property
    def for_whom(self) -> ForWhom:
        """Named families (perhaps with others), other families alone, or nobody."""
        if any(part.family_id is not None for part in self.parts):
            return ForWhom.FAMILIES
        return ForWhom.OTHER if self.parts else ForWhom.NOBODY


class ActivityRetired(Refusal):
    """The activity was out of use on the day of the work."""

    def __init__(self, name: str, retired_on: date) -> None:
        words = f"{name} is not used since {long_date(retired_on)}. Choose another activity."
        super().__init__("activity", words)
        self.retired_on = retired_on


class NeedsFamily(Refusal):
    """The activity is direct work or deciding, which is always for a family, and none is named."""

    def __init__(self, name: str, kind: str = ActivityKind.DIRECT) -> None:
        what = "is work with a family" if kind == ActivityKind.DIRECT else "decides for a family"
        super().__init__("for_whom", f"{name} {what}. Say which one, or choose other families.")


class NoFamily(Refusal):
    """The activity is time away, which no family has a part of, and one is named."""

    def __init__(self, name: str) -> None:
        super().__init__("for_whom", f"{name} is time away from work. Choose nobody in particular.")


class KindMinutes(NamedTuple):
    """Minutes of an entry by kind."""

    contact: int
    preparation: int
    travel: int


def require_minutes(contact: int, preparation: int, travel: int) -> None:
    """Each kind of minutes is zero or more. Raises Refusal for the first that is not."""
    for field, minutes in (("contact", contact), ("preparation", preparation), ("travel", travel)):
        if minutes < 0:
            raise Refusal(field, f"Time cannot be less than nothing: {field} is {minutes} minutes.")


def require_something(minutes: int, miles_hundredths: int, expenses_pence: int) -> None:
    """An entry says how long, or how far, or what it cost. Raises Refusal."""
    if min(miles_hundredths, expenses_pence) < 0:
        raise Refusal("miles" if miles_hundredths < 0 else "expenses", "Miles and expenses are zero or more.")
    if minutes > DAY_MINUTES:
        raise Refusal("contact", f"That is {minutes_in_words(minutes)} in all: more than the 24 hours of a day.")
    if minutes + miles_hundredths + expenses_pence == 0:
        raise Refusal("contact", "Say how long it took: contact, preparation or travel.")


def require_in_use(name: str, retired_on: date | None, worked_on: date) -> None:
    """The activity was in use on the day of the work. Raises ActivityRetired."""
    if retired_on is not None and retired_on <= worked_on:
        raise ActivityRetired(name, retired_on)


def require_family(name: str, kind: str, *, has_families: bool) -> None:
    """Direct work and deciding are for a family of the program's, or for other families; time away is for none.

    Raises NeedsFamily and NoFamily.
    """
    if kind in (ActivityKind.DIRECT, ActivityKind.DECIDING) and not has_families:
        raise NeedsFamily(name, kind)
    if kind == ActivityKind.ABSENT and has_families:
        raise NoFamily(name)


def require_parts(work: Work) -> None:
    """Each family is named once, and minutes given for families add up to the entry's. Raises Refusal."""
    ids = [part.family_id for part in work.parts]
    if len(set(ids)) != len(ids):
        raise Refusal("families", "A family is named twice. Name each family once.")
    if any(part.weight <= 0 for part in work.parts) or (work.by_minutes and work.parts):
        require_shared_minutes(work.minutes, [part.weight for part in work.parts])


def require_shared_minutes(minutes: int, weights: Iterable[int]) -> None:
    """Shared by minutes, the families' minutes are the entry's minutes, each above zero. Raises Refusal."""
    parts = list(weights)
    if min(parts, default=0) <= 0:
        raise Refusal("sharing", "Say how long each family had. A family that had none of the time is taken off.")
    if sum(parts) != minutes:
        together, whole = minutes_in_words(sum(parts)), minutes_in_words(minutes)
        words = f"The families' time comes to {together}; the entry is {whole}. Make them agree."
        raise Refusal("sharing", words)
