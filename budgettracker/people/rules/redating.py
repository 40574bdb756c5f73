"""Roles, teams and posts hold from a day to a day: what changes when somebody holds other ones from some day on."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Span(Generic[Key]):
    """Something held, both days included; without a last day until further notice."""

    key: Key
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Redating(Generic[Key]):
    """What to do to the spans, by their place in the list: remove, give another last day; and what to begin."""

    remove: list[int] = field(default_factory=list)
    end: dict[int, date | None] = field(default_factory=dict)
    begin: list[Key] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Is everything as wanted already?"""
        return not (self.remove or self.end or self.begin)


def carried_out(held: Sequence[Span[Key]], changes: Redating[Key], day: date) -> list[Span[Key]]:
    """The spans once the changes are made: what begins holds from `day` until further notice.

    >>> spans = [Span("practitioner", date(2026, 1, 1), None)]
    >>> [each.key for each in carried_out(spans, redate(spans, ["manager"], date(2026, 6, 1)), date(2026, 6, 1))]
    ['practitioner', 'manager']
    """
    left = [
        Span(span.key, span.starts_on, changes.end.get(place, span.ends_on))
        for place, span in enumerate(held)
        if place not in changes.remove
    ]
    return [*left, *(Span(key, day, None) for key in changes.begin)]


def redate(held: Sequence[Span[Key]], wanted: Collection[Key], day: date) -> Redating[Key]:
    """From `day` on exactly `wanted` is held, until further notice; what was held before that day stays as it was.

    >>> spans = [Span("practitioner", date(2026, 1, 1), None)]
    >>> redate(spans, ["manager"], date(2026, 6, 1))
    Redating(remove=[], end={0: datetime.date(2026, 5, 31)}, begin=['manager'])
    """
    changes: Redating[Key] = Redating()
    going_on: set[Key] = set()
    for place, span in enumerate(held):
        if span.ends_on is not None and span.ends_on < day:
            continue
        if span.starts_on > day:
            changes.remove.append(place)
        elif span.key in wanted:
            going_on.add(span.key)
            if span.ends_on is not None:
                changes.end[place] = None
        elif span.starts_on == day:
            changes.remove.append(place)
        else:
            changes.end[place] = day - timedelta(days=1)
    changes.begin.extend(key for key in wanted if key not in going_on)
    return changes
