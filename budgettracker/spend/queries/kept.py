"""Do the kept sums say what the lines come to? And whose of them somebody may see."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, TextClause, Uuid, and_, exists, false, or_, text

from budgettracker import kept_sums
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.families.kinds import ReaderKind
from budgettracker.families.models import FamilyReader
from budgettracker.families.queries.whose import TEAM_ROLES
from budgettracker.people.models import Person
from budgettracker.people.queries.teams import teams_of
from budgettracker.spend.models import KeptBudget, KeptMonth

Kept = type[KeptBudget] | type[KeptMonth]
_OF = (
    "key",
    "number",
    "authority_id",
    "team_id",
    "restricted_id",
    "month_starts_on",
    "kind",
    "scheme_id",
    "category_id",
)
_COLUMNS = (*_OF, "decided_as", "counted", "purchases", "pence", "lacking", "lacking_pence")


def kept_for(person: Person, team_id: uuid.UUID | None, on: date, kept: Kept) -> ColumnElement[bool]:
    """A where-clause on kept sums, as `workable` is one on families: those of a team of this person's (None: of all).

    What a restricted family had only where they are named for it.
    """
    if not person.roles_on(on) & TEAM_ROLES:
        return false()
    named = exists().where(
        FamilyReader.family_id == kept.restricted_id,
        FamilyReader.person_id == person.id,
        FamilyReader.removed_at.is_(None),
        FamilyReader.kind == ReaderKind.NAMED,
    )
    own = kept.team_id.in_(teams_of(person, on))
    ours = own if team_id is None else and_(kept.team_id == team_id, own)
    return ours & or_(kept.restricted_id.is_(None), named.correlate(kept))


def kept_faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Sums that are not what their lines come to, of one authority or of all: each by the team, or the cap period."""
    return [*_month_faults(authority_id), *_budget_faults(authority_id)]


def _month_faults(authority_id: uuid.UUID | None) -> list[Fault]:
    dialect = db.engine.dialect.name
    stored = f"SELECT {', '.join(_COLUMNS)} FROM {kept_sums.MONTH} f WHERE {_whose(authority_id)}"  # noqa: S608 - names are our own
    kept = _by_kind(stored, authority_id)
    lines = _by_kind(kept_sums.months(dialect, _whose(authority_id)), authority_id)
    unlike = {kind[0] for kind in kept.keys() | lines.keys() if kept.get(kind, _NONE) != lines.get(kind, _NONE)}
    words = "the sums kept for it are not what its purchases come to; make them anew with sum-anew"
    return [Fault("team", team_id, "kept", words) for team_id in sorted(unlike)]


_NONE = (0, 0, 0, 0)


def _by_kind(question: str, authority_id: uuid.UUID | None) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Purchases, pence, and of both what lacks receipts, by everything the sums are told apart by."""
    sums: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for row in _rows(question, authority_id, dict(enumerate(_COLUMNS))):
        team_id, *kind, counted = row[3:11]
        of_kind = (team_id, *map(str, kind), bool(counted))
        more = tuple(int(each) for each in row[11:])
        sums[of_kind] = tuple(a + b for a, b in zip(sums.get(of_kind, _NONE), more, strict=True))
    return sums


def _budget_faults(authority_id: uuid.UUID | None) -> list[Fault]:
    columns = kept_sums.OF_BUDGET
    stored = f"SELECT {', '.join(columns)} FROM {kept_sums.BUDGET} f WHERE {_whose(authority_id)}"  # noqa: S608 - names are our own
    named = dict(enumerate(columns))
    kept = {row[0]: tuple(map(str, row)) for row in _rows(stored, authority_id, named)}
    lines = {
        row[0]: tuple(map(str, row)) for row in _rows(kept_sums.budgets(_whose(authority_id)), authority_id, named)
    }
    unlike = [each for each in kept.keys() | lines.keys() if kept.get(each) != lines.get(each)]
    words = "what is kept beside its position is not how it stands; make it anew with sum-anew"
    return [Fault("budget period", period_id, "kept", words) for period_id in sorted(unlike)]


def _whose(authority_id: uuid.UUID | None) -> str:
    return "1 = 1" if authority_id is None else "f.authority_id = :authority"


def _rows(question: str, authority_id: uuid.UUID | None, columns: Mapping[int, str]) -> list[Any]:
    words: TextClause = text(question)
    if authority_id is None:
        rows = db.session.execute(words)
    else:
        of_one = db.session.connection().dialect
        value = Uuid().bind_processor(of_one)
        rows = db.session.execute(words, {"authority": value(authority_id) if value else authority_id})
    ids = [place for place, name in columns.items() if name.endswith("_id")]
    return [
        tuple(uuid.UUID(str(each)) if place in ids and each is not None else each for place, each in enumerate(row))
        for row in rows
    ]


def sum_anew() -> None:
    """Make all kept sums anew from the lines."""
    for statement in kept_sums.anew(db.engine.dialect.name):
        db.session.execute(text(statement))
