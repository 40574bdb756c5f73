"""Who is the second hand for something that waits, on plain values: the one table of second hands, and who works there."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from budgettracker.access import Role, kept_apart
from budgettracker.confirming import Colleague
from budgettracker.errors import Refusal
from budgettracker.periods import day_begins
from budgettracker.second_hands import SecondHands
from budgettracker.working_days import day_before

PATIENCE = 2
"""Working days that something waits before the level above may confirm it too."""


def began_before(on: date) -> datetime:
    """What began to wait before this moment has waited longer than that.

    >>> began_before(date(2026, 6, 18)).date()
    datetime.date(2026, 6, 15)
    """
    return day_begins(day_before(PATIENCE, on) + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who may confirm, the role they would confirm in, and whom they would stand in for: id and name."""

    id: uuid.UUID
    name: str
    role: Role
    cover_for: tuple[uuid.UUID, str] | None = None

    @property
    def words(self) -> str:
        """Their name as pages print it: Mona Mills, as cover for Sam Stone."""
        return f"{self.name}, as cover for {self.cover_for[1]}" if self.cover_for else self.name


def hands_for(
    row: SecondHands,
    colleagues: Iterable[Colleague],
    *,
    team_ids: Collection[uuid.UUID],
    apart: Collection[uuid.UUID],
    asked_as: Role | None,
    waited: int,
) -> list[Hand]:
    """Who may confirm now: the lowest level that has anybody, and after two working days the level above it too; every
    level from the start where the row says `at_once`.

    Never who asked or whom it concerns (`apart`), nor an account that holds a role kept apart from the one it would
    confirm in, where that other role is the one it was asked in (None: asked for by the operator's command).
    """
    able = [each for each in colleagues if each.id not in apart]
    levels = [_level(role, able, team_ids, asked_as) for role in row.seconds]
    reached = [level for level in levels if level]
    if not reached:
        reached = [level for role in row.fallback if (level := _level(role, able, (), asked_as))]
    later = len(reached) if row.at_once else 1 + max(0, waited - 1) // PATIENCE
    hands: dict[uuid.UUID, Hand] = {}
    for level in reached[:later]:
        hands |= {hand.id: hand for hand in level if hand.id not in hands}
    return list(hands.values())


def _level(role: Role, able: Sequence[Colleague], team_ids: Collection[uuid.UUID], asked_as: Role | None) -> list[Hand]:
    """The colleagues of one role; managers are those of all the teams it is about, where it is about teams."""
    of_team = set(team_ids) if role == Role.MANAGER else set()
    return [
        Hand(each.id, each.name, role, _cover(each, role, of_team))
        for each in able
        if role in each.roles
        and of_team <= each.team_ids
        and not (asked_as is not None and asked_as in each.roles and kept_apart({asked_as, role}))
    ]


def _cover(colleague: Colleague, role: Role, team_ids: Collection[uuid.UUID]) -> tuple[uuid.UUID, str] | None:
    """Whom somebody stands in for when they act in a role for these teams; None where it is in their own right."""
    held: list[Role | uuid.UUID] = [role, *sorted(team_ids)]
    return next((colleague.covers[each] for each in held if each in colleague.covers), None)


def require_hand(
    hands: Collection[Hand], person_id: uuid.UUID, asked_by_id: uuid.UUID | None, to_do: str = "confirm"
) -> Hand:
    """The hand that this person is; raises Refusal where they are none, in words about what they were `to_do`."""
    if person_id == asked_by_id:
        raise Refusal(None, "You asked for this, so somebody else confirms it.")
    for hand in hands:
        if hand.id == person_id:
            return hand
    names = "; ".join(hand.words for hand in hands)
    raise Refusal(None, f"This is not yours to {to_do}. {f'Who may: {names}.' if names else 'Nobody can at present.'}")
