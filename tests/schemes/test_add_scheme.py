"""Schemes added, with bands and categories."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority
from budgettracker.schemes import actions, queries
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import DEFAULT_CATEGORIES, LADDER
from tests.factories.world import NOON, World

_, MANAGER, SENIOR = LADDER
TODAY = date(2026, 6, 15)


def added(world: World, name: str = "Reunification", **changes: Any) -> Scheme:
    values: dict[str, Any] = {"cap_pence": None, "starts_on": date(2026, 4, 1), "at": NOON, **changes}
    return actions.add_scheme(world.adam, db.session.get_one(Authority, world.authority.id), name, **values)


def test_a_scheme_without_bands_or_categories_gets_managers_and_the_published_categories(world: World) -> None:
    with transaction():
        scheme = added(world)
    assert set(queries.bounds_on(scheme.id, TODAY)) == {MANAGER, SENIOR}
    assert [each.name for each in scheme.categories] == list(DEFAULT_CATEGORIES)
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=scheme.id)).one()
    assert (line.deed, line.authority_id) == ("scheme.added", world.authority.id)


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"name": "devolved BUDGET"}, "name"),
        ({"name": "  "}, "name"),
        ({"ends_on": date(2026, 3, 31)}, "ends_on"),
        ({"regular_needs": Role.PRACTITIONER}, "regular_needs"),
        ({"hold_days": 0}, "hold_days"),
        ({"categories": ["A", "a"]}, "categories"),
    ],
)
def test_what_makes_no_scheme_is_refused_on_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        added(world, **changes)
    assert refused.value.field == field
