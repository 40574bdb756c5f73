"""What features tell of things that wait for a second hand: the words for each kind, whom it concerns, what is carried out.

Each feature registers its kinds, as it registers what its histories tell; the pages for confirming know no feature.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from flask import Flask, current_app

from budgettracker.access import Role
from budgettracker.histories import Change
from budgettracker.second_hands import Outcome


class Confirmable(Protocol):
    """Something that was asked for and takes a second hand, as the features read it."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def authority_id(self) -> uuid.UUID: ...

    @property
    def subject_id(self) -> uuid.UUID: ...

    @property
    def values(self) -> Mapping[str, Any]: ...

    @property
    def asked_by_id(self) -> uuid.UUID: ...

    @property
    def asked_at(self) -> datetime: ...

    @property
    def waits(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is to be known of one thing that waits: its row of the table, its words, and whom it concerns.

    `team_ids`: the teams whose managers may confirm it; empty where the row asks for no team. `apart` may never confirm
    it, whoever asked. `silent_to`: who may not read it any more, though they asked or ended it. `plain` is what they,
    and an administrator who may not see whom it is about, read of it. `onward` is where who asked goes on once it is
    confirmed: a page by its endpoint and the values in its address, and words.
    """

    outcome: Outcome
    title: str
    plain: str
    changes: Sequence[Change] = ()
    team_ids: frozenset[uuid.UUID] = frozenset()
    apart: frozenset[uuid.UUID] = frozenset()
    silent_to: frozenset[uuid.UUID] = frozenset()
    onward: tuple[str, Mapping[str, uuid.UUID], str] | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of thing that waits for a second hand; `words` finish "asked for ".

    `facts` are read for several at once; `carry_out(by, asked, on, at)` does what was asked, by the hand of who confirms,
    and raises Refusal when it cannot be done any more.
    """

    kind: str
    words: str
    facts: Callable[[Sequence[Confirmable], date], Mapping[uuid.UUID, Facts]]
    carry_out: Callable[[Any, Confirmable, date, datetime], None]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the authority who can sign in, with what their account may do on a day.

    `covers` says of a role or a team that they have as cover only whom they stand in for: id and name.
    """

    id: uuid.UUID
    name: str
    roles: frozenset[Role]
    team_ids: frozenset[uuid.UUID] = frozenset()
    covers: Mapping[Role | uuid.UUID, tuple[uuid.UUID, str]] = field(default_factory=dict)


@dataclass
class Confirming:
    """What every feature has registered; `colleagues` and `names_of` read who works there and what people are called."""

    matters: dict[str, Matter] = field(default_factory=dict)
    colleagues: Callable[[uuid.UUID, date], Sequence[Colleague]] = lambda _, __: ()
    names_of: Callable[[Collection[uuid.UUID | None]], Mapping[uuid.UUID, str]] = lambda _: {}
    live: Callable[[uuid.UUID], bool] = lambda _: True


def confirming_of(app: Flask) -> Confirming:
    """What is registered with a program, to register more."""
    registered: Confirming = app.extensions.setdefault("confirming", Confirming())
    return registered


def confirming() -> Confirming:
    """What the features of the running program have registered."""
    return confirming_of(current_app)
