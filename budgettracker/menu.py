"""The one question that the whole menu asks of the database: built once for whoever looks, as every page asks it."""

import functools
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select

from budgettracker.access import Role
from budgettracker.database import db


class Reader(Protocol):
    """Somebody who looks at a page: a person signed in."""

    id: Any
    authority_id: Any

    def roles_on(self, day: date) -> Collection[Role]:
        """The roles held on a day."""


@dataclass(frozen=True)
class WhoeverLooks:
    """A reader of whom only the roles are known: everything else is filled in when the database is asked."""

    roles: frozenset[Role]

    @property
    def id(self) -> BindParameter[uuid.UUID]:
        """The person."""
        return bindparam("reader")

    @property
    def authority_id(self) -> BindParameter[uuid.UUID]:
        """The person's authority."""
        return bindparam("authority")

    def roles_on(self, _: Any) -> frozenset[Role]:
        """The roles held on the day of the page."""
        return self.roles


Counting = Callable[[Any, Any], ColumnElement[int]]
"""How much waits for a reader on a day, as part of a longer question. Either may stand for whoever looks, and when."""


def counts_for(person: Reader, counting: tuple[Counting, ...], on: date) -> Iterator[int]:
    """How much waits for somebody on a day, in the order of what is counted."""
    roles = frozenset(person.roles_on(on))
    values = {
        "reader": person.id,
        "authority": person.authority_id,
        "day": on,
    }
    return iter(db.session.execute(_question(counting, roles), values).one())


@functools.cache
def _question(counting: tuple[Counting, ...], roles: frozenset[Role]) -> Select[Any]:
    """Building it took longer than the database takes to answer."""
    anybody: WhoeverLooks = WhoeverLooks(roles)
    day: BindParameter[date] = bindparam("day")
    return select(*(count(anybody, day) for count in counting))
