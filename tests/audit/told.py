"""What a row of the table of deeds is: a deed performed in a rich world, and the very lines it must leave in the audit."""

import contextlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from sqlalchemy import select

from budgettracker.audit.actions import Subject
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.people.models import Authority, Person
from tests.factories.full_budget import FullBudget
from tests.factories.studies import RunWorld
from tests.factories.world import World


@dataclass(frozen=True)
class Line:
    """One line of the audit: by whom (None: the operator), of which authority (None: of none), on what, which changes."""

    by: Person | None
    authority: Authority | uuid.UUID | None
    subject: Subject | tuple[str, uuid.UUID]
    changes: Mapping[str, object] = field(default_factory=dict)
    deed: Deed | None = None
    """Where the row does several deeds; else it is the row's own."""

    def plain(self) -> dict[str, Any]:
        """As the audit's hashed text says it."""
        subject = self.subject if isinstance(self.subject, tuple) else (self.subject.__tablename__, self.subject.id)
        line = {
            "deed": self.deed,
            "by": self.by.id if self.by else None,
            "authority": self.authority.id if isinstance(self.authority, Authority) else self.authority,
            "subject": subject,
            "changes": self.changes,
        }
        result: dict[str, Any] = json.loads(json.dumps(line, default=str))
        return result


@dataclass
class Stage:
    """Where deeds are done: the small world, a budget in which everything has happened, and a study that can be run."""

    app: Flask
    world: World
    full: FullBudget
    study: RunWorld
    known: set[uuid.UUID] = field(default_factory=set)

    def start(self) -> None:
        """What stands in the audit by now was only preparation."""
        self.known = set(db.session.scalars(select(AuditRecord.id)))

    def lines(self) -> list[dict[str, Any]]:
        """The lines since the start, as their hashed text says them; the columns beside it say the same."""
        rows = []
        for line in db.session.scalars(select(AuditRecord).where(AuditRecord.id.not_in(self.known))):
            body = json.loads(line.body)
            values = {name: body[name] for name in ("deed", "by", "authority", "subject", "changes")}
            columns = Line(None, line.authority_id, (line.subject_kind, line.subject_id), body["changes"]).plain()
            assert values == {**columns, "deed": line.deed, "by": str(line.by_id) if line.by_id else None}
            rows.append(values)
        return in_order(rows)


def in_order(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines in an order that does not depend on when each was written."""
    return sorted(lines, key=lambda line: json.dumps(line, sort_keys=True))


Perform = Callable[[Stage], Line | list[Line]]


class _Undone(Exception):
    """What a row did is undone: the next finds the same world."""


@dataclass(frozen=True)
class Row:
    """A deed, the function through which it is done, and how."""

    deed: Deed
    through: str
    perform: Perform
    commits: bool = False
    """It is done in transactions of its own, as a page or a workbook's building is."""

    @property
    def title(self) -> str:
        """Names the row in what a failing test says."""
        return f"{self.deed} by {self.perform.__name__}"

    def lines(self, stage: Stage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Do it; gives the lines that it must leave and those that it left."""
        expected: list[dict[str, Any]] = []
        left: list[dict[str, Any]] = []
        with contextlib.suppress(_Undone), contextlib.nullcontext() if self.commits else transaction():
            stage.start()
            answer = self.perform(stage)
            many = answer if isinstance(answer, list) else [answer]
            expected = in_order(replace(line, deed=line.deed or self.deed).plain() for line in many)
            left = stage.lines()
            raise _Undone
        db.session.rollback()
        return expected, left


class Rows(list[Row]):
    """Rows of the table, each written as a function that does the deed and gives the lines it must leave."""

    def row(self, deed: Deed, through: Callable[..., object], *, commits: bool = False) -> Callable[[Perform], Perform]:
        """The function below does `deed` through this action, command or view."""

        def add(perform: Perform) -> Perform:
            self.append(Row(deed, through.__name__, perform, commits))
            return perform

        return add
